import { describe, expect, it } from '@jest/globals';
import { conventionalToDual, dualToConventional, exp, log, multiply } from './galois-field.js';

describe('GF(256) of the Reed-Solomon codes (131.0-B)', () => {
  it('the powers of alpha run through all that is not 0, and alpha^8 = alpha^7 + alpha^2 + alpha + 1', () => {
    expect(exp[8]).toBe(0b1000_0111);
    expect(new Set(exp.subarray(0, 255)).size).toBe(255);
    for (let i = 0; i < 255; i++) expect([exp[i + 255], log[exp[i]!]]).toEqual([exp[i], i]);
  });

  it('products distribute over sums, and 0 times anything is 0', () => {
    for (let a = 0; a < 256; a++)
      for (let b = 0; b < 256; b++) expect(multiply(a, b ^ 0x53)).toBe(multiply(a, b) ^ multiply(a, 0x53));
  });

  // Symbols 0 to 7 in the dual basis, as in the table (Taltab) of KA9Q's decoder.
  it('trap 1: the dual basis is the published one', () => {
    expect([...conventionalToDual.subarray(0, 8)]).toEqual([0x00, 0x7b, 0xaf, 0xd4, 0x99, 0xe2, 0x36, 0x4d]);
    for (let u = 0; u < 256; u++) expect(dualToConventional[conventionalToDual[u]!]).toBe(u);
  });
});
