import { type FrequencyWaveform } from '../../modulation/waveform.js';
import { lowPass } from '../../signal/low-pass.js';

/** Half of the band beside the deviation, and how steep its edge is, in symbol rates. */
const BESIDE = 0.3;
const EDGE = 0.4;
const ATTENUATION_DB = 50;

/** The taps of the filter before the discriminator: what a signal of small deviation needs; more would be noise and clicks. */
export function channelFilter({ deviationHz, symbolRateHz }: FrequencyWaveform, sampleRateHz: number): Float32Array {
  const middle = Math.abs(deviationHz) + BESIDE * symbolRateHz;
  const passbandHz = middle - (EDGE / 2) * symbolRateHz;
  const stopbandHz = Math.min(middle + (EDGE / 2) * symbolRateHz, sampleRateHz / 2);
  // A signal that fills the band is not filtered.
  if (stopbandHz - passbandHz < 0.1 * EDGE * symbolRateHz) return Float32Array.of(0, 1, 0);
  return Float32Array.from(lowPass({ sampleRateHz, passbandHz, stopbandHz, attenuationDb: ATTENUATION_DB }));
}
