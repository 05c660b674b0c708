/** The packet while it is written: it grows, and a cursor stands where the next field begins. */
export class PacketBuffer {
  private bytes: Uint8Array;
  private end = 0;
  bit = 0;

  constructor(octets: number) {
    this.bytes = new Uint8Array(octets);
  }

  /** The array, with room for `bits` more from the cursor. */
  reserve(bits: number): Uint8Array {
    const needed = Math.ceil((this.bit + bits) / 8);
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    return this.bytes;
  }

  /** Moves the cursor over a field that `reserve` has made room for; gives where the field begins. */
  advance(bits: number): number {
    const from = this.bit;
    this.bit += bits;
    if (this.bit > this.end) this.end = this.bit;
    return from;
  }

  seek(bit: number): void {
    this.bit = bit;
  }

  /** The octets up to the end of the furthest field. */
  finish(): Uint8Array {
    return this.bytes.slice(0, Math.ceil(this.end / 8));
  }
}
