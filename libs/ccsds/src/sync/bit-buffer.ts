/** A window on a bit stream that is fed in chunks of any number of bits. Positions count bits from the start of the whole stream. */
export class BitBuffer {
  private bytes = new Uint8Array(4096);
  /** Position of the first bit in `bytes`; a multiple of 8. */
  private base = 0;
  private start = 0;
  private stop = 0;

  /** First position that is still held. */
  get first(): number {
    return this.start;
  }

  /** Position after the last bit. */
  get end(): number {
    return this.stop;
  }

  /** Adds the first `bitCount` bits of `bits`, most significant bit first: less than 2^31 with those that are held. */
  append(bits: Uint8Array, bitCount: number): void {
    this.reserve(((this.stop - this.base + bitCount + 7) >>> 3) + 1);
    const used = this.stop - this.base;
    const octets = (bitCount + 7) >>> 3;
    const at = used >>> 3;
    const shift = used & 7;
    if (shift === 0) {
      this.bytes.set(bits.subarray(0, octets), at);
    } else {
      let carry = this.bytes[at]! & (0xff00 >>> shift);
      for (let i = 0; i < octets; i++) {
        const octet = bits[i]!;
        this.bytes[at + i] = carry | (octet >>> shift);
        carry = (octet << (8 - shift)) & 0xff;
      }
      this.bytes[at + octets] = carry;
    }
    this.stop += bitCount;
  }

  /** Forgets all bits before `position`. */
  dropBefore(position: number): void {
    this.start = Math.max(this.start, Math.min(position, this.stop));
  }

  /** The 32 bits from `position` on, as an unsigned number. They must be held. */
  word(position: number): number {
    const from = position - this.base;
    const at = from >>> 3;
    const shift = from & 7;
    const { bytes } = this;
    const word = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    return shift === 0 ? word >>> 0 : ((word << shift) | (bytes[at + 4]! >>> (8 - shift))) >>> 0;
  }

  /** The octet from `position` on. */
  octet(position: number): number {
    const from = position - this.base;
    const at = from >>> 3;
    return (((this.bytes[at]! << 8) | this.bytes[at + 1]!) >>> (8 - (from & 7))) & 0xff;
  }

  /** `length` octets from `position` on, complemented if `inverted`. */
  octets(position: number, length: number, inverted: boolean): Uint8Array {
    const from = position - this.base;
    const at = from >>> 3;
    const shift = from & 7;
    const flip = inverted ? 0xff : 0;
    const result = this.bytes.slice(at, at + length);
    if (shift === 0 && !inverted) return result;
    const { bytes } = this;
    for (let i = 0; i < length; i++)
      result[i] = ((((bytes[at + i]! << 8) | bytes[at + i + 1]!) >>> (8 - shift)) & 0xff) ^ flip;
    return result;
  }

  private reserve(octets: number): void {
    const dropped = Math.floor((this.start - this.base) / 8);
    const needed = octets - dropped;
    if (octets <= this.bytes.length) return;
    const kept = this.bytes.subarray(dropped, ((this.stop - this.base + 7) >>> 3) + 1);
    const bytes = needed + 4096 <= this.bytes.length ? this.bytes : new Uint8Array(2 * needed + 4096);
    if (bytes === this.bytes) bytes.copyWithin(0, dropped, dropped + kept.length);
    else bytes.set(kept);
    this.bytes = bytes;
    this.base += 8 * dropped;
  }
}
