import { describe, expect, it } from '@jest/globals';
import { bpskBitErrorRate } from '@app/link-budget';
import { Prng } from '../prng.js';
import { flipBits } from './bit-errors.js';

const ones = (bytes: Uint8Array): number =>
  bytes.reduce((sum, octet) => sum + octet.toString(2).replaceAll('0', '').length, 0);

describe('bit errors', () => {
  // Reference rates of BPSK: 1e-3 at 6.79 dB, 1e-4 at 8.40 dB.
  it.each([
    [6.79, 1e-3, 2_000_000],
    [8.4, 1e-4, 20_000_000],
  ])('at %p dB come at rate %p', (esN0Db, rate, bits) => {
    const bytes = new Uint8Array(bits / 8);
    const errors = flipBits(bytes, 0, bits, bpskBitErrorRate(esN0Db), Prng.of('errors'));
    expect(ones(bytes)).toBe(errors);
    const expected = rate * bits;
    expect(Math.abs(errors - expected)).toBeLessThan(5 * Math.sqrt(expected) + 0.02 * expected);
  });

  it('stay between the given bits and depend on the generator alone', () => {
    const bytes = new Uint8Array(100);
    const errors = flipBits(bytes, 83, 401, 0.33, Prng.of(1));
    expect(errors).toBeGreaterThan(50);
    expect(ones(bytes.subarray(11, 50))).toBeGreaterThan(0);
    expect(ones(bytes.subarray(0, 10)) + ones(bytes.subarray(51))).toBe(0);
    expect((bytes[10] ?? 0) & 0xe0).toBe(0);
    const again = new Uint8Array(100);
    flipBits(again, 83, 401, 0.33, Prng.of(1));
    expect(again).toEqual(bytes);
  });

  it('are none on a perfect link', () => {
    expect(flipBits(new Uint8Array(1_000_000), 0, 8_000_000, bpskBitErrorRate(30), Prng.of(1))).toBe(0);
  });
});
