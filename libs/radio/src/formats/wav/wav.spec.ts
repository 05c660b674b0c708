import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SampleEncoder } from '../samples/sample-stream.js';
import { WavError, wavSampleFormat } from './wav-header.js';
import { WavReader } from './wav-reader.js';
import { encodeWavHeader } from './wav-writer.js';

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const u16 = (value: number): number[] => [value & 0xff, value >>> 8];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];
const chunk = (name: string, octets: readonly number[], length = octets.length): number[] => [
  ...ascii(name),
  ...u32(length),
  ...octets,
  ...(octets.length % 2 ? [0] : []),
];
const form = (tag: number, channels: number, bits: number, rate = 48_000): number[] => [
  ...[...u16(tag), ...u16(channels), ...u32(rate), ...u32((rate * channels * bits) / 8)],
  ...[...u16((channels * bits) / 8), ...u16(bits)],
];
const riff = (...chunks: number[][]): Uint8Array =>
  Uint8Array.from([...ascii('RIFF'), ...u32(4 + chunks.flat().length), ...ascii('WAVE'), ...chunks.flat()]);
const tail = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

function read(octets: Uint8Array, cut = octets.length): { reader: WavReader; samples: number[] } {
  const reader = new WavReader();
  const samples: number[] = [];
  for (let at = 0; at < octets.length; at += cut) samples.push(...reader.push(octets.subarray(at, at + cut)));
  return { reader, samples };
}

describe('reader of WAV files', () => {
  it.each([
    ['8 bits', chunk('fmt ', form(1, 1, 8)), [128, 255, 0], [0, 127 / 128, -1]],
    ['16 bits, I and Q', chunk('fmt ', form(1, 2, 16)), [0, 0x40, 0, 0x80], [0.5, -1]],
    ['24 bits', chunk('fmt ', form(1, 1, 24)), [0, 0, 0xc0], [-0.5]],
    ['32 bits', chunk('fmt ', form(1, 1, 32)), [0, 0, 0, 0x20], [0.25]],
    ['float32', chunk('fmt ', form(3, 1, 32)), [0, 0, 0xc0, 0x3f], [1.5]],
    ['float64', chunk('fmt ', [...form(3, 1, 64), 0, 0]), [0, 0, 0, 0, 0, 0, 0xf0, 0xbf], [-1]],
    [
      'extensible',
      chunk('fmt ', [...form(0xfffe, 2, 16), ...u16(22), ...u16(16), ...u32(3), 1, 0, ...tail]),
      [0, 0xc0, 0, 0x40],
      [-0.5, 0.5],
    ],
  ])('reads %s, in pieces of any size', (_, formChunk, data, expected) => {
    const file = riff(formChunk, chunk('data', data));
    for (let cut = 1; cut <= file.length; cut++) {
      const { reader, samples } = read(file, cut);
      expect(samples).toEqual(expected);
      expect(reader.header?.dataOctets).toBe(data.length);
      expect(reader.end()).toEqual({ missingOctets: 0, cutOctets: 0 });
    }
  });

  it('passes over chunks before the samples, odd ones with their pad, and all that follows the samples', () => {
    const file = riff(
      chunk('LIST', ascii('INFOx')),
      chunk('fmt ', form(1, 1, 8, 8000)),
      chunk('auxi', [...new Array<number>(32).fill(7), ...u32(137_912_500), ...new Array<number>(32).fill(0)]),
      chunk('data', [128, 192, 64]),
      chunk('LIST', ascii('INFO data')),
    );
    for (const cut of [1, 7, file.length]) {
      const { reader, samples } = read(file, cut);
      expect(samples).toEqual([0, 0.5, -0.5]);
      const dataOffset = 12 + 8 + 6 + 24 + 76 + 8;
      expect(reader.header).toEqual({
        ...{ container: 'RIFF', sampleRateHz: 8000, channels: 1, encoding: 'u8', dataOffset, dataOctets: 3 },
        centreFrequencyHz: 137_912_500,
      });
    }
  });

  it.each([0, 0xffff_ffff])('reads to the end where the length is %d, as a pipe writes it', (length) => {
    const { reader, samples } = read(riff(chunk('fmt ', form(1, 1, 16)), chunk('data', [0, 0x40, 0, 0xc0, 9], length)));
    expect(reader.header?.dataOctets).toBeNull();
    expect(samples.slice(0, 2)).toEqual([0.5, -0.5]);
    expect(reader.end().missingOctets).toBe(0);
  });

  it('takes the length of RF64 from ds64, and says what did not come', () => {
    const size = [...u32(5), ...u32(2)];
    const file = riff(
      chunk('ds64', [...u32(0), ...u32(0), ...size, ...u32(0), ...u32(0), ...u32(0)]),
      chunk('fmt ', form(3, 2, 32)),
      chunk('data', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0xffff_ffff),
    );
    file.set(ascii('RF64'));
    const { reader } = read(file);
    expect(reader.header).toMatchObject({ container: 'RF64', dataOctets: 2 ** 33 + 5 });
    expect(reader.end()).toEqual({ missingOctets: 2 ** 33 + 5 - 10, cutOctets: 2 });
  });

  it.each([
    ['another file', Uint8Array.from(ascii('OggS00000000')), /octet 0.*RIFF.*OggS/],
    ['RIFF of something else', Uint8Array.from(ascii('RIFF0000AVI ')), /octet 8.*WAVE/],
    ['A-law', riff(chunk('fmt ', form(6, 1, 8))), /form.*format tag 6/],
    ['12 bits', riff(chunk('fmt ', form(1, 1, 12))), /of 12 bits/],
    ['four channels', riff(chunk('fmt ', form(1, 4, 16))), /channels.*found 4/],
    ['no sample rate', riff(chunk('fmt ', form(1, 1, 16, 0))), /sample rate/],
    ['a short form', riff(chunk('fmt ', [1, 0, 1, 0])), /length: expected 16/],
    ['a long form', riff(chunk('fmt ', [], 70_000)), /at most 65536 octets, found 70000/],
    ['another block', riff(chunk('fmt ', form(1, 1, 16).with(12, 4))), /block align: expected 2, found 4/],
    ['samples without a form', riff(chunk('data', [1, 2])), /"fmt " before it/],
    ['a foreign GUID', riff(chunk('fmt ', [...form(0xfffe, 1, 16), ...new Array<number>(24).fill(1)])), /GUID/],
  ])('refuses %s', (_, octets, message) => {
    expect(() => new WavReader().push(octets)).toThrow(WavError);
    expect(() => new WavReader().push(octets)).toThrow(message);
  });

  it('refuses an end before the samples', () => {
    const { reader } = read(riff(chunk('fmt ', form(1, 1, 16))));
    expect(() => reader.end()).toThrow(/end: expected chunks "fmt " and "data", found 36 octets/);
  });
});

describe('writer of WAV files', () => {
  it('lays the header out as the form asks', () => {
    const header = encodeWavHeader({ sampleRateHz: 250_000, channels: 2, encoding: 'i16', dataOctets: 8 });
    const octets = riff(chunk('fmt ', form(1, 2, 16, 250_000)), chunk('data', [1, 2, 3, 4, 5, 6, 7, 8]));
    expect([...header]).toEqual([...octets.subarray(0, -8)]);
  });

  it.each(['i16', 'f32'] as const)('%s: what it writes is read as it was', (encoding) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e8 }),
        fc.constantFrom(1 as const, 2 as const),
        fc.array(fc.integer({ min: -32768, max: 32767 }), { maxLength: 20 }),
        fc.boolean(),
        (sampleRateHz, channels, steps, isKnown) => {
          const samples = Float32Array.from([...steps, ...(channels === 2 ? steps : [])].map((step) => step / 32768));
          const octets = new SampleEncoder(wavSampleFormat({ channels, encoding })).encode(samples);
          const dataOctets = isKnown ? octets.length : null;
          const header = encodeWavHeader({ sampleRateHz, channels, encoding, dataOctets });
          const again = read(Uint8Array.from([...header, ...octets]), 17);
          expect(again.samples).toEqual([...samples]);
          expect(again.reader.header).toEqual({
            ...{ container: 'RIFF', sampleRateHz, channels, encoding, dataOffset: header.length },
            ...{ dataOctets: dataOctets || null, centreFrequencyHz: null },
          });
        },
      ),
    );
  });

  it.each(['i16', 'f32'] as const)('%s: becomes RF64 where 32 bits do not hold the length', (encoding) => {
    const fields = { sampleRateHz: 1_000_000, channels: 2, encoding } as const;
    const last = encodeWavHeader({ ...fields, dataOctets: 2 ** 32 - 64 });
    expect(read(last).reader.header).toMatchObject({ container: 'RIFF', dataOctets: 2 ** 32 - 64 });
    const first = encodeWavHeader({ ...fields, dataOctets: 2 ** 32 });
    const { header } = read(first).reader;
    expect(header).toMatchObject({ container: 'RF64', dataOctets: 2 ** 32, dataOffset: first.length });
  });

  it('refuses rates that the header cannot hold, and parts of samples', () => {
    const fields = { sampleRateHz: 8000, channels: 2, encoding: 'i16', dataOctets: 4 } as const;
    for (const sampleRateHz of [0, 0.5, NaN, 2 ** 31])
      expect(() => encodeWavHeader({ ...fields, sampleRateHz })).toThrow(/sample rate/);
    expect(() => encodeWavHeader({ ...fields, dataOctets: 6 })).toThrow(/multiple of 4, found 6/);
  });
});
