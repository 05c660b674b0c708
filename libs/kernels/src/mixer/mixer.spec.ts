import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mixerReference, wasmMixer } from '../index.js';
import { seededOctets } from '../testing/seeded.js';

const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

describe('Mixer kernel (SIMD) beside its reference', () => {
  it('turns samples alike within 1e-6, into another buffer or in place', () => {
    fc.assert(
      fc.property(
        fc.tuple(number(-1e7, 1e7), number(-0.5, 0.5), number(-1e-6, 1e-6), number(-1e-12, 1e-12)),
        fc.integer({ min: 0, max: 5000 }),
        fc.nat(9),
        fc.nat(9),
        fc.nat(),
        (turns, count, inputFrom, outFrom, seed) => {
          const input = Float32Array.from(seededOctets(2 * (count + 12), seed), (octet) => octet / 128 - 1);
          const expected = new Float32Array(2 * (count + 12));
          const found = new Float32Array(2 * (count + 12));
          mixerReference(input, inputFrom, expected, outFrom, count, turns);
          wasmMixer()!(input, inputFrom, found, outFrom, count, turns);
          let worst = 0;
          for (const [n, value] of expected.entries()) worst = Math.max(worst, Math.abs(value - found[n]!));
          expect(worst).toBeLessThan(2e-6);
          const inPlace = input.slice();
          wasmMixer()!(inPlace, inputFrom, inPlace, inputFrom, count, turns);
          const [start, end] = [2 * inputFrom, 2 * (inputFrom + count)];
          expect(inPlace.slice(start, end)).toEqual(found.slice(2 * outFrom, 2 * (outFrom + count)));
          expect(inPlace.slice(0, start)).toEqual(input.slice(0, start));
          expect(inPlace.slice(end)).toEqual(input.slice(end));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps the phase within 1e-5 of a turn over a million samples', () => {
    const samples = new Float32Array(2_000_000);
    for (let n = 0; n < samples.length; n += 2) samples[n] = 1;
    const [c0, c1, c2, c3] = [0.2, 0.217_351, -1.3e-8, 2e-15];
    wasmMixer()!(samples, 0, samples, 0, 1_000_000, [c0, c1, c2, c3]);
    for (let k = 999_000; k < 1_000_000; k++) {
      const found = Math.atan2(samples[2 * k + 1]!, samples[2 * k]!) / (2 * Math.PI);
      const apart = found - (c0 + k * (c1 + k * (c2 + k * c3)));
      expect(Math.abs(apart - Math.round(apart))).toBeLessThan(1e-5);
    }
  });
});
