import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type ReedSolomonCode,
  UNCORRECTABLE,
  reedSolomonKernel,
  referenceReedSolomon,
  wasmReedSolomon,
} from '../index.js';
import { seededOctets } from '../testing/seeded.js';
import { exp, multiply } from './galois-field.js';

const codes: ReedSolomonCode[] = [
  { e: 16, basis: 'dual' },
  { e: 16, basis: 'conventional' },
  { e: 8, basis: 'dual' },
  { e: 8, basis: 'conventional' },
];
const kernels = codes.map((code) => ({ code, reference: referenceReedSolomon(code), fast: wasmReedSolomon(code)! }));

/** A codeblock of random information symbols, and for each codeword how many symbols to damage. */
const cases = fc.record({
  which: fc.integer({ min: 0, max: 3 }),
  interleave: fc.integer({ min: 1, max: 8 }),
  fill: fc.constantFrom(0, 1, 15, 16, 17, 100, 200, 222, 238),
  seed: fc.integer(),
  errors: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 8, maxLength: 8 }),
});

describe('Reed-Solomon kernel (SIMD) beside its reference', () => {
  it('runs here', () => expect(kernels.every(({ fast }) => fast !== null)).toBe(true));

  it('encodes, corrects, counts and refuses as the reference does, from no error to far beyond E', () => {
    fc.assert(
      fc.property(cases, ({ which, interleave, fill, seed, errors }) => {
        const { code, reference, fast } = kernels[which]!;
        const n = 255 - Math.min(fill, 254 - 2 * code.e);
        const codeblock = seededOctets(n * interleave, seed);
        const same = codeblock.slice();
        reference.encode(codeblock, interleave);
        fast.encode(same, interleave);
        expect(same).toEqual(codeblock);
        const noise = seededOctets(4 * 40 * interleave, seed + 1);
        for (let c = 0; c < interleave; c++)
          for (let i = 0; i < errors[c]!; i++) {
            const at = 4 * (c * 40 + i);
            codeblock[(((noise[at]! << 8) | noise[at + 1]!) % n) * interleave + c]! ^= noise[at + 2]!;
          }
        const received = codeblock.slice();
        const found = new Int8Array(8);
        const expected = new Int8Array(8);
        const bad = reference.decode(codeblock, interleave, expected);
        expect(fast.decode(received, interleave, found)).toBe(bad);
        expect(found).toEqual(expected);
        expect(received).toEqual(codeblock);
      }),
      { numRuns: 600 },
    );
  });

  it('agrees on words that are no codeword at all, and on all-zero and all-one words', () => {
    for (const { code, reference, fast } of kernels)
      for (let seed = 0; seed < 200; seed++) {
        const word =
          seed === 0 ? new Uint8Array(255) : seed === 1 ? new Uint8Array(255).fill(255) : seededOctets(255, seed);
        const same = word.slice();
        const expected = new Int8Array(1);
        const found = new Int8Array(1);
        reference.decode(word, 1, expected);
        fast.decode(same, 1, found);
        expect({ code, found, same }).toEqual({ code, found: expected, same: word });
      }
  });

  it('refuses a word whose error locator has fewer roots than its recurrence has terms', () => {
    // An error that every syndrome but the first agrees on: the generator without its first root, and one wrong symbol. The
    // locator has the one root, and correcting there does not give a codeword.
    for (const { code, reference, fast } of kernels.filter(({ code }) => code.basis === 'conventional')) {
      let polynomial = [1];
      for (let j = 1; j < 2 * code.e; j++) {
        const root = exp[(11 * (128 - code.e + j)) % 255]!;
        polynomial = [...polynomial, 0].map((c, i) => c ^ (i === 0 ? 0 : multiply(polynomial[i - 1]!, root)));
      }
      for (const place of [0, 100, 254]) {
        const word = seededOctets(255, place);
        reference.encode(word, 1);
        polynomial.forEach((c, i) => (word[255 - polynomial.length + i]! ^= c));
        word[place]! ^= 0x5a;
        for (const kernel of [reference, fast]) {
          const received = word.slice();
          const results = new Int8Array(1);
          expect(kernel.decode(received, 1, results)).toBe(1);
          expect([results[0], received]).toEqual([UNCORRECTABLE, word]);
        }
      }
    }
  });

  it('leaves an uncorrectable codeword as it was while it corrects its neighbours', () => {
    const { fast } = kernels[0]!;
    const codeblock = seededOctets(255 * 3, 9);
    fast.encode(codeblock, 3);
    const received = codeblock.slice();
    for (let i = 0; i < 17; i++) received[3 * (i * 14) + 1]! ^= 0x35;
    received[0]! ^= 1;
    const before = received.slice();
    const results = new Int8Array(3);
    expect(fast.decode(received, 3, results)).toBe(1);
    expect([...results]).toEqual([1, UNCORRECTABLE, 0]);
    before[0]! ^= 1;
    expect(received).toEqual(before);
  });

  it('each code has one kernel, its own, which all who ask share', () => {
    for (const { code, reference } of kernels) {
      const kernel = reedSolomonKernel(code);
      expect(reedSolomonKernel({ ...code })).toBe(kernel);
      const codeblock = seededOctets(255, 6);
      const same = codeblock.slice();
      reference.encode(codeblock, 1);
      kernel.encode(same, 1);
      expect(same).toEqual(codeblock);
    }
  });
});
