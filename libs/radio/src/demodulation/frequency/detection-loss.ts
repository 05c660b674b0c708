import { type FrequencyWaveform } from '../../modulation/waveform.js';

/** Of MSK, measured at Es/N0 of 10 to 18 dB; decibels. */
const MSK_LOSS_DB = 2.5;
const GAIN_OF_DEVIATION = 1.15;
/** Of a Gaussian filter of BT 1; it grows with the square of what that takes away. */
const GAUSSIAN_LOSS_DB = 0.45;

/**
 * By how much the ratio of signal to noise behind the discriminator is less than Es/N0 before it, decibels (negative: more, as with the wide
 * deviations that frequency modulation is made for). Fitted to measurements with this channel filter: right to 1 dB between 10 and 18 dB.
 */
export function detectionLossDb({ deviationHz, symbolRateHz, bandwidthTime }: FrequencyWaveform): number {
  const wider = 20 * Math.log10(Math.abs(deviationHz) / (symbolRateHz / 4));
  const gaussian = bandwidthTime === null ? 0 : GAUSSIAN_LOSS_DB / bandwidthTime ** 2;
  return MSK_LOSS_DB - GAIN_OF_DEVIATION * wider + gaussian;
}
