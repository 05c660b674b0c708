import { describe, expect, it } from '@jest/globals';
import { DISCARD_UNIT, linearDemodulatorKernel, railsOf, stateIndex } from '@app/kernels';
import { linearSignal, theoreticalErrorRate } from '../testing/linear-signal.js';
import { matchedFilter } from './matched-filter.js';
import { type LinearModulation, bitsPerSymbol } from '../../modulation/waveform.js';

/** Errors of the kernel that is told phase and timing, its loops frozen. */
function errorsWithTruth(
  modulation: LinearModulation,
  esN0Db: number,
  symbols: number,
): { errors: number; esN0: number } {
  const samplesPerSymbol = 2.4;
  const sent = linearSignal({
    modulation,
    symbols,
    samplesPerSymbol,
    esN0Db,
    offset: 0.07,
    phase: 0.3,
    before: 40.3,
    after: 200,
    seed: 5,
  });
  const { phases, taps, bank } = matchedFilter(sent.waveform.pulse, samplesPerSymbol);
  const capacity = DISCARD_UNIT * 64;
  const kernel = linearDemodulatorKernel({ capacity, phases, taps, bank, outputs: 0 });
  const { state } = kernel;
  const middle = sent.firstSymbolAt + samplesPerSymbol / 2;
  state[stateIndex.at] = Math.floor(middle);
  state[stateIndex.fraction] = middle - Math.floor(middle);
  state[stateIndex.spacing] = samplesPerSymbol;
  state[stateIndex.frequency] = 0.07 / samplesPerSymbol;
  // Carrier phase is kept at the symbol's middle.
  state[stateIndex.phase] =
    0.3 + state[stateIndex.frequency]! * middle - Math.floor(0.3 + state[stateIndex.frequency]! * middle);
  state[stateIndex.turnedPhase] = 0.3;
  state[stateIndex.power] = 1;
  state[stateIndex.amplitude] = 1;
  state[stateIndex.certainty] = 1;
  state[stateIndex.scale] = 40;
  let [errors, decided, filled, taken] = [0, 0, 0, 0];
  const perSymbol = bitsPerSymbol(modulation);
  while (decided < symbols) {
    const room = Math.min(capacity - filled, sent.samples.length / 2 - taken);
    kernel.samples.set(sent.samples.subarray(2 * taken, 2 * (taken + room)), 2 * filled);
    taken += room;
    filled += room;
    while (kernel.track(filled, railsOf[modulation]) === 256) {
      for (let n = 0; n < 256 * perSymbol && decided * perSymbol + n < sent.bits.length; n++)
        if (kernel.decisions[n]! > 0 !== (sent.bits[decided * perSymbol + n] === 1)) errors++;
      decided += 256;
      state[stateIndex.inBlock] = 0;
      if (decided >= symbols) break;
    }
    const used = DISCARD_UNIT * Math.floor((state[stateIndex.at]! - 2 * taps) / DISCARD_UNIT);
    if (room === 0) break;
    kernel.discard(used, filled);
    filled -= used;
  }
  expect(decided).toBeGreaterThanOrEqual(symbols - 256);
  return { errors, esN0: sent.measuredEsN0 };
}

describe('matched filter and interpolator, loops told the truth', () => {
  it.each([
    ['BPSK', 4, 20_000],
    ['BPSK', 6, 80_000],
    ['BPSK', 8, 650_000],
    ['QPSK', 4, 10_000],
    ['QPSK', 6, 40_000],
    ['QPSK', 8, 325_000],
    ['OQPSK', 4, 10_000],
    ['OQPSK', 6, 40_000],
    ['OQPSK', 8, 400_000],
  ] as const)('%s at Eb/N0 %d dB has the error rate of theory', (modulation, ebN0Db, symbols) => {
    const perSymbol = bitsPerSymbol(modulation);
    const { errors, esN0 } = errorsWithTruth(modulation, ebN0Db + 10 * Math.log10(perSymbol), symbols);
    const expected = theoreticalErrorRate(esN0 / perSymbol) * symbols * perSymbol;
    expect(errors).toBeGreaterThanOrEqual(100);
    expect(errors / expected).toBeGreaterThan(0.8);
    expect(errors / expected).toBeLessThan(1.25);
  });

  it('the tail of the normal distribution is right: 9.59 dB make 1e-5, 6.79 dB 1e-3', () => {
    expect(theoreticalErrorRate(10 ** 0.959) / 1e-5).toBeCloseTo(1, 1);
    expect(theoreticalErrorRate(10 ** 0.679) / 1e-3).toBeCloseTo(1, 1);
  });
});
