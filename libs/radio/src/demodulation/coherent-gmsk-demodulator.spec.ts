import { describe, expect, it } from '@jest/globals';
import { seededBits } from '../testing/seeded-bits.js';
import { SignalError } from '../signal/signal-error.js';
import { CoherentGmskDemodulator } from './coherent-gmsk-demodulator.js';
import { compareBurst, frequencySignal } from './testing/frequency-signal.js';
import { theoreticalErrorRate } from './testing/linear-signal.js';

const RATE = 20_000;

/** Errors of a long signal, carrier and clock off, beside the bits that were sent. */
function received(bandwidthTime: number | null, esN0Db: number, count: number) {
  const signal = {
    waveform: {
      modulation: bandwidthTime === null ? 'FSK' : 'GMSK',
      symbolRateHz: RATE,
      deviationHz: RATE / 4,
      bandwidthTime,
    },
    sampleRateHz: 5 * RATE,
    bursts: [seededBits(count, 7).packed],
    gap: 200,
    esN0Db,
    offsetHz: 700,
    clockPpm: 40,
  } as const;
  const demodulator = new CoherentGmskDemodulator(signal);
  const pieces = [...demodulator.push(frequencySignal(signal)), ...demodulator.flush()];
  return { pieces, ...compareBurst(pieces, signal, 0) };
}

describe('MSK and GMSK by their phase', () => {
  // Two wrong bits for each wrong rail; what the superposition of one pulse leaves out costs the narrow ones a little.
  it.each([
    [null, 6, 100_000, 0.9, 1.15],
    [null, 8, 400_000, 0.8, 1.25],
    [0.5, 6, 100_000, 0.9, 1.2],
    [0.5, 8, 400_000, 0.8, 1.3],
    [0.3, 6, 100_000, 1, 1.7],
    [0.3, 8, 400_000, 1, 2.6],
  ] as const)(
    'BT %p at Es/N0 %p dB: error rate over that of coherent MSK',
    (bandwidthTime, esN0Db, count, low, high) => {
      const { pieces, compared, errors, farthest } = received(bandwidthTime, esN0Db, count);
      expect(pieces.filter(({ continues }) => !continues)).toHaveLength(1);
      expect(compared).toBeGreaterThan(0.99 * count);
      expect(farthest).toBeLessThan(0.1);
      const ratio = errors / compared / 2 / theoreticalErrorRate(10 ** (esN0Db / 10));
      expect(ratio).toBeGreaterThan(low);
      expect(ratio).toBeLessThan(high);
    },
  );

  it('refuses a deviation that is none of MSK', () => {
    const waveform = { modulation: 'FSK', symbolRateHz: RATE, deviationHz: RATE / 2, bandwidthTime: null } as const;
    expect(() => new CoherentGmskDemodulator({ waveform, sampleRateHz: 5 * RATE })).toThrow(SignalError);
  });
});
