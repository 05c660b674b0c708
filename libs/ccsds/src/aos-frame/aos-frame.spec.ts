import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex } from '../hex.js';
import { AosFrameError, type AosFrameErrorReason } from './aos-frame-error.js';
import { type AosFrameFields, aosCountFields, aosFrameCount, encodeAosFrame, parseAosFrame } from './aos-frame.js';
import {
  AOS_COUNTER_MODULO,
  AOS_IDLE_VCID,
  type AosManagedParameters,
  aosCounterModulo,
  aosDataFieldLength,
  validateAosParameters,
} from './aos-parameters.js';

const params: AosManagedParameters = {
  frameLength: 40,
  fecf: true,
  ocf: 'present',
  frameHeaderErrorControl: false,
  insertZoneLength: 3,
  frameCountCycle: 'unused',
};
const fields: AosFrameFields = {
  scid: 123,
  vcid: 42,
  vcfc: 0xfed123,
  insertZone: Uint8Array.of(7, 8, 9),
  dataField: new Uint8Array(25).fill(0xaa),
  ocf: Uint8Array.of(1, 2, 3, 4),
};
/** Nothing but header and data: 34 octets of it. */
const plain: AosManagedParameters = { ...params, fecf: false, ocf: 'absent', insertZoneLength: 0 };
const plainFields: AosFrameFields = { scid: 123, vcid: 42, vcfc: 0xfed123, dataField: new Uint8Array(34).fill(0xaa) };

function reasonOf(action: () => unknown): AosFrameErrorReason | 'nothing' {
  try {
    action();
  } catch (error) {
    if (error instanceof AosFrameError) return error.reason;
    throw error;
  }
  return 'nothing';
}

/** A plain frame with one octet replaced. */
function withOctet(at: number, octet: number, managed = plain): Uint8Array {
  const bytes = encodeAosFrame({ ...plainFields, dataField: new Uint8Array(aosDataFieldLength(managed)) }, managed);
  bytes[at] = octet;
  return bytes;
}

const managedParameters: fc.Arbitrary<AosManagedParameters> = fc.record({
  frameLength: fc.integer({ min: 40, max: 2048 }),
  fecf: fc.boolean(),
  ocf: fc.constantFrom('present' as const, 'absent' as const),
  frameHeaderErrorControl: fc.boolean(),
  insertZoneLength: fc.integer({ min: 0, max: 25 }),
  frameCountCycle: fc.constantFrom('used' as const, 'unused' as const),
});
const headers = fc.record({
  scid: fc.integer({ min: 0, max: 1023 }),
  vcid: fc.integer({ min: 0, max: 63 }),
  vcfc: fc.integer({ min: 0, max: AOS_COUNTER_MODULO - 1 }),
  vcfcCycle: fc.integer({ min: 0, max: 15 }),
  replayFlag: fc.boolean(),
});

describe('AOS transfer frames (732.0-B-4)', () => {
  it('encode and parse are inverses, with insert zone, header error control, cycle, OCF and FECF on and off', () => {
    fc.assert(
      fc.property(managedParameters, headers, fc.nat(255), (managed, header, seed) => {
        const octets = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 37 + seed) & 0xff);
        const isCycleUsed = managed.frameCountCycle === 'used';
        const sent = {
          ...header,
          vcfcCycle: isCycleUsed ? header.vcfcCycle : 0,
          insertZone: managed.insertZoneLength > 0 ? octets(managed.insertZoneLength) : undefined,
          dataField: octets(aosDataFieldLength(managed)),
          ocf: managed.ocf === 'present' ? octets(4) : undefined,
        };
        const bytes = encodeAosFrame(sent, managed);
        expect(bytes.length).toBe(managed.frameLength);
        expect(parseAosFrame(bytes, managed)).toEqual({
          ...sent,
          tfvn: 1,
          vcfcUsageFlag: isCycleUsed,
          correctedSymbols: 0,
          isIdle: header.vcid === 63,
          dataFieldOffset: (managed.frameHeaderErrorControl ? 8 : 6) + managed.insertZoneLength,
        });
      }),
      { numRuns: 300 },
    );
  });

  it('lays the header out as a peer does: version 2, spacecraft 8, channel 6, count 24, flags 2, cycle 4 bits', () => {
    // dariol83/ccsds, AosTransferFrameTest, AOS_FRAME_01: spacecraft 123, channel 42, count FED123, cycle 10 in use.
    const cycle = { ...plain, frameCountCycle: 'used' as const };
    const bytes = encodeAosFrame({ ...plainFields, vcfcCycle: 10 }, cycle);
    expect(bytesToHex(bytes.subarray(0, 6))).toBe('5eeafed1234a');
    expect(encodeAosFrame({ ...plainFields, vcfcCycle: 10, replayFlag: true }, cycle)[5]).toBe(0xca);
  });

  it('trap 10: any single bit error is refused by the FECF, also where the header could be corrected', () => {
    for (const frameHeaderErrorControl of [false, true]) {
      const managed = { ...params, frameHeaderErrorControl };
      const bytes = encodeAosFrame({ ...fields, dataField: new Uint8Array(aosDataFieldLength(managed)) }, managed);
      for (let bit = 0; bit < 8 * bytes.length; bit++) {
        const damaged = bytes.slice();
        damaged[bit >>> 3]! ^= 0x80 >>> (bit & 7);
        expect(reasonOf(() => parseAosFrame(damaged, managed))).toBe('fecf');
      }
    }
  });

  it('trap 15: the cycle counts on above the 24 bits where it is in use, and is 0 elsewhere', () => {
    const used: AosManagedParameters = { ...plain, frameCountCycle: 'used' };
    const last = parseAosFrame(encodeAosFrame({ ...plainFields, vcfc: 0xffffff, vcfcCycle: 2 }, used), used);
    const next = parseAosFrame(encodeAosFrame({ ...plainFields, vcfc: 0, vcfcCycle: 3 }, used), used);
    expect([aosFrameCount(last), aosFrameCount(next)]).toEqual([0x2ffffff, 0x3000000]);
    expect(aosCountFields(0x2ffffff)).toEqual({ vcfc: 0xffffff, vcfcCycle: 2 });
    expect(aosCountFields(0x3000000)).toEqual({ vcfc: 0, vcfcCycle: 3 });
    expect([aosCounterModulo(used), aosCounterModulo(plain)]).toEqual([2 ** 28, 2 ** 24]);
    expect(reasonOf(() => encodeAosFrame({ ...plainFields, vcfcCycle: 1 }, plain))).toBe('frame-count-cycle');
    expect(reasonOf(() => encodeAosFrame({ ...plainFields, vcfcCycle: 16 }, used))).toBe('field-range');
    // Octet 5: replay, usage flag, two upper bits of the spacecraft identifier, cycle.
    expect(reasonOf(() => parseAosFrame(withOctet(5, 0b1_0_00_0000), plain))).toBe('nothing');
    // What a spacecraft leaves in the field while the flag says that it is not in use is no cycle.
    expect(parseAosFrame(withOctet(5, 0b0_0_00_0101), plain).vcfcCycle).toBe(0);
    expect(reasonOf(() => parseAosFrame(withOctet(5, 0b0_1_00_0000), plain))).toBe('frame-count-cycle');
    expect(reasonOf(() => parseAosFrame(withOctet(5, 0b0_0_00_0000), used))).toBe('frame-count-cycle');
  });

  it('trap 16: the OCF is where the managed parameters say, in idle frames too; no flag tells', () => {
    const idle = encodeAosFrame({ ...fields, vcid: AOS_IDLE_VCID }, params);
    expect(parseAosFrame(idle, params)).toMatchObject({ isIdle: true, ocf: fields.ocf });
    const without = parseAosFrame(idle, { ...params, ocf: 'absent' });
    expect(without.ocf).toBeUndefined();
    expect(without.dataField.length).toBe(29);
    expect(reasonOf(() => encodeAosFrame({ ...fields, ocf: undefined }, params))).toBe('ocf');
    expect(reasonOf(() => encodeAosFrame({ ...fields, ocf: new Uint8Array(3) }, params))).toBe('ocf');
    expect(reasonOf(() => encodeAosFrame({ ...plainFields, ocf: new Uint8Array(4) }, plain))).toBe('ocf');
  });

  it('trap 18: virtual channel 63, and only it, is idle: what it carries is not looked at', () => {
    for (const vcid of [0, 62, 63]) {
      const bytes = encodeAosFrame({ ...plainFields, vcid, dataField: new Uint8Array(34).fill(0x55) }, plain);
      expect(parseAosFrame(bytes, plain).isIdle).toBe(vcid === 63);
    }
  });

  it('trap 18: the insert zone lies between header and data field, its length is managed', () => {
    const frame = parseAosFrame(encodeAosFrame(fields, params), params);
    expect(frame.insertZone).toEqual(Uint8Array.of(7, 8, 9));
    expect(frame.dataFieldOffset).toBe(9);
    expect(reasonOf(() => encodeAosFrame({ ...fields, insertZone: undefined }, params))).toBe('insert-zone');
    expect(reasonOf(() => encodeAosFrame({ ...fields, insertZone: new Uint8Array(4) }, params))).toBe('insert-zone');
    expect(reasonOf(() => encodeAosFrame({ ...plainFields, insertZone: new Uint8Array(1) }, plain))).toBe(
      'insert-zone',
    );
  });

  it('trap 18: a header with up to two wrong symbols is read as it was sent, one with more is refused or said', () => {
    const managed: AosManagedParameters = { ...plain, frameHeaderErrorControl: true, scid: 123 };
    const bytes = encodeAosFrame({ ...plainFields, dataField: new Uint8Array(32) }, managed);
    const sent = parseAosFrame(bytes, managed);
    // Version and spacecraft, channel and cycle, check symbols: two wrong symbols each.
    for (const [at, octet] of [
      [0, 0xa1],
      [1, 0x00],
      [5, 0xff],
      [7, bytes[7]! ^ 0x11],
    ] as const) {
      const damaged = bytes.slice();
      damaged[at] = octet;
      const before = bytesToHex(damaged);
      expect(parseAosFrame(damaged, managed)).toEqual({ ...sent, correctedSymbols: 2 });
      expect(bytesToHex(damaged)).toBe(before);
    }
    const worse = bytes.slice();
    worse[0]! ^= 0x11;
    worse[5]! ^= 0x11;
    expect(reasonOf(() => parseAosFrame(worse, managed))).toBe('header-error-control');
  });

  it('check symbols that contradict a good FECF are refused: the frame of a sender that reckons them otherwise', () => {
    const managed: AosManagedParameters = { ...plain, frameHeaderErrorControl: true, fecf: true };
    const bytes = encodeAosFrame({ ...plainFields, dataField: new Uint8Array(30) }, managed);
    const body = bytes.slice(0, 38);
    body[7]! ^= 1;
    // The same octets as a frame without header error control, so that the FECF is made for them.
    const dataField = body.subarray(6);
    const other = encodeAosFrame({ ...plainFields, dataField }, { ...managed, frameHeaderErrorControl: false });
    expect(reasonOf(() => parseAosFrame(bytes, managed))).toBe('nothing');
    expect(reasonOf(() => parseAosFrame(other, managed))).toBe('header-error-control');
  });

  it('issue 5: bits 42 and 43 are the upper bits of the spacecraft identifier; 0x17B is not taken for 0x7B', () => {
    const upper = withOctet(5, 0b0_0_01_0000);
    expect(parseAosFrame(upper, plain).scid).toBe(0x17b);
    expect(reasonOf(() => parseAosFrame(upper, { ...plain, scid: 0x7b }))).toBe('spacecraft-id');
    expect(encodeAosFrame({ ...plainFields, scid: 0x37b }, plain)[5]).toBe(0b0_0_11_0000);
    expect(encodeAosFrame({ ...plainFields, scid: 0x0ff }, plain)[5]).toBe(0);
  });

  it('trap 19: frames of 2 048 octets are allowed, longer ones and those without room are not', () => {
    expect(validateAosParameters({ ...params, frameLength: 2048 }).frameLength).toBe(2048);
    const reason = (more: Partial<AosManagedParameters>) =>
      reasonOf(() => validateAosParameters({ ...params, ...more }));
    expect(reason({ frameLength: 2049 })).toBe('parameters');
    expect(reason({ frameLength: 40.5 })).toBe('parameters');
    expect(reason({ frameLength: 16 })).toBe('nothing');
    expect(reason({ frameLength: 15 })).toBe('parameters');
    expect(reason({ frameLength: 17, frameHeaderErrorControl: true })).toBe('parameters');
    expect(reason({ insertZoneLength: -1 })).toBe('parameters');
    expect(reason({ insertZoneLength: 28 })).toBe('parameters');
    expect(reason({ scid: 1024 })).toBe('parameters');
  });

  it('refuses other versions, other spacecraft, other lengths and fields out of range', () => {
    expect(reasonOf(() => parseAosFrame(withOctet(0, 0x1e), plain))).toBe('version');
    expect(reasonOf(() => parseAosFrame(withOctet(0, 0x9e), plain))).toBe('version');
    expect(reasonOf(() => parseAosFrame(withOctet(0, 0x5e), { ...plain, scid: 123 }))).toBe('nothing');
    expect(reasonOf(() => parseAosFrame(withOctet(0, 0x5e), { ...plain, scid: 124 }))).toBe('spacecraft-id');
    expect(reasonOf(() => encodeAosFrame(plainFields, { ...plain, scid: 124 }))).toBe('spacecraft-id');
    expect(reasonOf(() => parseAosFrame(new Uint8Array(39), plain))).toBe('frame-length');
    expect(reasonOf(() => encodeAosFrame({ ...plainFields, scid: 1024 }, plain))).toBe('field-range');
    expect(reasonOf(() => encodeAosFrame({ ...plainFields, vcid: 64 }, plain))).toBe('field-range');
    expect(reasonOf(() => encodeAosFrame({ ...plainFields, vcfc: 0x1000000 }, plain))).toBe('field-range');
    expect(reasonOf(() => encodeAosFrame({ ...plainFields, dataField: new Uint8Array(33) }, plain))).toBe(
      'data-field-length',
    );
  });

  it('takes random octets or refuses them with its own error', () => {
    const taken = { nothing: 0, refused: 0 };
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 7, maxLength: 60 }),
        managedParameters,
        fc.boolean(),
        (random, managed, isAos) => {
          // Half of them have the right version, so that the rules behind it are reached.
          const bytes = random.slice();
          if (isAos) bytes[0] = (bytes[0]! & 0x3f) | 0x40;
          const reason = reasonOf(() => parseAosFrame(bytes, { ...managed, frameLength: bytes.length }));
          taken[reason === 'nothing' ? 'nothing' : 'refused']++;
        },
      ),
      { numRuns: 2000 },
    );
    expect(taken.nothing).toBeGreaterThan(10);
    expect(taken.refused).toBeGreaterThan(1000);
  });
});
