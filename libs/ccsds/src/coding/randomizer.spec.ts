import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex } from '../hex.js';
import { bitsOf } from '../testing/bits.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { randomizeTc, randomizeTm } from './randomizer.js';
import { ReedSolomonCodec } from './reed-solomon.js';

describe('randomizers', () => {
  it('trap 6: TM starts FF 48 0E C0 9A, TC starts FF 39 9E 5A 68, and both repeat after 255 octets', () => {
    const zeros = new Uint8Array(600);
    const tm = randomizeTm(zeros);
    const tc = randomizeTc(zeros);
    expect(bytesToHex(tm.subarray(0, 5))).toBe('ff480ec09a');
    expect(bytesToHex(tc.subarray(0, 5))).toBe('ff399e5a68');
    for (const sequence of [tm, tc]) expect(sequence.slice(255, 510)).toEqual(sequence.slice(0, 255));
  });

  // First octets: the sequence of 131.0-B-5 as two independent implementations state it.
  it('trap 6: the long TM sequence starts 1C 71 B9 1B A9, has a period of 131 071 bits, and as many ones as a maximal one has', () => {
    const sequence = randomizeTm(new Uint8Array(131_071 + 300), 'ccsds-131071');
    expect(bytesToHex(sequence.subarray(0, 5))).toBe('1c71b91ba9');
    expect(sequence.slice(131_071)).toEqual(sequence.slice(0, 300));
    const bits = bitsOf(sequence.subarray(0, 2 * 16_384));
    expect(bits.slice(131_071, 131_071 + 1000)).toEqual(bits.slice(0, 1000));
    expect(bits.slice(0, 131_071).reduce((ones, bit) => ones + bit, 0)).toBe(65_536);
  });

  it('trap 9: no part of the long sequence is a Reed-Solomon codeword', () => {
    const sequence = randomizeTm(new Uint8Array(4096), 'ccsds-131071');
    for (const basis of ['dual', 'conventional'] as const) {
      const codec = new ReedSolomonCodec({ e: 16, interleave: 1, basis, virtualFill: 0 });
      for (let at = 0; at < 3800; at += 37) expect(codec.decode(sequence.subarray(at, at + 255)).isGood).toBe(false);
    }
  });

  it('twice is nothing, and the input stays as it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
        const before = bytes.slice();
        expect(randomizeTm(randomizeTm(bytes))).toEqual(before);
        expect(randomizeTm(randomizeTm(bytes, 'ccsds-131071'), 'ccsds-131071')).toEqual(before);
        expect(randomizeTc(randomizeTc(bytes))).toEqual(before);
        expect(bytes).toEqual(before);
      }),
    );
  });

  it('trap 9: the 255-bit TM sequence is itself a Reed-Solomon codeword, in both bases', () => {
    for (const basis of ['dual', 'conventional'] as const) {
      const codec = new ReedSolomonCodec({ e: 16, interleave: 1, basis, virtualFill: 0 });
      expect(codec.decode(randomizeTm(new Uint8Array(255))).codewords).toEqual([0]);
    }
  });
});

const vectors = ['telemetry-command', 'vectors', 'randomizer.json'] as const;
(haveOracle(...vectors) ? describe : describe.skip)('randomizers against published sequences', () => {
  it('trap 6: all octets of both sequences', () => {
    const oracle = oracleJson<Record<string, string>>(...vectors);
    const tm = oracle['tm_131.0_x8+x7+x5+x3+1']!;
    const tc = oracle['tc_231.0_x8+x6+x4+x3+x2+x+1']!;
    expect(tm.length).toBeGreaterThanOrEqual(510);
    expect(bytesToHex(randomizeTm(new Uint8Array(tm.length / 2)))).toBe(tm);
    expect(bytesToHex(randomizeTc(new Uint8Array(tc.length / 2)))).toBe(tc);
  });
});
