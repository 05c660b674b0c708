import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { BchError, decodeBchCodeblock, encodeBchCodeblock } from './bch.js';
import { cltuTailSequence } from './cltu.js';

const BITS = 63;
const information = fc.uint8Array({ minLength: 7, maxLength: 7 });

function flipped(codeblock: Uint8Array, ...bits: number[]): Uint8Array {
  const received = codeblock.slice();
  for (const bit of bits) received[bit >>> 3]! ^= 0x80 >>> (bit & 7);
  return received;
}

describe('BCH (63,56) (231.0-B)', () => {
  it('trap 24: parity is complemented and the filler bit is 0', () => {
    // Zero information: the remainder is 0, so the parity is seven ones.
    expect(bytesToHex(encodeBchCodeblock(new Uint8Array(7)))).toBe('00000000000000fe');
    // The last information bit alone: x^7 mod g(x) is x^6 + x^2 + 1, sent as its complement.
    expect(bytesToHex(encodeBchCodeblock(hexToBytes('00000000000001')))).toBe('0000000000000174');
    fc.assert(fc.property(information, (data) => expect(encodeBchCodeblock(data)[7]! & 1).toBe(0)));
  });

  it('what was encoded is decoded without a correction, in both modes', () => {
    fc.assert(
      fc.property(information, fc.constantFrom('sec' as const, 'ted' as const), (data, mode) => {
        expect(decodeBchCodeblock(encodeBchCodeblock(data), mode)).toEqual({ decodable: true, data, correctedBits: 0 });
      }),
    );
  });

  it('every single bit error: corrected by SEC, detected by TED (63 positions)', () => {
    fc.assert(
      fc.property(information, (data) => {
        const codeblock = encodeBchCodeblock(data);
        for (let bit = 0; bit < BITS; bit++) {
          const received = flipped(codeblock, bit);
          expect(decodeBchCodeblock(received, 'sec')).toEqual({ decodable: true, data, correctedBits: 1 });
          expect(decodeBchCodeblock(received, 'ted').decodable).toBe(false);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('every double bit error: detected by SEC and by TED (1 953 pairs)', () => {
    fc.assert(
      fc.property(information, (data) => {
        const codeblock = encodeBchCodeblock(data);
        let detected = 0;
        for (let first = 0; first < BITS; first++)
          for (let second = first + 1; second < BITS; second++) {
            const received = flipped(codeblock, first, second);
            for (const mode of ['sec', 'ted'] as const) if (!decodeBchCodeblock(received, mode).decodable) detected++;
          }
        expect(detected).toBe(2 * 1953);
      }),
      { numRuns: 10 },
    );
  });

  it('every triple bit error: detected by TED (39 711)', () => {
    const codeblock = encodeBchCodeblock(hexToBytes('0123456789abcd'));
    let detected = 0;
    for (let first = 0; first < BITS; first++)
      for (let second = first + 1; second < BITS; second++)
        for (let third = second + 1; third < BITS; third++)
          if (!decodeBchCodeblock(flipped(codeblock, first, second, third), 'ted').decodable) detected++;
    expect(detected).toBe(39_711);
  });

  it('an error in the filler bit does no harm', () => {
    const codeblock = encodeBchCodeblock(hexToBytes('00112233445566'));
    for (const mode of ['sec', 'ted'] as const)
      expect(decodeBchCodeblock(flipped(codeblock, 63), mode)).toMatchObject({ decodable: true, correctedBits: 0 });
  });

  it('trap 24: the tail sequences, old and new, are no codeblocks in either mode', () => {
    for (const tail of ['ccsds', 'legacy'] as const)
      for (const mode of ['sec', 'ted'] as const)
        expect(decodeBchCodeblock(cltuTailSequence(tail), mode)).toEqual({ decodable: false });
  });

  it('refuses other lengths', () => {
    expect(() => encodeBchCodeblock(new Uint8Array(8))).toThrow(BchError);
    expect(() => decodeBchCodeblock(new Uint8Array(7), 'sec')).toThrow(BchError);
  });
});

const vectors = ['telemetry-command', 'vectors', 'tc-cltu.json'] as const;
(haveOracle(...vectors) ? describe : describe.skip)('BCH vectors', () => {
  it('four codeblocks with one bit error each', () => {
    const { singleBitErrors } = oracleJson<{
      singleBitErrors: { data: string; codeword: string; received: string; errorBit: number }[];
    }>(...vectors);
    expect(singleBitErrors.length).toBe(4);
    for (const { data, codeword, received, errorBit } of singleBitErrors) {
      expect(bytesToHex(encodeBchCodeblock(hexToBytes(data)))).toBe(codeword);
      expect(bytesToHex(flipped(hexToBytes(codeword), errorBit))).toBe(received);
      expect(decodeBchCodeblock(hexToBytes(received), 'sec')).toEqual({
        decodable: true,
        data: hexToBytes(data),
        correctedBits: 1,
      });
      expect(decodeBchCodeblock(hexToBytes(received), 'ted').decodable).toBe(false);
    }
  });
});
