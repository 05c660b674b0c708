/** Bits in order of transmission, the first in the most significant place of the first octet; grows as it is written to. */
export class BitBuffer {
  private octets = new Uint8Array(4096);
  private written = 0;

  get bitCount(): number {
    return this.written;
  }

  /** Adds `count` bits of `source`, from bit `from` on. */
  append(source: Uint8Array, from: number, count: number): void {
    if (count <= 0) return;
    this.reserve(this.written + count);
    let at = this.written;
    let left = count;
    let next = from;
    const partial = at & 7;
    if (partial !== 0) {
      const take = Math.min(8 - partial, left);
      const bits = bitsAt(source, next) >>> (8 - take);
      this.octets[at >>> 3] = (this.octets[at >>> 3] ?? 0) | (bits << (8 - partial - take));
      at += take;
      next += take;
      left -= take;
    }
    const whole = left >>> 3;
    let to = at >>> 3;
    if ((next & 7) === 0) this.octets.set(source.subarray(next >>> 3, (next >>> 3) + whole), to);
    else for (let i = 0; i < whole; i++) this.octets[to + i] = bitsAt(source, next + 8 * i);
    to += whole;
    next += 8 * whole;
    left &= 7;
    if (left > 0) this.octets[to] = bitsAt(source, next) & (0xff00 >>> left);
    this.written += count;
  }

  /** What was written, the last octet filled up with zeros; the buffer is empty after it. */
  take(): Uint8Array {
    const bytes = this.octets.slice(0, (this.written + 7) >>> 3);
    this.octets.fill(0, 0, bytes.length);
    this.written = 0;
    return bytes;
  }

  private reserve(bits: number): void {
    if (bits <= 8 * this.octets.length) return;
    const larger = new Uint8Array(Math.max(2 * this.octets.length, (bits + 7) >>> 3));
    larger.set(this.octets);
    this.octets = larger;
  }
}

/** The eight bits from bit `at` on; zeros beyond the end. */
function bitsAt(source: Uint8Array, at: number): number {
  const octet = at >>> 3;
  const shift = at & 7;
  const first = source[octet] ?? 0;
  return shift === 0 ? first : ((first << shift) | ((source[octet + 1] ?? 0) >>> (8 - shift))) & 0xff;
}

/** Turns one bit over. */
export function flipBit(bytes: Uint8Array, bit: number): void {
  bytes[bit >>> 3] = (bytes[bit >>> 3] ?? 0) ^ (0x80 >>> (bit & 7));
}
