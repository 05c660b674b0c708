import { describe, expect, it } from '@jest/globals';
import { erfc, gaussianTail } from './error-function.js';

describe('erfc', () => {
  // From the C library (Python's math.erfc), which is good to the last place or two.
  it.each([
    [0, 1],
    [0.1, 0.8875370839817152],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [1.999, 0.004698443348629488],
    [2, 0.004677734981047266],
    [3, 2.209049699858544e-5],
    [5, 1.5374597944280349e-12],
    [10, 2.088487583762545e-45],
    [26, 5.663192408856143e-296],
    [-0.5, 1.5204998778130465],
    [-3, 1.9999779095030015],
  ])('erfc(%p) is %p', (x, expected) => {
    expect(Math.abs(erfc(x) / expected - 1)).toBeLessThan(1e-12);
  });

  it('falls steadily, also where the series hands over to the fraction', () => {
    for (let x = 1.9; x < 2.1; x += 1e-4) expect(erfc(x + 1e-4)).toBeLessThan(erfc(x));
    expect(erfc(Number.POSITIVE_INFINITY)).toBe(0);
    expect(erfc(Number.NEGATIVE_INFINITY)).toBe(2);
  });

  it('gives the tails of the Gaussian', () => {
    expect(gaussianTail(0)).toBe(0.5);
    expect(gaussianTail(1.6448536269514722)).toBeCloseTo(0.05, 12);
  });
});
