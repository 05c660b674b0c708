import { downlinkWaveform, type LinkProfile } from '@app/contracts';

/** Of a downlink's main lobe, Hz, without Doppler (Carson's rule for FSK and GMSK); undefined for a modulation that no demodulator here takes. */
export function occupiedBandwidthHz(profile: LinkProfile): number | undefined {
  const waveform = downlinkWaveform(profile);
  if (waveform === undefined) return undefined;
  const { symbolRateHz } = waveform;
  if (!('pulse' in waveform)) return symbolRateHz + 2 * waveform.deviationHz;
  return waveform.pulse.kind === 'rrc' ? symbolRateHz * (1 + waveform.pulse.rollOff) : 2 * symbolRateHz;
}
