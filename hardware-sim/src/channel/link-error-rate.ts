import { type LinkProfile } from '@app/contracts';
import { bpskBitErrorRate, decodedErrorRates } from '@app/link-budget';
import { SimulationSetupError } from '../simulation-errors.js';

const decibels = (ratio: number): number => 10 * Math.log10(ratio);
/** Two bits in a symbol, and two channel bits for one. */
const HALF_DB = decibels(2);

/** What a downlink's receiver makes of an Es/N0 (of channel symbols, dB), where the channel works by bits and not by samples. */
export interface LinkErrorRate {
  /** Below this the demodulator does not lock, dB. */
  readonly lockThresholdEsN0Db: number;
  /**
   * Error rate of bits as a baseband unit gives them, behind a convolutional decoder where the link has that code. Its errors come in
   * bursts; the rate is such that octets are wrong as often as they are with bursts, which is what a Reed-Solomon code that is interleaved
   * deeply goes by (with I = 1 bursts lose more: 0.3 dB at most).
   */
  bitErrorRate(esN0Db: number): number;
}

/** Whether a baseband unit demodulates it. */
export function isDemodulated({ downlink: { modulation } }: LinkProfile): boolean {
  return modulation === 'BPSK' || modulation === 'QPSK' || modulation === 'OQPSK';
}

/** Throws SimulationSetupError for a modulation of which no rate is known. */
export function linkErrorRate(profile: LinkProfile): LinkErrorRate {
  const { id, downlink } = profile;
  const { modulation, frame } = downlink;
  if (!isDemodulated(profile))
    throw new SimulationSetupError(`link profile ${id}, modulation`, 'BPSK, QPSK or OQPSK', modulation);
  const perBitDb = modulation === 'BPSK' ? 0 : -HALF_DB;
  if (frame.convolutional === null)
    return {
      lockThresholdEsN0Db: 2 - perBitDb,
      bitErrorRate: (esN0Db) => bpskBitErrorRate(esN0Db + perBitDb),
    };
  return {
    lockThresholdEsN0Db: -2 - perBitDb,
    bitErrorRate: (esN0Db) => -Math.expm1(Math.log1p(-decodedErrorRates(esN0Db + perBitDb + HALF_DB).symbol) / 8),
  };
}
