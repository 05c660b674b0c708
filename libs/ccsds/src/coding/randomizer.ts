// Pseudo-randomizers: TM 131.0-B (255 bits, trap 6) h(x) = x^8+x^7+x^5+x^3+1; TC 231.0-B h(x) = x^8+x^6+x^4+x^3+x^2+x+1; both start
// from all ones at the first bit of each codeblock. Left out: the 131 071-bit TM sequence of 131.0-B-5.

export type TmRandomizer = 'none' | 'ccsds-255';

const PERIOD_OCTETS = 255; // 255 bits repeat; 255 octets are eight periods, so the octets repeat as well

/** Octets of the sequence s[n+8] = sum of s[n+tap], from eight ones, most significant bit first. */
function sequenceOctets(taps: readonly number[]): Uint8Array {
  const bits = new Uint8Array(8 * PERIOD_OCTETS).fill(1, 0, 8);
  for (let n = 0; n + 8 < bits.length; n++) for (const tap of taps) bits[n + 8]! ^= bits[n + tap]!;
  const octets = new Uint8Array(PERIOD_OCTETS);
  for (let i = 0; i < bits.length; i++) octets[i >>> 3]! |= bits[i]! << (7 - (i & 7));
  return octets;
}

const tmSequence = sequenceOctets([7, 5, 3, 0]);
const tcSequence = sequenceOctets([6, 4, 3, 2, 1, 0]);

function xorSequence(bytes: Uint8Array, sequence: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  for (let i = 0, at = 0; i < bytes.length; i++) {
    result[i] = bytes[i]! ^ sequence[at]!;
    if (++at === PERIOD_OCTETS) at = 0;
  }
  return result;
}

/** A codeblock randomized, or derandomized: the same operation. Gives new octets; 'none' gives the same object back. */
export function randomizeTm(codeblock: Uint8Array, randomizer: TmRandomizer = 'ccsds-255'): Uint8Array {
  return randomizer === 'none' ? codeblock : xorSequence(codeblock, tmSequence);
}

/** A TC frame, or what lies between start and tail sequence, randomized or derandomized into new octets. */
export function randomizeTc(bytes: Uint8Array): Uint8Array {
  return xorSequence(bytes, tcSequence);
}
