import { describe, expect, it } from '@jest/globals';
import { Modulator } from '../../modulation/modulator.js';
import { bitsPerSymbol, usualWaveform } from '../../modulation/waveform.js';
import { GaussianNoise, noiseSigma } from '../../signal/noise.js';
import { seededBits } from '../../testing/seeded-bits.js';
import { LinearDemodulator } from './linear-demodulator.js';

const RATE = 20_000;
const SPACING = 5;
const FIRST = 6000;
const GAP = 1400;
const SECOND = 14_000;
const JUMP = 0.0075; // of the symbol rate

describe('a signal that comes back beside its frequency after a short silence', () => {
  it.each(['BPSK', 'QPSK', 'OQPSK'] as const)(
    '%s: is lost and found, and not held while it turns round',
    (modulation) => {
      const waveform = usualWaveform(modulation, RATE);
      if (!('pulse' in waveform)) throw new RangeError(modulation);
      const sampleRateHz = SPACING * RATE;
      const samples = new Float32Array(2 * SPACING * (FIRST + GAP + SECOND));
      for (const [from, symbols, offset] of [
        [0, FIRST, 0],
        [FIRST + GAP, SECOND, JUMP],
      ] as const) {
        const modulator = new Modulator(waveform);
        const bits = bitsPerSymbol(modulation) * symbols;
        modulator.append(seededBits(bits, 3 + from).packed, bits);
        modulator.silence(100);
        modulator.render(samples, SPACING * from, SPACING * symbols, {
          symbolPosition: [0, 1 / SPACING, 0, 0],
          carrierTurns: [0, offset / SPACING, 0, 0],
          amplitude: 1,
        });
      }
      const sigma = noiseSigma({ esN0Db: 9, power: 1, symbolRateHz: RATE, sampleRateHz });
      new GaussianNoise(5).add(samples, 0, samples.length / 2, sigma);
      const demodulator = new LinearDemodulator({ waveform, sampleRateHz });
      const pieces = [...demodulator.push(samples), ...demodulator.flush()];
      expect(pieces.filter(({ continues }) => !continues).length).toBeGreaterThanOrEqual(1);
      // Two windows behind the beginning of the second signal everything is as it should be.
      const late = pieces.filter(({ firstSymbolAt }) => firstSymbolAt > SPACING * (FIRST + GAP + 8192));
      expect(late.length).toBeGreaterThan(15);
      for (const { estimate, carrierLock } of late) {
        expect(Math.abs(estimate.carrierOffsetHz / RATE - JUMP)).toBeLessThan(1e-3);
        expect(carrierLock).toBe(true);
      }
    },
  );
});
