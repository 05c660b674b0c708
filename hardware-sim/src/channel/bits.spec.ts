import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BitBuffer, flipBit } from './bits.js';

const text = (bytes: Uint8Array, count: number): string =>
  [...bytes]
    .map((octet) => octet.toString(2).padStart(8, '0'))
    .join('')
    .slice(0, count);

describe('BitBuffer', () => {
  it('joins any pieces of any sources, as their bits written one after the other', () => {
    const piece = fc.uint8Array({ minLength: 1, maxLength: 40 }).chain((source) =>
      fc.tuple(fc.constant(source), fc.nat(8 * source.length), fc.nat(8 * source.length)).map(([bytes, a, b]) => ({
        bytes,
        from: Math.min(a, b),
        count: Math.abs(a - b),
      })),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(piece, { maxLength: 12 }), (first, second) => {
        const buffer = new BitBuffer();
        for (const pieces of [first, second]) {
          let expected = '';
          for (const { bytes, from, count } of pieces) {
            buffer.append(bytes, from, count);
            expected += text(bytes, 8 * bytes.length).slice(from, from + count);
          }
          expect(buffer.bitCount).toBe(expected.length);
          const taken = buffer.take();
          expect(text(taken, 8 * taken.length)).toBe(expected.padEnd(8 * taken.length, '0'));
        }
      }),
    );
  });

  it('grows beyond its first size', () => {
    const buffer = new BitBuffer();
    const source = Uint8Array.from({ length: 3000 }, (_, i) => i & 0xff);
    for (let i = 0; i < 5; i++) buffer.append(source, 3, 8 * 2999);
    expect(buffer.bitCount).toBe(5 * 8 * 2999);
    expect(buffer.take()).toHaveLength(5 * 2999);
  });
});

describe('flipBit', () => {
  it('turns the first bit in the most significant place, and back', () => {
    const bytes = new Uint8Array(2);
    flipBit(bytes, 0);
    flipBit(bytes, 15);
    expect([...bytes]).toEqual([0x80, 1]);
    flipBit(bytes, 0);
    expect([...bytes]).toEqual([0, 1]);
  });
});
