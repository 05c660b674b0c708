import type { LinearModulation, LinearWaveform } from '../../modulation/waveform.js';
import { SignalError } from '../../signal/signal-error.js';
import type { ReceivedPulse } from './matched-filter.js';

/** What is sent, or what is received as if it were that. */
export type ReceivedWaveform = Omit<LinearWaveform, 'pulse'> & { readonly pulse: ReceivedPulse };

export interface LinearDemodulatorOptions {
  readonly waveform: ReceivedWaveform;
  /** 2 to about 10 times the symbol rate; above, decimate first. */
  readonly sampleRateHz: number;
  /** Carriers from minus to plus this are looked for; the whole band where it is not given. */
  readonly maxCarrierOffsetHz?: number;
  /**
   * Rates of the carrier that are looked for. Usual: 3.5 kHz/s (X-band from a low orbit), at most what moves the carrier by 0.0125 of the symbol
   * rate in 1000 symbols. A rate that is not needed costs time at low symbol rates.
   */
  readonly maxChirpHzPerSecond?: number;
  /** Noise bandwidth of the carrier loop, one-sided, in symbol rates. Usual: 0.004 BPSK, 0.0015 QPSK and OQPSK. */
  readonly carrierLoopBandwidth?: number;
  /** Noise bandwidth of the timing loop, one-sided, in symbol rates. Usual: 0.001. */
  readonly timingLoopBandwidth?: number;
  /** Mean magnitude of the decisions. Usual: 40. */
  readonly decisionLevel?: number;
}

/** What a modulation needs: loop bandwidth, the least Es/N0 (of a rail) that loops are set for. */
export interface ModulationHabits {
  readonly carrierBandwidth: number;
  readonly leastCertainty: number;
}

export const habits: Readonly<Record<LinearModulation, ModulationHabits>> = {
  BPSK: { carrierBandwidth: 0.004, leastCertainty: 1 },
  QPSK: { carrierBandwidth: 0.0015, leastCertainty: 1 },
  OQPSK: { carrierBandwidth: 0.0015, leastCertainty: 1 },
};

/** Symbols in which a signal is found. The clock shows only at the edges of the band: narrow ones take longer. */
export function windowOf({ modulation, pulse }: ReceivedWaveform): number {
  const narrow = pulse.kind === 'rrc' && pulse.rollOff < 0.3 ? 2 : 1;
  return modulation === 'BPSK' ? 2048 * narrow : modulation === 'QPSK' ? 4096 : 4096 * narrow;
}

/** Options with what is usual, rates in turns a sample and a symbol². Throws SignalError where one makes no sense. */
export interface CheckedOptions {
  readonly waveform: ReceivedWaveform;
  readonly sampleRateHz: number;
  readonly spacing: number;
  readonly maxOffset: number;
  readonly maxChirp: number;
  readonly carrierBandwidth: number;
  readonly timingBandwidth: number;
  readonly decisionLevel: number;
}

const USUAL_CHIRP_HZ_PER_SECOND = 3500;
const LARGEST_CHIRP = 1.25e-5;

export function checkedOptions(options: LinearDemodulatorOptions): CheckedOptions {
  const { waveform, sampleRateHz } = options;
  const { symbolRateHz, modulation, pulse } = waveform;
  const check = (field: string, good: boolean, expected: string, found: number): void => {
    if (!good) throw new SignalError(field, expected, found);
  };
  check('symbol rate', symbolRateHz > 0 && Number.isFinite(symbolRateHz), 'more than 0 Hz', symbolRateHz);
  const spacing = sampleRateHz / symbolRateHz;
  check('sample rate', spacing >= 2 && spacing <= 16, '2 to 16 times the symbol rate', sampleRateHz);
  if (pulse.kind === 'rrc') check('roll-off', pulse.rollOff >= 0.1 && pulse.rollOff <= 1, '0.1 to 1', pulse.rollOff);
  const maxOffsetHz = options.maxCarrierOffsetHz ?? sampleRateHz / 2;
  check('largest carrier offset', maxOffsetHz >= 0, '0 Hz or more', maxOffsetHz);
  const carrierBandwidth = options.carrierLoopBandwidth ?? habits[modulation].carrierBandwidth;
  check('carrier loop bandwidth', carrierBandwidth > 0 && carrierBandwidth <= 0.05, '0 to 0.05', carrierBandwidth);
  const timingBandwidth = options.timingLoopBandwidth ?? 0.001;
  check('timing loop bandwidth', timingBandwidth > 0 && timingBandwidth <= 0.05, '0 to 0.05', timingBandwidth);
  const decisionLevel = options.decisionLevel ?? 40;
  check('decision level', decisionLevel > 0 && decisionLevel <= 127, '0 to 127', decisionLevel);
  const chirp = (options.maxChirpHzPerSecond ?? USUAL_CHIRP_HZ_PER_SECOND) / symbolRateHz ** 2;
  check('largest chirp', chirp >= 0, '0 Hz/s or more', options.maxChirpHzPerSecond ?? 0);
  return {
    waveform,
    sampleRateHz,
    spacing,
    maxOffset: Math.min(0.5, maxOffsetHz / sampleRateHz),
    maxChirp: options.maxChirpHzPerSecond === undefined ? Math.min(LARGEST_CHIRP, chirp) : chirp,
    carrierBandwidth,
    timingBandwidth,
    decisionLevel,
  };
}
