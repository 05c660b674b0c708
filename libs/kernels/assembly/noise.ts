// Gaussian noise: four xoshiro128++ generators (Blackman, Vigna) side by side, Box-Muller on pairs of their numbers. Each block holds
// BLOCK complex numbers of unit deviation in I and in Q; which number comes where depends on the state alone.

import { cosineOfTurns, sineOfTurns } from './maths/lanes';

const BLOCK: u32 = 1024;
const CHUNK = 1024;

/** The four words of the generators, four lanes each. */
const state: usize = memory.data(64, 16);
const block: usize = memory.data(8 * 1024, 16);
/** Samples that are added to. */
const samples: usize = memory.data(8 * CHUNK + 16, 16);

export function stateAt(): usize { return state; }
export function blockAt(): usize { return block; }
export function samplesAt(): usize { return samples; }

let s0: v128 = i32x4.splat(0);
let s1: v128 = i32x4.splat(0);
let s2: v128 = i32x4.splat(0);
let s3: v128 = i32x4.splat(0);

@inline
function rotated(x: v128, left: i32): v128 {
  return v128.or(i32x4.shl(x, left), i32x4.shr_u(x, 32 - left));
}

@inline
function next(): v128 {
  const result = i32x4.add(rotated(i32x4.add(s0, s3), 7), s0);
  const t = i32x4.shl(s1, 9);
  s2 = v128.xor(s2, s0);
  s3 = v128.xor(s3, s1);
  s1 = v128.xor(s1, s2);
  s0 = v128.xor(s0, s3);
  s2 = v128.xor(s2, t);
  s3 = rotated(s3, 11);
  return result;
}

/** -2 ln u, u above 0 and at most 1: u = m · 2^e, m from √½ to √2, ln m as the series of the inverse hyperbolic tangent. */
@inline
function minusTwiceLogarithm(u: v128): v128 {
  const one = f32x4.splat(1);
  const offset = i32x4.sub(u, i32x4.splat(0x3f3504f3));
  const exponent = i32x4.shr_s(offset, 23);
  const m = i32x4.add(v128.and(offset, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const s = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
  const square = f32x4.mul(s, s);
  let y = f32x4.add(f32x4.mul(f32x4.splat(<f32>(-4.0 / 9.0)), square), f32x4.splat(<f32>(-4.0 / 7.0)));
  y = f32x4.add(f32x4.mul(y, square), f32x4.splat(<f32>(-4.0 / 5.0)));
  y = f32x4.add(f32x4.mul(y, square), f32x4.splat(<f32>(-4.0 / 3.0)));
  y = f32x4.add(f32x4.mul(y, square), f32x4.splat(-4));
  return f32x4.add(f32x4.mul(y, s), f32x4.mul(f32x4.convert_i32x4_s(exponent), f32x4.splat(<f32>(-2 * 0.6931471805599453))));
}

/** The next BLOCK complex numbers into `block`. */
export function fill(): void {
  s0 = v128.load(state);
  s1 = v128.load(state, 16);
  s2 = v128.load(state, 32);
  s3 = v128.load(state, 48);
  const unit = f32x4.splat(<f32>(1.0 / 4294967296.0));
  const half = f32x4.splat(<f32>(0.5 / 4294967296.0));
  for (let n: u32 = 0; n < BLOCK; n += 4) {
    // (x + ½) / 2³²: the least makes a radius of 6.7.
    const u = f32x4.add(f32x4.mul(f32x4.convert_i32x4_u(next()), unit), half);
    const radius = f32x4.sqrt(f32x4.max(minusTwiceLogarithm(u), f32x4.splat(0)));
    const turns = f32x4.mul(f32x4.convert_i32x4_s(next()), unit);
    const i = f32x4.mul(radius, cosineOfTurns(turns));
    const q = f32x4.mul(radius, sineOfTurns(turns));
    const place = block + (<usize>n << 3);
    v128.store(place, i32x4.shuffle(i, q, 0, 4, 1, 5));
    v128.store(place, i32x4.shuffle(i, q, 2, 6, 3, 7), 16);
  }
  v128.store(state, s0);
  v128.store(state, s1, 16);
  v128.store(state, s2, 32);
  v128.store(state, s3, 48);
}

/** Adds `sigma` times the numbers of the block from `from` on to `count` samples. */
export function addBlock(from: u32, count: u32, sigma: f32): void {
  const scale = f32x4.splat(sigma);
  let noise = block + (<usize>from << 3);
  let place = samples;
  let left = count;
  for (; left >= 2; left -= 2) {
    v128.store(place, f32x4.add(v128.load(place), f32x4.mul(v128.load(noise), scale)));
    place += 16;
    noise += 16;
  }
  if (left === 1) {
    store<f32>(place, load<f32>(place) + load<f32>(noise) * sigma);
    store<f32>(place, load<f32>(place, 4) + load<f32>(noise, 4) * sigma, 4);
  }
}
