// NRZ-M: a one is sent as a change of level, a zero as none, so that the polarity of the stream does not matter. Where both are used it
// stands before the convolutional encoder.

import { CodecError } from '../codec-error.js';

/** More bits than the octets have. */
export class NrzMError extends CodecError {
  override readonly name = 'NrzMError';
}

function requireBits(octets: Uint8Array, bitCount: number): void {
  if (!Number.isInteger(bitCount) || bitCount < 0 || bitCount > 8 * octets.length)
    throw new NrzMError('NRZ-M', 'bitCount', `0 to ${8 * octets.length}`, String(bitCount));
}

/** Streaming encoder and decoder of NRZ-M on packed bits, most significant first; each keeps one level between calls. */
export class NrzMCodec {
  private level = 0;

  /** Data bits to levels. The first `bitCount` bits count; what lies behind them in the last octet is 0. Throws NrzMError. */
  encode(bits: Uint8Array, bitCount = 8 * bits.length): Uint8Array {
    requireBits(bits, bitCount);
    const levels = new Uint8Array(Math.ceil(bitCount / 8));
    for (let i = 0; i < levels.length; i++) {
      // Bit n of the octet becomes the sum of bits 0 to n and the level before.
      let octet = bits[i]!;
      octet ^= octet >>> 1;
      octet ^= octet >>> 2;
      octet ^= octet >>> 4;
      if (this.level === 1) octet ^= 0xff;
      levels[i] = octet;
      this.level = octet & 1;
    }
    this.cut(levels, bitCount);
    return levels;
  }

  /** Levels to data bits: the inverse. The first bit of a stream whose level before is not known may be wrong, no other. Throws NrzMError. */
  decode(levels: Uint8Array, bitCount = 8 * levels.length): Uint8Array {
    requireBits(levels, bitCount);
    const bits = new Uint8Array(Math.ceil(bitCount / 8));
    let level = this.level;
    for (let i = 0; i < bits.length; i++) {
      const octet = levels[i]!;
      bits[i] = octet ^ (octet >>> 1) ^ (level << 7);
      level = octet & 1;
    }
    const last = bitCount & 7;
    if (bitCount > 0) this.level = last === 0 ? level : (levels[bits.length - 1]! >>> (8 - last)) & 1;
    if (last !== 0) bits[bits.length - 1]! &= 0xff00 >>> last;
    return bits;
  }

  private cut(levels: Uint8Array, bitCount: number): void {
    const last = bitCount & 7;
    if (last === 0) return;
    const end = levels.length - 1;
    this.level = (levels[end]! >>> (8 - last)) & 1;
    levels[end]! &= 0xff00 >>> last;
  }
}
