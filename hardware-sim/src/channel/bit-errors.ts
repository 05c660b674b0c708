import { type Prng } from '../prng.js';
import { flipBit } from './bits.js';

/** Below this rate no error is drawn: not one is expected in the life of a spacecraft. */
const NEVER = 1e-15;

/**
 * Turns over bits of `bytes` from bit `from` up to, not including, bit `to`, each with an error rate. Gives how many. Nothing is done for
 * the bits between two errors.
 */
export function flipBits(bytes: Uint8Array, from: number, to: number, rate: number, prng: Prng): number {
  if (rate < NEVER) return 0;
  let errors = 0;
  for (let bit = from + prng.skip(rate); bit < to; bit += 1 + prng.skip(rate)) {
    flipBit(bytes, bit);
    errors++;
  }
  return errors;
}
