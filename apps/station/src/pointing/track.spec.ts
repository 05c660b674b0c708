import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseUtc, plusSeconds, secondsBetween, type Tai } from '@app/time';
import { sampleContact, sampleWindows } from '../testing/sample-contact.js';
import { commonLimits, type PointingLimits, PointingLimitsError } from './pointing-limits.js';
import { SpacecraftView } from './spacecraft-view.js';
import { angleBetweenDeg, directionsBySecond, planTrack, positionAt } from './track.js';

const wide: PointingLimits = {
  azimuthMinDeg: -180,
  azimuthMaxDeg: 450,
  elevationMinDeg: 0,
  elevationMaxDeg: 90,
  azimuthRateDegPerS: 10,
  elevationRateDegPerS: 5,
};
const start = parseUtc('2026-04-24T03:00:00Z');

/** A made-up pass: straight lines of azimuth and elevation, degrees a second. */
function line(azimuth: number, azimuthRate: number, elevation: number, elevationRate: number) {
  return {
    at: (instant: Tai) => {
      const seconds = secondsBetween(start, instant);
      return {
        azimuthDeg: (((azimuth + azimuthRate * seconds) % 360) + 360) % 360,
        elevationDeg: elevation + elevationRate * seconds,
        rangeKm: 1000,
      };
    },
  };
}

function plan(view: ReturnType<typeof line>, limits: PointingLimits, seconds = 600, fromAzimuthDeg = 0) {
  const directions = [...directionsBySecond(view, start, plusSeconds(start, seconds))];
  return planTrack({ start, directions, limits, fromAzimuthDeg });
}

describe('pointing track', () => {
  it('begins where the contact window begins, by the elements that came with the contact', () => {
    const contact = sampleContact();
    const { aos, aosAzimuthDeg, los, losAzimuthDeg } = contact.contact.window;
    const view = new SpacecraftView(contact);
    const [atAos, atLos] = [view.at(parseUtc(aos)), view.at(parseUtc(los))];
    expect(atAos.azimuthDeg).toBeCloseTo(aosAzimuthDeg, 4);
    expect(atAos.elevationDeg).toBeCloseTo(5, 3);
    expect(atLos.azimuthDeg).toBeCloseTo(losAzimuthDeg, 4);
    expect(atLos.elevationDeg).toBeCloseTo(5, 3);
  });

  it('follows every pass of a day to a hundredth of the beamwidth where the drives are fast enough', () => {
    const windows = sampleWindows();
    expect(windows.length).toBeGreaterThan(3);
    windows.forEach((window, i) => {
      const contact = sampleContact({ window: i });
      const view = new SpacecraftView(contact);
      const limits = { ...wide, azimuthRateDegPerS: 1000 };
      const directions = [...directionsBySecond(view, window.aos, window.los)];
      const track = planTrack({ start: window.aos, directions, limits, fromAzimuthDeg: 0 });
      for (let at = window.aos; at < window.los; at += 1_700_000_000n)
        expect(angleBetweenDeg(positionAt(track, at), view.at(at))).toBeLessThan(0.018);
    });
  });

  it('goes on beyond north instead of turning round', () => {
    const clockwise = plan(line(350, 0.1, 30, 0), wide);
    expect([clockwise.azimuthDeg[0], clockwise.azimuthDeg[600]]).toEqual([-10, 50]);
    const from360 = plan(line(350, 0.1, 30, 0), wide, 600, 340);
    expect([from360.azimuthDeg[0], from360.azimuthDeg[600]]).toEqual([350, 410]);
    const within0to450 = plan(line(350, 0.1, 30, 0), { ...wide, azimuthMinDeg: 0 });
    expect([within0to450.azimuthDeg[0], within0to450.azimuthDeg[600]]).toEqual([350, 410]);
  });

  it('unwinds in mid-pass only where the limits leave nothing else, half of it before the limit and half after', () => {
    // 0 to 360 degrees, and the pass crosses north after 100 s: 360 degrees at 10 degrees a second.
    const track = plan(line(350, 0.1, 30, 0), { ...wide, azimuthMinDeg: 0, azimuthMaxDeg: 360 });
    expect(track.azimuthDeg[80]).toBeCloseTo(358, 6);
    expect(track.azimuthDeg[122]).toBeCloseTo(2.2, 6);
    expect(track.azimuthDeg[100]).toBeGreaterThan(150);
    expect(track.azimuthDeg[100]).toBeLessThan(210);
  });

  it('waits at the limits: below the lowest elevation, and at the end of an azimuth range that misses the pass', () => {
    const rising = plan(line(100, 0, -3, 0.05), { ...wide, elevationMinDeg: 2 });
    expect([...rising.elevationDeg.slice(0, 100)]).toEqual(new Array(100).fill(2));
    const missed = plan(line(200, 0, 30, 0), { ...wide, azimuthMinDeg: -90, azimuthMaxDeg: 90 });
    expect(missed.azimuthDeg[300]).toBe(-90);
  });

  it('shares the error of a keyhole between before and after', () => {
    // Overhead: 180 degrees of azimuth in 2 s, at 10 degrees a second.
    const keyhole = {
      at: (instant: Tai) => {
        const seconds = secondsBetween(start, instant);
        return { azimuthDeg: seconds < 60 ? 90 : 270, elevationDeg: 90 - Math.abs(seconds - 60) / 10, rangeKm: 500 };
      },
    };
    const { azimuthDeg } = plan(keyhole, wide, 120);
    const [before, after] = [(azimuthDeg[59] ?? 0) - 90, 270 - (azimuthDeg[60] ?? 0)];
    expect(Math.abs(before - after)).toBeLessThanOrEqual(10);
    expect(before + after).toBeCloseTo(170, 6);
    expect(azimuthDeg[49]).toBe(90);
    expect(azimuthDeg[70]).toBe(270);
  });

  it('never leaves the limits and is never faster than the drives, whatever the pass', () => {
    const limits = fc
      .record({
        azimuthMinDeg: fc.integer({ min: -270, max: 0 }),
        azimuthRange: fc.integer({ min: 10, max: 720 }),
        elevationMinDeg: fc.integer({ min: 0, max: 10 }),
        elevationMaxDeg: fc.integer({ min: 80, max: 90 }),
        azimuthRateDegPerS: fc.double({ min: 0.5, max: 20, noNaN: true }),
        elevationRateDegPerS: fc.double({ min: 0.5, max: 10, noNaN: true }),
      })
      .map(({ azimuthRange, ...rest }) => ({ ...rest, azimuthMaxDeg: rest.azimuthMinDeg + azimuthRange }));
    const passes = fc.tuple(
      fc.integer({ min: 0, max: 359 }),
      fc.double({ min: -30, max: 30, noNaN: true }),
      fc.double({ min: -10, max: 90, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(limits, passes, (limit, [az, azRate, el, elRate]) => {
        const { azimuthDeg, elevationDeg } = plan(line(az, azRate, el, elRate), limit, 120);
        const check = (values: Float64Array, min: number, max: number, rate: number): void => {
          expect(Math.min(...values)).toBeGreaterThanOrEqual(min - 1e-9);
          expect(Math.max(...values)).toBeLessThanOrEqual(max + 1e-9);
          const steps = values.slice(1).map((value, i) => Math.abs(value - (values[i] ?? value)));
          expect(Math.max(...steps)).toBeLessThanOrEqual(rate + 1e-9);
        };
        check(azimuthDeg, limit.azimuthMinDeg, limit.azimuthMaxDeg, limit.azimuthRateDegPerS);
        check(elevationDeg, limit.elevationMinDeg, limit.elevationMaxDeg, limit.elevationRateDegPerS);
      }),
    );
  });

  it('measures angles on the sphere', () => {
    const at = (azimuthDeg: number, elevationDeg: number) => ({ azimuthDeg, elevationDeg });
    expect(angleBetweenDeg(at(10, 90), at(190, 90))).toBeCloseTo(0, 9);
    expect(angleBetweenDeg(at(350, 0), at(370, 0))).toBeCloseTo(20, 9);
    expect(angleBetweenDeg(at(0, 45), at(180, 45))).toBeCloseTo(90, 9);
    expect(angleBetweenDeg(at(0, 60), at(1e-3, 60))).toBeCloseTo(0.5e-3, 9);
  });
});

describe('pointing limits', () => {
  const slew = { ...wide, parkAzimuthDeg: 0, parkElevationDeg: 90 };

  it('are those that registry and rotator both grant', () => {
    const rotator = { azimuthMinDeg: 0, azimuthMaxDeg: 500, elevationMinDeg: 5, elevationMaxDeg: 180 };
    expect(commonLimits(slew, rotator)).toEqual({
      azimuthMinDeg: 0,
      azimuthMaxDeg: 450,
      elevationMinDeg: 5,
      elevationMaxDeg: 90,
      azimuthRateDegPerS: 10,
      elevationRateDegPerS: 5,
    });
  });

  it('are an error where nothing is in both', () => {
    const rotator = { azimuthMinDeg: 460, azimuthMaxDeg: 500, elevationMinDeg: 0, elevationMaxDeg: 90 };
    expect(() => commonLimits(slew, rotator)).toThrow(PointingLimitsError);
  });
});
