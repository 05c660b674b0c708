// What several kernels do with four samples at a time.

/** Values of c0 + c1 k + c2 k² + c3 k³ at k, k+1, k+2, k+3; in double precision until the end. */
@inline
export function cubicLanes(c0: f64, c1: f64, c2: f64, c3: f64, k: f64): v128 {
  const low = cubicPair(c0, c1, c2, c3, k);
  const high = cubicPair(c0, c1, c2, c3, k + 2);
  return i32x4.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/** The same less the nearest whole number: -½ to ½. */
@inline
export function turnLanes(c0: f64, c1: f64, c2: f64, c3: f64, k: f64): v128 {
  let low = cubicPair(c0, c1, c2, c3, k);
  let high = cubicPair(c0, c1, c2, c3, k + 2);
  low = f64x2.sub(low, f64x2.nearest(low));
  high = f64x2.sub(high, f64x2.nearest(high));
  return i32x4.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/** Values at k and k+1. */
@inline
export function cubicPair(c0: f64, c1: f64, c2: f64, c3: f64, k: f64): v128 {
  const x = f64x2.add(f64x2.splat(k), f64x2(0, 1));
  let y = f64x2.add(f64x2.mul(f64x2.splat(c3), x), f64x2.splat(c2));
  y = f64x2.add(f64x2.mul(y, x), f64x2.splat(c1));
  return f64x2.add(f64x2.mul(y, x), f64x2.splat(c0));
}

/** Turns of any size to -½ to ½. */
@inline
export function nearestTurn(turns: v128): v128 {
  return f32x4.sub(turns, f32x4.nearest(turns));
}

/** sin(2π turns), turns from -½ to ½: an odd polynomial on a quarter turn, right to 1e-7. */
@inline
export function sineOfTurns(turns: v128): v128 {
  const quarter = f32x4.splat(0.25);
  const size = f32x4.abs(turns);
  const folded = f32x4.sub(quarter, f32x4.abs(f32x4.sub(size, quarter)));
  const sine = sineOfQuarter(folded);
  return v128.bitselect(turns, sine, i32x4.splat(0x80000000));
}

/** cos(2π turns), turns from -½ to ½. */
@inline
export function cosineOfTurns(turns: v128): v128 {
  return sineOfQuarter(f32x4.sub(f32x4.splat(0.25), f32x4.abs(turns)));
}

@inline
function sineOfQuarter(u: v128): v128 {
  const square = f32x4.mul(u, u);
  let y = f32x4.add(f32x4.mul(f32x4.splat(39.536706), square), f32x4.splat(-76.549782));
  y = f32x4.add(f32x4.mul(y, square), f32x4.splat(81.601004));
  y = f32x4.add(f32x4.mul(y, square), f32x4.splat(-41.341655));
  y = f32x4.add(f32x4.mul(y, square), f32x4.splat(6.2831852));
  return f32x4.mul(y, u);
}
