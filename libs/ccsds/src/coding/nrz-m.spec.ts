import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bitsOf, packBits } from '../testing/bits.js';
import { NrzMCodec, NrzMError } from './nrz-m.js';

describe('NRZ-M', () => {
  it('a one changes the level, a zero keeps it', () => {
    expect(bitsOf(new NrzMCodec().encode(Uint8Array.of(0b1001_1101)))).toEqual([1, 1, 1, 0, 1, 0, 0, 1]);
  });

  it('decode is the inverse, however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom(0, 1), { maxLength: 40 }), { maxLength: 8 }),
        fc.boolean(),
        (chunks, inverted) => {
          const encoder = new NrzMCodec();
          const levels = chunks.flatMap((bits) =>
            bitsOf(encoder.encode(packBits(bits), bits.length)).slice(0, bits.length),
          );
          const inOneGo = new NrzMCodec();
          const sent = chunks.flat();
          expect(bitsOf(inOneGo.encode(packBits(sent), sent.length)).slice(0, sent.length)).toEqual(levels);
          const received = inverted ? levels.map((bit) => 1 - bit) : levels;
          const decoder = new NrzMCodec();
          let at = 0;
          const decoded = chunks.flatMap((bits) => {
            const piece = received.slice(at, at + bits.length);
            at += bits.length;
            return bitsOf(decoder.decode(packBits(piece), piece.length)).slice(0, piece.length);
          });
          // Trap 7: the polarity matters for the first bit only.
          expect(decoded.slice(inverted ? 1 : 0)).toEqual(sent.slice(inverted ? 1 : 0));
        },
      ),
    );
  });

  it('bits behind the count are not looked at, not even for the level that the next call begins with', () => {
    for (let count = 1; count < 8; count++)
      for (const octet of [0b1011_0101, 0b0100_1010]) {
        const kept = octet & (0xff00 >>> count);
        for (const behind of [kept, kept | (0xff >>> count)]) {
          const encoder = new NrzMCodec();
          const levels = encoder.encode(Uint8Array.of(behind), count);
          const level = bitsOf(levels)[count - 1]!;
          expect(bitsOf(levels).slice(count)).toEqual(new Array(8 - count).fill(0));
          expect([...encoder.encode(Uint8Array.of(0))]).toEqual([level === 1 ? 0xff : 0x00]);
          const decoder = new NrzMCodec();
          const bits = decoder.decode(Uint8Array.of(levels[0]! | (behind & (0xff >>> count))), count);
          expect([...bits]).toEqual([kept]);
          expect([...decoder.decode(Uint8Array.of(0))]).toEqual([level << 7]);
        }
      }
  });

  it('refuses more bits than the octets have, less than none, and parts of one', () => {
    const codec = new NrzMCodec();
    for (const count of [17, -1, 1.5, Number.NaN]) {
      expect(() => codec.encode(new Uint8Array(2), count)).toThrow(NrzMError);
      expect(() => codec.decode(new Uint8Array(2), count)).toThrow(NrzMError);
    }
    expect(() => codec.decode(new Uint8Array(2), 17)).toThrow(/bitCount: expected 0 to 16, found 17/);
    expect([codec.encode(new Uint8Array(2), 0), codec.decode(new Uint8Array(2), 16)]).toEqual([
      new Uint8Array(0),
      new Uint8Array(2),
    ]);
  });
});
