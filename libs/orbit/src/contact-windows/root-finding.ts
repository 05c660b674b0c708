/** A function of time in seconds. */
export type TimeFunction = (seconds: number) => number;

const TIME_TOLERANCE_S = 1e-9;
const MAX_STEPS = 100;

/**
 * The time in [a, b] where `f` changes sign: false position with Illinois weights, halving where that is slow, to a nanosecond or
 * to where `f` is exactly 0. When `f` has one sign at both ends, the end where it is nearer to 0.
 */
export function findRoot(f: TimeFunction, a: number, b: number): number {
  let left = a;
  let right = b;
  let atLeft = f(left);
  let atRight = f(right);
  if (atLeft === 0) return left;
  if (atRight === 0) return right;
  if (atLeft > 0 === atRight > 0) return Math.abs(atLeft) < Math.abs(atRight) ? left : right;
  let side = 0;
  let last = Number.NaN;
  for (let step = 0; step < MAX_STEPS && right - left > TIME_TOLERANCE_S; step++) {
    const halve = step % 8 === 7;
    const guess = halve ? (left + right) / 2 : (left * atRight - right * atLeft) / (atRight - atLeft);
    const at = Math.min(Math.max(guess, left), right);
    const value = f(at);
    if (value === 0 || Math.abs(at - last) < TIME_TOLERANCE_S / 4) return at;
    last = at;
    if (value > 0 === atRight > 0) {
      right = at;
      atRight = value;
      if (side === 1) atLeft /= 2;
      side = 1;
    } else {
      left = at;
      atLeft = value;
      if (side === -1) atRight /= 2;
      side = -1;
    }
  }
  return (left + right) / 2;
}

/** Where a smooth function with one maximum in [a, b] has it, to `tolerance` seconds, by golden sections. */
export function goldenMaximum(f: TimeFunction, a: number, b: number, tolerance: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let left = a;
  let right = b;
  let low = right - ratio * (right - left);
  let high = left + ratio * (right - left);
  let atLow = f(low);
  let atHigh = f(high);
  while (right - left > tolerance) {
    if (atLow > atHigh) {
      right = high;
      high = low;
      atHigh = atLow;
      low = right - ratio * (right - left);
      atLow = f(low);
    } else {
      left = low;
      low = high;
      atLow = atHigh;
      high = left + ratio * (right - left);
      atHigh = f(high);
    }
  }
  return (left + right) / 2;
}

/** Half the distance of the two positions whose elevations are compared: long enough for rounding, short enough for the curve. */
export const HALF_BASE_S = 0.05;

/**
 * The extremum of `f` near `guess`, inside [from, to]: where f(t + d) - f(t - d) changes sign. That is sharper than comparing values
 * (a maximum is flat) and needs no velocity. A guess may be off by `reach` seconds and more: the bracket grows.
 * When the slope keeps its sign up to a limit, that limit.
 */
export function findExtremum(f: TimeFunction, guess: number, reach: number, from: number, to: number): number {
  const slope: TimeFunction = (t) => f(t + HALF_BASE_S) - f(t - HALF_BASE_S);
  for (let half = reach; ; half *= 4) {
    const left = Math.max(from, Math.min(guess - half, to));
    const right = Math.min(to, Math.max(guess + half, left));
    const atLeft = slope(left);
    const atRight = slope(right);
    if (atLeft > 0 !== atRight > 0) return findRoot(slope, left, right);
    if (left === from && right === to) return f(left) > f(right) === atLeft > 0 ? left : right;
  }
}
