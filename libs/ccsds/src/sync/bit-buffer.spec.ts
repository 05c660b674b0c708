import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bitsOf, packBits, seededNumbers, seededOctets } from '../testing/bits.js';
import { BitBuffer } from './bit-buffer.js';

/** Chunks with more octets than their bits need, and after each how much of what is held may go, in thousandths. */
const steps = fc.array(
  fc.record({
    bitCount: fc.integer({ min: 0, max: 12_000 }),
    spare: fc.integer({ min: 0, max: 2 }),
    drop: fc.integer({ min: 0, max: 1000 }),
  }),
  { minLength: 1, maxLength: 20 },
);

describe('bit buffer beside an array of bits', () => {
  it('gives every bit that is held at its place, however the stream is cut and whatever was dropped', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (list, seed) => {
        const next = seededNumbers(seed);
        const buffer = new BitBuffer();
        const model: number[] = [];
        let first = 0;
        for (const { bitCount, spare, drop } of list) {
          // What lies behind `bitCount` is not to be looked at.
          const octets = seededOctets(Math.ceil(bitCount / 8) + spare, next());
          buffer.append(octets, bitCount);
          for (const bit of bitsOf(octets).slice(0, bitCount)) model.push(bit);
          first += Math.floor(((model.length - first) * drop) / 1000);
          buffer.dropBefore(first);
          expect([buffer.first, buffer.end]).toEqual([first, model.length]);
          const held = model.length - first;
          if (held < 32) continue;
          for (const position of [first, model.length - 32, first + (next() % (held - 31))]) {
            const octetsThere = packBits(model.slice(position, position + 32));
            expect(buffer.word(position)).toBe(new DataView(octetsThere.buffer).getUint32(0));
            expect(buffer.octet(position)).toBe(octetsThere[0]);
          }
          const from = first + (next() % 8);
          const length = (model.length - from) >>> 3;
          const expected = packBits(model.slice(from, from + 8 * length));
          expect(buffer.octets(from, length, false)).toEqual(expected);
          expect(buffer.octets(from, length, true)).toEqual(expected.map((octet) => octet ^ 0xff));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('drops what is held and no more, and takes nothing back', () => {
    const buffer = new BitBuffer();
    buffer.append(Uint8Array.of(0xab, 0xcd), 13);
    buffer.dropBefore(9);
    buffer.dropBefore(4);
    expect(buffer.first).toBe(9);
    buffer.dropBefore(40);
    expect([buffer.first, buffer.end]).toEqual([13, 13]);
  });

  it('octets that were given out are copies', () => {
    const buffer = new BitBuffer();
    buffer.append(Uint8Array.of(1, 2, 3), 24);
    buffer.octets(0, 2, false).fill(0xff);
    expect([...buffer.octets(0, 3, false)]).toEqual([1, 2, 3]);
  });

  it('what is held may lie across bit 2^32: nine minutes at eight megabit a second', () => {
    const buffer = new BitBuffer();
    const chunk = new Uint8Array(1_048_576);
    for (let i = 0; i < 512; i++) {
      buffer.append(chunk, 8 * chunk.length);
      buffer.dropBefore(buffer.end - 3);
    }
    const end = 2 ** 32;
    buffer.append(Uint8Array.of(0x1a, 0xcf, 0xfc, 0x1d), 32);
    expect([buffer.first, buffer.end]).toEqual([end - 3, end + 32]);
    expect(buffer.word(end)).toBe(0x1acffc1d);
    expect(buffer.octets(end - 3, 4, false)).toEqual(Uint8Array.of(0x03, 0x59, 0xff, 0x83));
  });
});
