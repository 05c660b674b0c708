import { describe, expect, it } from '@jest/globals';
import { parseUtc, secondsBetween } from '@app/time';
import fc from 'fast-check';
import { createPropagator } from '../propagation/propagator.js';
import { syntheticElements } from '../testing/synthetic-elements.js';
import { EarthFixedPath } from '../trajectory/earth-fixed-path.js';
import { sgp4Trajectory } from '../trajectory/sgp4-trajectory.js';
import { dopplerProfile } from './doppler-profile.js';
import { SPEED_OF_LIGHT_MPS } from './line-of-sight.js';
import { ProfileError } from './profile.error.js';

const start = parseUtc('2026-04-25T00:00:00Z');
const place = { latitudeDeg: 39.5, longitudeDeg: 75.9, heightM: 1290 };
const link = { downlinkHz: 2.2e9, uplinkHz: 2.05e9 };
const pathOf = (changes: Parameters<typeof syntheticElements>[0] = {}): EarthFixedPath =>
  new EarthFixedPath(sgp4Trajectory(createPropagator(syntheticElements(changes))), start, 'none');
const at = (column: Float64Array | undefined, row: number): number => column![row]!;

// A pass that culminates at 56 degrees. Computed with python-sgp4 2.15 (WGS72, improved) and gmst82 and gd2gc of PyERFA (IAU SOFA): the
// spacecraft in TEME, the station turned into TEME at the ground's time, light time iterated there, slopes by differences of the
// light-time range (steps 0.4, 0.2 and 0.1 s, extrapolated; twice that for the second). UT1 = UTC.
// [s, range m, range rate m/s, down: light time s, offset Hz, Hz/s, up: light time s, received Hz, to transmit Hz, Hz/s]
const reference: readonly (readonly number[])[] = [
  [
    19200, 2219544.518, -6709.96555, 0.007403766283, 49241.6863, -15.3148, 0.007403440902, 45883.0755, -45882.0486,
    14.2714,
  ],
  [
    19400, 998030.65, -4686.07949, 0.003329121807, 34389.6374, -221.6423, 0.003329022011, 32043.034, -32042.5331,
    206.5306,
  ],
  [19490, 759879.451, 39.09562, 0.002534683018, -285.629, -506.0609, 0.002534687012, -268.5224, 268.5224, 471.5568],
  [
    19500, 763708.969, 725.08858, 0.002547451139, -5319.7267, -498.5073, 0.002547466685, -4959.3741, 4959.3861,
    464.5182,
  ],
  [
    19700, 1700706.272, 6438.3864, 0.005672823227, -47246.2816, -41.802, 0.005673067754, -44026.3061, 44027.2517,
    38.9512,
  ],
  [
    19800, 2364125.181, 6764.07968, 0.00788569505, -49636.3909, -11.897, 0.007886050497, -46253.2837, 46254.3273,
    11.0849,
  ],
];

/** Integral over rows one second apart, their number odd (Simpson). */
function integral(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++)
    sum += at(values, i) * (i === 0 || i === values.length - 1 ? 1 : i % 2 === 1 ? 4 : 2);
  return sum / 3;
}

describe('Doppler profile', () => {
  it.each(reference)('agrees at %d s with light time solved in inertial axes', (...expected) => {
    const { rangeM, rangeRateMps, downlink, uplink } = dopplerProfile(
      pathOf(),
      place,
      expected[0]!,
      expected[0]!,
      1,
      link,
    );
    const found = [
      [rangeM, 2e-3],
      [rangeRateMps, 2e-5],
      [downlink?.lightTimeS, 3e-12],
      [downlink?.offsetHz, 5e-4],
      [downlink?.rateHzPerS, 5e-4],
      [uplink?.lightTimeS, 3e-12],
      [uplink?.receivedOffsetHz, 5e-4],
      [uplink?.transmitOffsetHz, 5e-4],
      [uplink?.transmitRateHzPerS, 5e-4],
    ] as const;
    found.forEach(([column, tolerance], i) => {
      expect(Math.abs(at(column, 0) - expected[i + 1]!)).toBeLessThan(tolerance);
    });
  });

  it('turns the Earth under the light: the way down and the way up differ', () => {
    const { rangeM, rangeRateMps, downlink, uplink } = dopplerProfile(pathOf(), place, 19_200, 19_200, 1, link);
    const down = at(downlink?.lightTimeS, 0) * SPEED_OF_LIGHT_MPS;
    const up = at(uplink?.lightTimeS, 0) * SPEED_OF_LIGHT_MPS;
    // The inertial range rate is not the Earth-fixed one: the difference, times the light time, is the Sagnac term.
    const slow = at(rangeRateMps, 0) * at(downlink?.lightTimeS, 0);
    expect(Math.abs(down - (at(rangeM, 0) - slow))).toBeGreaterThan(0.5);
    expect(Math.abs(down + up - 2 * at(rangeM, 0))).toBeLessThan(0.01);
  });

  it('integrates to the phase: as many cycles as the light time has changed', () => {
    const { downlink, uplink } = dopplerProfile(pathOf(), place, 19_200, 19_800, 1, link);
    const change = (column: Float64Array): number => column.at(-1)! - column[0]!;
    const down = integral(downlink!.offsetHz) + link.downlinkHz * change(downlink!.lightTimeS);
    const up = integral(uplink!.transmitOffsetHz) - link.uplinkHz * change(uplink!.lightTimeS);
    expect(Math.abs(down)).toBeLessThan(1e-3);
    expect(Math.abs(up)).toBeLessThan(1e-3);
    expect(Math.abs(integral(downlink!.rateHzPerS) - change(downlink!.offsetHz))).toBeLessThan(1e-3);
    expect(Math.abs(integral(uplink!.transmitRateHzPerS) - change(uplink!.transmitOffsetHz))).toBeLessThan(1e-3);
    expect(Math.abs(integral(uplink!.receivedRateHzPerS) - change(uplink!.receivedOffsetHz))).toBeLessThan(1e-3);
  });

  it('pre-compensates: what is sent with the transmit offset arrives at nominal', () => {
    const { uplink } = dopplerProfile(pathOf(), place, 19_200, 19_800, 25, link);
    uplink!.transmitOffsetHz.forEach((offset, row) => {
      const received = 1 + at(uplink!.receivedOffsetHz, row) / link.uplinkHz;
      expect(Math.abs((link.uplinkHz + offset) * received - link.uplinkHz)).toBeLessThan(1e-5);
    });
  });

  it('changes sign at closest approach: down a light time later, up one earlier', () => {
    const profile = dopplerProfile(pathOf(), place, 19_489.3, 19_489.6, 1e-4, link);
    const zeroOf = (column: Float64Array): number =>
      profile.seconds[column.findIndex((v) => v > 0 !== column[0]! > 0)]!;
    const closest = zeroOf(profile.rangeRateMps);
    // The Earth's turn moves the inertial closest approach by 0.1 ms more.
    expect(Math.abs(zeroOf(profile.downlink!.offsetHz) - closest - 0.00253)).toBeLessThan(4e-4);
    expect(Math.abs(zeroOf(profile.uplink!.transmitOffsetHz) - closest + 0.00253)).toBeLessThan(4e-4);
  });

  it('gives rates that are slopes, for any orbit and place', () => {
    fc.assert(
      fc.property(
        fc.record({
          // Near 180 degrees SGP4's positions themselves are rough: it divides by 1 + cos i.
          inclinationDeg: fc.double({ min: 0, max: 178, noNaN: true }),
          meanAnomalyDeg: fc.double({ min: 0, max: 360, noNaN: true }),
          meanMotionRevPerDay: fc.double({ min: 1, max: 15.5, noNaN: true }),
        }),
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        (changes, latitudeDeg, longitudeDeg) => {
          const somewhere = { latitudeDeg, longitudeDeg, heightM: 0 };
          const profile = dopplerProfile(pathOf(changes), somewhere, 0, 2, 0.5, link);
          // SGP4 gives no finite state for some orbits of no inclination.
          fc.pre(profile.missing === undefined);
          const { rangeM, rangeRateMps, downlink } = profile;
          const slope = (column: Float64Array): number =>
            (8 * (at(column, 3) - at(column, 1)) - (at(column, 4) - at(column, 0))) / 6;
          expect(Math.abs(slope(rangeM) - at(rangeRateMps, 2))).toBeLessThan(1e-3);
          const cycles = slope(downlink!.lightTimeS) * link.downlinkHz;
          expect(Math.abs(cycles + at(downlink!.offsetHz, 2))).toBeLessThan(0.01);
          expect(Math.abs(slope(downlink!.offsetHz) - at(downlink!.rateHzPerS, 2))).toBeLessThan(0.01);
        },
      ),
    );
  });

  it('leaves out rows without a state, and works up to the ends of a usable span', () => {
    const whole = pathOf();
    const { trajectory } = whole;
    const first = 19_300;
    const offset = secondsBetween(trajectory.epoch, start);
    const bounded = {
      ...trajectory,
      stateInto: (seconds: number, out: Float64Array) =>
        seconds < offset + first - 1e-6 || seconds > offset + first + 60.000_001
          ? 101
          : trajectory.stateInto(seconds, out),
    };
    const cut = dopplerProfile(new EarthFixedPath(bounded, start, 'none'), place, first - 10, first + 70, 1, link);
    expect(cut.missing).toMatchObject({ code: 101, firstSeconds: first - 10, lastSeconds: first + 70 });
    const { downlink } = dopplerProfile(whole, place, cut.seconds[0]!, cut.seconds.at(-1)!, 1, link);
    expect(cut.seconds).toHaveLength(61);
    cut.downlink!.offsetHz.forEach((hz, row) => expect(Math.abs(hz - at(downlink!.offsetHz, row))).toBeLessThan(1e-3));
  });

  it('refuses a span backwards, no step, no frequency', () => {
    const refusals = [
      () => dopplerProfile(pathOf(), place, 1, 0, 1, link),
      () => dopplerProfile(pathOf(), place, 0, 1, 0, link),
      () => dopplerProfile(pathOf(), place, 0, 1e9, 1e-3, link),
      () => dopplerProfile(pathOf(), place, 0, 1, 1, { downlinkHz: 0 }),
    ];
    for (const refused of refusals) expect(refused).toThrow(ProfileError);
  });
});
