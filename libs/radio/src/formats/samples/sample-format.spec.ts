import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeItems, encodeItems } from './items.js';
import { type ItemCoding, SampleFormatError, octetsOf, parseSampleFormat, sampleFormatName } from './sample-format.js';
import { SampleDecoder, SampleEncoder } from './sample-stream.js';

const names = ['f32', 'f64', 'i32', 'i16', 'u32', 'u16'].flatMap((item) => [
  `c${item}_le`,
  `c${item}_be`,
  `r${item}_le`,
  `r${item}_be`,
]);
const everyName = [...names, 'ci8', 'cu8', 'ri8', 'ru8'];
const sample = fc.float({ min: -1, max: 1, noNaN: true });

/** What a DataView makes of the octets: the language's own reading of each type. */
function byDataView(octets: Uint8Array, { type, bigEndian }: ItemCoding): number[] {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const read = {
    i8: (at: number) => view.getInt8(at) / 2 ** 7,
    u8: (at: number) => (view.getUint8(at) - 127.5) / 127.5,
    i16: (at: number) => view.getInt16(at, !bigEndian) / 2 ** 15,
    u16: (at: number) => (view.getUint16(at, !bigEndian) - 32767.5) / 32767.5,
    i24: () => NaN,
    i32: (at: number) => view.getInt32(at, !bigEndian) / 2 ** 31,
    u32: (at: number) => (view.getUint32(at, !bigEndian) - 2147483647.5) / 2147483647.5,
    f32: (at: number) => view.getFloat32(at, !bigEndian),
    f64: (at: number) => view.getFloat64(at, !bigEndian),
  }[type];
  return Array.from({ length: octets.length / octetsOf(type) }, (_, i) => Math.fround(read(i * octetsOf(type))));
}

describe('names of sample formats', () => {
  it('are given back as they were read, and take the least significant octet first where they say nothing', () => {
    expect(everyName.map((name) => sampleFormatName(parseSampleFormat(name)))).toEqual(everyName);
    expect(sampleFormatName(parseSampleFormat('cf32'))).toBe('cf32_le');
  });

  it.each(['', 'f32_le', 'cf16_le', 'ci24_le', 'cf32_me', 'cf32_le ', 'xi16_le'])('refuses "%s"', (name) => {
    expect(() => parseSampleFormat(name)).toThrow(SampleFormatError);
  });

  it('has none for 24 bits', () => {
    const item = { type: 'i24', bigEndian: false, zero: 0 } as const;
    expect(() => sampleFormatName({ complex: true, item })).toThrow(/24 bits/);
  });
});

describe('samples as octets', () => {
  it.each([
    ['cu8', [0, 255, 127, 128], [-1, 1, -1 / 255, 1 / 255]],
    ['ci8', [0x80, 0x7f, 0xff, 0], [-1, 127 / 128, -1 / 128, 0]],
    ['ci16_le', [0x00, 0x80, 0xff, 0x7f], [-1, 32767 / 32768]],
    ['ri16_be', [0x80, 0x00, 0x7f, 0xff], [-1, 32767 / 32768]],
    ['rf32_le', [0, 0, 0x80, 0xbf], [-1]],
    ['rf64_be', [0x3f, 0xe0, 0, 0, 0, 0, 0, 0], [0.5]],
  ] as const)('%s: an octet pattern of known value', (name, octets, values) => {
    expect([...new SampleDecoder(name).push(Uint8Array.from(octets))]).toEqual(values.map(Math.fround));
  });

  it('24 bits: the sign stands in the last octet, or in the first', () => {
    const octets = Uint8Array.of(0x00, 0x00, 0x80, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff);
    const little = { type: 'i24', bigEndian: false, zero: 0 } as const;
    expect([...decodeItems(octets, little)]).toEqual([-1, 1 - 2 ** -23, -(2 ** -23)]);
    const big = { ...little, bigEndian: true };
    expect([...decodeItems(octets.slice().reverse(), big)]).toEqual([-(2 ** -23), 1 - 2 ** -23, -1]);
    expect(encodeItems(Float32Array.of(-1, 2 ** -23 - 1, 0.5), little).octets).toEqual(
      Uint8Array.of(0, 0, 0x80, 1, 0, 0x80, 0, 0, 0x40),
    );
    expect(encodeItems(Float32Array.of(0.5), big).octets).toEqual(Uint8Array.of(0x40, 0, 0));
  });

  it.each(everyName)('%s: reads random octets as a DataView does, wherever they begin', (name) => {
    const format = parseSampleFormat(name);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 64 }), fc.nat({ max: 7 }), (octets, from) => {
        const step = octetsOf(format.item.type) * (format.complex ? 2 : 1);
        const piece = octets.subarray(from, from + Math.floor((octets.length - from) / step) * step);
        expect([...new SampleDecoder(format).push(piece)]).toEqual(byDataView(piece, format.item));
      }),
      { numRuns: 40 },
    );
  });

  it.each(everyName)('%s: gives the same samples whatever the chunks, and back within half a step', (name) => {
    const format = parseSampleFormat(name);
    const { type } = format.item;
    const steps = 2 ** (8 * octetsOf(type));
    const step = type.startsWith('f') ? 0 : 2 / (type.startsWith('u') ? steps - 1 : steps);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(sample, sample), { maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 13 }), { minLength: 1, maxLength: 9 }),
        (pairs, cuts) => {
          const samples = Float32Array.from(pairs.flat());
          const encoder = new SampleEncoder(format);
          const octets = encoder.encode(samples);
          expect([encoder.saturated, encoder.notNumbers]).toEqual([0, 0]);
          const decoder = new SampleDecoder(format);
          const read: number[] = [];
          for (let at = 0, n = 0; at < octets.length; at += cuts[n++ % cuts.length]!)
            read.push(...decoder.push(octets.subarray(at, at + cuts[n % cuts.length]!)));
          expect(decoder.heldOctets).toBe(0);
          expect(read).toHaveLength(samples.length);
          // The last positive step of signed integers is missing: 1 is read as 1 less a step.
          const far = [...samples].findIndex(
            (value, i) => !(Math.abs(read[i]! - value) <= (value > 1 - step ? step : step / 2 + 2 ** -24)),
          );
          expect(far).toBe(-1);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps the octets of an unfinished sample, I without Q as well', () => {
    const decoder = new SampleDecoder('ci16_le');
    expect(decoder.push(Uint8Array.of(0, 0x40, 0))).toHaveLength(0);
    expect(decoder.heldOctets).toBe(3);
    expect([...decoder.push(Uint8Array.of(0xc0, 1))]).toEqual([0.5, -0.5]);
    expect(decoder.heldOctets).toBe(1);
  });

  it('never gives out the memory that it was given', () => {
    const chunk = new Uint8Array(Float32Array.of(1, 2).buffer);
    const samples = new SampleDecoder('cf32_le').push(chunk);
    chunk.fill(0);
    expect([...samples]).toEqual([1, 2]);
  });

  it('keeps and turns copies, of a Buffer as well, whose own slice is none', () => {
    const decoder = new SampleDecoder('ri16_be');
    const chunk = Buffer.from([0, 0x40, 0, 0xc0, 0, 0x20]).subarray(1);
    expect([...decoder.push(chunk)]).toEqual([0.5, -0.5]);
    expect(chunk).toEqual(Buffer.from([0x40, 0, 0xc0, 0, 0x20]));
    chunk.fill(0);
    expect([...decoder.push(Buffer.from([0]))]).toEqual([0.25]);
    expect([...new SampleDecoder('ri16_le').push(Buffer.from([9, 0, 0x40]).subarray(1))]).toEqual([0.5]);
  });

  it('counts what is beyond full scale and what is no number, and does not count full scale', () => {
    const encoder = new SampleEncoder('ri16_le');
    const octets = encoder.encode(Float32Array.of(1, 1.001, -1.001, -1, Infinity, -Infinity, NaN, 0.25));
    expect([...new Int16Array(octets.buffer)]).toEqual([32767, 32767, -32768, -32768, 32767, -32768, 0, 8192]);
    expect([encoder.saturated, encoder.notNumbers]).toEqual([4, 1]);
    const unsigned = new SampleEncoder('cu8');
    expect([...unsigned.encode(Float32Array.of(1, -1, 1.005, -1.005, 0.5, NaN))]).toEqual([255, 0, 255, 0, 191, 128]);
    expect([unsigned.saturated, unsigned.notNumbers]).toEqual([2, 1]);
  });

  it('rounds halves to the even integer, so that noise gets no mean from it', () => {
    const halves = Float32Array.of(0.5, 1.5, 2.5, -0.5, -1.5, -2.5).map((steps) => steps / 128);
    expect([...new Int8Array(new SampleEncoder('ri8').encode(halves).buffer)]).toEqual([0, 2, 2, 0, -2, -2]);
  });
});
