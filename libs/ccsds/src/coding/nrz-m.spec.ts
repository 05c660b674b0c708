import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bitsOf, packBits } from '../testing/bits.js';
import { NrzMCodec } from './nrz-m.js';

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
});
