/**
 * Bit fields of a byte array, most significant bit first, at any bit offset. The caller has checked that the field lies
 * within the array.
 */

/** An unsigned field of 1 to 53 bits. */
export function readBits(bytes: Uint8Array, bit: number, size: number): number {
  let at = bit >>> 3;
  const room = 8 - (bit & 7); // bits of the first octet that belong to the field
  let value = bytes[at]! & (0xff >>> (8 - room));
  if (size <= room) return value >>> (room - size);
  let left = size - room;
  while (left >= 8) {
    value = value * 256 + bytes[++at]!;
    left -= 8;
  }
  return left === 0 ? value : value * (1 << left) + (bytes[++at]! >>> (8 - left));
}

/** An unsigned field of 54 to 64 bits. */
export function readBigBits(bytes: Uint8Array, bit: number, size: number): bigint {
  return (BigInt(readBits(bytes, bit, size - 32)) << 32n) | BigInt(readBits(bytes, bit + size - 32, 32));
}

/** Writes the low `size` (1 to 53) bits of a non-negative integer; bits around the field are kept. */
export function writeBits(bytes: Uint8Array, bit: number, size: number, value: number): void {
  let rest = value;
  let left = size;
  let end = bit + size;
  while (left > 0) {
    const at = (end - 1) >>> 3;
    const low = 7 - ((end - 1) & 7); // free bits below the field in this octet
    const take = Math.min(left, 8 - low);
    const part = rest % (1 << take);
    const mask = ((1 << take) - 1) << low;
    bytes[at] = (bytes[at]! & ~mask) | (part << low);
    rest = Math.floor(rest / (1 << take));
    left -= take;
    end -= take;
  }
}

/** Writes the low `size` (54 to 64) bits of a non-negative integer. */
export function writeBigBits(bytes: Uint8Array, bit: number, size: number, value: bigint): void {
  writeBits(bytes, bit, size - 32, Number(value >> 32n));
  writeBits(bytes, bit + size - 32, 32, Number(value & 0xffffffffn));
}

/** A copy of `length` octets from any bit offset, as a plain Uint8Array (a Buffer's slice would share its memory). */
export function readOctets(bytes: Uint8Array, bit: number, length: number): Uint8Array {
  if ((bit & 7) === 0) return new Uint8Array(bytes.subarray(bit >>> 3, (bit >>> 3) + length));
  return Uint8Array.from({ length }, (_, i) => readBits(bytes, bit + 8 * i, 8));
}

/** Writes octets at any bit offset. */
export function writeOctets(bytes: Uint8Array, bit: number, octets: Uint8Array): void {
  if ((bit & 7) === 0) bytes.set(octets, bit >>> 3);
  else octets.forEach((octet, i) => writeBits(bytes, bit + 8 * i, 8, octet));
}
