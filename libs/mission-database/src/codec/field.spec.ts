import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FloatEncoding, type IntegerCoding, type IntegerEncoding } from '../definitions.js';
import { hex } from '../testing/xtce-text.js';
import { readBits, readOctets, writeBits, writeOctets } from './bits.js';
import { float16FromBits, float16ToBits } from './float16.js';
import { integerRange, numericReader, numericWriter } from './numeric-field.js';
import { decodeText, encodeText } from './text.js';

const integer = (sizeInBits: number, coding: IntegerCoding = 'unsigned', littleEndian = false): IntegerEncoding => ({
  kind: 'integer',
  coding,
  sizeInBits,
  littleEndian,
  calibrator: undefined,
  contextCalibrators: [],
});
const float = (sizeInBits: 16 | 32 | 64, littleEndian = false): FloatEncoding => ({
  kind: 'float',
  sizeInBits,
  littleEndian,
  calibrator: undefined,
  contextCalibrators: [],
});

describe('integer fields written by hand', () => {
  it.each<[string, IntegerEncoding, string, number, number | bigint]>([
    ['3 bits at offset 5', integer(3), '05', 5, 5],
    ['12 bits over an octet boundary', integer(12), '0abc', 4, 0xabc],
    ['12 bits at an odd offset', integer(12), '5578', 3, 0xabc],
    ['24 bits two’s complement (trap 36)', integer(24, 'twosComplement'), 'fffffe', 0, -2],
    ['24 bits two’s complement, most negative', integer(24, 'twosComplement'), '800000', 0, -8_388_608],
    ['24 bits two’s complement, most positive', integer(24, 'twosComplement'), '7fffff', 0, 8_388_607],
    ['16 bits little-endian', integer(16, 'unsigned', true), '3412', 0, 0x1234],
    ['16 bits little-endian at offset 4 (trap 36)', integer(16, 'unsigned', true), 'f3412f', 4, 0x1234],
    ['24 bits little-endian two’s complement', integer(24, 'twosComplement', true), 'feffff', 0, -2],
    ['8 bits sign and magnitude', integer(8, 'signMagnitude'), '85', 0, -5],
    ['8 bits sign and magnitude, minus zero', integer(8, 'signMagnitude'), '80', 0, 0],
    ['8 bits ones’ complement', integer(8, 'onesComplement'), 'fa', 0, -5],
    ['8 bits ones’ complement, minus zero', integer(8, 'onesComplement'), 'ff', 0, 0],
    ['32 bits, all ones', integer(32), 'ffffffff', 0, 4_294_967_295],
    ['32 bits two’s complement, all ones', integer(32, 'twosComplement'), 'ffffffff', 0, -1],
    ['53 bits at offset 3, all ones', integer(53), '1fffffffffffff', 3, Number.MAX_SAFE_INTEGER],
    ['56 bits are a bigint', integer(56), '80000000000001', 0, 0x80000000000001n],
    ['64 bits', integer(64), 'fedcba9876543210', 0, 0xfedcba9876543210n],
    ['64 bits two’s complement', integer(64, 'twosComplement'), 'fffffffffffffffe', 0, -2n],
    ['64 bits little-endian', integer(64, 'unsigned', true), '1032547698badcfe', 0, 0xfedcba9876543210n],
    ['64 bits at offset 4', integer(64), 'ffedcba98765432100', 4, 0xfedcba9876543210n],
    ['64 bits sign and magnitude', integer(64, 'signMagnitude'), '8000000000000005', 0, -5n],
    ['64 bits ones’ complement', integer(64, 'onesComplement'), 'fffffffffffffffa', 0, -5n],
  ])('%s', (_, encoding, octets, bit, expected) => {
    expect(numericReader(encoding)(hex(octets), bit)).toBe(expected);
  });

  it('every coding, size, order and offset: what is written is read, and the bits around it stay', () => {
    const codings: IntegerCoding[] = ['unsigned', 'twosComplement', 'signMagnitude', 'onesComplement'];
    const cases = fc
      .record({ size: fc.integer({ min: 1, max: 64 }), coding: fc.constantFrom(...codings), little: fc.boolean() })
      .map(({ size, coding, little }) => integer(little ? Math.ceil(size / 8) * 8 : size, coding, little))
      .chain((encoding) => {
        const { min, max } = integerRange(encoding);
        return fc.record({
          encoding: fc.constant(encoding),
          value: fc.bigInt({ min, max }),
          bit: fc.integer({ min: 0, max: 23 }),
          fill: fc.constantFrom(0, 0xff),
        });
      });
    fc.assert(
      fc.property(cases, ({ encoding, value, bit, fill }) => {
        const bytes = new Uint8Array(12).fill(fill);
        const raw = encoding.sizeInBits > 53 ? value : Number(value);
        numericWriter(encoding)(bytes, bit, raw);
        expect(numericReader(encoding)(bytes, bit)).toBe(raw);
        let around = 0;
        for (let i = 0; i < 96; i++)
          if ((i < bit || i >= bit + encoding.sizeInBits) && readBits(bytes, i, 1) !== (fill & 1)) around++;
        expect(around).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('octets at any offset', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9 }), fc.integer({ min: 0, max: 15 }), (octets, bit) => {
        const bytes = new Uint8Array(11);
        writeOctets(bytes, bit, octets);
        expect(readOctets(bytes, bit, octets.length)).toEqual(octets);
      }),
    );
    const bytes = new Uint8Array(2).fill(0xff);
    writeBits(bytes, 4, 8, 0);
    expect(bytes).toEqual(hex('f00f'));
  });
});

describe('float fields written by hand', () => {
  it.each<[string, FloatEncoding, string, number, number]>([
    ['binary32', float(32), '3f800000', 0, 1],
    ['binary32, −118.625', float(32), 'c2ed4000', 0, -118.625],
    ['binary32 at offset 4', float(32), '0c2ed4000f', 4, -118.625],
    ['binary32 little-endian', float(32, true), '0040edc2', 0, -118.625],
    ['binary64', float(64), '400921fb54442d18', 0, Math.PI],
    ['binary64 little-endian', float(64, true), '182d4454fb210940', 0, Math.PI],
    ['binary16', float(16), '3c00', 0, 1],
    ['binary16, largest', float(16), '7bff', 0, 65_504],
    ['binary16, smallest subnormal', float(16), '0001', 0, 2 ** -24],
    ['binary16, one third', float(16), '3555', 0, 0.333251953125],
    ['binary16 little-endian', float(16, true), '00c0', 0, -2],
    ['binary16, minus infinity', float(16), 'fc00', 0, -Infinity],
  ])('%s', (_, encoding, octets, bit, expected) => {
    expect(numericReader(encoding)(hex(octets), bit)).toBe(expected);
    const bytes = hex(octets);
    numericWriter(encoding)(bytes, bit, expected);
    expect(bytes).toEqual(hex(octets));
  });

  it('binary16: all 65 536 patterns come back (a NaN as a NaN), and rounding is to even', () => {
    for (let bits = 0; bits < 65_536; bits++) {
      const value = float16FromBits(bits);
      if (Number.isNaN(value)) expect(float16FromBits(float16ToBits(value))).toBeNaN();
      else if (float16ToBits(value) !== bits) throw new Error(`0x${bits.toString(16)}`);
    }
    expect(float16ToBits(2049)).toBe(float16ToBits(2048));
    expect(float16ToBits(2051)).toBe(float16ToBits(2052));
    expect(float16ToBits(65_519)).toBe(0x7bff);
    expect(float16ToBits(65_520)).toBe(0x7c00);
    expect(float16ToBits(2 ** -25)).toBe(0);
    expect(float16ToBits(2 ** -14 * (1 - 2 ** -12))).toBe(0x0400);
  });
});

describe('text', () => {
  it('UTF-8 as the platform’s own codec has it, for text and for damaged octets', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const octets = encodeText(text, 'UTF-8');
        expect(octets).toEqual(new Uint8Array(Buffer.from(text, 'utf8')));
        expect(decodeText(octets ?? new Uint8Array(), 'UTF-8')).toBe(text);
      }),
    );
    expect(decodeText(hex('41ff42'), 'UTF-8')).toBe('A\uFFFDB');
    expect(decodeText(hex('c0af'), 'UTF-8')).toBe('\uFFFD\uFFFD'); // overlong
    expect(decodeText(hex('eda080'), 'UTF-8')).toBe('\uFFFD\uFFFD\uFFFD'); // a surrogate
    expect(decodeText(hex('e282'), 'UTF-8')).toBe('\uFFFD\uFFFD'); // cut short
  });

  it('the other character sets', () => {
    expect(decodeText(hex('004100e9'), 'UTF-16BE')).toBe('Aé');
    expect(decodeText(hex('4100e900'), 'UTF-16LE')).toBe('Aé');
    expect(encodeText('Aé', 'UTF-16LE')).toEqual(hex('4100e900'));
    expect(encodeText('Aé', 'UTF-16BE')).toEqual(hex('004100e9'));
    expect(decodeText(hex('41e9'), 'ISO-8859-1')).toBe('Aé');
    expect(encodeText('Aé', 'ISO-8859-1')).toEqual(hex('41e9'));
    expect(decodeText(hex('41e9'), 'US-ASCII')).toBe('A\uFFFD');
    expect(encodeText('Aé', 'US-ASCII')).toBeUndefined();
  });
});
