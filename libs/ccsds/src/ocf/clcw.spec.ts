import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HeaderError } from '../header/define-header.js';
import { bytesToHex, hexToBytes } from '../hex.js';
import { ClcwError, encodeClcw, parseClcw } from './clcw.js';

const none = { noRfAvailable: false, noBitLock: false, lockout: false, wait: false, retransmit: false };

describe('CLCW (232.0-B)', () => {
  // Bit by bit as the book numbers them: type 0, version 1-2, status 3-5, COP 6-7, VCID 8-13, spare 14-15, flags 16-20, FARM-B 21-22,
  // spare 23, report value 24-31.
  it.each([
    ['01000000', { ...none, statusField: 0, copInEffect: 1, vcid: 0, farmBCounter: 0, reportValue: 0 }],
    [
      '01044479',
      { ...none, noBitLock: true, statusField: 0, copInEffect: 1, vcid: 1, farmBCounter: 2, reportValue: 0x79 },
    ],
    [
      '1dfcfeff',
      {
        noRfAvailable: true,
        noBitLock: true,
        lockout: true,
        wait: true,
        retransmit: true,
        statusField: 7,
        copInEffect: 1,
        vcid: 63,
        farmBCounter: 3,
        reportValue: 255,
      },
    ],
    ['01002400', { ...none, lockout: true, statusField: 0, copInEffect: 1, vcid: 0, farmBCounter: 2, reportValue: 0 }],
    [
      '01000800',
      { ...none, retransmit: true, statusField: 0, copInEffect: 1, vcid: 0, farmBCounter: 0, reportValue: 0 },
    ],
  ])('%s, read and written', (hex, clcw) => {
    expect(parseClcw(hexToBytes(hex))).toEqual(clcw);
    expect(bytesToHex(encodeClcw(clcw))).toBe(hex);
  });

  it('encode and parse are inverses over all fields', () => {
    const clcws = fc.record({
      statusField: fc.integer({ min: 0, max: 7 }),
      copInEffect: fc.integer({ min: 0, max: 3 }),
      vcid: fc.integer({ min: 0, max: 63 }),
      noRfAvailable: fc.boolean(),
      noBitLock: fc.boolean(),
      lockout: fc.boolean(),
      wait: fc.boolean(),
      retransmit: fc.boolean(),
      farmBCounter: fc.integer({ min: 0, max: 3 }),
      reportValue: fc.integer({ min: 0, max: 255 }),
    });
    fc.assert(fc.property(clcws, (clcw) => expect(parseClcw(encodeClcw(clcw))).toEqual(clcw)));
  });

  it('refuses type-2 reports, other versions, other lengths and values that do not fit', () => {
    expect(() => parseClcw(hexToBytes('81000000'))).toThrow(ClcwError);
    expect(() => parseClcw(hexToBytes('21000000'))).toThrow(/version: expected 0, found 1/);
    expect(() => parseClcw(hexToBytes('010000'))).toThrow(ClcwError);
    expect(() =>
      encodeClcw({ ...none, statusField: 0, copInEffect: 1, vcid: 64, farmBCounter: 0, reportValue: 0 }),
    ).toThrow(HeaderError);
  });
});
