import {
  bitsPerSymbol,
  DEFAULT_BANDWIDTH_TIME,
  DEFAULT_ROLL_OFF,
  isLinear,
  type Modulation,
  modulations,
  type Waveform,
} from '@app/radio';
import { type LinkProfile } from './link-profile.js';

type Downlink = LinkProfile['downlink'];
type Uplink = NonNullable<LinkProfile['uplink']>;

/** Bits a second of a downlink on the carrier: after the convolutional code. */
export function channelBitRateBps({ bitRateBps, frame }: Downlink): number {
  return frame.convolutional === null ? bitRateBps : 2 * bitRateBps;
}

function waveformOf(carrier: Downlink | Uplink, channelBps: number): Waveform | undefined {
  const modulation: Modulation | undefined = modulations.find((one) => one === carrier.modulation);
  if (modulation === undefined) return undefined;
  const symbolRateHz = channelBps / bitsPerSymbol(modulation);
  if (!isLinear(modulation))
    return {
      modulation,
      symbolRateHz,
      deviationHz: carrier.deviationHz ?? symbolRateHz / 4,
      bandwidthTime: modulation === 'GMSK' ? DEFAULT_BANDWIDTH_TIME : null,
    };
  const { rollOff = DEFAULT_ROLL_OFF } = carrier;
  return { modulation, symbolRateHz, pulse: rollOff === null ? { kind: 'rectangular' } : { kind: 'rrc', rollOff } };
}

/** What a downlink looks like on the air; undefined where it is none of libs/radio's modulations (PCM/PM). */
export function downlinkWaveform({ downlink }: LinkProfile): Waveform | undefined {
  return waveformOf(downlink, channelBitRateBps(downlink));
}

/** The same for an uplink; undefined also where there is none. */
export function uplinkWaveform({ uplink }: LinkProfile): Waveform | undefined {
  return uplink === null ? undefined : waveformOf(uplink, uplink.bitRateBps);
}
