import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex } from '../hex.js';
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

  it('twice is nothing, and the input stays as it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
        const before = bytes.slice();
        expect(randomizeTm(randomizeTm(bytes))).toEqual(before);
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
