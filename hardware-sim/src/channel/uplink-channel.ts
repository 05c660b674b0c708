import { type RadiatedCltu } from '@app/radio';
import { Prng } from '../prng.js';
import { flipBits } from './bit-errors.js';
import { type ChannelParameters } from './channel-parameters.js';

export type CltuPassage =
  { readonly lost: true } | { readonly lost: false; readonly bits: Uint8Array; readonly bitErrors: number };

/** What the way from an antenna to a spacecraft does to a CLTU: it depends on the seed and on the CLTU's number alone. */
export function passCltu(
  { seed, uplinkLossProbability, uplinkBitErrorProbability }: ChannelParameters,
  way: { readonly antenna: string; readonly spacecraft: string },
  cltu: RadiatedCltu,
): CltuPassage {
  const prng = Prng.of(seed, 'uplink', way.antenna, way.spacecraft, cltu.n);
  if (prng.uniform() < uplinkLossProbability) return { lost: true };
  const bits = cltu.bits.slice();
  return { lost: false, bits, bitErrors: flipBits(bits, 0, cltu.bitCount, uplinkBitErrorProbability, prng) };
}
