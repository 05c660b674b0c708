import { describe, expect, it } from '@jest/globals';
import { bothExceed, inverseGaussianTail } from './normal-distribution.js';

describe('normal distribution', () => {
  // scipy.stats.norm.isf
  it.each([
    [1e-10, 6.361340902404056],
    [0.01, 2.3263478740408408],
    [0.5, 0],
    [0.99, -2.3263478740408408],
  ])('tail of %p begins at %p', (probability, x) => {
    expect(inverseGaussianTail(probability)).toBeCloseTo(x, 11);
  });

  // scipy.stats.multivariate_normal
  it.each([
    [1.5, 0.9, 0.04394840071310857],
    [2, 0.5, 0.004052946235162946],
    [0.3, 0.99, 0.36055472381259146],
  ])('both exceed %p with correlation %p: %p', (a, correlation, expected) => {
    expect(Math.abs(bothExceed(a, correlation) / expected - 1)).toBeLessThan(1e-7);
  });

  it('are independent without correlation', () => {
    expect(bothExceed(1, 0)).toBeCloseTo(0.15865525393145707 ** 2, 14);
  });
});
