/** Complementary error function, right to about 1e-14 of its value or of 1, whichever is more. */
export function complementaryErrorFunction(x: number): number {
  if (x < 0) return 2 - complementaryErrorFunction(-x);
  if (x < 2.5) {
    // erf x = 2/√π · e^(-x²) · Σ x (2x²)ⁿ / (1·3·5…(2n+1)): all terms positive.
    let term = x;
    let sum = x;
    for (let n = 1; term > 1e-17 * sum; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  // Continued fraction, from its far end: x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …))).
  let tail = x;
  for (let n = 80; n >= 1; n--) tail = x + n / 2 / tail;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail);
}
