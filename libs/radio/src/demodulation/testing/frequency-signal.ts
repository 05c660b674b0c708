import { type FrequencyWaveform } from '../../modulation/waveform.js';
import { Modulator } from '../../modulation/modulator.js';
import { type Iq } from '../../signal/iq.js';
import { GaussianNoise, noiseSigma } from '../../signal/noise.js';
import { type SoftDecisions } from '../demodulator.js';

/** Signals one behind the other, silence between them, in noise. */
export interface FrequencySignal {
  readonly waveform: FrequencyWaveform;
  readonly sampleRateHz: number;
  /** Bits of each burst. */
  readonly bursts: readonly Uint8Array[];
  /** Silent symbols before each burst, and behind the last. */
  readonly gap: number;
  readonly esN0Db: number | null;
  readonly offsetHz?: number;
  readonly chirpHzPerSecond?: number;
  readonly clockPpm?: number;
}

const AMPLITUDE = 0.5;

export function frequencySignal(signal: FrequencySignal): Iq {
  const { waveform, sampleRateHz, bursts, gap, esN0Db, offsetHz = 0, chirpHzPerSecond = 0, clockPpm = 0 } = signal;
  const modulator = new Modulator(waveform);
  for (const burst of bursts) {
    modulator.silence(gap);
    modulator.append(burst, 8 * burst.length);
  }
  modulator.silence(gap + 64);
  const slope = (waveform.symbolRateHz / sampleRateHz) * (1 + clockPpm * 1e-6);
  const symbols = bursts.reduce((sum, burst) => sum + gap + 8 * burst.length, gap);
  const count = Math.floor(symbols / slope);
  const iq = new Float32Array(2 * count);
  modulator.render(iq, 0, count, {
    symbolPosition: [0, slope, 0, 0],
    carrierTurns: [0.2, offsetHz / sampleRateHz, chirpHzPerSecond / sampleRateHz ** 2 / 2, 0],
    amplitude: AMPLITUDE,
  });
  if (esN0Db !== null) {
    const { symbolRateHz } = waveform;
    new GaussianNoise(3).add(iq, 0, count, noiseSigma({ esN0Db, power: AMPLITUDE ** 2, symbolRateHz, sampleRateHz }));
  }
  return iq;
}

/** What came of a burst: decisions beside the bits that were sent, by where they were in the samples. */
export interface Comparison {
  readonly compared: number;
  readonly errors: number;
  /** First and last bit that came out. */
  readonly first: number;
  readonly last: number;
  /** Greatest distance of a decision's place from where the symbol was, in symbols. */
  readonly farthest: number;
}

export function compareBurst(
  outputs: readonly SoftDecisions[],
  { bursts, gap, waveform, sampleRateHz, clockPpm = 0 }: FrequencySignal,
  burst: number,
): Comparison {
  const bits = bursts[burst]!;
  const before = bursts.slice(0, burst).reduce((sum, one) => sum + gap + 8 * one.length, gap);
  const slope = (waveform.symbolRateHz / sampleRateHz) * (1 + clockPpm * 1e-6);
  let [compared, errors, first, last, farthest] = [0, 0, -1, -1, 0];
  for (const { decisions, firstSymbolAt, samplesPerSymbol } of outputs)
    for (let n = 0; n < decisions.length; n++) {
      const place = (firstSymbolAt + n * samplesPerSymbol) * slope - before;
      const bit = Math.round(place);
      if (bit < 0 || bit >= 8 * bits.length) continue;
      if (first < 0) first = bit;
      last = bit;
      farthest = Math.max(farthest, Math.abs(place - bit));
      compared++;
      if (((bits[bit >> 3]! >> (7 - (bit & 7))) & 1) !== (decisions[n]! > 0 ? 1 : 0)) errors++;
    }
  return { compared, errors, first, last, farthest };
}
