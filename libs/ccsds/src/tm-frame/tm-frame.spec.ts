import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hexToBytes } from '../hex.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import {
  FHP_NO_PACKET_START,
  FHP_ONLY_IDLE_DATA,
  TmFrameError,
  type TmFrameErrorReason,
  type TmFrameFields,
  type TmManagedParameters,
  encodeTmFrame,
  parseTmFrame,
  tmDataFieldLength,
  validateTmParameters,
} from './tm-frame.js';

const params: TmManagedParameters = { frameLength: 40, fecf: true, ocf: 'present' };
const fields: TmFrameFields = {
  scid: 123,
  vcid: 3,
  mcfc: 7,
  vcfc: 200,
  firstHeaderPointer: 5,
  dataField: new Uint8Array(28).fill(0xaa),
  ocf: Uint8Array.of(1, 2, 3, 4),
};

function reasonOf(action: () => unknown): TmFrameErrorReason | 'nothing' {
  try {
    action();
  } catch (error) {
    if (error instanceof TmFrameError) return error.reason;
    throw error;
  }
  return 'nothing';
}

/** A frame without FECF, with one header octet replaced. */
function withOctet(at: number, octet: number): Uint8Array {
  const bytes = encodeTmFrame({ ...fields, dataField: new Uint8Array(30) }, { ...params, fecf: false });
  bytes[at] = octet;
  return bytes;
}
const parsePlain = (bytes: Uint8Array, more: Partial<TmManagedParameters> = {}) =>
  parseTmFrame(bytes, { frameLength: bytes.length, fecf: false, ocf: 'per-frame', ...more });

describe('TM transfer frames (132.0-B-3)', () => {
  it('encode and parse are inverses, with and without FECF, OCF and secondary header', () => {
    const frames = fc.record({
      scid: fc.integer({ min: 0, max: 1023 }),
      vcid: fc.integer({ min: 0, max: 7 }),
      mcfc: fc.integer({ min: 0, max: 255 }),
      vcfc: fc.integer({ min: 0, max: 255 }),
    });
    const secondaryHeaders = fc.option(
      fc.record({ version: fc.integer({ min: 0, max: 3 }), data: fc.uint8Array({ minLength: 1, maxLength: 63 }) }),
      { nil: undefined },
    );
    const ocfs = fc.option(fc.uint8Array({ minLength: 4, maxLength: 4 }), { nil: undefined });
    fc.assert(
      fc.property(
        frames,
        secondaryHeaders,
        ocfs,
        fc.boolean(),
        fc.integer({ min: 100, max: 2048 }),
        fc.nat(),
        (frame, secondaryHeader, ocf, fecf, frameLength, pointer) => {
          const managed: TmManagedParameters = { frameLength, fecf, ocf: 'per-frame' };
          const length = tmDataFieldLength(managed, {
            ocf: ocf !== undefined,
            secondaryHeaderLength: secondaryHeader === undefined ? 0 : secondaryHeader.data.length + 1,
          });
          const firstHeaderPointer = [FHP_NO_PACKET_START, FHP_ONLY_IDLE_DATA, pointer % length][pointer % 3]!;
          const dataField = Uint8Array.from({ length }, (_, i) => (i * 37 + pointer) & 0xff);
          const bytes = encodeTmFrame({ ...frame, firstHeaderPointer, dataField, ocf, secondaryHeader }, managed);
          expect(bytes.length).toBe(frameLength);
          expect(parseTmFrame(bytes, managed)).toEqual({
            ...frame,
            tfvn: 0,
            ocfFlag: ocf !== undefined,
            secondaryHeader,
            syncFlag: false,
            packetOrderFlag: false,
            segmentLengthId: 3,
            firstHeaderPointer,
            isIdle: firstHeaderPointer === FHP_ONLY_IDLE_DATA,
            dataFieldOffset: 6 + (secondaryHeader === undefined ? 0 : secondaryHeader.data.length + 1),
            dataField,
            ocf,
          });
        },
      ),
    );
  });

  it('trap 10: any single bit error is refused by the FECF', () => {
    const bytes = encodeTmFrame(fields, params);
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const damaged = bytes.slice();
      damaged[bit >>> 3]! ^= 0x80 >>> (bit & 7);
      expect(reasonOf(() => parseTmFrame(damaged, params))).toBe('fecf');
    }
  });

  it('trap 11: a first header pointer at or beyond the end of the data field is refused, 0x7FF and 0x7FE are not pointers', () => {
    const encode = (firstHeaderPointer: number) => encodeTmFrame({ ...fields, firstHeaderPointer }, params);
    expect(parseTmFrame(encode(27), params).firstHeaderPointer).toBe(27);
    expect(reasonOf(() => encode(28))).toBe('first-header-pointer');
    expect(parseTmFrame(encode(FHP_NO_PACKET_START), params).isIdle).toBe(false);
    expect(parseTmFrame(encode(FHP_ONLY_IDLE_DATA), params).isIdle).toBe(true);
    // 30 octets of data: pointer 30 = length, pointer 31 beyond.
    expect(reasonOf(() => parsePlain(withOctet(5, 29)))).toBe('nothing');
    expect(reasonOf(() => parsePlain(withOctet(5, 30)))).toBe('first-header-pointer');
    expect(reasonOf(() => parsePlain(withOctet(5, 31)))).toBe('first-header-pointer');
  });

  it('trap 16: the OCF flag of each frame decides, idle frames included, unless managed parameters fix it', () => {
    const idle = { ...fields, firstHeaderPointer: FHP_ONLY_IDLE_DATA };
    expect(parseTmFrame(encodeTmFrame(idle, params), params).ocf).toEqual(Uint8Array.of(1, 2, 3, 4));
    const without = encodeTmFrame(
      { ...fields, ocf: undefined, dataField: new Uint8Array(32) },
      { ...params, ocf: 'absent' },
    );
    expect(parseTmFrame(without, { ...params, ocf: 'per-frame' }).ocf).toBeUndefined();
    expect(reasonOf(() => parseTmFrame(without, params))).toBe('ocf-flag');
    expect(reasonOf(() => parseTmFrame(encodeTmFrame(fields, params), { ...params, ocf: 'absent' }))).toBe('ocf-flag');
  });

  it('trap 17: sync flag 0 requires packet order 0 and segment length id 3; sync flag 1 leaves the pointer alone', () => {
    // Octet 4: secondary header, sync, packet order, segment length id (2), first header pointer (3).
    expect(reasonOf(() => parsePlain(withOctet(4, 0b0_0_1_11_000)))).toBe('packet-order');
    expect(reasonOf(() => parsePlain(withOctet(4, 0b0_0_0_10_000)))).toBe('segment-length-id');
    const synchronous = parsePlain(withOctet(4, 0b0_1_1_01_111));
    expect(synchronous).toMatchObject({ syncFlag: true, packetOrderFlag: true, segmentLengthId: 1, isIdle: false });
  });

  it('trap 17: the secondary header length is the low six bits plus one, its version the two above', () => {
    const flagged = withOctet(4, 0b1_0_0_11_000);
    flagged[6] = 0b11_000011;
    const frame = parsePlain(flagged);
    expect(frame.secondaryHeader).toEqual({ version: 3, data: flagged.subarray(7, 10) });
    expect(frame.dataFieldOffset).toBe(10);
    expect(reasonOf(() => parsePlain(flagged, { secondaryHeaderLength: 0 }))).toBe('secondary-header');
    expect(reasonOf(() => parsePlain(flagged, { secondaryHeaderLength: 5 }))).toBe('secondary-header');
    expect(reasonOf(() => parsePlain(flagged, { secondaryHeaderLength: 4 }))).toBe('nothing');
    flagged[6] = 0;
    expect(reasonOf(() => parsePlain(flagged))).toBe('secondary-header');
    flagged[6] = 63;
    expect(reasonOf(() => parsePlain(flagged))).toBe('secondary-header');
  });

  it('trap 19: frames of 2 048 octets are allowed, longer ones are not', () => {
    expect(validateTmParameters({ ...params, frameLength: 2048 }).frameLength).toBe(2048);
    expect(reasonOf(() => validateTmParameters({ ...params, frameLength: 2049 }))).toBe('parameters');
    expect(reasonOf(() => validateTmParameters({ ...params, frameLength: 12 }))).toBe('parameters');
    expect(reasonOf(() => validateTmParameters({ ...params, scid: 1024 }))).toBe('parameters');
    expect(reasonOf(() => validateTmParameters({ ...params, secondaryHeaderLength: 1 }))).toBe('parameters');
  });

  it('refuses other versions, other spacecraft, other lengths and fields out of range', () => {
    expect(reasonOf(() => parsePlain(withOctet(0, 0x40)))).toBe('version');
    expect(reasonOf(() => parsePlain(withOctet(0, 0x07), { scid: 123 }))).toBe('nothing');
    expect(reasonOf(() => parsePlain(withOctet(0, 0x07), { scid: 124 }))).toBe('spacecraft-id');
    expect(reasonOf(() => parseTmFrame(new Uint8Array(39), params))).toBe('frame-length');
    expect(reasonOf(() => encodeTmFrame({ ...fields, vcid: 8 }, params))).toBe('field-range');
    expect(reasonOf(() => encodeTmFrame({ ...fields, mcfc: 256 }, params))).toBe('field-range');
    expect(reasonOf(() => encodeTmFrame({ ...fields, dataField: new Uint8Array(27) }, params))).toBe(
      'data-field-length',
    );
  });

  it('takes random octets or refuses them with its own error', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 7, maxLength: 60 }),
        fc.constantFrom('present' as const, 'absent' as const, 'per-frame' as const),
        fc.boolean(),
        (bytes, ocf, fecf) => {
          reasonOf(() => parseTmFrame(bytes, { frameLength: bytes.length, fecf, ocf }));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

const library = ['telemetry-command', 'vectors', 'spacepylibrary-testdata.json'] as const;
(haveOracle(...library) ? describe : describe.skip)('TM frame of SpacePyLibrary', () => {
  it('TM_FRAME_01: header fields, and its FECF holds', () => {
    const { vectors } = oracleJson<{ vectors: Record<string, string | number> }>(...library);
    const bytes = hexToBytes(String(vectors.TM_FRAME_01));
    expect(parseTmFrame(bytes, { frameLength: 1115, fecf: true, ocf: 'per-frame' })).toMatchObject({
      tfvn: vectors.TM_FRAME_01_versionNumber,
      scid: vectors.TM_FRAME_01_spacecraftId,
      vcid: vectors.TM_FRAME_01_virtualChannelId,
      ocfFlag: vectors.TM_FRAME_01_operationalControlField === 1,
      mcfc: vectors.TM_FRAME_01_masterChannelFrameCount,
      vcfc: vectors.TM_FRAME_01_virtualChannelFCountLow,
      secondaryHeader: undefined,
      syncFlag: false,
      packetOrderFlag: false,
      segmentLengthId: vectors.TM_FRAME_01_segmentLengthId,
      firstHeaderPointer: vectors.TM_FRAME_01_firstHeaderPointer,
    });
  });
});
