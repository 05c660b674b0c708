import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_FIR_DECIMATION, MAX_FIR_TAPS, referenceFir, wasmFir } from '../index.js';
import { seededOctets } from '../testing/seeded.js';

function compare(tapCount: number, decimation: number, count: number, seed: number): void {
  const octets = seededOctets(tapCount, seed + 1);
  const taps = Float32Array.from(octets, (octet) => (octet / 128 - 1) / Math.sqrt(tapCount));
  const samples = (count - 1) * decimation + tapCount;
  const input = Float32Array.from(seededOctets(2 * samples, seed), (octet) => octet / 128 - 1);
  const expected = new Float32Array(2 * count + 4).fill(7);
  const found = new Float32Array(2 * count + 4).fill(7);
  referenceFir(taps, decimation)(input, expected, 1, count);
  const fast = wasmFir(taps, decimation)!;
  // What was in the module before must not matter, not even where it is no number.
  fast(new Float32Array(input.length).fill(NaN), new Float32Array(2 * count), 0, count);
  fast(input, found, 1, count);
  let worst = 0;
  for (const [n, value] of expected.entries()) worst = Math.max(worst, Math.abs(value - found[n]!));
  expect(worst).toBeLessThan(1e-5);
}

describe('FIR kernel (SIMD) beside its reference', () => {
  it('gives the same samples within 1e-5, for any taps, decimation and length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 400 }),
        fc.nat(),
        compare,
      ),
      { numRuns: 150 },
    );
  });

  it.each([
    [33, 1, 5000],
    [61, 9, 2100],
    [MAX_FIR_TAPS, MAX_FIR_DECIMATION, 30],
    [1, MAX_FIR_DECIMATION, 40],
  ])('%i taps, decimation %i, %i outputs: more than one chunk', (tapCount, decimation, count) => {
    compare(tapCount, decimation, count, 3);
  });
});
