/**
 * Bessel function of the first kind J_n(x), whole n from 0, any x up to about 100: the trapezoidal rule on Bessel's integral, which
 * is exact to rounding for a periodic function once the points outnumber n + |x|.
 */
export function besselJ(n: number, x: number): number {
  const points = 256;
  let sum = 0;
  for (let i = 0; i < points; i++) {
    const angle = (2 * Math.PI * i) / points;
    sum += Math.cos(n * angle - x * Math.sin(angle));
  }
  return sum / points;
}
