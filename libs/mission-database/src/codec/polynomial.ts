/** The value of a polynomial, coefficients by rising exponent (Horner). */
export function polynomialAt(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) value = value * x + coefficients[i]!;
  return value;
}

/**
 * The real roots in [min, max], rising, by bisection between the roots of the derivative, to the last bit. Roots of even
 * multiplicity count where the value there is exactly zero. Infinite bounds are taken back to Cauchy's bound of the roots.
 */
export function realRoots(coefficients: readonly number[], min: number, max: number): number[] {
  let degree = coefficients.length - 1;
  while (degree > 0 && coefficients[degree] === 0) degree--;
  const lead = coefficients[degree] ?? 0;
  if (degree < 1) return [];
  if (degree === 1) {
    const root = -(coefficients[0] ?? 0) / lead;
    return root >= min && root <= max ? [root] : [];
  }
  const cauchy = 1 + Math.max(...coefficients.slice(0, degree).map((c) => Math.abs(c / lead)));
  const low = Math.max(min, -cauchy);
  const high = Math.min(max, cauchy);
  if (low > high) return [];
  const derivative = coefficients.slice(1, degree + 1).map((c, i) => c * (i + 1));
  const edges = [low, ...realRoots(derivative, low, high), high];
  const roots: number[] = [];
  for (let i = 1; i < edges.length; i++) {
    const root = bisect(coefficients, edges[i - 1]!, edges[i]!);
    if (root !== undefined && roots.at(-1) !== root) roots.push(root);
  }
  return roots;
}

function bisect(coefficients: readonly number[], from: number, to: number): number | undefined {
  let low = from;
  let high = to;
  const atLow = polynomialAt(coefficients, low);
  const atHigh = polynomialAt(coefficients, high);
  if (atLow === 0) return low;
  if (atHigh === 0) return high;
  if (atLow > 0 === atHigh > 0) return undefined;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    if (polynomialAt(coefficients, middle) > 0 === atLow > 0) low = middle;
    else high = middle;
  }
}
