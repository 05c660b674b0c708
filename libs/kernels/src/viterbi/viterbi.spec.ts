import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_STEPS, type ViterbiKernel, referenceViterbi, wasmViterbi } from '../index.js';
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

  it.each(['reference', 'fast'] as const)('%s: a reset leaves nothing of what was before', (which) => {
    const make = which === 'reference' ? referenceViterbi : wasmViterbi;
    const order = { swapped: false, inverted: true };
    const symbols = symbolsOf({ steps: 200, seed: 3, kind: 'random' });
    const run = (kernel: ViterbiKernel, state: number | null): unknown => {
      kernel.reset(state);
      const cost = kernel.addCompareSelect(symbols, 0, 200, 0);
      return { cost, best: kernel.bestState(), bits: kernel.traceBack(kernel.bestState(), 200, 0, 200) };
    };
    const used = make(order)!;
    for (const state of [null, 0, null, 63, 17, null]) expect(run(used, state)).toEqual(run(make(order)!, state));
  });

  it.each(['reference', 'fast'] as const)(
    '%s: from a known start every way leads back to it, whatever comes',
    (which) => {
      const order = { swapped: false, inverted: false };
      const kernel = which === 'reference' ? referenceViterbi(order) : wasmViterbi(order)!;
      for (let start = 0; start < 64; start++)
        for (let seed = 1; seed < 20; seed++) {
          kernel.reset(start);
          kernel.addCompareSelect(symbolsOf({ steps: 6, seed: 64 * seed + start, kind: 'hard' }), 0, 6, 0);
          // Behind the six steps the ring holds nothing: the bits that come out there are those of the state.
          for (let end = 0; end < 64; end++) expect(kernel.traceBack(end, 6, 6, 8)[0]).toBe(start);
        }
    },
  );

  it('takes symbols from any pair on, and gives bits that later calls leave alone', () => {
    const symbols = symbolsOf({ steps: MAX_STEPS + 100, seed: 8, kind: 'random' });
    const order = { swapped: true, inverted: true };
    const results = [referenceViterbi(order), wasmViterbi(order)!].map((kernel) => {
      kernel.reset(null);
      const first = kernel.addCompareSelect(symbols, 37, MAX_STEPS, 0);
      const all = kernel.traceBack(kernel.bestState(), 0, 0, MAX_STEPS);
      const before = all.slice();
      const second = kernel.addCompareSelect(symbols.subarray(2 * 37), MAX_STEPS - 37, 50, 0);
      kernel.traceBack(kernel.bestState(), 50, 0, 400);
      expect(all).toEqual(before);
      return { first, second, all };
    });
    expect(results[1]).toEqual(results[0]);
    const alone = wasmViterbi(order)!;
    alone.reset(null);
    expect(alone.addCompareSelect(symbols.slice(2 * 37), 0, MAX_STEPS, 0)).toBe(results[0]!.first);
  });
});
