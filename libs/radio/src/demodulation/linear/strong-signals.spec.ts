import { describe, expect, it } from '@jest/globals';
import { Modulator } from '../../modulation/modulator.js';
import { bitsPerSymbol, isLinear, modulations, usualWaveform } from '../../modulation/waveform.js';
import { GaussianNoise, noiseSigma } from '../../signal/noise.js';
import { seededBits } from '../../testing/seeded-bits.js';
import { LinearDemodulator } from './linear-demodulator.js';

const SYMBOLS = 20_000;
const SPACING = 4;
const OFFSET = 0.04; // of the symbol rate

/** Demodulates random symbols at 9 600 Bd, where every chirp of a low orbit is looked for. */
function demodulated(modulation: (typeof modulations)[number], esN0Db: number) {
  const waveform = usualWaveform(modulation, 9600);
  if (!('pulse' in waveform)) throw new RangeError(modulation);
  const sampleRateHz = SPACING * waveform.symbolRateHz;
  const modulator = new Modulator(waveform);
  const bits = bitsPerSymbol(modulation) * SYMBOLS;
  modulator.append(seededBits(bits, 3).packed, bits);
  modulator.silence(100);
  const samples = new Float32Array(2 * SPACING * SYMBOLS);
  modulator.render(samples, 0, SPACING * SYMBOLS, {
    symbolPosition: [0, 1 / SPACING, 0, 0],
    carrierTurns: [0, OFFSET / SPACING, 0, 0],
    amplitude: 1,
  });
  if (Number.isFinite(esN0Db)) {
    const sigma = noiseSigma({ esN0Db, power: 1, symbolRateHz: waveform.symbolRateHz, sampleRateHz });
    new GaussianNoise(5).add(samples, 0, SPACING * SYMBOLS, sigma);
  }
  const demodulator = new LinearDemodulator({ waveform, sampleRateHz });
  const pieces = [...demodulator.push(samples), ...demodulator.flush()];
  return { pieces, symbolRateHz: waveform.symbolRateHz, bits };
}

describe('strong signals at a low symbol rate', () => {
  it.each(modulations.filter(isLinear).flatMap((one) => [12, 30, Infinity].map((esN0Db) => [one, esN0Db] as const)))(
    '%s at %p dB: the line of its carrier is not lost to what a wrong chirp smears it into',
    (modulation, esN0Db) => {
      const { pieces, symbolRateHz, bits } = demodulated(modulation, esN0Db);
      expect(pieces.filter(({ continues }) => !continues)).toHaveLength(1);
      expect(pieces.reduce((sum, { decisions }) => sum + decisions.length, 0)).toBeGreaterThan(0.97 * bits);
      for (const { estimate } of pieces)
        expect(Math.abs(estimate.carrierOffsetHz / symbolRateHz - OFFSET)).toBeLessThan(1e-3);
    },
  );
});
