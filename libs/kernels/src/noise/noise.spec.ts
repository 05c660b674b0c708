import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOISE_STATE_WORDS, referenceNoise, wasmNoise } from '../index.js';

const states = fc.uint8Array({ minLength: 4 * NOISE_STATE_WORDS, maxLength: 4 * NOISE_STATE_WORDS }).map((octets) => {
  octets[0]! |= 1;
  return new Uint32Array(octets.buffer, 0, NOISE_STATE_WORDS);
});

/**
 * By how much a number of radius `r`, in sigmas, may be off: single precision, and where the radius, the root of a logarithm of 32 bits, is
 * near zero, what is off in the logarithm over the radius.
 */
const mostOff = (r: number): number => 1e-5 + 2e-7 / Math.max(r, 5e-4);

describe('Noise kernel (SIMD) beside its reference', () => {
  it('adds the same numbers as near as its logarithm is, from any state, however calls are cut', () => {
    fc.assert(
      fc.property(
        states,
        fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 6 }),
        fc.double({ min: 1e-3, max: 3, noNaN: true }),
        (state, pieces, sigma) => {
          const total = pieces.reduce((sum, piece) => sum + piece, 0);
          const expected = new Float32Array(2 * total + 2);
          referenceNoise(state).add(expected, 1, total, sigma);
          const found = new Float32Array(2 * total + 2);
          const fast = wasmNoise(state)!;
          let from = 1;
          for (const piece of pieces) {
            fast.add(found, from, piece, sigma);
            from += piece;
          }
          expect(found.subarray(0, 2)).toEqual(new Float32Array(2));
          let worst = 0;
          for (let n = 2; n < expected.length; n += 2) {
            const off = Math.max(Math.abs(expected[n]! - found[n]!), Math.abs(expected[n + 1]! - found[n + 1]!));
            worst = Math.max(worst, off / (sigma * mostOff(Math.hypot(expected[n]!, expected[n + 1]!) / sigma)));
          }
          expect(worst).toBeLessThan(1);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('adds to what is there', () => {
    const [found, alone] = [new Float32Array(2000).fill(0.5), new Float32Array(2000)];
    wasmNoise(new Uint32Array(NOISE_STATE_WORDS).fill(7))!.add(found, 0, 1000, 1);
    wasmNoise(new Uint32Array(NOISE_STATE_WORDS).fill(7))!.add(alone, 0, 1000, 1);
    expect(found).toEqual(alone.map((value) => value + 0.5));
  });

  // The first outputs of xoshiro128++ from the words 1, 2, 3, 4, by hand: rotl(1 + 4, 7) + 1 = 641.
  it('takes xoshiro128++ for its uniform numbers', () => {
    const state = new Uint32Array(NOISE_STATE_WORDS);
    for (let word = 0; word < 4; word++) state.fill(word + 1, 4 * word, 4 * word + 4);
    const out = new Float32Array(2);
    wasmNoise(state)!.add(out, 0, 1, 1);
    expect(Math.hypot(out[0]!, out[1]!)).toBeCloseTo(Math.sqrt(-2 * Math.log(641.5 / 2 ** 32)), 5);
  });
});
