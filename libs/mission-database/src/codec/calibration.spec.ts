import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatUtc, parseUtc } from '@app/time';
import { type Calibrator } from '../definitions.js';
import { compileCalibrator, invertCalibrator } from './calibration.js';
import { realRoots } from './polynomial.js';
import { compileTime, epochTai } from './time-value.js';

describe('polynomial calibrator', () => {
  it('is the sum of its terms', () => {
    const calibrate = compileCalibrator({ kind: 'polynomial', coefficients: [7, -3, 0, 2] });
    expect([0, 1, 2, -1].map(calibrate)).toEqual([7, 6, 17, 8]); // 7 − 3x + 2x³
    expect(compileCalibrator({ kind: 'polynomial', coefficients: [4] })(99)).toBe(4);
  });

  it('has the roots that it was built from', () => {
    const root = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(fc.uniqueArray(root, { minLength: 1, maxLength: 4 }), (roots) => {
        const sorted = [...roots].sort((a, b) => a - b);
        const coefficients = sorted.reduce<number[]>(
          (product, r) => [0, ...product].map((c, i) => c - r * (product[i] ?? 0)),
          [1],
        );
        const found = realRoots(coefficients, -2000, 2000);
        expect(found).toHaveLength(sorted.length);
        found.forEach((x, i) => expect(Math.abs(x - (sorted[i] ?? NaN))).toBeLessThan(1e-6));
        expect(realRoots(coefficients, -Infinity, Infinity)).toHaveLength(sorted.length);
      }),
    );
  });

  it('inverts to every raw value that it has for a value', () => {
    const square: Calibrator = { kind: 'polynomial', coefficients: [0, 0, 1] };
    expect(invertCalibrator(square, 9, -10, 10)).toEqual([-3, 3]);
    expect(invertCalibrator(square, 9, 0, 10)).toEqual([3]);
    expect(invertCalibrator(square, -1, -10, 10)).toEqual([]);
    expect(invertCalibrator({ kind: 'polynomial', coefficients: [5] }, 5, 0, 255)).toEqual([]);
  });
});

describe('spline calibrator', () => {
  const points = [
    { raw: 0, calibrated: 10 },
    { raw: 10, calibrated: 20 },
    { raw: 30, calibrated: 0 },
  ];
  it('order 1 goes straight from point to point', () => {
    const within = compileCalibrator({ kind: 'spline', order: 1, extrapolate: false, points });
    expect([0, 5, 10, 20, 30].map(within)).toEqual([10, 15, 20, 10, 0]);
    expect(within(-1)).toBeNaN();
    expect(within(30.5)).toBeNaN();
    const beyond = compileCalibrator({ kind: 'spline', order: 1, extrapolate: true, points });
    expect([-1, 31].map(beyond)).toEqual([9, -1]);
  });

  it('order 0 holds the value of the last point', () => {
    const held = compileCalibrator({ kind: 'spline', order: 0, extrapolate: false, points });
    expect([0, 9.9, 10, 29, 30].map(held)).toEqual([10, 10, 20, 20, 0]);
    const single = compileCalibrator({
      kind: 'spline',
      order: 0,
      extrapolate: true,
      points: [{ raw: 3, calibrated: 8 }],
    });
    expect([0, 3, 9].map(single)).toEqual([8, 8, 8]);
  });

  it('inverts on each piece', () => {
    const spline: Calibrator = { kind: 'spline', order: 1, extrapolate: false, points };
    expect(invertCalibrator(spline, 15, 0, 255)).toEqual([5, 15]);
    expect(invertCalibrator(spline, 5, 0, 255)).toEqual([25]);
    expect(invertCalibrator(spline, 20, 0, 255)).toEqual([10]);
    expect(invertCalibrator(spline, 21, 0, 255)).toEqual([]);
    expect(invertCalibrator({ ...spline, extrapolate: true }, 5, -100, 255)).toEqual([-5, 25]);
    expect(invertCalibrator({ ...spline, order: 0 }, 20, 0, 255)).toEqual([10]);
  });
});

describe('absolute time', () => {
  it('CUC of four octets and three: exact to the nanosecond', () => {
    const cuc = compileTime({ epoch: 'TAI', scale: 2 ** -24, offset: 0 });
    expect(cuc.toTai(0x00000001_000000n)).toBe(1_000_000_000n);
    expect(cuc.toTai(0x00000001_800000n)).toBe(1_500_000_000n);
    expect(cuc.toTai(0x00000000_000001n)).toBe(60n); // 59.6 ns
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 56n) - 1n }), (raw) =>
        expect(cuc.fromTai(cuc.toTai(raw) ?? -1n)).toBe(raw),
      ),
    );
  });

  it('counts from each epoch', () => {
    const at = (epoch: string, seconds: number): string =>
      formatUtc(compileTime({ epoch, scale: 1, offset: 0 }).toTai(seconds) ?? 0n, 3);
    expect(at('GPS', 0)).toBe('1980-01-06T00:00:00.000Z');
    expect(at('GPS', 1_000_000_000)).toBe('2011-09-14T01:46:25.000Z'); // 15 leap seconds later than 01:46:40
    expect(at('UNIX', 1_000_000_000)).toBe('2001-09-09T01:46:40.000Z');
    expect(at('J2000', 0)).toBe('2000-01-01T11:58:55.816Z');
    expect(at('2000-01-01', 86_400)).toBe('2000-01-02T00:00:00.000Z');
    expect(at('2016-12-31T00:00:00Z', 86_400)).toBe('2016-12-31T23:59:60.000Z');
    expect(epochTai('TAI')).toBe(0n);
    expect(epochTai('1971-12-31')).toBeUndefined();
    expect(epochTai('2026-02-30')).toBeUndefined();
    expect(epochTai('yesterday')).toBeUndefined();
  });

  it('takes scale and offset, floats, and what is not finite', () => {
    const time = compileTime({ epoch: 'TAI', scale: 0.001, offset: -5 });
    expect(time.toTai(12_500)).toBe(7_500_000_000n);
    expect(time.toTai(12_500.5)).toBe(7_500_500_000n);
    expect(time.fromTai(7_500_000_000n)).toBe(12_500n);
    expect(time.fromTaiFloat(7_500_500_000n)).toBeCloseTo(12_500.5, 9);
    expect(time.toTai(Infinity)).toBeNull();
    const unix = compileTime({ epoch: 'UNIX', scale: 1, offset: 0 });
    expect(unix.fromTai(parseUtc('2001-09-09T01:46:40Z'))).toBe(1_000_000_000n);
    const backwards = compileTime({ epoch: 'TAI', scale: -1, offset: 0 });
    expect(backwards.fromTai(backwards.toTai(7) ?? 0n)).toBe(7n);
  });
});
