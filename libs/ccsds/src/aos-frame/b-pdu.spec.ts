import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { bitsOf } from '../testing/bits.js';
import { AosFrameError, type AosFrameErrorReason } from './aos-frame-error.js';
import { BDP_ALL_VALID, BDP_ONLY_IDLE_DATA, encodeBPdu, parseBPdu } from './b-pdu.js';

function reasonOf(action: () => unknown): AosFrameErrorReason | 'nothing' {
  try {
    action();
  } catch (error) {
    if (error instanceof AosFrameError) return error.reason;
    throw error;
  }
  return 'nothing';
}

describe('B_PDU (732.0-B-4)', () => {
  it('encode and parse are inverses: the same bits come out, the rest is idle data', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.nat(), fc.nat(255), (zone, random, pattern) => {
        const validBits = [0, 8 * zone.length, random % (8 * zone.length)][random % 3]!;
        const dataField = encodeBPdu({ bitstream: zone, validBits }, zone.length + 2, pattern);
        expect(dataField.length).toBe(zone.length + 2);
        const parsed = parseBPdu(dataField);
        expect(parsed.validBits).toBe(validBits);
        expect(parsed.isIdle).toBe(validBits === 0);
        expect(parsed.bitstream.length).toBe(Math.ceil(validBits / 8));
        expect(bitsOf(parsed.bitstream).slice(0, validBits)).toEqual(bitsOf(zone).slice(0, validBits));
        const idle = bitsOf(new Uint8Array(zone.length).fill(pattern)).slice(validBits);
        expect(bitsOf(dataField.subarray(2)).slice(validBits)).toEqual(idle);
      }),
      { numRuns: 300 },
    );
  });

  it('the pointer is the place of the last valid bit, counted from 0: one less than their number', () => {
    const zone = hexToBytes('ffffffff');
    const pdu = (validBits: number) => bytesToHex(encodeBPdu({ bitstream: zone, validBits }, 6, 0));
    expect(pdu(1)).toBe('000080000000');
    expect(pdu(8)).toBe('0007ff000000');
    expect(pdu(9)).toBe('0008ff800000');
    expect(pdu(31)).toBe('001efffffffe');
    expect(parseBPdu(hexToBytes('0000ffffffff'))).toMatchObject({ validBits: 1, bitstream: hexToBytes('ff') });
    expect(parseBPdu(hexToBytes('0007ffffffff'))).toMatchObject({ validBits: 8, bitstream: hexToBytes('ff') });
    expect(parseBPdu(hexToBytes('0008ffffffff'))).toMatchObject({ validBits: 9, bitstream: hexToBytes('ffff') });
  });

  it('0x3FFF: all bits are valid; 0x3FFE: only idle data; a pointer to the very last bit is read as all, too', () => {
    const bitstream = hexToBytes('01020304');
    expect(bytesToHex(encodeBPdu({ bitstream, validBits: 32 }, 6))).toBe('3fff01020304');
    expect(bytesToHex(encodeBPdu({ bitstream, validBits: 0 }, 6))).toBe('3ffe55555555');
    expect(parseBPdu(hexToBytes('3fff01020304'))).toEqual({
      bitstreamDataPointer: BDP_ALL_VALID,
      isIdle: false,
      validBits: 32,
      bitstream,
    });
    expect(parseBPdu(hexToBytes('3ffe01020304'))).toEqual({
      bitstreamDataPointer: BDP_ONLY_IDLE_DATA,
      isIdle: true,
      validBits: 0,
      bitstream: new Uint8Array(0),
    });
    expect(parseBPdu(hexToBytes('001f01020304'))).toMatchObject({ validBits: 32, isIdle: false });
  });

  it('trap 11: a pointer beyond the bitstream data zone is refused, and so is an end of bits that no pointer tells', () => {
    expect(reasonOf(() => parseBPdu(hexToBytes('002001020304')))).toBe('bitstream-data-pointer');
    expect(reasonOf(() => parseBPdu(hexToBytes('3ffd01020304')))).toBe('bitstream-data-pointer');
    // In a zone of 2 048 octets bits 16382 and 16383 are out of the pointer's reach.
    const bitstream = new Uint8Array(2048);
    const reason = (validBits: number) => reasonOf(() => encodeBPdu({ bitstream, validBits }, 2050));
    expect([16_382, 16_383, 16_384].map(reason)).toEqual(['nothing', 'bitstream-data-pointer', 'nothing']);
  });

  it('refuses spare bits, too few bits, too many, and a data field without room', () => {
    expect(reasonOf(() => parseBPdu(hexToBytes('400001020304')))).toBe('spare');
    for (const length of [0, 1, 2]) expect(reasonOf(() => parseBPdu(new Uint8Array(length)))).toBe('data-field-length');
    const bitstream = new Uint8Array(4);
    expect(reasonOf(() => encodeBPdu({ bitstream, validBits: 33 }, 20))).toBe('field-range');
    expect(reasonOf(() => encodeBPdu({ bitstream, validBits: 25 }, 5))).toBe('field-range');
    expect(reasonOf(() => encodeBPdu({ bitstream, validBits: 0.5 }, 5))).toBe('field-range');
    expect(reasonOf(() => encodeBPdu({ bitstream, validBits: 0 }, 2))).toBe('data-field-length');
  });

  it('takes random octets or refuses them with its own error', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 3, maxLength: 60 }), fc.boolean(), (random, isSmall) => {
        // Half of the pointers are small, so that some point into the bitstream data zone.
        const dataField = random.map((octet, i) => (isSmall && i < 2 ? octet & (63 * i) : octet));
        if (reasonOf(() => parseBPdu(dataField)) === 'nothing') taken++;
      }),
      { numRuns: 1000 },
    );
    expect(taken).toBeGreaterThan(50);
  });
});
