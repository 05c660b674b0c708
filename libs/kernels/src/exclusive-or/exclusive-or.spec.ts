import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exclusiveOrKernel, exclusiveOrReference, wasmExclusiveOr } from '../index.js';
import { seededOctets } from '../testing/seeded.js';

describe('exclusive-or kernel beside its reference', () => {
  it('runs here', () => expect(wasmExclusiveOr(seededOctets(255, 1))).not.toBeNull());

  it('gives the same octets for any sequence and length, in place too, and touches nothing beyond', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 600 }),
        fc.uint8Array({ maxLength: 2000 }),
        (sequence, bytes) => {
          const expected = new Uint8Array(bytes.length + 3).fill(7);
          exclusiveOrReference(expected, bytes, sequence);
          const found = new Uint8Array(bytes.length + 3).fill(7);
          wasmExclusiveOr(sequence)!(found, bytes);
          expect(found).toEqual(expected);
          const inPlace = bytes.slice();
          exclusiveOrKernel(sequence)(inPlace, inPlace);
          expect(inPlace).toEqual(expected.subarray(0, bytes.length));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([16_384, 16_385, 50_000])('takes %i octets in chunks, with a short and a long period', (length) => {
    for (const period of [255, 131_071]) {
      const sequence = seededOctets(period, period);
      const bytes = seededOctets(length, 2);
      const expected = new Uint8Array(length);
      exclusiveOrReference(expected, bytes, sequence);
      const found = new Uint8Array(length);
      wasmExclusiveOr(sequence)!(found, bytes);
      expect(found).toEqual(expected);
    }
  });

  it.each([113, 3277])('a chunk of 16384 may begin with the last octet of the sequence: period %i', (period) => {
    const sequence = seededOctets(period, period);
    const bytes = seededOctets(2 * 16_384, 3);
    expect(16_384 % period).toBe(period - 1);
    const expected = new Uint8Array(bytes.length);
    exclusiveOrReference(expected, bytes, sequence);
    const found = new Uint8Array(bytes.length);
    wasmExclusiveOr(sequence)!(found, bytes);
    expect(found).toEqual(expected);
  });
});
