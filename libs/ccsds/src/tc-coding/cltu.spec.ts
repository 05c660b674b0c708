import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomizeTc } from '../coding/randomizer.js';
import { bytesToHex, hexToBytes } from '../hex.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { decodeBchCodeblock } from './bch.js';
import {
  CLTU_FILL,
  CltuError,
  acquisitionSequence,
  cltuTailSequence,
  delimitTcFrames,
  encodeCltu,
  idleSequence,
} from './cltu.js';

/** A frame of `length` octets, as far as a length field makes one. */
function frameOf(length: number, octet = 0xa5): Uint8Array {
  const frame = new Uint8Array(length).fill(octet);
  frame.set([0x00, 0x01, (length - 1) >>> 8, (length - 1) & 0xff, 0x00]);
  return frame;
}

function informationOf(cltu: Uint8Array, randomized: boolean): Uint8Array {
  const data: number[] = [];
  for (let at = 2; at < cltu.length - 8; at += 8) {
    const decoded = decodeBchCodeblock(cltu.subarray(at, at + 8), 'ted');
    expect(decoded.decodable).toBe(true);
    if (decoded.decodable) data.push(...decoded.data);
  }
  return randomized ? randomizeTc(Uint8Array.from(data)) : Uint8Array.from(data);
}

describe('CLTU (231.0-B)', () => {
  it('trap 24: start sequence, codeblocks filled with 55, tail sequence', () => {
    const cltu = bytesToHex(encodeCltu(hexToBytes('0000'), { randomize: false }));
    expect(cltu).toMatch(/^eb9000005555555555..c5c5c5c5c5c5c579$/);
    const legacy = bytesToHex(encodeCltu(hexToBytes('0000'), { randomize: false, tail: 'legacy' }));
    expect(legacy).toBe(`${cltu.slice(0, -16)}5555555555555555`);
    const seven = encodeCltu(new Uint8Array(7), { randomize: false });
    expect(bytesToHex(seven)).toBe('eb9000000000000000fec5c5c5c5c5c5c579');
  });

  it('trap 24: randomizing comes before the code, starts anew in each CLTU and leaves the fill alone', () => {
    const cltu = encodeCltu(new Uint8Array(10), { randomize: true });
    const information = informationOf(cltu, false);
    expect(bytesToHex(information)).toBe('ff399e5a68e906f56c8955555555');
    expect(encodeCltu(new Uint8Array(10), { randomize: true })).toEqual(cltu);
  });

  it('trap 25: frames of one CLTU come back by their length fields, without the fill', () => {
    const lengths = fc.array(fc.integer({ min: 6, max: 1024 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(lengths, fc.boolean(), (list, randomize) => {
        const frames = list.map((length, i) => frameOf(length, i));
        const data = informationOf(encodeCltu(frames, { randomize }), randomize);
        const delimited = delimitTcFrames(data);
        expect(delimited.frames.map(bytesToHex)).toEqual(frames.map(bytesToHex));
        expect(delimited).toMatchObject({ rest: 'fill', restLength: data.length - list.reduce((a, b) => a + b, 0) });
      }),
      { numRuns: 60 },
    );
  });

  it('trap 25: a frame of six octets at the very end is a frame', () => {
    for (const lengths of [
      [8, 6],
      [22, 6],
      [6, 8, 6, 8],
    ]) {
      const frames = lengths.map((length) => frameOf(length));
      for (const randomize of [false, true]) {
        const delimited = delimitTcFrames(informationOf(encodeCltu(frames, { randomize }), randomize));
        expect(delimited.frames).toEqual(frames.map((frame) => expect.objectContaining({ length: frame.length })));
      }
    }
  });

  it('trap 25: six octets of fill are taken for a frame at no place of the randomizer sequence', () => {
    for (let length = 8; length < 8 + 7 * 255; length += 7) {
      // Behind `length` octets of frames there are six of fill, at each of the 255 places of the sequence in its turn.
      for (const randomize of [false, true]) {
        const frames = length > 1024 ? [frameOf(1000), frameOf(length - 1000)] : [frameOf(length)];
        const data = informationOf(encodeCltu(frames, { randomize }), randomize);
        expect(data.length - length).toBe(6);
        expect(delimitTcFrames(data)).toMatchObject({ rest: 'fill', restLength: 6 });
      }
    }
  });

  it('trap 25: six octets whose version is not 0 are fill, even where they look like a length of six', () => {
    const frame = frameOf(8);
    const six = frameOf(6);
    expect(delimitTcFrames(Uint8Array.of(...frame, ...six)).frames.length).toBe(2);
    for (const version of [1, 2, 3]) {
      const fill = Uint8Array.of(version << 6, ...six.subarray(1));
      const delimited = delimitTcFrames(Uint8Array.of(...frame, ...fill));
      expect(delimited).toEqual({ frames: [frame], rest: 'fill', restLength: 6 });
    }
  });

  it('says what stands behind the last frame', () => {
    const frame = frameOf(20);
    const cut = Uint8Array.of(...frame, ...frame.subarray(0, 15));
    expect(delimitTcFrames(cut)).toEqual({ frames: [frame], rest: 'cut-short', restLength: 15 });
    expect(delimitTcFrames(Uint8Array.of(...frame, ...new Uint8Array(8)))).toMatchObject({ rest: 'length-field' });
    expect(delimitTcFrames(new Uint8Array(0))).toEqual({ frames: [], rest: 'fill', restLength: 0 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (data) => {
        const { frames, restLength } = delimitTcFrames(data);
        expect(frames.reduce((sum, { length }) => sum + length, restLength)).toBe(data.length);
      }),
    );
  });

  it('acquisition and idle sequences are zeros and ones in turn, a zero first', () => {
    expect(bytesToHex(acquisitionSequence())).toBe('55'.repeat(16));
    expect(acquisitionSequence(100).length).toBe(100);
    expect(bytesToHex(idleSequence(3))).toBe('555555');
    expect(CLTU_FILL).toBe(0b01010101);
    expect(() => acquisitionSequence(15)).toThrow(CltuError);
    expect(() => idleSequence(0)).toThrow(CltuError);
    expect(() => idleSequence(1.5)).toThrow(CltuError);
  });

  it('refuses to carry nothing, and gives copies of its tails', () => {
    expect(() => encodeCltu([], { randomize: false })).toThrow(CltuError);
    expect(() => encodeCltu(new Uint8Array(0), { randomize: false })).toThrow(CltuError);
    expect(() => encodeCltu([frameOf(8), new Uint8Array(0)], { randomize: false })).toThrow(/frame 1/);
    cltuTailSequence()[0] = 0;
    expect(bytesToHex(cltuTailSequence())).toBe('c5c5c5c5c5c5c579');
  });
});

const folder = ['telemetry-command', 'vectors', 'tc-cltu.json'] as const;
const library = ['telemetry-command', 'vectors', 'spacepylibrary-testdata.json'] as const;
(haveOracle(...folder) && haveOracle(...library) ? describe : describe.skip)('CLTU vectors', () => {
  it('seven CLTUs, written without a difference and read back', () => {
    const { cltu } = oracleJson<{
      cltu: { tail?: string; randomized: boolean; frame: string; cltu: string }[];
    }>(...folder);
    expect(cltu.length).toBe(7);
    for (const vector of cltu) {
      const tail = vector.tail === undefined ? 'ccsds' : 'legacy';
      if (vector.tail !== undefined) expect(bytesToHex(cltuTailSequence('legacy'))).toBe(vector.tail);
      const encoded = encodeCltu(hexToBytes(vector.frame), { randomize: vector.randomized, tail });
      expect(bytesToHex(encoded)).toBe(vector.cltu);
      const { frames, rest } = delimitTcFrames(informationOf(hexToBytes(vector.cltu), vector.randomized));
      expect(rest).toBe('fill');
      expect(frames.map(bytesToHex)).toEqual([vector.frame]);
    }
  });

  it('SpacePyLibrary: two CLTUs from two frames', () => {
    const { vectors } = oracleJson<{ vectors: Record<string, string> }>(...library);
    for (const number of ['01', '02']) {
      const cltu = encodeCltu(hexToBytes(vectors[`TC_FRAME_${number}`]!), { randomize: false, tail: 'legacy' });
      expect(bytesToHex(cltu)).toBe(vectors[`CLTU_${number}`]);
    }
  });
});
