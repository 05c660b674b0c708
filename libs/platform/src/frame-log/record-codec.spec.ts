import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeRecord, encodeRecord, openRecord, payloadLength, sealRecord } from './record-codec.js';

describe('record codec', () => {
  it('is the layout of the comment: bytes made with Python struct and zlib', () => {
    const bytes = encodeRecord(
      { id: 'CN-MYN:1:7', header: { vc: 0 }, payload: Uint8Array.of(0x1a, 0xcf, 0xfc, 0x1d) },
      0,
    );
    sealRecord(bytes, 258, 257);
    expect(bytes.toString('hex')).toBe(
      '0000002c6f121ce20000000000000102000000000000010100000008000a434e2d4d594e3a313a377b227663223a307d1acffc1d',
    );
  });

  it('gives back any record, wherever it starts', () => {
    const record = fc.record(
      {
        header: fc.dictionary(
          fc.string(),
          fc.jsonValue().map((v) => JSON.parse(JSON.stringify(v)) as null),
        ),
        payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
        id: fc.stringMatching(/^[!-~]{1,40}$/),
      },
      { requiredKeys: ['header', 'payload'] },
    );
    fc.assert(
      fc.property(
        record,
        fc.maxSafeNat(),
        fc.nat({ max: 50 }),
        fc.nat({ max: 50 }),
        (given, sequence, before, behind) => {
          const sealed = encodeRecord(given, 0);
          sealRecord(sealed, sequence, 1);
          const bytes = Buffer.concat([Buffer.alloc(before, 0xaa), sealed, Buffer.alloc(behind, 0xaa)]);
          const stored = decodeRecord(bytes, before);
          expect(stored).toEqual({
            kind: 'record',
            sequence,
            durableBelow: 1,
            start: before,
            end: before + sealed.length,
          });
          if (stored.kind !== 'record') return;
          expect(payloadLength(bytes, stored)).toBe(given.payload.length);
          expect(openRecord(bytes, stored)).toEqual({ ...given, sequence });
        },
      ),
    );
  });

  it('no part of a record, and no record with a changed bit, is taken for one', () => {
    const bytes = encodeRecord({ header: { a: 1 }, payload: new Uint8Array(9) }, 0);
    sealRecord(bytes, 5, 5);
    for (let length = 0; length < bytes.length; length++)
      expect(decodeRecord(bytes.subarray(0, length), 0).kind).toBe('short');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(decodeRecord(changed, 0).kind).not.toBe('record');
    }
  });
});
