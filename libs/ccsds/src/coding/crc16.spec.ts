import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hexToBytes } from '../hex.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { Crc16Error, crc16 } from './crc16.js';

describe('FECF CRC-16', () => {
  it('trap 10: octets followed by their own CRC leave residue 0, and any burst of up to 16 bits is seen', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 0xffff }),
        fc.nat(),
        (data, burst, where) => {
          const frame = new Uint8Array(data.length + 2);
          frame.set(data);
          const crc = crc16(data);
          frame[data.length] = crc >>> 8;
          frame[data.length + 1] = crc & 0xff;
          expect(crc16(frame)).toBe(0);
          const at = where % (frame.length - 1);
          frame[at]! ^= burst >>> 8;
          frame[at + 1]! ^= burst & 0xff;
          expect(crc16(frame)).not.toBe(0);
        },
      ),
    );
  });

  it('takes a range', () => {
    expect(crc16(hexToBytes('ee313233343536373839ee'), 1, 10)).toBe(0x29b1);
    expect(crc16(new Uint8Array(4), 4)).toBe(0xffff);
  });

  it.each([
    [-1, 3],
    [3, 2],
    [0, 5],
    [5, 5],
    [Number.NaN, 3],
    [0, Number.NaN],
  ])('refuses octets %d to %d of four', (start, end) => {
    expect(() => crc16(new Uint8Array(4), start, end)).toThrow(Crc16Error);
    expect(() => crc16(new Uint8Array(4), start, end)).toThrow(
      `range: expected within 4 octets, found ${start} to ${end}`,
    );
  });
});

const vectors = ['telemetry-command', 'vectors', 'crc16.json'] as const;
(haveOracle(...vectors) ? describe : describe.skip)('FECF CRC-16 against published values', () => {
  const cases = haveOracle(...vectors)
    ? oracleJson<{ fecfCrc16: { data: string; crc: string }[] }>(...vectors).fecfCrc16
    : [];
  it.each(cases)('trap 10: "$data" gives $crc', ({ data, crc }) => {
    expect(crc16(hexToBytes(data))).toBe(Number.parseInt(crc, 16));
  });
  it('nine vectors', () => expect(cases.length).toBe(9));
});
