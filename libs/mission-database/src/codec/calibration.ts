import { type Calibrator } from '../definitions.js';
import { polynomialAt, realRoots } from './polynomial.js';

/** Raw → calibrated; NaN where a spline that does not extrapolate has no value. */
export type Calibrate = (raw: number) => number;

/** A function made for one calibrator. */
export function compileCalibrator(calibrator: Calibrator): Calibrate {
  if (calibrator.kind === 'polynomial') {
    const { coefficients } = calibrator;
    const [c0 = 0, c1 = 0] = coefficients;
    if (coefficients.length <= 2) return (raw) => c0 + c1 * raw;
    return (raw) => polynomialAt(coefficients, raw);
  }
  const { points, order, extrapolate } = calibrator;
  const first = points[0]!;
  const last = points.at(-1)!;
  return (raw) => {
    if (Number.isNaN(raw) || (!extrapolate && (raw < first.raw || raw > last.raw))) return NaN;
    // The segment that begins at or before the raw value; the outer ones go on beyond the ends.
    let low = 0;
    let high = points.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (points[middle]!.raw <= raw) low = middle;
      else high = middle;
    }
    const from = points[low]!;
    const to = points[high]!;
    // Order 0 holds each point's value up to the next point.
    if (order === 0) return raw >= to.raw ? to.calibrated : from.calibrated;
    if (raw === to.raw) return to.calibrated;
    return from.calibrated + ((to.calibrated - from.calibrated) * (raw - from.raw)) / (to.raw - from.raw);
  };
}

/**
 * All raw values from `min` to `max` that the calibrator takes to `value` (within rounding), rising. A flat piece answers with
 * its first raw value.
 */
export function invertCalibrator(calibrator: Calibrator, value: number, min: number, max: number): number[] {
  if (calibrator.kind === 'polynomial') {
    const coefficients = [...calibrator.coefficients];
    coefficients[0] = (coefficients[0] ?? 0) - value;
    return realRoots(coefficients, min, max);
  }
  const { points, order, extrapolate } = calibrator;
  if (order === 0)
    return points
      .filter((point, i) => point.calibrated === value && points[i - 1]?.calibrated !== value)
      .map(({ raw }) => raw);
  const found: number[] = [];
  const add = (raw: number): void => {
    if (raw >= min && raw <= max && found.at(-1) !== raw) found.push(raw);
  };
  for (let i = 1; i < points.length; i++) {
    const from = points[i - 1]!;
    const to = points[i]!;
    const rise = to.calibrated - from.calibrated;
    if (rise === 0) {
      if (value === from.calibrated) add(from.raw);
      continue;
    }
    const part = (value - from.calibrated) / rise;
    const within = (part >= 0 || (extrapolate && i === 1)) && (part <= 1 || (extrapolate && i === points.length - 1));
    if (within) add(part === 1 ? to.raw : from.raw + part * (to.raw - from.raw));
  }
  return found;
}
