import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { seededOctets } from '../testing/bits.js';
import { AosFrameError } from './aos-frame-error.js';
import { correctFrameHeader, frameHeaderErrorControl, headerGenerator } from './frame-header-error-control.js';

/** Octets of a header that the code protects, check symbols included: ten symbols of four bits. */
const codewordOctets = [0, 1, 5, 6, 7];

/** Eight octets with the check symbols of the first six. */
function withCheckSymbols(header: Uint8Array): Uint8Array {
  const check = frameHeaderErrorControl(header);
  return Uint8Array.of(...header.subarray(0, 6), check >>> 8, check & 0xff);
}

/** `header` with `value` (1 to 15) added to symbol `symbol` (0 to 9). */
function damage(header: Uint8Array, symbol: number, value: number): Uint8Array {
  const damaged = header.slice();
  damaged[codewordOctets[symbol >>> 1]!]! ^= symbol % 2 === 0 ? value << 4 : value;
  return damaged;
}

describe('frame header error control (732.0-B-4): Reed-Solomon (10,6)', () => {
  it('g(x) is the one that the book writes out: x^4 + a^3·x^3 + a·x^2 + a^3·x + 1', () => {
    expect(headerGenerator).toEqual([1, 8, 2, 8, 1]);
  });

  // Yamcs, AosFrameHeaderErrorCorrTest: octets 0 and 1, octet 5, check symbols.
  it.each([
    ['1234', '56', '94dc'],
    ['369c', 'fa', '457c'],
  ])('vector of Yamcs: %s %s gives %s', (channel, signalling, expected) => {
    const header = hexToBytes(`${channel}000000${signalling}`);
    expect(frameHeaderErrorControl(header).toString(16)).toBe(expected);
  });

  // The same test: what is received, with 0x1234 0x56 sent. The last has three wrong symbols.
  it.each([
    ['1234', '56', '9400', 2],
    ['1211', '56', '94dc', 2],
    ['1234', 'aa', '94dc', 2],
    ['1230', '00', '94dc', undefined],
  ])('vector of Yamcs: %s %s %s, wrong symbols: %s', (channel, signalling, check, errors) => {
    const corrected = correctFrameHeader(hexToBytes(`${channel}ffffff${signalling}${check}`));
    if (errors === undefined) expect(corrected).toEqual({ decodable: false });
    else
      expect(corrected).toEqual({
        decodable: true,
        header: hexToBytes('1234ffffff5694dc'),
        correctedSymbols: errors,
      });
  });

  it('the peer that takes the first symbol for the lowest power: F2DA where the book has D377', () => {
    // dariol83/ccsds, AosTransferFrameTest, AOS_FRAME_01: 5EEA FED123 4A F2DA.
    expect(frameHeaderErrorControl(hexToBytes('5eeafed1234a')).toString(16)).toBe('d377');
    // Its symbols are those of the header backwards, themselves backwards.
    const backwards = frameHeaderErrorControl(hexToBytes('a4ae000000e5')).toString(16);
    expect([...backwards].reverse().join('')).toBe('f2da');
  });

  it('corrects every pattern of one and two wrong symbols, 10 275 on each of four headers', () => {
    let patterns = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const sent = withCheckSymbols(seededOctets(6, seed));
      const expected = bytesToHex(sent);
      const check = (damaged: Uint8Array, correctedSymbols: number): void => {
        const corrected = correctFrameHeader(damaged);
        const found = corrected.decodable ? `${bytesToHex(corrected.header)} ${corrected.correctedSymbols}` : 'more';
        if (found !== `${expected} ${correctedSymbols}`) expect(found).toBe(`${expected} ${correctedSymbols}`);
        patterns++;
      };
      for (let first = 0; first < 10; first++)
        for (let value = 1; value < 16; value++) {
          const once = damage(sent, first, value);
          check(once, 1);
          for (let second = first + 1; second < 10; second++)
            for (let other = 1; other < 16; other++) check(damage(once, second, other), 2);
        }
    }
    expect(patterns).toBe(4 * 10_275);
  });

  it('three wrong symbols: never taken for a clean header; 37 800 of 405 000 are within reach of another codeword, all others are said', () => {
    // A maximum distance separable code (10,6) over GF(16) has C(10,5)·15 = 3 780 words of weight 5, each with C(5,3) parts of weight 3.
    const sent = withCheckSymbols(hexToBytes('5ec000000000'));
    let undetected = 0;
    let patterns = 0;
    for (let a = 0; a < 10; a++)
      for (let b = a + 1; b < 10; b++)
        for (let c = b + 1; c < 10; c++)
          for (let values = 0; values < 3375; values++) {
            const one = damage(sent, a, 1 + (values % 15));
            const two = damage(one, b, 1 + (Math.floor(values / 15) % 15));
            const corrected = correctFrameHeader(damage(two, c, 1 + Math.floor(values / 225)));
            patterns++;
            if (!corrected.decodable) continue;
            undetected++;
            if (corrected.correctedSymbols !== 2) expect(corrected.correctedSymbols).toBe(2);
          }
    expect(patterns).toBe(405_000);
    expect(undetected).toBe(37_800);
  });

  it('leaves the octets as they are, and the frame count out of account', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 20 }), (bytes) => {
        const before = bytesToHex(bytes);
        const corrected = correctFrameHeader(bytes);
        expect(bytesToHex(bytes)).toBe(before);
        if (!corrected.decodable) return;
        expect(corrected.header.length).toBe(8);
        expect(corrected.header.subarray(2, 5)).toEqual(bytes.subarray(2, 5));
        expect(corrected.header).toEqual(withCheckSymbols(corrected.header));
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses headers that are cut short', () => {
    expect(() => frameHeaderErrorControl(new Uint8Array(5))).toThrow(AosFrameError);
    expect(() => correctFrameHeader(new Uint8Array(7))).toThrow(/primary header: expected 8 octets, found 7/);
  });
});
