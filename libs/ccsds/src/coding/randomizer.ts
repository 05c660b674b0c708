// Pseudo-randomizers. TM: 131.0-B, 255 bits (trap 6), h(x) = x^8+x^7+x^5+x^3+1 from all ones, and, since 131.0-B-5 (10.4.1, 10.4.2 as
// peers cite it), 131 071 bits, h(x) = x^17+x^14+1 from 11000111000111000. TC: 231.0-B, h(x) = x^8+x^6+x^4+x^3+x^2+x+1 from all ones.
// Each starts anew at the first bit of a codeblock.
import { type ExclusiveOrKernel, exclusiveOrKernel } from '@app/kernels';

export type TmRandomizer = 'none' | 'ccsds-255' | 'ccsds-131071';

/** Octets of the sequence s[n + cells] = sum of s[n + tap]: as many as the period has bits, so that the octets repeat as well. */
function sequenceOctets(start: readonly number[], taps: readonly number[]): Uint8Array {
  const cells = start.length;
  const octets = new Uint8Array(2 ** cells - 1);
  const register = [...start];
  for (let i = 0; i < 8 * octets.length; i++) {
    octets[i >>> 3]! |= register[i % cells]! << (7 - (i & 7));
    let next = 0;
    for (const tap of taps) next ^= register[(i + tap) % cells]!;
    register[i % cells] = next;
  }
  return octets;
}

const eightOnes = new Array<number>(8).fill(1);
// 131.0-B-5 writes the seed as 11000111000111000; the cell on its right is sent first.
const longSeed = [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1];

/** A sequence is made when it is first wanted: the long one has 131 071 octets. */
function madeOnce(start: readonly number[], taps: readonly number[]): () => ExclusiveOrKernel {
  let kernel: ExclusiveOrKernel | undefined;
  return () => (kernel ??= exclusiveOrKernel(sequenceOctets(start, taps)));
}

const tmKernels = { 'ccsds-255': madeOnce(eightOnes, [7, 5, 3, 0]), 'ccsds-131071': madeOnce(longSeed, [14, 0]) };
const tcKernel = madeOnce(eightOnes, [6, 4, 3, 2, 1, 0]);

/** A codeblock randomized, or derandomized: the same operation. Gives new octets; 'none' gives the same object back. */
export function randomizeTm(codeblock: Uint8Array, randomizer: TmRandomizer = 'ccsds-255'): Uint8Array {
  if (randomizer === 'none') return codeblock;
  const result = new Uint8Array(codeblock.length);
  tmKernels[randomizer]()(result, codeblock);
  return result;
}

/** A TC frame, or what lies between start and tail sequence, randomized or derandomized into new octets. */
export function randomizeTc(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  tcKernel()(result, bytes);
  return result;
}
