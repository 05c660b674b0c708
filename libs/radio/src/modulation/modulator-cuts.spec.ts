import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rendered, sampleWaveforms } from '../testing/sample-waveforms.js';
import { seededBits } from '../testing/seeded-bits.js';
import { Modulator, type Stretch } from './modulator.js';

describe('Modulator: how calls are cut', () => {
  it('makes no difference to the samples', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sampleWaveforms),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 }),
        fc.double({ min: 1.5, max: 9, noNaN: true }),
        fc.double({ min: -30, max: 5, noNaN: true }),
        (waveform, cuts, samplesPerSymbol, start) => {
          const bits = seededBits(2000, 9).packed;
          const make = (): Modulator => {
            const modulator = new Modulator(waveform);
            modulator.append(bits, 300);
            modulator.silence(37);
            modulator.append(bits, 2000);
            modulator.silence(1500);
            return modulator;
          };
          const stretch: Stretch = {
            symbolPosition: [start, 1 / samplesPerSymbol, 1e-9, 0],
            carrierTurns: [0.1, 0.2, -1e-6, 1e-11],
            amplitude: [1, -1e-4, 0, 0],
          };
          const whole = rendered(make(), stretch, 2000, [2000]);
          const cut = rendered(make(), stretch, 2000, cuts);
          let worst = 0;
          for (const [n, value] of whole.entries()) worst = Math.max(worst, Math.abs(value - cut[n]!));
          expect(worst).toBeLessThan(2e-5);
          expect(whole.some((value) => Math.abs(value) > 0.1)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('nor does how bits are appended, one that leaves a pair open included', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sampleWaveforms),
        fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 1, maxLength: 20 }),
        (waveform, pieces) => {
          const total = pieces.reduce((sum, piece) => sum + piece, 0);
          const { values, packed } = seededBits(total, 3);
          const whole = new Modulator(waveform);
          whole.append(packed, total);
          const cut = new Modulator(waveform);
          let from = 0;
          for (const piece of pieces) {
            const octets = new Uint8Array(Math.ceil(piece / 8));
            for (let n = 0; n < piece; n++) octets[n >> 3]! |= values[from + n]! << (7 - (n & 7));
            cut.append(octets, piece);
            from += piece;
          }
          expect(cut.symbolCount).toBe(whole.symbolCount);
          const stretch: Stretch = { symbolPosition: [-2, 0.3, 0, 0], carrierTurns: [0, 0, 0, 0], amplitude: 1 };
          for (const modulator of [whole, cut]) modulator.silence(200);
          const count = Math.floor(whole.symbolCount / 0.3) - 300;
          const expected = rendered(whole, stretch, count, [count]);
          expect(rendered(cut, stretch, count, [count]).every((value, n) => value === expected[n])).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });
});
