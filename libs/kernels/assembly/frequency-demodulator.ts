// Frequency of complex samples behind a channel filter, and a bank of fractionally delayed matched filters. Both work on single precision,
// four results a vector. The host lays out memory from `heapAt` on; all regions begin at multiples of 16.

export function heapAt(): usize { return (__heap_base + 15) & ~15; }

const TURN: f32 = 0.15915494309189535;

/** An octave from 0 to 1 of the arc tangent, in turns: an odd polynomial, 1e-5 rad off at most. */
@inline
function arcTangent(a: v128): v128 {
  const s = f32x4.mul(a, a);
  let p = f32x4.add(f32x4.mul(s, f32x4.splat(-0.0117212 * TURN)), f32x4.splat(0.05265332 * TURN));
  p = f32x4.add(f32x4.mul(s, p), f32x4.splat(-0.11643287 * TURN));
  p = f32x4.add(f32x4.mul(s, p), f32x4.splat(0.19354346 * TURN));
  p = f32x4.add(f32x4.mul(s, p), f32x4.splat(-0.33262347 * TURN));
  p = f32x4.add(f32x4.mul(s, p), f32x4.splat(0.99997726 * TURN));
  return f32x4.mul(a, p);
}

/** The angle of x + iy in turns, -0.5 to 0.5; 0 for 0. */
@inline
function angle(y: v128, x: v128): v128 {
  const ax = f32x4.abs(x);
  const ay = f32x4.abs(y);
  const large = f32x4.max(f32x4.max(ax, ay), f32x4.splat(1e-37));
  let a = arcTangent(f32x4.div(f32x4.min(ax, ay), large));
  a = v128.bitselect(f32x4.sub(f32x4.splat(0.25), a), a, f32x4.gt(ay, ax));
  a = v128.bitselect(f32x4.sub(f32x4.splat(0.5), a), a, f32x4.lt(x, f32x4.splat(0)));
  return v128.or(a, v128.and(y, i32x4.splat(0x80000000)));
}

/**
 * Sums over `count` interleaved samples: at `sums` (two doubles) those of x[k] times the conjugate of x[k - 1], behind them (one double) of
 * the power. `before` are I and Q of the sample before the first.
 */
export function correlate(iq: usize, count: u32, beforeI: f32, beforeQ: f32, sums: usize): void {
  let re: f64 = 0;
  let im: f64 = 0;
  let power: f64 = 0;
  let pi = beforeI;
  let pq = beforeQ;
  for (let n: u32 = 0; n < count; n++) {
    const i = load<f32>(iq + (<usize>n << 3));
    const q = load<f32>(iq + (<usize>n << 3), 4);
    re += <f64>(i * pi + q * pq);
    im += <f64>(q * pi - i * pq);
    power += <f64>(i * i + q * q);
    pi = i;
    pq = q;
  }
  store<f64>(sums, re);
  store<f64>(sums, im, 8);
  store<f64>(sums, power, 16);
}

/** Turns `count` interleaved samples by a phase that begins at (cos, sin) and goes on by (stepCos, stepSin) a sample: I to `re`, Q to `im`. */
export function mix(
  iq: usize, count: u32, re: usize, im: usize, cosine: f64, sine: f64, stepCos: f64, stepSin: f64,
): void {
  let c = cosine;
  let s = sine;
  for (let n: u32 = 0; n < count; n++) {
    const i = <f64>load<f32>(iq + (<usize>n << 3));
    const q = <f64>load<f32>(iq + (<usize>n << 3), 4);
    store<f32>(re + (<usize>n << 2), <f32>(i * c - q * s));
    store<f32>(im + (<usize>n << 2), <f32>(i * s + q * c));
    const next = c * stepCos - s * stepSin;
    s = s * stepCos + c * stepSin;
    c = next;
  }
}

/** out[n] = sum of taps[k] in[n + k], n below `count` (a multiple of 8). */
export function filter(input: usize, taps: usize, tapCount: u32, out: usize, count: u32): void {
  for (let n: u32 = 0; n < count; n += 8) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let from = input + (<usize>n << 2);
    let tap = taps;
    const end = taps + (<usize>tapCount << 2);
    for (; tap < end; tap += 4) {
      const h = v128.load32_splat(tap);
      a = f32x4.add(a, f32x4.mul(h, v128.load(from)));
      b = f32x4.add(b, f32x4.mul(h, v128.load(from, 16)));
      from += 4;
    }
    v128.store(out + (<usize>n << 2), a);
    v128.store(out + (<usize>n << 2), b, 16);
  }
}

/** out[n] = turns from sample n - 1 to sample n of (re, im), kept within `limit` of 0, plus `offset`; `count` is a multiple of 4. */
export function discriminate(re: usize, im: usize, out: usize, count: u32, limit: f32, offset: f32): void {
  const high = f32x4.splat(limit);
  const low = f32x4.splat(-limit);
  const shift = f32x4.splat(offset);
  for (let n: u32 = 0; n < count; n += 4) {
    const at = <usize>n << 2;
    const i = v128.load(re + at);
    const q = v128.load(im + at);
    const pi = v128.load(re + at - 4);
    const pq = v128.load(im + at - 4);
    const x = f32x4.add(f32x4.mul(i, pi), f32x4.mul(q, pq));
    const y = f32x4.sub(f32x4.mul(q, pi), f32x4.mul(i, pq));
    v128.store(out + at, f32x4.add(f32x4.max(low, f32x4.min(high, angle(y, x))), shift));
  }
}

/**
 * out[n] = the filter at place `start` + n `step` of `input`: `phases` + 1 filters of `length` taps (a multiple of 4) stand at `bank`, for
 * fractions of a sample from 0 to 1; the first tap falls on the sample `before` places before the whole part of the place.
 */
export function evaluate(
  input: usize, bank: usize, phases: u32, length: u32, before: u32, start: f64, step: f64, out: usize, count: u32,
): void {
  for (let n: u32 = 0; n < count; n++) {
    const place = start + <f64>n * step;
    const whole = Math.floor(place);
    const phase = <usize>((place - whole) * <f64>phases + 0.5);
    let from = input + ((<usize>whole - <usize>before) << 2);
    let tap = bank + ((phase * <usize>length) << 2);
    const end = tap + (<usize>length << 2);
    let sum = f32x4.splat(0);
    for (; tap < end; tap += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(tap), v128.load(from)));
      from += 16;
    }
    store<f32>(
      out + (<usize>n << 2),
      f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3),
    );
  }
}
