const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
/** Where the series hands over to the continued fraction: both are good to about 1e-13 there. */
const HAND_OVER = 2;

/**
 * Complementary error function, 0 to 2, with a relative error below 1e-12 down to the smallest number.
 * Power series for small arguments, Legendre's continued fraction (Lentz's method) for large ones.
 */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x < 0) return 2 - erfc(-x);
  return x < HAND_OVER ? 1 - erfBySeries(x) : erfcByFraction(x);
}

/** erf(x) = 2/√π e^(-x²) Σ 2^n x^(2n+1) / (1·3·…·(2n+1)): every term is positive, so nothing cancels. */
function erfBySeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
}

/** erfc(x) = e^(-x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))). */
function erfcByFraction(x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 0;
  let c = x;
  let d = 0;
  let fraction = x;
  for (let n = 1; n < 500; n++) {
    d = 1 / (x + (n / 2) * d);
    c = x + n / 2 / c;
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}

/** Gaussian tail probability Q(x) = P(N(0,1) > x). */
export function gaussianTail(x: number): number {
  return erfc(x / Math.SQRT2) / 2;
}
