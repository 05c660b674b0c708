import { requireRange } from '../link-budget.error.js';
import { gaussianTail } from '../error-function.js';

/** The x where the Gaussian tail Q(x) is `probability` (1e-300 to 1 - 1e-15): bisection, then Newton; good to 1e-12. */
export function inverseGaussianTail(probability: number): number {
  requireRange('probability', probability, 1e-300, 1 - 1e-15, '');
  let low = -10;
  let high = 40;
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    if (gaussianTail(middle) > probability) low = middle;
    else high = middle;
  }
  let x = (low + high) / 2;
  for (let step = 0; step < 3; step++) {
    const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    x += (gaussianTail(x) - probability) / density;
  }
  return x;
}

/**
 * P(X > a and Y > a) of two standard normal variables with correlation 0 to below 1: Q(a)² plus the integral of the density over the
 * correlation, written in its arcsine so that the integrand is smooth (Simpson's rule).
 */
export function bothExceed(a: number, correlation: number): number {
  const end = Math.asin(correlation);
  const integrand = (angle: number): number => Math.exp((-a * a) / (1 + Math.sin(angle)));
  const panels = 200;
  let sum = integrand(0) + integrand(end);
  for (let i = 1; i < panels; i++) sum += (i % 2 === 1 ? 4 : 2) * integrand((end * i) / panels);
  return gaussianTail(a) ** 2 + (sum * end) / (3 * panels) / (2 * Math.PI);
}
