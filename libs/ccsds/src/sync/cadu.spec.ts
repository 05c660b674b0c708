import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomizeTm } from '../coding/randomizer.js';
import { ReedSolomonCodec, ReedSolomonError, type ReedSolomonParameters } from '../coding/reed-solomon.js';
import { bytesToHex } from '../hex.js';
import { seededOctets } from '../testing/bits.js';
import { TmFrameError, type TmManagedParameters, encodeTmFrame, parseTmFrame } from '../tm-frame/tm-frame.js';
import { CaduCodec, CaduError, type TmCodingParameters, decodeCadu, encodeCadu } from './cadu.js';

const reedSolomon: ReedSolomonParameters = { e: 16, interleave: 5, basis: 'dual', virtualFill: 0 };
const coding: TmCodingParameters = { asm: '1acffc1d', randomizer: 'ccsds-255', reedSolomon };
const params: TmManagedParameters = { frameLength: 1115, fecf: true, ocf: 'present' };
const frame = encodeTmFrame(
  {
    scid: 1,
    vcid: 0,
    mcfc: 0,
    vcfc: 0,
    firstHeaderPointer: 0,
    dataField: seededOctets(1103, 1),
    ocf: Uint8Array.of(1, 0, 0, 0),
  },
  params,
);

describe('CADU (131.0-B)', () => {
  it('trap 5: ASM, then the Reed-Solomon codeblock randomized from its first bit; the ASM is neither coded nor randomized', () => {
    const cadu = encodeCadu(frame, coding);
    expect(cadu.length).toBe(4 + 1275);
    expect(bytesToHex(cadu.subarray(0, 4))).toBe('1acffc1d');
    expect(cadu.subarray(4)).toEqual(randomizeTm(new ReedSolomonCodec(reedSolomon).encode(frame)));
  });

  it('decode is the inverse, with and without randomizer and Reed-Solomon', () => {
    const codings = fc.record({
      asm: fc.constant('1acffc1d' as const),
      randomizer: fc.constantFrom('none' as const, 'ccsds-255' as const),
      reedSolomon: fc.constantFrom(null, reedSolomon, { ...reedSolomon, basis: 'conventional' as const }),
    });
    fc.assert(
      fc.property(codings, fc.integer(), (link, seed) => {
        const sent = seededOctets(1115, seed);
        const decoded = decodeCadu(encodeCadu(sent, link).subarray(4), link);
        const correctedSymbols = link.reedSolomon === null ? [] : [0, 0, 0, 0, 0];
        expect(decoded).toEqual({ kind: 'decoded', frame: sent, correctedSymbols });
      }),
    );
  });

  it('counts corrected symbols per codeword, and says which codeword is lost', () => {
    const codec = new CaduCodec(1115, coding);
    const codeblock = codec.encode(frame).slice(4);
    for (const symbol of [0, 5, 10, 1, 1274]) codeblock[symbol]! ^= 0x41;
    expect(codec.decode(codeblock)).toEqual({ kind: 'decoded', frame, correctedSymbols: [3, 1, 0, 0, 1] });
    for (let i = 0; i < 17; i++) codeblock[5 * i + 2]! ^= 0x41;
    expect(codec.decode(codeblock)).toEqual({ kind: 'uncorrectable', codewords: [3, 1, 'uncorrectable', 0, 1] });
  });

  it('trap 9: with the wrong randomizer Reed-Solomon still decodes without a correction; the FECF refuses it', () => {
    const one: ReedSolomonParameters = { ...reedSolomon, interleave: 1 };
    const small: TmManagedParameters = { ...params, frameLength: 223 };
    const sent = encodeTmFrame(
      {
        scid: 1,
        vcid: 0,
        mcfc: 0,
        vcfc: 0,
        firstHeaderPointer: 0,
        dataField: seededOctets(211, 2),
        ocf: Uint8Array.of(1, 0, 0, 0),
      },
      small,
    );
    const codeblock = encodeCadu(sent, { ...coding, reedSolomon: one }).subarray(4);
    const wrong = decodeCadu(codeblock, { ...coding, reedSolomon: one, randomizer: 'none' });
    if (wrong.kind !== 'decoded') throw new Error('expected the trap');
    expect(wrong.correctedSymbols).toEqual([0]);
    expect(() => parseTmFrame(wrong.frame, small)).toThrow(TmFrameError);
    expect(() => parseTmFrame(wrong.frame, small)).toThrow(/CRC residue 0/);
    const right = decodeCadu(codeblock, { ...coding, reedSolomon: one });
    expect(right).toEqual({ kind: 'decoded', frame: sent, correctedSymbols: [0] });
  });

  it('trap 9: which codes the wrong randomizer passes, always with the complement of the version number', () => {
    const wholes = ([16, 8] as const).flatMap((e) =>
      ([1, 2, 3, 4, 5, 8] as const).flatMap((interleave) =>
        [0, 1, 95].map((virtualFill) => ({ e, interleave, virtualFill, basis: 'dual' as const })),
      ),
    );
    const randomizers = ['none', 'ccsds-255', 'ccsds-131071'] as const;
    const passing = new Set<string>();
    for (const code of wholes)
      for (const sent of randomizers)
        for (const taken of randomizers) {
          if (sent === taken) continue;
          const octets = seededOctets(code.interleave * (255 - 2 * code.e - code.virtualFill), 3);
          const codeblock = encodeCadu(octets, { ...coding, randomizer: sent, reedSolomon: code }).subarray(4);
          const wrong = decodeCadu(codeblock, { ...coding, randomizer: taken, reedSolomon: code });
          if (wrong.kind !== 'decoded') continue;
          expect(wrong.correctedSymbols).toEqual(new Array(code.interleave).fill(0));
          expect(wrong.frame).toEqual(randomizeTm(octets, 'ccsds-255'));
          expect(wrong.frame[0]! >>> 6).toBe(3 - (octets[0]! >>> 6));
          passing.add(`E=${code.e} I=${code.interleave} fill ${code.virtualFill}: ${sent} for ${taken}`);
        }
    const expected = [
      'E=16 I=1',
      'E=16 I=2',
      'E=16 I=4',
      'E=16 I=8',
      'E=8 I=1',
      'E=8 I=2',
      'E=8 I=4',
      'E=8 I=5',
      'E=8 I=8',
    ];
    expect([...passing].sort()).toEqual(
      expected.flatMap((code) => [`${code} fill 0: none for ccsds-255`, `${code} fill 0: ccsds-255 for none`]).sort(),
    );
  });

  it('trap 9: a codeblock cut a few octets off, or complemented, may pass Reed-Solomon but never the FECF', () => {
    const codec = new CaduCodec(1115, coding);
    const stream = [0, 1].flatMap(() => [...codec.encode(frame)]);
    for (let shift = -20; shift <= 20; shift++) {
      if (shift === 0) continue;
      const at = 4 + 1279 * (shift < 0 ? 1 : 0) + shift;
      const decoded = codec.decode(Uint8Array.from(stream.slice(at, at + 1275)));
      if (decoded.kind === 'decoded') expect(() => parseTmFrame(decoded.frame, params)).toThrow(TmFrameError);
    }
    const complement = codec
      .encode(frame)
      .subarray(4)
      .map((octet) => octet ^ 0xff);
    const decoded = codec.decode(complement);
    expect(decoded.kind).toBe('decoded');
    if (decoded.kind === 'decoded') expect(() => parseTmFrame(decoded.frame, params)).toThrow(TmFrameError);
  });

  it('refuses other lengths and parameters', () => {
    const codec = new CaduCodec(1115, coding);
    expect(() => codec.encode(new Uint8Array(1114))).toThrow(CaduError);
    expect(() => codec.decode(new Uint8Array(1279))).toThrow(/expected 1275 octets, found 1279/);
    expect(() => new CaduCodec(1114, coding)).toThrow(CaduError);
    expect(() => encodeCadu(frame, { ...coding, reedSolomon: { ...reedSolomon, virtualFill: -1 } })).toThrow(
      ReedSolomonError,
    );
  });
});
