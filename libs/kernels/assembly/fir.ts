// Complex samples through real taps, every `decimation`-th one kept. A vector holds two samples; the taps stand twice each.

const MAX_TAPS = 4096;
const INPUTS = 16384;
const OUTPUTS = 2048;

/** Each tap twice; an even number of taps, then 0. */
const taps: usize = memory.data(8 * MAX_TAPS + 16, 16);
/** What is read beyond the last sample meets a tap of 0: it must be a number all the same. */
const inputs: usize = memory.data(8 * INPUTS + 32, 16);
const outputs: usize = memory.data(8 * OUTPUTS, 16);

export function tapsAt(): usize { return taps; }
export function inputsAt(): usize { return inputs; }
export function outputsAt(): usize { return outputs; }

@inline
function folded(even: v128, odd: v128): v128 {
  return f32x4.add(i32x4.shuffle(even, odd, 0, 1, 4, 5), i32x4.shuffle(even, odd, 2, 3, 6, 7));
}

/** Output n is the sum of tap j times input n · decimation + j. `pairs`: half of the (even) number of taps. */
export function filter(count: u32, pairs: u32, decimation: u32): void {
  const stride = <usize>decimation << 3;
  const end = taps + (<usize>pairs << 4);
  let x = inputs;
  let out = outputs;
  let n: u32 = 0;
  for (; n + 8 <= count; n += 8) {
    let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
    const x1 = stride, x2 = 2 * stride, x3 = 3 * stride, x4 = 4 * stride, x5 = 5 * stride, x6 = 6 * stride, x7 = 7 * stride;
    let at = x;
    for (let tap = taps; tap < end; tap += 16) {
      const h = v128.load(tap);
      a0 = f32x4.add(a0, f32x4.mul(h, v128.load(at)));
      a1 = f32x4.add(a1, f32x4.mul(h, v128.load(at + x1)));
      a2 = f32x4.add(a2, f32x4.mul(h, v128.load(at + x2)));
      a3 = f32x4.add(a3, f32x4.mul(h, v128.load(at + x3)));
      a4 = f32x4.add(a4, f32x4.mul(h, v128.load(at + x4)));
      a5 = f32x4.add(a5, f32x4.mul(h, v128.load(at + x5)));
      a6 = f32x4.add(a6, f32x4.mul(h, v128.load(at + x6)));
      a7 = f32x4.add(a7, f32x4.mul(h, v128.load(at + x7)));
      at += 16;
    }
    v128.store(out, folded(a0, a1));
    v128.store(out, folded(a2, a3), 16);
    v128.store(out, folded(a4, a5), 32);
    v128.store(out, folded(a6, a7), 48);
    out += 64;
    x += stride << 3;
  }
  for (; n < count; n++) {
    let sum = f32x4.splat(0);
    let at = x;
    for (let tap = taps; tap < end; tap += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(tap), v128.load(at)));
      at += 16;
    }
    v128.store64_lane(out, folded(sum, sum), 0);
    out += 8;
    x += stride;
  }
}
