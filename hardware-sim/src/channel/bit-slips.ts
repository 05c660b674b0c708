import { type Tai } from '@app/time';
import { Prng } from '../prng.js';
import { type ChannelParameters } from './channel-parameters.js';

/** At bit `bit` of a CADU, the bit is lost (-1) or comes twice (+1). */
export interface SlipInCadu {
  readonly bit: number;
  readonly bits: -1 | 1;
}

/** The slips among the bits of one CADU that are delivered, by rising bit: those of the list, and one by chance. */
export function slipsIn(
  channel: ChannelParameters,
  cadu: {
    readonly antenna: string;
    readonly spacecraft: string;
    readonly n: number;
    readonly start: Tai;
    readonly end: Tai;
    readonly from: number;
    readonly to: number;
  },
): readonly SlipInCadu[] {
  const { antenna, spacecraft, n, start, end, from, to } = cadu;
  const listed = channel.bitSlips.filter((slip) => slip.antenna === antenna && slip.at >= start && slip.at < end);
  if (listed.length === 0 && channel.bitSlipProbability === 0) return [];
  const prng = Prng.of(channel.seed, 'slip', antenna, spacecraft, n);
  const slips: SlipInCadu[] = listed.map(({ bits }) => ({ bit: prng.integer(from, to - 1), bits }));
  if (prng.uniform() < channel.bitSlipProbability)
    slips.push({ bit: prng.integer(from, to - 1), bits: prng.uniform() < 0.5 ? -1 : 1 });
  return slips.sort((a, b) => a.bit - b.bit);
}
