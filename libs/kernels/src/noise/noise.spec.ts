import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOISE_STATE_WORDS, referenceNoise, wasmNoise } from '../index.js';

const states = fc.uint8Array({ minLength: 4 * NOISE_STATE_WORDS, maxLength: 4 * NOISE_STATE_WORDS }).map((octets) => {
  octets[0]! |= 1;
  return new Uint32Array(octets.buffer, 0, NOISE_STATE_WORDS);
});

describe('Noise kernel (SIMD) beside its reference', () => {
  it('adds the same numbers within 2e-5, from any state, however calls are cut', () => {
    fc.assert(
      fc.property(
        states,
        fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        (state, pieces, sigma) => {
          const total = pieces.reduce((sum, piece) => sum + piece, 0);
          const expected = new Float32Array(2 * total + 2).fill(0.5);
          referenceNoise(state).add(expected, 1, total, sigma);
          const found = new Float32Array(2 * total + 2).fill(0.5);
          const fast = wasmNoise(state)!;
          let from = 1;
          for (const piece of pieces) {
            fast.add(found, from, piece, sigma);
            from += piece;
          }
          let worst = 0;
          for (const [n, value] of expected.entries()) worst = Math.max(worst, Math.abs(value - found[n]!));
          expect(worst).toBeLessThan(2e-5);
          expect(found[0]).toBe(0.5);
        },
      ),
      { numRuns: 100 },
    );
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
