import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type PulseTable, type SampleCubic, type WaveformKernel, referenceWaveform, wasmWaveform } from '../index.js';
import { seededOctets } from '../testing/seeded.js';

/** A smooth bump over `taps` symbols: what a pulse is, is no matter here. */
function bump(taps: number, phases: number): PulseTable {
  const values = Float32Array.from({ length: (phases + 1) * taps }, (_, n) => {
    const t = Math.floor(n / taps) / phases + taps / 2 - (n % taps) - 0.5;
    return Math.exp(-t * t) * Math.cos(1.7 * t);
  });
  return { taps, phases, values };
}

const cubics = (c0: fc.Arbitrary<number>, c1: fc.Arbitrary<number>): fc.Arbitrary<SampleCubic> =>
  fc.tuple(c0, c1, fc.double({ min: 0, max: 1e-6, noNaN: true }), fc.double({ min: 0, max: 1e-10, noNaN: true }));
const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

const cases = fc.record({
  taps: fc.constantFrom(4, 8, 16, 24, 64),
  phases: fc.constantFrom(16, 128),
  from: fc.nat(5),
  count: fc.integer({ min: 1, max: 2500 }),
  position: cubics(number(1, 9), number(0.001, 0.95)),
  carrier: cubics(number(-1e6, 1e6), number(-0.5, 0.5)),
  amplitude: cubics(number(-2, 2), number(-1e-3, 1e-3)),
  seed: fc.nat(),
  kind: fc.constantFrom('real', 'complex', 'offset', 'frequency'),
});

describe('Waveform kernel (SIMD) beside its reference', () => {
  it('adds the same samples within 1e-5 of the amplitude, for any table, motion and length', () => {
    fc.assert(
      fc.property(cases, ({ taps, phases, from, count, position, carrier, amplitude, seed, kind }) => {
        const table = bump(taps, phases);
        const octets = seededOctets(2 * (count + 200), seed);
        const symbols = Float32Array.from(octets.subarray(0, count + 200), (octet) => (octet % 3) - 1);
        const second = Float32Array.from(octets.subarray(count + 200), (octet) => octet / 256 - 0.5);
        const run = (kernel: WaveformKernel): Float32Array => {
          const out = new Float32Array(2 * (from + count + 3)).fill(0.25);
          const job = { out, from, count, position, carrier, amplitude };
          if (kind === 'frequency') kernel.frequency(job, symbols, second, 0.37);
          else kernel.linear(job, symbols, kind === 'real' ? null : second, kind === 'offset' ? 0.5 : 0);
          return out;
        };
        const expected = run(referenceWaveform(table));
        const found = run(wasmWaveform(table)!);
        let worst = 0;
        for (const [n, value] of expected.entries()) worst = Math.max(worst, Math.abs(value - found[n]!));
        expect(worst).toBeLessThan(5e-5);
        expect(found.slice(0, 2 * from)).toEqual(new Float32Array(2 * from).fill(0.25));
        expect(found.slice(-6)).toEqual(new Float32Array(6).fill(0.25));
      }),
      { numRuns: 60 },
    );
  });
});
