/**
 * Slopes at the knots of the cubic spline through (x, y), x rising in any steps: the second derivative is continuous, and at each end the
 * slope is that of the polynomial through the four (or all) knots nearest to it.
 */
export function splineSlopes(x: Float64Array, y: Float64Array): Float64Array {
  const count = x.length;
  const slopes = new Float64Array(count);
  if (count === 1) return slopes;
  const near = Math.min(4, count);
  slopes[0] = slopeAtFirst(x.subarray(0, near), y.subarray(0, near));
  slopes[count - 1] = slopeAtFirst(x.slice(-near).reverse(), y.slice(-near).reverse());
  // Rows m[n-1] / h[n-1] + 2 m[n] (1 / h[n-1] + 1 / h[n]) + m[n+1] / h[n] = 3 (chord[n-1] / h[n-1] + chord[n] / h[n]), from top to bottom.
  const upper = new Float64Array(count);
  for (let n = 1; n < count - 1; n++) {
    const before = 1 / (x[n]! - x[n - 1]!);
    const after = 1 / (x[n + 1]! - x[n]!);
    const right = 3 * ((y[n]! - y[n - 1]!) * before ** 2 + (y[n + 1]! - y[n]!) * after ** 2);
    const pivot = 2 * (before + after) - before * upper[n - 1]!;
    upper[n] = after / pivot;
    slopes[n] = (right - before * slopes[n - 1]!) / pivot;
  }
  for (let n = count - 2; n >= 1; n--) slopes[n] = slopes[n]! - upper[n]! * slopes[n + 1]!;
  return slopes;
}

/** Slope at x[0] of the polynomial through all of the points. */
function slopeAtFirst(x: Float64Array, y: Float64Array): number {
  // Newton's divided differences: y0 + d1 (x - x0) + d2 (x - x0)(x - x1) + …
  const differences = y.slice();
  let slope = 0;
  let product = 1;
  for (let order = 1; order < x.length; order++) {
    for (let n = 0; n < x.length - order; n++)
      differences[n] = (differences[n + 1]! - differences[n]!) / (x[n + order]! - x[n]!);
    slope += differences[0]! * product;
    product *= x[0]! - x[order]!;
  }
  return slope;
}
