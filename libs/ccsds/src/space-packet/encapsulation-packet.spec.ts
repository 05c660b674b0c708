import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { haveOracle, oracleJsonLines } from '../testing/oracle.js';
import {
  EncapsulationPacketError,
  type EncapsulationPacketFields,
  buildEncapsulationIdlePacket,
  buildEncapsulationPacket,
  encapsulationHeaderLength,
  encapsulationPacketLength,
  encapsulationProtocols,
  isEncapsulationIdle,
  parseEncapsulationPacket,
} from './encapsulation-packet.js';

describe('encapsulation packets (133.1-B)', () => {
  it.each([
    ['e0', 1, 1, true],
    ['fd70', 2, 112, false],
    ['fe00043d', 4, 1085, false],
    ['e200044d', 4, 1101, true],
    ['e300123400000454', 8, 1108, true],
    ['ff001234ffffffff', 8, 4_294_967_295, false],
  ])('trap 22: %s has a header of %i octets and %i octets in all', (hex, headerLength, length, idle) => {
    const bytes = hexToBytes(hex);
    expect(encapsulationHeaderLength(bytes[0]!)).toBe(headerLength);
    expect(encapsulationPacketLength(bytes)).toBe(length);
    expect(isEncapsulationIdle(bytes[0]!)).toBe(idle);
  });

  // Worked out by hand: 111, protocol identifier, length of length; then the fields of figure 4-2.
  it.each<[string, EncapsulationPacketFields]>([
    ['e0', { protocolId: 0 }],
    ['e102', { protocolId: 0, lengthOctets: 1 }],
    ['fd04aabb', { protocolId: 7, data: hexToBytes('aabb') }],
    ['e503cc', { protocolId: encapsulationProtocols.ltp, data: hexToBytes('cc') }],
    ['ee300006aabb', { protocolId: 3, userDefined: 3, data: hexToBytes('aabb') }],
    ['fa5a0005aa', { protocolId: 6, userDefined: 5, protocolIdExtension: 10, data: hexToBytes('aa') }],
    ['f300beef00000009aa', { protocolId: 4, ccsdsDefined: 0xbeef, data: hexToBytes('aa') }],
  ])('%s, written and read', (hex, fields) => {
    const bytes = hexToBytes(hex);
    expect(bytesToHex(buildEncapsulationPacket(fields))).toBe(hex);
    const packet = parseEncapsulationPacket(bytes);
    expect(packet).toMatchObject({ ...fields, data: fields.data ?? new Uint8Array(0) });
    expect(bytesToHex(buildEncapsulationPacket(packet))).toBe(hex);
  });

  it('build and parse are inverses, with the shortest header or with one asked for', () => {
    const long = fc.record({
      protocolId: fc.integer({ min: 0, max: 7 }),
      lengthOctets: fc.constantFrom(2 as const, 4 as const),
      userDefined: fc.integer({ min: 0, max: 15 }),
      extension: fc.integer({ min: 0, max: 15 }),
      ccsdsDefined: fc.integer({ min: 0, max: 0xffff }),
      data: fc.uint8Array({ minLength: 1, maxLength: 300 }),
    });
    fc.assert(
      fc.property(long, ({ extension, ccsdsDefined, ...fields }) => {
        const packet = {
          ...fields,
          protocolIdExtension: fields.protocolId === 6 ? extension : 0,
          ccsdsDefined: fields.lengthOctets === 4 ? ccsdsDefined : undefined,
        };
        const bytes = buildEncapsulationPacket(packet);
        const { bytes: whole, ...parsed } = parseEncapsulationPacket(bytes);
        expect(parsed).toEqual(packet);
        expect(whole).toBe(bytes);
        expect(encapsulationPacketLength(bytes)).toBe(bytes.length);
        const short = buildEncapsulationPacket({ protocolId: 1, data: fields.data });
        expect(parseEncapsulationPacket(short)).toMatchObject({
          protocolId: 1,
          data: fields.data,
          lengthOctets: fields.data.length <= 253 ? 1 : 2,
        });
      }),
    );
  });

  it('4.1.2.8.2: the length counts the header, and the next longer header takes over where it ends', () => {
    const headerOf = (octets: number): number =>
      encapsulationHeaderLength(buildEncapsulationPacket({ protocolId: 7, data: new Uint8Array(octets) })[0]!);
    expect([253, 254, 65_531, 65_532].map(headerOf)).toEqual([2, 4, 4, 8]);
    const build = (lengthOctets: 0 | 1 | 2, octets: number) => (): unknown =>
      buildEncapsulationPacket({ protocolId: lengthOctets === 0 ? 0 : 7, lengthOctets, data: new Uint8Array(octets) });
    expect(build(0, 1)).toThrow(/length: expected at most 1 octets, found 2/);
    expect(build(1, 254)).toThrow(/at most 255 octets, found 256/);
    expect(build(2, 65_532)).toThrow(EncapsulationPacketError);
  });

  it('trap 22: idle packets of every length fill any gap', () => {
    for (const length of [1, 2, 3, 255, 256, 257, 65_535, 65_536, 70_000]) {
      const idle = buildEncapsulationIdlePacket(length, 0xca);
      expect(idle.length).toBe(length);
      expect(isEncapsulationIdle(idle[0]!)).toBe(true);
      const { protocolId, data } = parseEncapsulationPacket(idle);
      expect(protocolId).toBe(0);
      expect(data.every((octet) => octet === 0xca)).toBe(true);
    }
    for (const length of [0, -1, 1.5, 2 ** 32])
      expect(() => buildEncapsulationIdlePacket(length)).toThrow(EncapsulationPacketError);
  });

  it.each([
    ['', /header: expected 1 octet or more/],
    ['00', /version number: expected 7, found 0/],
    ['fd', /header: expected 2 octets, found 1/],
    ['fe0004', /header: expected 4 octets, found 3/],
    ['fd05aa', /packet length: expected 3 octets in all, found 5/],
    ['fd01', /packet length: expected 2 octets in all, found 1/],
    ['e0aa', /packet length: expected 2 octets in all, found 1/],
    ['fc', /protocol identifier: expected 0 without a length field, found 7/], // 4.1.2.4.4
    ['f903aa', /length octets: expected 2 or 4 with protocol identifier 6, found 1/], // 4.1.2.6.2
    ['fe050005aa', /extension: expected 0, found 5/], // 4.1.2.6.3
    ['fd02', /data field: expected 1 octet or more in a packet that is not idle, found 0/], // 4.1.3.1.5
  ])('refuses to read %p', (hex, message) => {
    expect(() => parseEncapsulationPacket(hexToBytes(hex))).toThrow(EncapsulationPacketError);
    expect(() => parseEncapsulationPacket(hexToBytes(hex))).toThrow(message);
  });

  it.each([
    [{ protocolId: 8 }, /protocol identifier: expected an integer from 0 to 7/],
    [{ protocolId: 7, userDefined: 16 }, /user defined field/],
    [{ protocolId: 7, userDefined: 1, lengthOctets: 1 as const }, /none with 1 length octets/],
    [{ protocolId: 7, ccsdsDefined: 1, lengthOctets: 2 as const }, /CCSDS defined field: expected none/],
    [{ protocolId: 7, protocolIdExtension: 1 }, /extension: expected 0/],
    [{ protocolId: 7, ccsdsDefined: 0x10000 }, /0 to 65535/],
    [{ protocolId: 7, data: new Uint8Array(0) }, /data field/],
  ])('refuses to write %j', (fields, message) => {
    expect(() => buildEncapsulationPacket({ data: new Uint8Array(1), ...fields })).toThrow(message);
  });

  it('takes random octets or refuses them with its own error, and writes what it takes as it was', () => {
    const random = fc.uint8Array({ maxLength: 20 }).map((bytes) => {
      if (bytes.length > 1 && (bytes[0]! & 1) === 1) bytes[1] = bytes.length;
      if (bytes.length > 0) bytes[0]! |= 0xe0;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(random, fc.uint8Array({ maxLength: 20 })), (bytes) => {
        try {
          expect(buildEncapsulationPacket(parseEncapsulationPacket(bytes))).toEqual(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(EncapsulationPacketError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

const dumps = ['tm_encapsulation', 'tc_1_encapsulation'];
const file = (name: string) => ['telemetry-command', 'frames', `${name}.packets.jsonl`] as const;
(dumps.every((name) => haveOracle(...file(name))) ? describe : describe.skip)(
  'encapsulation packets of dariol83',
  () => {
    it.each([
      ['tm_encapsulation', 13],
      ['tc_1_encapsulation', 1],
    ])('%s: %i headers, read and written', (name, count) => {
      const packets = oracleJsonLines<{ kind: string; length: number; head: string }>(...file(name));
      expect(packets.length).toBe(count);
      for (const { length, head } of packets) {
        const bytes = new Uint8Array(length);
        bytes.set(hexToBytes(head.slice(0, 2 * length)));
        const packet = parseEncapsulationPacket(bytes);
        expect(packet.bytes.length).toBe(length);
        expect(buildEncapsulationPacket(packet)).toEqual(bytes);
      }
    });
  },
);
