import { describe, expect, it } from '@jest/globals';
import { parseUtc } from '@app/time';
import fc from 'fast-check';
import { DEG_PER_RAD } from '../frames/vector.js';
import { topocentricFrame } from '../frames/topocentric.js';
import { createPropagator } from '../propagation/propagator.js';
import { overheadPath, southPole } from './testing/overhead-path.js';
import { syntheticElements } from '../testing/synthetic-elements.js';
import { EarthFixedPath } from '../trajectory/earth-fixed-path.js';
import { sgp4Trajectory } from '../trajectory/sgp4-trajectory.js';
import { type PointingProfile, pointingProfile } from './pointing-profile.js';

const start = parseUtc('2026-04-25T00:00:00Z');
const place = { latitudeDeg: 39.5, longitudeDeg: 75.9, heightM: 1290 };
const pathOf = (changes: Parameters<typeof syntheticElements>[0] = {}): EarthFixedPath =>
  new EarthFixedPath(sgp4Trajectory(createPropagator(syntheticElements(changes))), start, 'none');

// The pass of the Doppler spec; computed with python-sgp4 2.15 and PyERFA (gmst82, gd2gc): spacecraft in TEME at t, or at t less the light
// time; the station's axes of t in TEME; slopes by extrapolated differences.
// [s, azimuth, elevation, deg/s, deg/s]
const geometric: readonly (readonly number[])[] = [
  [19200, 20.05454849, 7.54164621, 0.0414384, 0.083555],
  [19400, 42.01214525, 36.81447914, 0.2923552, 0.2534517],
  [19490, 100.99303513, 56.03772719, 1.0286191, -0.0059325],
  [19700, 176.23754768, 15.24897774, 0.070839, -0.1193253],
];
const received: readonly (readonly number[])[] = [
  [19200, 20.05419331, 7.54103887, 0.0414374, 0.0835546],
  [19400, 42.01111111, 36.81367011, 0.2923443, 0.2534516],
  [19490, 100.9904604, 56.03780615, 1.0286224, -0.0059103],
  [19700, 176.23723692, 15.24965705, 0.0708408, -0.1193264],
];

function expectRow(profile: PointingProfile, expected: readonly number[]): void {
  const { seconds, azimuthDeg, elevationDeg, azimuthRateDegPerS, elevationRateDegPerS } = profile;
  const columns = [seconds, azimuthDeg, elevationDeg, azimuthRateDegPerS, elevationRateDegPerS];
  columns.forEach((column, i) => expect(Math.abs(column[0]! - expected[i]!)).toBeLessThan(i < 3 ? 2e-8 : 2e-7));
}

const everyNumber = (profile: PointingProfile): number[] =>
  [profile, profile.curve].flatMap((curve) => [
    ...curve.azimuthDeg, ...curve.elevationDeg, ...curve.rangeM, ...curve.azimuthRateDegPerS, ...curve.elevationRateDegPerS,
  ]); // prettier-ignore

describe('pointing profile', () => {
  const frame = topocentricFrame(place);
  it.each(geometric)('agrees geometrically at %d s', (...expected) => {
    expectRow(pointingProfile(pathOf(), frame, expected[0]!, expected[0]!, 1), expected);
  });
  it.each(received)('agrees at %d s for the received signal', (...expected) => {
    expectRow(pointingProfile(pathOf(), frame, expected[0]!, expected[0]!, 1, 'received'), expected);
  });

  it('goes on through north without a jump, and its rates integrate to its angles', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.double({ min: 0.1, max: 178, noNaN: true }),
        fc.double({ min: -90, max: 90, noNaN: true }),
        (meanAnomalyDeg, inclinationDeg, latitudeDeg) => {
          const somewhere = topocentricFrame({ latitudeDeg, longitudeDeg: 10, heightM: 0 });
          const profile = pointingProfile(pathOf({ meanAnomalyDeg, inclinationDeg }), somewhere, 0, 2000, 50);
          const { seconds, azimuthDeg, azimuthRateDegPerS, elevationDeg, elevationRateDegPerS } = profile.curve;
          expect(profile.azimuthDeg[0]).toBeGreaterThanOrEqual(0);
          expect(profile.azimuthDeg[0]).toBeLessThanOrEqual(360);
          let worst = 0;
          for (let i = 1; i < seconds.length; i++) {
            const step = seconds[i]! - seconds[i - 1]!;
            const moved = (angle: Float64Array): number => angle[i]! - angle[i - 1]!;
            const mean = (rate: Float64Array): number => ((rate[i]! + rate[i - 1]!) / 2) * step;
            if (step < 1) continue;
            worst = Math.max(worst, Math.abs(moved(azimuthDeg) - mean(azimuthRateDegPerS)));
            worst = Math.max(worst, Math.abs(moved(elevationDeg) - mean(elevationRateDegPerS)));
          }
          expect(worst).toBeLessThan(0.1);
          const places = Array.from(profile.seconds, (at) => seconds.indexOf(at));
          expect(places.map((at) => azimuthDeg[at])).toEqual([...profile.azimuthDeg]);
        },
      ),
      { numRuns: 10 },
    );
  });

  it.each([100_000, 1000, 10, 0.1])('finds the peak of a pass that misses the zenith by %d m', (missM) => {
    // A straight line at speed v: the azimuth turns by v / miss at its nearest, half a turn in all.
    const profile = pointingProfile(overheadPath(missM), southPole, -300, 299.3, 7);
    const expected = (7500 / missM) * DEG_PER_RAD;
    expect(profile.peakAzimuthRate!.degPerS / expected).toBeCloseTo(1, 4);
    expect(Math.abs(profile.peakAzimuthRate!.seconds)).toBeLessThan(1e-6 * missM);
    const turned = Math.abs(profile.azimuthDeg.at(-1)! - profile.azimuthDeg[0]!);
    expect(turned).toBeCloseTo((Math.atan(2_250_000 / missM) + Math.atan((7500 * 299.3) / missM)) * DEG_PER_RAD, 6);
  });

  it('finds the peak of an orbit where a fine search does, with coarse rows', () => {
    const { peakAzimuthRate } = pointingProfile(pathOf(), frame, 19_200, 19_800, 50);
    const fine = pointingProfile(pathOf(), frame, 19_485, 19_495, 0.02);
    const fastest = Math.max(...fine.azimuthRateDegPerS);
    expect(peakAzimuthRate!.degPerS).toBeGreaterThanOrEqual(fastest - 1e-9);
    expect(peakAzimuthRate!.degPerS).toBeLessThan(fastest + 1e-6);
    const at = fine.seconds[fine.azimuthRateDegPerS.indexOf(fastest)]!;
    expect(Math.abs(peakAzimuthRate!.seconds - at)).toBeLessThan(0.02);
  });

  it('has numbers only, also exactly through the zenith of the South Pole', () => {
    const profile = pointingProfile(overheadPath(0), southPole, -300, 300, 10);
    expect(everyNumber(profile).every(Number.isFinite)).toBe(true);
    expect(Math.max(...profile.elevationDeg)).toBeCloseTo(90, 9);
    const orbit = pointingProfile(pathOf({ inclinationDeg: 90 }), southPole, 0, 12_000, 60, 'received');
    expect(everyNumber(orbit).every(Number.isFinite)).toBe(true);
  });

  it('leaves out what has no state', () => {
    const { trajectory } = overheadPath(1000);
    const bounded = {
      ...trajectory,
      stateInto: (s: number, out: Float64Array) => (s < 0 ? 9 : trajectory.stateInto(s, out)),
    };
    const profile = pointingProfile(new EarthFixedPath(bounded, start, 'none'), southPole, -10, 10, 1);
    expect(profile.missing).toEqual({ code: 9, rows: 10, firstSeconds: -10, lastSeconds: -1 });
    expect(profile.seconds).toHaveLength(11);
    const nothing = pointingProfile(new EarthFixedPath(bounded, start, 'none'), southPole, -10, -5, 1);
    expect([nothing.seconds.length, nothing.peakAzimuthRate]).toEqual([0, undefined]);
  });
});
