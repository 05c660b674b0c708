import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_STEPS, referenceViterbi, wasmViterbi } from '../index.js';
import { seededOctets } from '../testing/seeded.js';

const orders = fc.record({ swapped: fc.boolean(), inverted: fc.boolean() });
/** Chunks of symbol pairs: random, hard, all one way, and all erased. */
const chunks = fc.array(
  fc.record({
    steps: fc.integer({ min: 1, max: 300 }),
    seed: fc.integer(),
    kind: fc.constantFrom('random', 'hard', 'lowest', 'highest', 'erased', 'alternating'),
  }),
  { minLength: 1, maxLength: 12 },
);

function symbolsOf({ steps, seed, kind }: { steps: number; seed: number; kind: string }): Int8Array {
  const random = seededOctets(2 * steps, seed);
  return Int8Array.from(random, (octet, i) => {
    if (kind === 'hard') return octet & 1 ? 127 : -128;
    if (kind === 'lowest') return -128;
    if (kind === 'highest') return 127;
    if (kind === 'erased') return 0;
    if (kind === 'alternating') return i & 1 ? 127 : -128;
    return octet - 128;
  });
}

describe('Viterbi kernel (SIMD) beside its reference', () => {
  it('runs here', () => expect(wasmViterbi({ swapped: false, inverted: true })).not.toBeNull());

  it('gives the same costs, best states and bits on any symbols, cut in any way, from any start', () => {
    fc.assert(
      fc.property(
        orders,
        chunks,
        fc.option(fc.integer({ min: 0, max: 63 })),
        fc.integer({ min: 0, max: MAX_STEPS - 1 }),
        (order, pieces, start, firstPlace) => {
          const reference = referenceViterbi(order);
          const fast = wasmViterbi(order)!;
          reference.reset(start);
          fast.reset(start);
          let ring = firstPlace;
          let steps = 0;
          for (const piece of pieces) {
            const symbols = symbolsOf(piece);
            const cost = reference.addCompareSelect(symbols, 0, piece.steps, ring);
            expect(fast.addCompareSelect(symbols, 0, piece.steps, ring)).toBe(cost);
            ring = (ring + piece.steps) % MAX_STEPS;
            steps = Math.min(MAX_STEPS, steps + piece.steps);
            const best = reference.bestState();
            expect(fast.bestState()).toBe(best);
            const skip = steps >>> 1;
            const count = (steps - skip) & ~7;
            for (const state of [best, 0, 63])
              expect(fast.traceBack(state, ring, skip, count)).toEqual(reference.traceBack(state, ring, skip, count));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps its metrics in bounds over many steps of the most expensive symbols', () => {
    const reference = referenceViterbi({ swapped: false, inverted: false });
    const fast = wasmViterbi({ swapped: false, inverted: false })!;
    reference.reset(0);
    fast.reset(0);
    const worst = symbolsOf({ steps: MAX_STEPS, seed: 1, kind: 'random' }).map((s, i) =>
      i % 97 < 48 ? -128 : s > 0 ? 127 : -128,
    );
    for (let i = 0; i < 20; i++)
      expect(fast.addCompareSelect(worst, 0, MAX_STEPS, 0)).toBe(reference.addCompareSelect(worst, 0, MAX_STEPS, 0));
    expect(fast.bestState()).toBe(reference.bestState());
  });
});
