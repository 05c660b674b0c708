import { type Tai } from '@app/time';
import { type AntennaFaults } from '../faults/antenna-faults.js';
import { Prng } from '../prng.js';
import { type ChannelParameters } from './channel-parameters.js';

/** At bit `bit` of a CADU, the bit comes twice (+1), or it and those behind it are lost (-1, or more of them). */
export interface SlipInCadu {
  readonly bit: number;
  readonly bits: number;
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

/**
 * The pieces of one CADU's bits `from` up to `to` that a fault takes out, by rising bit; `pending` bits are still to be lost from before,
 * and `left` of them go on into the next CADU.
 */
export function dropsIn(
  faults: AntennaFaults,
  pending: number,
  {
    start,
    end,
    bitCount,
    from,
    to,
  }: {
    readonly start: Tai;
    readonly end: Tai;
    readonly bitCount: number;
    readonly from: number;
    readonly to: number;
  },
): { readonly slips: readonly SlipInCadu[]; readonly left: number } {
  const bitOf = (at: Tai): number => Math.ceil((Number(at - start) / Number(end - start)) * bitCount);
  const begun = faults.sampleDrops(start, end).map(({ at, samples }) => ({ bit: bitOf(at), samples }));
  const slips: SlipInCadu[] = [];
  let next = from;
  let left = 0;
  for (const { bit, samples } of [{ bit: from, samples: pending }, ...begun]) {
    const at = Math.max(bit, next);
    const bits = Math.max(0, Math.min(samples, to - at));
    if (bits > 0) slips.push({ bit: at, bits: -bits });
    next = at + bits;
    left += samples - bits;
  }
  return { slips, left };
}
