import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { type Tai, plusSeconds, secondsBetween } from '@app/time';
import { createPropagator } from '../propagation/propagator.js';
import { OUTSIDE_EPHEMERIS } from '../propagation/sgp4-error.js';
import { sgp4Trajectory } from '../trajectory/sgp4-trajectory.js';
import { type Trajectory } from '../trajectory/trajectory.js';
import { syntheticElements } from '../testing/synthetic-elements.js';
import { oemStart, syntheticOem, syntheticSegment } from '../testing/synthetic-oem.js';
import { EphemerisError } from './ephemeris-error.js';
import { ephemerisTrajectory } from './ephemeris-trajectory.js';
import { type OemInterpolation, type OemSegment } from './oem.js';
import { parseEphemeris } from './oem-file.js';
import { toOemKvn } from './oem-kvn.writer.js';
import { sampleEphemeris } from './sample-ephemeris.js';
import { usableSpans } from './usable-span.js';

type Method = Pick<OemSegment, 'interpolation' | 'interpolationDegree'>;
const method = (interpolation: OemInterpolation, interpolationDegree: number): Method => ({
  interpolation,
  interpolationDegree,
});
const at = (seconds: number): Tai => plusSeconds(oemStart, seconds);
/** State at seconds after `oemStart`, or the code of the failure. */
function stateAt(trajectory: Trajectory, seconds: number): number[] | number {
  const out = new Float64Array(6);
  const code = trajectory.stateInto(secondsBetween(trajectory.epoch, at(seconds)), out);
  return code === 0 ? [...out] : code;
}

describe('ephemerisTrajectory', () => {
  const times = [0, 60, 130, 185, 240, 310, 360, 430];
  const positions = [100, -250, 400, -120, 333, 78, -910, 55];
  const velocities = [3, -2, 5, 7, -4, 1, 2, -6];
  const states = Float64Array.from(
    times.flatMap((_, i) => [positions[i]!, 0, -positions[i]!, velocities[i]!, 0, -velocities[i]!]),
  );

  // Expected values: Lagrange's and Hermite's basis polynomials in exact fractions (Python), another way than divided differences.
  it.each<[OemInterpolation, number, number, number, number, string]>([
    ['LAGRANGE', 3, 200, -33.24969696969697, 7.556099698281517, 'records 2 to 5'],
    ['LAGRANGE', 3, 10, -102.82593082593083, -16.673221013221013, 'the first four'],
    ['LAGRANGE', 3, 400, -929.2736842105263, 15.927731829573935, 'the last four'],
    ['LAGRANGE', 2, 190, -119.02479338842976, 0.9991735537190083, 'three around record 3'],
    ['LAGRANGE', 2, 230, 293.40155844155845, 4.910181818181818, 'three around record 4'],
    ['LAGRANGE', 2, 420, -250.5857142857143, 27.76309523809524, 'the last three'],
    ['LAGRANGE', 7, 200, -69.24100382817888, 6.252954478223473, 'all'],
    ['LAGRANGE', 99, 200, -69.24100382817888, 6.252954478223473, 'all that there are'],
    ['HERMITE', 7, 200, 43.16677532721416, 13.316833419444196, 'records 2 to 5'],
    ['HERMITE', 6, 200, 43.16677532721416, 13.316833419444196, 'the next odd degree'],
    ['HERMITE', 7, 10, 97.90722743748846, -3.137627343486413, 'the first four'],
    ['HERMITE', 5, 190, -76.62660896237837, 10.204003700691086, 'three around record 3'],
    ['HERMITE', 3, 200, 30.1419984973704, 12.016829451540195, 'two'],
    ['HERMITE', 1, 200, 30.1419984973704, 12.016829451540195, 'two at least'],
    ['HERMITE', 15, 200, 52.79782300122365, 14.171411527866237, 'all'],
    ['HERMITE', 31, 200, 52.79782300122365, 14.171411527866237, 'eight at most'],
    ['LINEAR', 1, 200, -120 + (15 / 55) * 453, 7 - (15 / 55) * 11, 'two'],
    ['LINEAR', 5, 185, -120, 7, 'the record itself'],
  ])('%s of degree %i at %d s is %d, %d/s: %s', (interpolation, degree, seconds, position, velocity) => {
    const segment = syntheticSegment(times, { ...method(interpolation, degree), states });
    const trajectory = ephemerisTrajectory([segment]);
    const [x, y, z, vx, , vz] = stateAt(trajectory, seconds) as number[];
    expect([x, y, vx]).toEqual([expect.closeTo(position, 9), 0, expect.closeTo(velocity, 9)]);
    expect([z, vz]).toEqual([-x!, -vx!]);
    // Asked again after another window, the answer is the same.
    stateAt(trajectory, 420);
    expect((stateAt(trajectory, seconds) as number[])[0]).toBe(x);
  });

  it('meets every record, and gives back every polynomial of its degree', () => {
    const cases = fc.record({
      // Per thousand seconds, so that no term drowns the others.
      coefficients: fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 8 }),
      gaps: fc.array(fc.integer({ min: 20, max: 200 }), { minLength: 12, maxLength: 12 }),
      interpolation: fc.constantFrom<OemInterpolation>('HERMITE', 'LAGRANGE'),
      share: fc.integer({ min: 0, max: 1000 }),
    });
    fc.assert(
      fc.property(cases, ({ coefficients, gaps, interpolation, share }) => {
        const value = (t: number): number => coefficients.reduceRight((sum, c) => sum * (t / 1000) + c, 0);
        const slope = (t: number): number =>
          coefficients.reduceRight((sum, c, k) => (k === 0 ? sum : sum * (t / 1000) + (k * c) / 1000), 0);
        let time = 0;
        const seconds = gaps.map((gap) => (time += gap));
        const filled = Float64Array.from(seconds.flatMap((t) => [value(t), 1, 2, slope(t), 0, 0]));
        const degree = Math.max(coefficients.length - 1, 1);
        const trajectory = ephemerisTrajectory([
          syntheticSegment(seconds, { ...method(interpolation, degree), states: filled }),
        ]);
        const t = seconds[0]! + ((seconds.at(-1)! - seconds[0]!) * share) / 1000;
        const scale = coefficients.reduce((sum, c, k) => sum + Math.abs(c) * (k + 1) * 2.4 ** k, 1);
        for (const instant of [t, ...seconds]) {
          const [x, y, , vx] = stateAt(trajectory, instant) as number[];
          expect(Math.abs(x! - value(instant))).toBeLessThan(1e-9 * scale);
          expect(Math.abs(vx! - slope(instant))).toBeLessThan(1e-9 * scale);
          expect(y).toBeCloseTo(1, 9);
        }
      }),
    );
  });
});

describe('ephemerisTrajectory between SGP4 states', () => {
  const elements = syntheticElements();
  const sgp4 = sgp4Trajectory(createPropagator(elements));
  const from = plusSeconds(elements.epoch, 40_000.25);
  const sampled = (stepSeconds: number, chosen: Method): OemSegment => ({
    ...sampleEphemeris(sgp4, {
      objectName: 'TEST-1',
      objectId: '2030-001A',
      from,
      to: plusSeconds(from, 5 * 3600),
      stepSeconds,
      interpolation: 'LAGRANGE',
      interpolationDegree: 7,
    }),
    ...chosen,
  });
  /** Velocities as the slope of SGP4's positions (eighth-order central differences): SGP4's own are up to 0.02 m/s off. */
  function withSlopes(segment: OemSegment): OemSegment {
    const [ahead, behind, filled] = [new Float64Array(6), new Float64Array(6), Float64Array.from(segment.states)];
    for (const [index, epoch] of segment.epochs.entries()) {
      filled.fill(0, 6 * index + 3, 6 * index + 6);
      for (const [k, weight] of [4 / 5, -1 / 5, 4 / 105, -1 / 280].entries()) {
        const seconds = secondsBetween(elements.epoch, epoch);
        sgp4.stateInto(seconds + 2 * (k + 1), ahead);
        sgp4.stateInto(seconds - 2 * (k + 1), behind);
        for (let axis = 0; axis < 3; axis++)
          filled[6 * index + 3 + axis]! += (weight * (ahead[axis]! - behind[axis]!)) / 2;
      }
    }
    return { ...segment, states: filled };
  }
  function worstError(segment: OemSegment): number {
    const [read] = parseEphemeris(toOemKvn(syntheticOem([segment])), 'law').segments;
    const trajectory = ephemerisTrajectory([read!]);
    expect(trajectory).toMatchObject({ epoch: from, frame: 'TEME', smooth: false });
    const [found, right] = [new Float64Array(6), new Float64Array(6)];
    let worst = 0;
    for (let seconds = 0; seconds <= 5 * 3600; seconds += 11.7) {
      if (trajectory.stateInto(seconds, found) !== 0) return NaN;
      sgp4.stateInto(secondsBetween(elements.epoch, from) + seconds, right);
      worst = Math.max(worst, Math.hypot(found[0]! - right[0]!, found[1]! - right[1]!, found[2]! - right[2]!));
    }
    return worst;
  }

  it.each([
    [60, 'LAGRANGE', 7, 1e-3],
    [60, 'LAGRANGE', 9, 1e-4],
    [120, 'LAGRANGE', 9, 2e-3],
  ] as const)('errs at steps of %i s with %s %i by less than %d m', (step, interpolation, degree, bound) => {
    expect(worstError(sampled(step, method(interpolation, degree)))).toBeLessThan(bound);
  });

  it('reads a segment without INTERPOLATION as LAGRANGE of degree 9', () => {
    const unstated: Method = { interpolation: undefined, interpolationDegree: undefined };
    expect(worstError(sampled(240, unstated))).toBe(worstError(sampled(240, method('LAGRANGE', 9))));
    expect(worstError(sampled(240, unstated))).not.toBe(worstError(sampled(240, method('LAGRANGE', 10))));
  });

  it('errs with HERMITE 7 by less than 1 mm where velocities are the slopes of positions, by decimetres where they are SGP4s', () => {
    const segment = sampled(60, method('HERMITE', 7));
    expect(worstError(withSlopes(segment))).toBeLessThan(1e-3);
    const asPublished = worstError(segment);
    expect(asPublished).toBeGreaterThan(0.01);
    expect(asPublished).toBeLessThan(1);
  });

  it('writes a last, shorter step, and says when and why a state was not given', () => {
    const short = sampleEphemeris(sgp4, {
      objectName: 'A',
      objectId: 'B',
      from,
      to: plusSeconds(from, 130),
      stepSeconds: 60,
      interpolation: 'LAGRANGE',
      interpolationDegree: 3,
    });
    expect(short.epochs.map((epoch) => secondsBetween(from, epoch))).toEqual([0, 60, 120, 130]);
    expect(() =>
      sampleEphemeris(ephemerisTrajectory([short]), {
        objectName: 'A',
        objectId: 'B',
        from,
        to: plusSeconds(from, 180),
        stepSeconds: 60,
        interpolation: 'LAGRANGE',
        interpolationDegree: 3,
      }),
    ).toThrow(/^ephemeris of "A": state: expected one at 2026-.*, found failure code 8$/);
  });
});

describe('usable span of an ephemeris', () => {
  const constant = (value: number, seconds: readonly number[], changes: Partial<OemSegment> = {}): OemSegment =>
    syntheticSegment(seconds, {
      ...method('LAGRANGE', 5),
      states: Float64Array.from({ length: 6 * seconds.length }, (_, i) => (i % 6 < 3 ? value : 0)),
      ...changes,
    });
  const xAt = (trajectory: Trajectory, seconds: number): number | undefined => {
    const state = stateAt(trajectory, seconds);
    return typeof state === 'number' ? -state : state[0];
  };
  const every60 = [0, 60, 120, 180, 240];

  it('is USEABLE, else START to STOP, never beyond the records; the records outside of it still help', () => {
    const useable = constant(1, every60, { useableStart: at(61), useableStop: at(179) });
    const trajectory = ephemerisTrajectory([useable]);
    expect(trajectory.usable).toEqual({ from: at(61), to: at(179) });
    expect(trajectory.epoch).toBe(at(61));
    expect([60.999, 61, 179, 179.001].map((t) => xAt(trajectory, t))).toEqual([-8, 1, 1, -8]);
    const spanOf = (changes: Partial<OemSegment>): unknown => usableSpans([constant(1, every60, changes)])[0];
    expect(spanOf({ start: at(10), stop: at(200) })).toEqual({ from: at(10), to: at(200) });
    expect(spanOf({ start: at(-10), stop: at(999) })).toEqual({ from: at(0), to: at(240) });
    expect(spanOf({ start: at(10), stop: at(200), useableStart: at(5), useableStop: at(220) })).toEqual({
      from: at(10),
      to: at(200),
    });
  });

  it('gives no state outside, leaves the answer as it was, and takes the very ends in spite of rounding', () => {
    const trajectory = ephemerisTrajectory([constant(7, every60)]);
    const out = Float64Array.from([1, 2, 3, 4, 5, 6]);
    for (const seconds of [-0.001, 240.001, 1e9, -1e9, NaN])
      expect(trajectory.stateInto(seconds, out)).toBe(OUTSIDE_EPHEMERIS);
    expect([...out]).toEqual([1, 2, 3, 4, 5, 6]);
    for (const seconds of [-1e-9, 0, 240, 240 + 1e-9]) expect(trajectory.stateInto(seconds, out)).toBe(0);
    expect(OUTSIDE_EPHEMERIS).toBe(8);
  });

  it('of segments that share an end is one, and the later counts from there on', () => {
    const trajectory = ephemerisTrajectory([constant(1, every60), constant(2, [240, 300, 360])]);
    expect(trajectory.usable).toEqual({ from: at(0), to: at(360) });
    expect([0, 239.999, 240, 240.001, 360].map((t) => xAt(trajectory, t))).toEqual([1, 1, 2, 2, 2]);
    expect(usableSpans([constant(2, [240, 300]), constant(1, every60)])).toEqual([{ from: at(0), to: at(300) }]);
  });

  it('of segments that overlap: the later in the file counts', () => {
    const trajectory = ephemerisTrajectory([constant(1, every60), constant(2, [100, 150, 200])]);
    expect([99, 100, 200, 201].map((t) => xAt(trajectory, t))).toEqual([1, 2, 2, 1]);
  });

  it('has gaps between segments, where there is no state', () => {
    const segments = [constant(1, every60), constant(2, [300, 360])];
    const trajectory = ephemerisTrajectory(segments);
    expect(trajectory.usable).toEqual({ from: at(0), to: at(360) });
    expect([240, 270, 299.9, 300].map((t) => xAt(trajectory, t))).toEqual([1, -8, -8, 2]);
    expect(usableSpans(segments)).toEqual([
      { from: at(0), to: at(240) },
      { from: at(300), to: at(360) },
    ]);
  });

  it.each<[string, readonly OemSegment[]]>([
    ['segments', []],
    ['OBJECT_ID', [constant(1, every60), constant(1, [300, 360], { objectId: 'B' })]],
    ['REF_FRAME', [constant(1, every60), constant(1, [300, 360], { frame: 'ITRF' })]],
    ['states', [constant(1, [0])]],
    ['usable span', [constant(1, every60, { start: at(300), stop: at(360) })]],
  ])('is refused for wrong %s', (field, segments) => {
    expect(() => ephemerisTrajectory(segments)).toThrow(EphemerisError);
    expect(() => ephemerisTrajectory(segments)).toThrow(expect.objectContaining({ field }));
  });
});
