import { describe, expect, it } from '@jest/globals';
import { bpskBitErrorRate } from './bit-error-rate.js';

describe('bit error rate of BPSK', () => {
  it.each([
    [6.79, 1e-3],
    [8.4, 1e-4],
    [9.59, 1e-5],
    [10.53, 1e-6],
  ])('at %p dB is %p', (esN0Db, expected) => {
    // The table gives hundredths of a decibel: half of one there is at most 2 % of the rate here.
    expect(bpskBitErrorRate(esN0Db) / expected).toBeGreaterThan(0.98);
    expect(bpskBitErrorRate(esN0Db) / expected).toBeLessThan(1.02);
  });

  it('is a coin toss without signal, and nothing with infinitely much', () => {
    expect(bpskBitErrorRate(Number.NEGATIVE_INFINITY)).toBe(0.5);
    expect(bpskBitErrorRate(60)).toBe(0);
  });
});
