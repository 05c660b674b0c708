import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { parseUtc } from '@app/time';
import { type ElementSet } from '../elements/element-set.js';
import { parseTle } from '../elements/tle.parser.js';
import { directionTo, topocentricFrame } from '../frames/topocentric.js';
import { DEG_PER_RAD, RAD_PER_DEG } from '../frames/vector.js';
import { createPropagator } from '../propagation/propagator.js';
import { syntheticElements, syntheticTle } from '../testing/synthetic-elements.js';
import { EarthFixedPath } from '../trajectory/earth-fixed-path.js';
import { sgp4Trajectory } from '../trajectory/sgp4-trajectory.js';
import { PathGapError } from './geometry-error.js';
import {
  type SeparationSearch,
  closestApproaches,
  interferenceIntervals,
  interferenceThresholdRad,
  minimumSeparation,
} from './interference.js';
import { moonSeparation, sunSeparation, topocentricBody } from './separation.js';
import { evenly } from './testing/evenly.js';

const start = parseUtc('2026-04-25T00:00:00Z');
const frame = topocentricFrame({ latitudeDeg: 33.518, longitudeDeg: 73.2, heightM: 520 });
const pathOf = (elements: ElementSet, from = start): EarthFixedPath =>
  new EarthFixedPath(sgp4Trajectory(createPropagator(elements)), from, 'none');
const [synthetic] = parseTle(syntheticTle.join('\n')).elementSets;
const low = pathOf(synthetic!);

const search = (changes: Partial<SeparationSearch> = {}): SeparationSearch => ({
  body: 'Sun',
  path: low,
  frame,
  fromSeconds: 0,
  toSeconds: 86_400,
  ...changes,
});

function separationAt({ body, path }: SeparationSearch, seconds: number): ReturnType<typeof sunSeparation> {
  const state = new Float64Array(6);
  if (path.stateInto(seconds, state) !== 0) throw new Error('no state');
  const direction = directionTo(frame, state[0]!, state[1]!, state[2]!);
  const of = body === 'Sun' ? sunSeparation : moonSeparation;
  return of(frame, direction, path.instantAt(seconds), 'none');
}

describe('closestApproaches, minimumSeparation', () => {
  // Python: sgp4 (WGS72) and ERFA (epv00 with ab, moon98, c2t06a, gmst82, gd2gc), sampled every 5 s and refined; seconds, degrees.
  it.each([
    ['Sun', 19_800, 20_300, 20_064.731, 4.450_46],
    ['Sun', 72_200, 72_700, 72_420.259, 2.508_32],
    ['Sun', 43_300, 43_700, 43_499.718, 59.8284],
    ['Moon', 64_800, 65_200, 65_004.5, 22.238_55],
    ['Moon', 900, 1200, 1010.734, 1.176_19],
    ['Moon', 19_000, 19_100, 19_056.36, 34.224],
  ] as const)('has the %s nearest between %d s and %d s at %d s, %d degrees', (body, from, to, seconds, degrees) => {
    const least = minimumSeparation(search({ body, fromSeconds: from, toSeconds: to, bodyHorizonRad: -Math.PI / 2 }))!;
    const bodyError = body === 'Sun' ? 0.0006 : 0.004;
    expect(Math.abs(least.separationRad * DEG_PER_RAD - degrees)).toBeLessThan(bodyError);
    // The body's error across the motion (0.06 to 1 degrees a second) moves the time.
    expect(Math.abs(least.seconds - seconds)).toBeLessThan(0.05);
  });

  it('leaves out what the Earth hides: of this day the approaches by night', () => {
    const all = closestApproaches(search({ bodyHorizonRad: -Math.PI / 2 }));
    const byDay = closestApproaches(search());
    expect(all.some(({ separationRad }) => separationRad * DEG_PER_RAD < 3)).toBe(true);
    expect(minimumSeparation(search())!.separationRad * DEG_PER_RAD).toBeCloseTo(4.45, 2);
    for (const { seconds } of byDay)
      expect(separationAt(search(), seconds).body.elevationRad * DEG_PER_RAD).toBeGreaterThan(-0.84);
    expect(minimumSeparation(search({ fromSeconds: 72_200, toSeconds: 72_700 }))).toBeUndefined();
    expect(interferenceIntervals(search({ fromSeconds: 72_200, toSeconds: 72_700 }), Math.PI)).toEqual([]);
  });

  it('is nowhere above a sample, and each approach below its surroundings (law)', () => {
    fc.assert(
      fc.property(fc.constantFrom('Sun', 'Moon'), evenly(0, 80_000), evenly(10, 5000), (body, fromSeconds, length) => {
        const asked = search({ body, fromSeconds, toSeconds: fromSeconds + length });
        const approaches = closestApproaches(asked);
        const least = minimumSeparation(asked)?.separationRad ?? Infinity;
        const lower: number[] = [];
        for (let at = fromSeconds; at <= fromSeconds + length; at += 5) {
          const { separationRad, isUp } = separationAt(asked, at);
          if (isUp && separationRad < least - 1e-9) lower.push(at);
        }
        expect(lower).toEqual([]);
        for (const { seconds, separationRad } of approaches) {
          expect(separationAt(asked, seconds).separationRad).toBeCloseTo(separationRad, 9);
          for (const beside of [seconds - 0.1, seconds + 0.1])
            if (beside > fromSeconds && beside < fromSeconds + length && separationAt(asked, beside).isUp)
              expect(separationAt(asked, beside).separationRad).toBeGreaterThan(separationRad - 1e-9);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('fails where the path has no state', () => {
    const decayed = pathOf(
      syntheticElements({ bstar: 0.5, meanMotionRevPerDay: 16.4 }),
      parseUtc('2026-08-25T06:00:00Z'),
    );
    expect(() => closestApproaches(search({ path: decayed, toSeconds: 100 }))).toThrow(PathGapError);
  });
});

describe('interferenceIntervals', () => {
  it('covers the samples below the threshold, and no others', () => {
    const threshold = 10 * RAD_PER_DEG;
    const intervals = interferenceIntervals(search(), threshold);
    expect(intervals.length).toBeGreaterThan(0);
    const wrong: string[] = [];
    for (let at = 0; at <= 86_400; at += 5) {
      const { separationRad, isUp } = separationAt(search(), at);
      const covered = intervals.some(({ fromSeconds, toSeconds }) => fromSeconds <= at && at <= toSeconds);
      if (Math.abs(separationRad - threshold) > 1e-6 && covered !== (isUp && separationRad < threshold))
        wrong.push(`${at} s: ${separationRad * DEG_PER_RAD}, up ${isUp}`);
    }
    expect(wrong).toEqual([]);
  });

  it('cuts at the span and says so; the Sun rising cuts without an open end', () => {
    const [whole] = interferenceIntervals(search({ fromSeconds: 19_800, toSeconds: 20_300 }), 10 * RAD_PER_DEG);
    expect(whole).toMatchObject({ fromOpen: false, toOpen: false });
    const cut = search({ fromSeconds: whole!.fromSeconds + 1, toSeconds: whole!.toSeconds - 1 });
    expect(interferenceIntervals(cut, 10 * RAD_PER_DEG)).toEqual([
      { fromSeconds: cut.fromSeconds, toSeconds: cut.toSeconds, fromOpen: true, toOpen: true },
    ]);
    const [risen] = interferenceIntervals(search({ toSeconds: 6000 }), Math.PI);
    expect(risen!.fromOpen).toBe(false);
    expect(separationAt(search(), risen!.fromSeconds).body.elevationRad * DEG_PER_RAD).toBeCloseTo(-0.833, 2);
  });

  it('finds the Sun outages of GEO: minutes a day for some days before the September equinox in the north, none at the solstice', () => {
    const geo = syntheticElements({
      meanMotionRevPerDay: 1.002_737_9,
      eccentricity: 0.0001,
      inclinationDeg: 0.01,
      raanDeg: 0,
      argumentOfPericenterDeg: 0,
      bstar: 0,
    });
    const outageMinutes = (utc: string): number => {
      const from = parseUtc(utc);
      const path = pathOf({ ...geo, epoch: from, meanAnomalyDeg: 60 }, from);
      const found = interferenceIntervals(search({ path }), interferenceThresholdRad(1 * RAD_PER_DEG));
      return found.reduce((sum, { fromSeconds, toSeconds }) => sum + toSeconds - fromSeconds, 0) / 60;
    };
    const days = Array.from({ length: 30 }, (_, i) => outageMinutes(new Date(Date.UTC(2026, 8, 15 + i)).toISOString()));
    const withOutage = days.filter((minutes) => minutes > 0);
    // The Sun passes 1.54 degrees of beam and disc at 15 degrees an hour, and at 0.39 degrees of declination a day.
    expect(Math.max(...withOutage)).toBeGreaterThan(5.8);
    expect(Math.max(...withOutage)).toBeLessThan(6.3);
    expect(withOutage).toHaveLength(4);
    expect(outageMinutes('2026-06-21T00:00:00Z')).toBe(0);
  });
});

describe('topocentricBody', () => {
  it('has the parallax of the Moon, 57 minutes of arc at the horizon, and radii of 16 minutes', () => {
    const instant = parseUtc('2026-04-25T12:00:00Z');
    const centre = { ...frame, origin: [0, 0, 0] as const };
    const [here, fromCentre] = [
      topocentricBody('Moon', frame, instant, 'none'),
      topocentricBody('Moon', centre, instant, 'none'),
    ];
    const lowered = (fromCentre.direction.elevationRad - here.direction.elevationRad) * DEG_PER_RAD;
    const parallax =
      Math.asin(6_372_000 / fromCentre.direction.rangeM) * DEG_PER_RAD * Math.cos(here.direction.elevationRad);
    expect(lowered).toBeCloseTo(parallax, 2);
    expect(here.radiusRad * DEG_PER_RAD).toBeGreaterThan(0.245);
    expect(here.radiusRad * DEG_PER_RAD).toBeLessThan(0.285);
    expect(topocentricBody('Sun', frame, instant, 'none').radiusRad * DEG_PER_RAD).toBeCloseTo(0.265, 2);
  });
});
