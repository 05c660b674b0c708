import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { crc16 } from '../coding/crc16.js';
import { bytesToHex, hexToBytes } from '../hex.js';
import { haveOracle, oracleJson, oracleJsonLines, oracleLines } from '../testing/oracle.js';
import { TcFrameError, type TcFrameErrorReason } from './tc-frame-error.js';
import {
  type TcFrameFields,
  type TcFrameKind,
  type TcManagedParameters,
  encodeTcFrame,
  parseTcFrame,
  tcDataLength,
  tcFrameLength,
  validateTcParameters,
} from './tc-frame.js';

const checked: TcManagedParameters = { segmentHeader: true, fecf: true, maxFrameLength: 1024 };
const plain: TcManagedParameters = { segmentHeader: false, fecf: false, maxFrameLength: 1024 };

function reasonOf(action: () => unknown): TcFrameErrorReason | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof TcFrameError) return error.reason;
    throw error;
  }
  return undefined;
}

const sequenceFlags = fc.constantFrom(
  'continuation' as const,
  'first' as const,
  'last' as const,
  'unsegmented' as const,
);
const parameters = fc.record({ segmentHeader: fc.boolean(), fecf: fc.boolean(), maxFrameLength: fc.constant(300) });
const framesOf = (params: TcManagedParameters): fc.Arbitrary<TcFrameFields> =>
  fc
    .record({
      kind: fc.constantFrom<TcFrameKind>('AD', 'BD', 'BC'),
      scid: fc.integer({ min: 0, max: 1023 }),
      vcid: fc.integer({ min: 0, max: 63 }),
      number: fc.integer({ min: 0, max: 255 }),
      segmentHeader: fc.record({ sequenceFlags, mapId: fc.integer({ min: 0, max: 63 }) }),
      data: fc.uint8Array({ minLength: 1, maxLength: 292 }),
    })
    .map(({ kind, scid, vcid, number, segmentHeader, data }) => ({
      kind,
      scid,
      vcid,
      frameSequenceNumber: kind === 'AD' ? number : 0,
      segmentHeader: params.segmentHeader && kind !== 'BC' ? segmentHeader : undefined,
      data,
    }));

describe('TC transfer frames (232.0-B)', () => {
  it('encode and parse are inverses over all kinds, with and without segment header and FECF', () => {
    const cases = parameters.chain((params) => fc.tuple(fc.constant(params), framesOf(params)));
    fc.assert(
      fc.property(cases, ([params, fields]) => {
        const bytes = encodeTcFrame(fields, params);
        expect(tcFrameLength(bytes)).toBe(bytes.length);
        expect(parseTcFrame(bytes, params)).toEqual({ ...fields, bytes });
        expect(bytes.length + tcDataLength(params, fields.kind) - fields.data.length).toBe(300);
      }),
    );
  });

  // Bit by bit as the book numbers them: version 0-1, bypass 2, control command 3, spare 4-5, SCID 6-15, VCID 16-21, length 22-31.
  it('trap 25: control commands are BC frames with N(S) 0 and no segment header; the length field is one less', () => {
    const unlock = encodeTcFrame({ kind: 'BC', scid: 123, vcid: 1, data: hexToBytes('00') }, checked);
    expect(bytesToHex(unlock.subarray(0, 6))).toBe('307b04070000');
    const setVr = encodeTcFrame({ kind: 'BC', scid: 1023, vcid: 63, data: hexToBytes('8200ff') }, plain);
    expect(bytesToHex(setVr)).toBe('33fffc07008200ff');
    const fields = { kind: 'BC', scid: 1, vcid: 0, frameSequenceNumber: 1, data: hexToBytes('00') } as const;
    expect(reasonOf(() => encodeTcFrame(fields, plain))).toBe('frame-sequence-number');
    expect(reasonOf(() => encodeTcFrame({ ...fields, kind: 'BD' }, plain))).toBe('frame-sequence-number');
  });

  it('trap 30: the largest frame has 1 024 octets after every wrapper, and not one more', () => {
    const room = tcDataLength(checked, 'AD');
    expect(room).toBe(1024 - 5 - 1 - 2);
    const fields = {
      kind: 'AD',
      scid: 1,
      vcid: 0,
      frameSequenceNumber: 255,
      segmentHeader: { sequenceFlags: 'unsegmented', mapId: 0 },
    } as const;
    const largest = encodeTcFrame({ ...fields, data: new Uint8Array(room) }, checked);
    expect(largest.length).toBe(1024);
    expect(parseTcFrame(largest, checked).data.length).toBe(room);
    expect(reasonOf(() => encodeTcFrame({ ...fields, data: new Uint8Array(room + 1) }, checked))).toBe(
      'data-field-length',
    );
    expect(tcDataLength(checked, 'BC')).toBe(room + 1);
  });

  it.each<[string, string, TcManagedParameters, TcFrameErrorReason | undefined]>([
    ['a good AD frame', '0001000500aa', plain, undefined],
    ['four octets', '00010003', plain, 'frame-length'],
    ['an octet too many', '0001000500aa00', plain, 'frame-length'],
    ['an octet too few', '0001000600aa', plain, 'frame-length'],
    ['longer than was agreed', '0001000500aa', { ...plain, maxFrameLength: 5 }, 'frame-length'],
    ['version 1', '4001000500aa', plain, 'version'],
    ['the reserved AC combination', '1001000500aa', plain, 'frame-type'],
    ['spare bits set', '0401000500aa', plain, 'spare'],
    ['another spacecraft', '0001000500aa', { ...plain, scid: 2 }, 'spacecraft-id'],
    ['another virtual channel', '0001000500aa', { ...plain, vcids: [1, 2] }, 'virtual-channel-id'],
    ['no data', '0001000400', plain, 'data-field-length'],
    ['only a segment header', '0001000500c0', { ...plain, segmentHeader: true }, 'data-field-length'],
    ['a wrong FECF', '0001000700aa0000', { ...plain, fecf: true }, 'fecf'],
  ])('frame validation: %s', (_name, hex, params, reason) => {
    expect(reasonOf(() => parseTcFrame(hexToBytes(hex), params))).toBe(reason);
  });

  it('refuses to build what it would not read, and managed parameters that leave no room', () => {
    const fields = { kind: 'AD', scid: 1, vcid: 0, frameSequenceNumber: 0, data: hexToBytes('00') } as const;
    const segmentHeader = { sequenceFlags: 'unsegmented', mapId: 0 } as const;
    const { frameSequenceNumber: _left, ...unnumbered } = fields;
    expect(reasonOf(() => encodeTcFrame(fields, plain))).toBeUndefined();
    expect(reasonOf(() => encodeTcFrame(unnumbered, plain))).toBe('frame-sequence-number');
    expect(reasonOf(() => encodeTcFrame({ ...fields, frameSequenceNumber: 256 }, plain))).toBe('frame-sequence-number');
    expect(reasonOf(() => encodeTcFrame({ ...fields, scid: 1024 }, plain))).toBe('field-range');
    expect(reasonOf(() => encodeTcFrame({ ...fields, vcid: 64 }, plain))).toBe('field-range');
    expect(reasonOf(() => encodeTcFrame({ ...fields, segmentHeader }, plain))).toBe('segment-header');
    expect(reasonOf(() => encodeTcFrame(fields, checked))).toBe('segment-header');
    const wideMap = { ...segmentHeader, mapId: 64 };
    expect(reasonOf(() => encodeTcFrame({ ...fields, segmentHeader: wideMap }, checked))).toBe('segment-header');
    expect(reasonOf(() => encodeTcFrame({ ...fields, data: new Uint8Array(0) }, plain))).toBe('data-field-length');
    expect(reasonOf(() => encodeTcFrame(fields, { ...plain, scid: 2 }))).toBe('spacecraft-id');
    expect(validateTcParameters({ ...checked, maxFrameLength: 9 }).maxFrameLength).toBe(9);
    expect(reasonOf(() => validateTcParameters({ ...checked, maxFrameLength: 8 }))).toBe('parameters');
    expect(reasonOf(() => validateTcParameters({ ...checked, maxFrameLength: 1025 }))).toBe('parameters');
    expect(reasonOf(() => validateTcParameters({ ...checked, vcids: [64] }))).toBe('parameters');
    expect(reasonOf(() => validateTcParameters({ ...checked, scid: 1024 }))).toBe('parameters');
  });

  it('trap 10: any one or two wrong bits behind the length field are found by the FECF', () => {
    const bit = fc.integer({ min: 32, max: 8 * 40 - 1 });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), bit, bit, (data, first, second) => {
        const segmentHeader = { sequenceFlags: 'first', mapId: 3 } as const;
        const frame = encodeTcFrame({ kind: 'BD', scid: 5, vcid: 2, segmentHeader, data }, checked);
        expect(frame.length).toBe(40);
        frame[first >>> 3]! ^= 0x80 >>> (first & 7);
        if (second !== first) frame[second >>> 3]! ^= 0x80 >>> (second & 7);
        expect(reasonOf(() => parseTcFrame(frame, checked))).toBe('fecf');
      }),
    );
  });

  it('takes random octets or refuses them with its own error', () => {
    const random = fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.boolean());
    fc.assert(
      fc.property(random, parameters, ([bytes, mend], params) => {
        // Half of them with a good length field and FECF, so that the later rules are reached too.
        if (mend && bytes.length >= 7) {
          bytes[2]! &= 0xfc;
          bytes[3] = bytes.length - 1;
          const fecf = crc16(bytes, 0, bytes.length - 2);
          bytes.set([fecf >>> 8, fecf & 0xff], bytes.length - 2);
        }
        reasonOf(() => parseTcFrame(bytes, params)); // throws on any other error
      }),
    );
  });
});

const library = ['telemetry-command', 'vectors', 'spacepylibrary-testdata.json'] as const;
(haveOracle(...library) ? describe : describe.skip)('TC frames of SpacePyLibrary', () => {
  it.each(['01', '02'])('TC_FRAME_%s, read and written', (number) => {
    const { vectors } = oracleJson<{ vectors: Record<string, string | number> }>(...library);
    const name = `TC_FRAME_${number}`;
    const hex = String(vectors[name]);
    const frame = parseTcFrame(hexToBytes(hex), checked);
    expect(vectors[`${name}_bypassFlag`]).toBe(1);
    expect(vectors[`${name}_controlCommandFlag`]).toBe(0);
    expect(frame).toMatchObject({
      kind: 'BD',
      scid: vectors[`${name}_spacecraftId`],
      vcid: vectors[`${name}_virtualChannelId`],
      frameSequenceNumber: vectors[`${name}_sequenceNumber`],
      segmentHeader: {
        mapId: vectors[`TC_SEGMENT_${number}_mapId`],
        sequenceFlags: ['continuation', 'first', 'last'][Number(vectors[`TC_SEGMENT_${number}_sequenceFlags`])],
      },
    });
    expect(frame.bytes.length).toBe(Number(vectors[`${name}_frameLength`]) + 1);
    expect(bytesToHex(frame.bytes.subarray(5, -2))).toBe(vectors[`TC_SEGMENT_${number}`]);
    expect(bytesToHex(encodeTcFrame(frame, checked))).toBe(hex);
  });
});

interface OracleFrame {
  length: number;
  tfvn: number;
  scid: number;
  vcid: number;
  vcfc: number;
  valid: boolean;
  dataStart: number;
  dataLength: number;
  frameType: string;
  mapId: number;
  seqFlag: string;
}
const folder = ['telemetry-command', 'frames'] as const;
const params: TcManagedParameters = { segmentHeader: true, fecf: false, maxFrameLength: 1024, scid: 123 };
const flagNames = { unsegmented: 'NO_SEGMENT', first: 'FIRST', continuation: 'CONTINUE', last: 'LAST' };
(haveOracle(...folder) ? describe : describe.skip)('TC frames of the dumps', () => {
  it.each([
    ['tc_plain_1', 10],
    ['tc_1_encapsulation', 6],
  ])('%s: all %i frames, read and written', (name, count) => {
    const lines = oracleLines(...folder, `${name}.hex`);
    const expected = oracleJsonLines<OracleFrame>(...folder, `${name}.frames.jsonl`);
    expect([lines.length, expected.length]).toEqual([count, count]);
    for (const [i, line] of lines.entries()) {
      const frame = parseTcFrame(hexToBytes(line), params);
      expect({
        i,
        type: 'TC',
        length: frame.bytes.length,
        tfvn: 0,
        scid: frame.scid,
        vcid: frame.vcid,
        vcfc: frame.frameSequenceNumber,
        idle: false,
        valid: true,
        dataStart: frame.data.byteOffset - frame.bytes.byteOffset,
        dataLength: frame.data.length,
        frameType: frame.kind,
        mapId: frame.segmentHeader!.mapId,
        seqFlag: flagNames[frame.segmentHeader!.sequenceFlags],
      }).toEqual(expected[i]);
      expect(bytesToHex(encodeTcFrame(frame, params))).toBe(line.toLowerCase());
    }
  });
});
