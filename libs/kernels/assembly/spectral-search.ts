// Looks for lines in the spectra of one or two sequences: takes a chirp off, transforms (radix 2, decimation in time), finds the strongest.
// The plain form is spectral-search.reference.ts.

const MAX_COUNT: i32 = 8192;
const MAX_SIZE: i32 = 16384;

/** Two sequences of complex values, interleaved. */
const sequences: usize = memory.data(2 * 8 * 8192, 16);
const powers: usize = memory.data(2 * 4 * 16384, 16);
/** What powers are multiplied by before they are compared. */
const weights: usize = memory.data(2 * 4 * 16384, 16);
const work: usize = memory.data(8 * 16384, 16);
/** Of the size that was prepared last: cosine and sine of -2π k / size. */
const twiddles: usize = memory.data(8 * 8192, 16);
/** Twiddles of one stage, in a row. */
const stageTwiddles: usize = memory.data(8 * 16384, 16);
let prepared: i32 = 0;
let bits: i32 = 0;
let foundBin: i32 = 0;
let foundShift: i32 = 0;

export function sequencesAt(): usize { return sequences; }
export function powersAt(): usize { return powers; }
export function weightsAt(): usize { return weights; }
export function binFound(): i32 { return foundBin; }
export function shiftFound(): i32 { return foundShift; }

function prepare(size: i32): void {
  if (size == prepared) return;
  prepared = size;
  bits = 31 - clz(size);
  for (let k = 0; k < size / 2; k++) {
    const angle = (-2 * Math.PI * <f64>k) / <f64>size;
    store<f32>(twiddles + 8 * <usize>k, <f32>Math.cos(angle));
    store<f32>(twiddles + 8 * <usize>k, <f32>Math.sin(angle), 4);
  }
  // Stage of `half` butterflies a group: its twiddles begin at place `half`.
  for (let half = 1; half < size; half <<= 1) {
    const stride = size / (2 * half);
    for (let k = 0; k < half; k++)
      store<u64>(stageTwiddles + 8 * <usize>(half + k), load<u64>(twiddles + 8 * <usize>(k * stride)));
  }
}

@inline
function reversed(n: i32): i32 {
  let x = <u32>n;
  x = ((x & 0x5555) << 1) | ((x >> 1) & 0x5555);
  x = ((x & 0x3333) << 2) | ((x >> 2) & 0x3333);
  x = ((x & 0x0f0f) << 4) | ((x >> 4) & 0x0f0f);
  x = ((x & 0x00ff) << 8) | ((x >> 8) & 0x00ff);
  return <i32>(x >> (16 - <u32>bits));
}

/**
 * Power spectrum of `count` values of a sequence, padded with zeros to `size` (a power of two, 4 to 16384), after a chirp of `chirp` turns a
 * value² with its frequency 0 at the middle value is taken off.
 */
export function transform(which: i32, count: i32, size: i32, chirp: f64): void {
  prepare(size);
  memory.fill(work, 0, 8 * <usize>size);
  const input = sequences + 8 * <usize>(which * MAX_COUNT);
  if (chirp == 0) {
    for (let n = 0; n < count; n++) store<u64>(work + 8 * <usize>reversed(n), load<u64>(input + 8 * <usize>n));
  } else {
    // exp(-jπ chirp (n - middle)²) by a recurrence of second order.
    const middle = 0.5 * <f64>count;
    const start = -Math.PI * chirp * middle * middle;
    const slope = -Math.PI * chirp * (1 - 2 * middle);
    let c = Math.cos(start);
    let s = Math.sin(start);
    let dc = Math.cos(slope);
    let ds = Math.sin(slope);
    const ddc = Math.cos(-2 * Math.PI * chirp);
    const dds = Math.sin(-2 * Math.PI * chirp);
    for (let n = 0; n < count; n++) {
      const i = <f64>load<f32>(input + 8 * <usize>n);
      const q = <f64>load<f32>(input + 8 * <usize>n, 4);
      const out = work + 8 * <usize>reversed(n);
      store<f32>(out, <f32>(i * c - q * s));
      store<f32>(out, <f32>(i * s + q * c), 4);
      const nextC = c * dc - s * ds;
      s = c * ds + s * dc;
      c = nextC;
      const nextD = dc * ddc - ds * dds;
      ds = dc * dds + ds * ddc;
      dc = nextD;
    }
  }
  // Pairs: no multiplication.
  const end = work + 8 * <usize>size;
  for (let at = work; at < end; at += 16) {
    const pair = v128.load(at);
    const swapped = v128.shuffle<f32>(pair, pair, 2, 3, 0, 1);
    v128.store(at, v128.shuffle<f32>(f32x4.add(pair, swapped), f32x4.sub(swapped, pair), 0, 1, 6, 7));
  }
  const signs = v128.shuffle<f32>(f32x4.splat(-1), f32x4.splat(1), 0, 4, 0, 4);
  for (let half = 2; half < size; half <<= 1) {
    const span = <usize>(8 * half);
    for (let group = work; group < end; group += 2 * span) {
      let w = stageTwiddles + span;
      const last = group + span;
      for (let at = group; at < last; at += 16, w += 16) {
        const factor = v128.load(w);
        const a = v128.load(at);
        const b = v128.load(at + span);
        const real = v128.shuffle<f32>(factor, factor, 0, 0, 2, 2);
        const imaginary = f32x4.mul(v128.shuffle<f32>(factor, factor, 1, 1, 3, 3), signs);
        const product = f32x4.add(f32x4.mul(b, real), f32x4.mul(v128.shuffle<f32>(b, b, 1, 0, 3, 2), imaginary));
        v128.store(at, f32x4.add(a, product));
        v128.store(at + span, f32x4.sub(a, product));
      }
    }
  }
  let out = powers + 4 * <usize>(which * MAX_SIZE);
  for (let at = work; at < end; at += 32, out += 16) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const i = v128.shuffle<f32>(a, b, 0, 2, 4, 6);
    const q = v128.shuffle<f32>(a, b, 1, 3, 5, 7);
    v128.store(out, f32x4.add(f32x4.mul(i, i), f32x4.mul(q, q)));
  }
}

@inline
function weighed(which: usize, bin: i32): f32 {
  const place = 4 * (which * MAX_SIZE + <usize>bin);
  return load<f32>(powers + place) * load<f32>(weights + place);
}

/** The strongest of bins `from` to `from` + `count` - 1 (modulo `size`) of the first spectrum, weighed. */
export function strongest(size: i32, from: i32, count: i32): f64 {
  let best: f32 = -1;
  for (let n = from; n < from + count; n++) {
    const value = weighed(0, n & (size - 1));
    if (value > best) {
      best = value;
      foundBin = n;
    }
  }
  foundShift = 0;
  return <f64>best;
}

/** The strongest sum of bin n + d of the first spectrum and n - d of the second, d from -`spread` to `spread`. */
export function strongestPair(size: i32, from: i32, count: i32, spread: i32): f64 {
  let best: f32 = -1;
  const mask = size - 1;
  for (let n = from; n < from + count; n++)
    for (let d = -spread; d <= spread; d++) {
      const value = weighed(0, (n + d) & mask) + weighed(1, (n - d) & mask);
      if (value > best) {
        best = value;
        foundBin = n;
        foundShift = d;
      }
    }
  return <f64>best;
}
