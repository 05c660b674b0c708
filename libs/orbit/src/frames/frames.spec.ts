import { describe, expect, it } from '@jest/globals';
import { julianDateUtc, parseUtc, plusSeconds } from '@app/time';
import { ecfToLookAngles, eciToEcf, geodeticToEcf, gstime } from 'satellite.js';
import { describeEarthOrientation, utcMinusTaiSince } from './earth-orientation.js';
import { EarthRotation, temeToItrf } from './earth-rotation.js';
import { geodeticToItrf } from './geodetic.js';
import { greenwichMeanSiderealTime } from './sidereal-time.js';
import { directionTo, topocentricFrame } from './topocentric.js';
import { DEG_PER_RAD, RAD_PER_DEG } from './vector.js';

describe('greenwichMeanSiderealTime', () => {
  it('is 67 310.54841 s at 2000-01-01 12h UT1: the constant of its definition', () => {
    const noon = greenwichMeanSiderealTime({ day: 2_451_544.5, fraction: 0.5 });
    expect((noon * 86_400) / (2 * Math.PI)).toBeCloseTo(67_310.548_41, 8);
  });
  it('agrees with satellite.js as far as its single Julian date goes (40 us)', () => {
    for (const utc of ['1992-08-20T12:14:00Z', '2025-10-03T15:06:55.277280Z', '2044-02-29T23:59:59Z']) {
      const date = julianDateUtc(parseUtc(utc));
      expect(Math.abs(greenwichMeanSiderealTime(date) - gstime(date.day + date.fraction))).toBeLessThan(4e-9);
    }
  });
});

describe('utcMinusTaiSince', () => {
  it('steps when the leap second is over', () => {
    const at = utcMinusTaiSince(parseUtc('2016-12-31T23:59:00Z'));
    expect([at(59.5), at(60.5), at(61), at(62)]).toEqual([-36, -36, -37, -37]);
  });
});

describe('temeToItrf', () => {
  const position = [6_500_000, -2_100_000, 1_300_000] as const;
  const velocity = [1000, 5000, -5500] as const;
  const instant = parseUtc('2025-10-03T15:06:55.277280Z');

  it('turns a position like satellite.js (UT1 = UTC, no polar motion)', () => {
    const date = julianDateUtc(instant);
    const [x, y, z] = position;
    const theirs = eciToEcf({ x, y, z }, gstime(date.day + date.fraction));
    const ours = temeToItrf({ position, velocity }, instant, 'none').position;
    expect(Math.hypot(ours[0] - theirs.x, ours[1] - theirs.y, ours[2] - theirs.z)).toBeLessThan(0.05);
  });

  it('gives a velocity that is the slope of the positions', () => {
    const rotation = new EarthRotation(instant, 'none');
    const at = (seconds: number): Float64Array => {
      const state = Float64Array.from([...position.map((p, i) => p + velocity[i]! * seconds), ...velocity]);
      rotation.rotate(seconds, state);
      return state;
    };
    const [before, here, after] = [at(-0.1), at(0), at(0.1)];
    for (let axis = 0; axis < 3; axis++)
      expect(Math.abs((after[axis]! - before[axis]!) / 0.2 - here[axis + 3]!)).toBeLessThan(1e-4);
  });

  it('with Earth orientation: a later UT1 turns the Earth on, polar motion tilts by x and y, lengths stay', () => {
    const orientation = (ut1MinusTaiSeconds: number, poleXRad = 0, poleYRad = 0) => ({
      description: 'test',
      at: () => ({ ut1MinusTaiSeconds, poleXRad, poleYRad }),
    });
    expect(temeToItrf({ position, velocity }, instant, orientation(-37))).toEqual(
      temeToItrf({ position, velocity }, instant, 'none'),
    );
    // UT1 a second on is the Earth a second on; 1 us of TAI is the smallest the two routes may differ by.
    const ahead = temeToItrf({ position, velocity }, instant, orientation(-36)).position;
    const later = temeToItrf({ position, velocity }, plusSeconds(instant, 1), 'none').position;
    expect(Math.hypot(...ahead.map((value, axis) => value - later[axis]!))).toBeLessThan(1e-6);
    const plain = temeToItrf({ position, velocity }, instant, 'none').position;
    const [xp, yp] = [1e-6, 2e-6];
    const tilted = temeToItrf({ position, velocity }, instant, orientation(-37, xp, yp)).position;
    const expected = [plain[0] + xp * plain[2], plain[1] - yp * plain[2], plain[2] - xp * plain[0] + yp * plain[1]];
    expect(Math.hypot(...tilted.map((value, axis) => value - expected[axis]!))).toBeLessThan(1e-4);
    expect(Math.hypot(...tilted)).toBeCloseTo(Math.hypot(...plain), 6);
    expect(describeEarthOrientation(orientation(0))).toBe('test');
    expect(describeEarthOrientation('none')).toBe('none: UT1=UTC, no polar motion');
  });
});

describe('geodeticToItrf, topocentricFrame, directionTo', () => {
  it('puts equator and pole where WGS84 has its axes', () => {
    expect(geodeticToItrf({ latitudeDeg: 0, longitudeDeg: 0, heightM: 0 })).toEqual([6_378_137, 0, 0]);
    const pole = geodeticToItrf({ latitudeDeg: -90, longitudeDeg: 10, heightM: 100 });
    expect(pole[2]).toBeCloseTo(-6_356_752.314_245 - 100, 5);
    expect(Math.hypot(pole[0], pole[1])).toBeLessThan(1e-8);
  });

  it.each([
    [40.4513, 116.86, 100],
    [-12.48, -76.79, 60],
    [90, 0, 10],
    [-90, 123, 2800],
    [0, 180, 0],
  ])('agrees with satellite.js at %d, %d, %d m', (latitudeDeg, longitudeDeg, heightM) => {
    const place = { latitudeDeg, longitudeDeg, heightM };
    const site = { latitude: latitudeDeg * RAD_PER_DEG, longitude: longitudeDeg * RAD_PER_DEG, height: heightM / 1000 };
    const theirs = geodeticToEcf(site);
    const ours = geodeticToItrf(place);
    expect(Math.hypot(ours[0] / 1000 - theirs.x, ours[1] / 1000 - theirs.y, ours[2] / 1000 - theirs.z)).toBeLessThan(
      1e-3,
    );
    for (const [x, y, z] of [
      [7000, 1000, 2000],
      [-5000, 4000, -3500],
      [100, -200, 7200],
    ] as const) {
      const look = ecfToLookAngles(site, { x, y, z });
      const direction = directionTo(topocentricFrame(place), x * 1000, y * 1000, z * 1000);
      expect(direction.elevationRad).toBeCloseTo(look.elevation, 6);
      expect(direction.rangeM / 1000).toBeCloseTo(look.rangeSat, 3);
      const turn = (direction.azimuthRad - look.azimuth) / (2 * Math.PI);
      expect(Math.abs(turn - Math.round(turn))).toBeLessThan(1e-6);
      expect(direction.azimuthRad * DEG_PER_RAD).toBeGreaterThanOrEqual(0);
      expect(direction.azimuthRad * DEG_PER_RAD).toBeLessThan(360);
    }
  });

  it('sees the zenith at 90 degrees', () => {
    const place = { latitudeDeg: 33, longitudeDeg: 73, heightM: 0 };
    const [x, y, z] = geodeticToItrf({ ...place, heightM: 500_000 });
    const direction = directionTo(topocentricFrame(place), x, y, z);
    expect(direction.elevationRad * DEG_PER_RAD).toBeCloseTo(90, 6);
    expect(direction.rangeM).toBeCloseTo(500_000, 5);
  });
});
