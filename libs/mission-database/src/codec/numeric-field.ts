import { type FloatEncoding, type IntegerEncoding } from '../definitions.js';
import { readBigBits, readBits, writeBigBits, writeBits } from './bits.js';
import { float16FromBits, float16ToBits } from './float16.js';

/** Reads the raw value of one field of fixed size from a bit offset that the caller has checked. */
export type FieldReader = (bytes: Uint8Array, bit: number) => number | bigint;
/** Writes a raw value that the caller has checked. */
export type FieldWriter = (bytes: Uint8Array, bit: number, raw: number | bigint) => void;

/** Integers wider than this are bigints. */
export const MAX_NUMBER_BITS = 53;

const scratch = new DataView(new ArrayBuffer(8));

/** The smallest and largest raw value of an integer encoding. */
export function integerRange({ coding, sizeInBits }: IntegerEncoding): { min: bigint; max: bigint } {
  if (coding === 'unsigned') return { min: 0n, max: (1n << BigInt(sizeInBits)) - 1n };
  const half = 1n << BigInt(sizeInBits - 1);
  return { min: coding === 'twosComplement' ? -half : 1n - half, max: half - 1n };
}

/** A reader made for one numeric encoding. */
export function numericReader(encoding: IntegerEncoding | FloatEncoding): FieldReader {
  return encoding.kind === 'float' ? floatReader(encoding) : integerReader(encoding);
}

/** The writer that `numericReader` undoes. */
export function numericWriter(encoding: IntegerEncoding | FloatEncoding): FieldWriter {
  return encoding.kind === 'float' ? floatWriter(encoding) : integerWriter(encoding);
}

function integerReader(encoding: IntegerEncoding): FieldReader {
  const { coding, sizeInBits: size } = encoding;
  if (size > MAX_NUMBER_BITS) return bigReader(encoding);
  const read = encoding.littleEndian ? littleEndianReader(size) : bigEndianReader(size);
  const top = 2 ** (size - 1);
  switch (coding) {
    case 'unsigned':
      return read;
    case 'twosComplement':
      return (bytes, bit) => {
        const value = read(bytes, bit);
        return value >= top ? value - 2 * top : value;
      };
    case 'signMagnitude':
      return (bytes, bit) => {
        const value = read(bytes, bit);
        return value > top ? top - value : value === top ? 0 : value; // minus zero is zero
      };
    case 'onesComplement':
      return (bytes, bit) => {
        const value = read(bytes, bit);
        return value >= top ? value - (2 * top - 1) : value;
      };
  }
}

function bigEndianReader(size: number): (bytes: Uint8Array, bit: number) => number {
  // Fields of whole octets mostly stand on octet boundaries.
  switch (size) {
    case 8:
      return (bytes, bit) => ((bit & 7) === 0 ? bytes[bit >>> 3]! : readBits(bytes, bit, 8));
    case 16:
      return (bytes, bit) => {
        if ((bit & 7) !== 0) return readBits(bytes, bit, 16);
        const at = bit >>> 3;
        return (bytes[at]! << 8) | bytes[at + 1]!;
      };
    case 32:
      return (bytes, bit) => {
        if ((bit & 7) !== 0) return readBits(bytes, bit, 32);
        const at = bit >>> 3;
        return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
      };
    default:
      return (bytes, bit) => readBits(bytes, bit, size);
  }
}

function littleEndianReader(size: number): (bytes: Uint8Array, bit: number) => number {
  return (bytes, bit) => {
    let value = 0;
    for (let at = size - 8; at >= 0; at -= 8) value = value * 256 + readBits(bytes, bit + at, 8);
    return value;
  };
}

function bigReader({ coding, sizeInBits: size, littleEndian }: IntegerEncoding): FieldReader {
  const read = (bytes: Uint8Array, bit: number): bigint => {
    if (!littleEndian) return readBigBits(bytes, bit, size);
    let value = 0n;
    for (let at = size - 8; at >= 0; at -= 8) value = (value << 8n) | BigInt(readBits(bytes, bit + at, 8));
    return value;
  };
  const top = 1n << BigInt(size - 1);
  switch (coding) {
    case 'unsigned':
      return read;
    case 'twosComplement':
      return (bytes, bit) => BigInt.asIntN(size, read(bytes, bit));
    case 'signMagnitude':
      return (bytes, bit) => {
        const value = read(bytes, bit);
        return value >= top ? top - value : value;
      };
    case 'onesComplement':
      return (bytes, bit) => {
        const value = read(bytes, bit);
        return value >= top ? value - (2n * top - 1n) : value;
      };
  }
}

function integerWriter(encoding: IntegerEncoding): FieldWriter {
  const { coding, sizeInBits: size, littleEndian } = encoding;
  if (size > MAX_NUMBER_BITS) return bigWriter(encoding);
  const top = 2 ** (size - 1);
  return (bytes, bit, raw) => {
    const value = Number(raw);
    let bits = value;
    if (value < 0)
      bits = coding === 'signMagnitude' ? top - value : value + 2 * top - (coding === 'onesComplement' ? 1 : 0);
    if (!littleEndian) return writeBits(bytes, bit, size, bits);
    for (let at = 0; at < size; at += 8) {
      writeBits(bytes, bit + at, 8, bits % 256);
      bits = Math.floor(bits / 256);
    }
  };
}

function bigWriter({ coding, sizeInBits: size, littleEndian }: IntegerEncoding): FieldWriter {
  const top = 1n << BigInt(size - 1);
  return (bytes, bit, raw) => {
    const value = BigInt(raw);
    let bits = value;
    if (value < 0n)
      bits = coding === 'signMagnitude' ? top - value : value + 2n * top - (coding === 'onesComplement' ? 1n : 0n);
    if (!littleEndian) return writeBigBits(bytes, bit, size, bits);
    for (let at = 0; at < size; at += 8) writeBits(bytes, bit + at, 8, Number((bits >> BigInt(at)) & 0xffn));
  };
}

function floatReader({ sizeInBits: size, littleEndian }: FloatEncoding): FieldReader {
  if (size === 16) {
    const read = littleEndian ? littleEndianReader(16) : bigEndianReader(16);
    return (bytes, bit) => float16FromBits(read(bytes, bit));
  }
  const word = littleEndian ? littleEndianReader(32) : bigEndianReader(32);
  if (size === 32)
    return (bytes, bit) => {
      scratch.setUint32(0, word(bytes, bit));
      return scratch.getFloat32(0);
    };
  const high = littleEndian ? 32 : 0;
  return (bytes, bit) => {
    scratch.setUint32(0, word(bytes, bit + high));
    scratch.setUint32(4, word(bytes, bit + 32 - high));
    return scratch.getFloat64(0);
  };
}

function floatWriter({ sizeInBits: size, littleEndian }: FloatEncoding): FieldWriter {
  return (bytes, bit, raw) => {
    const value = Number(raw);
    if (size === 16) scratch.setUint16(0, float16ToBits(value));
    else if (size === 32) scratch.setFloat32(0, value);
    else scratch.setFloat64(0, value);
    const octets = size / 8;
    for (let i = 0; i < octets; i++)
      writeBits(bytes, bit + 8 * i, 8, scratch.getUint8(littleEndian ? octets - 1 - i : i));
  };
}
