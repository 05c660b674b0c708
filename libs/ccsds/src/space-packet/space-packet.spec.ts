import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import {
  IDLE_APID,
  SpacePacketError,
  buildIdlePacket,
  buildSpacePacket,
  missingPackets,
  parseSpacePacket,
  parseSpacePacketHeader,
  spacePacketPrimaryHeader,
} from './space-packet.js';

const octets = (length: number): Uint8Array => new Uint8Array(length).fill(0xa5);

describe('space packets (133.0-B-2)', () => {
  it('build and parse are inverses', () => {
    fc.assert(
      fc.property(
        fc.record({
          apid: fc.integer({ min: 0, max: 2046 }),
          type: fc.constantFrom('telemetry' as const, 'telecommand' as const),
          sequenceFlags: fc.constantFrom(
            'continuation' as const,
            'first' as const,
            'last' as const,
            'unsegmented' as const,
          ),
          sequenceCount: fc.integer({ min: 0, max: 16_383 }),
          data: fc.uint8Array({ minLength: 1, maxLength: 300 }),
        }),
        fc.option(fc.uint8Array({ minLength: 1, maxLength: 20 }), { nil: undefined }),
        (fields, secondaryHeader) => {
          const bytes = buildSpacePacket(secondaryHeader === undefined ? fields : { ...fields, secondaryHeader });
          const packet = parseSpacePacket(bytes);
          expect(packet).toMatchObject({
            apid: fields.apid,
            type: fields.type,
            sequenceFlags: fields.sequenceFlags,
            sequenceCount: fields.sequenceCount,
            secondaryHeaderFlag: secondaryHeader !== undefined,
          });
          expect([...packet.data]).toEqual([...(secondaryHeader ?? []), ...fields.data]);
        },
      ),
    );
  });

  it('trap 20: the least packet has 7 octets, the largest 65 542, and the length field is one less than the data', () => {
    const least = buildSpacePacket({ apid: 1, sequenceCount: 0, data: octets(1) });
    expect(bytesToHex(least)).toBe('0001c0000000a5');
    const largest = buildSpacePacket({ apid: 1, sequenceCount: 0, data: octets(65_536) });
    expect(largest.length).toBe(65_542);
    expect(bytesToHex(largest.subarray(0, 6))).toBe('0001c000ffff');
    expect(parseSpacePacket(largest).data.length).toBe(65_536);
    expect(() => buildSpacePacket({ apid: 1, sequenceCount: 0 })).toThrow(SpacePacketError);
    expect(() => buildSpacePacket({ apid: 1, sequenceCount: 0, data: octets(65_537) })).toThrow(SpacePacketError);
  });

  it('trap 20: idle packets have APID 2047 and any length a packet may have', () => {
    for (const length of [7, 8, 1000, 65_542]) {
      const idle = buildIdlePacket(length);
      expect(idle.length).toBe(length);
      expect(parseSpacePacket(idle)).toMatchObject({ apid: IDLE_APID, secondaryHeaderFlag: false });
    }
    expect(() => buildIdlePacket(6)).toThrow(SpacePacketError);
    expect(() => buildIdlePacket(65_543)).toThrow(SpacePacketError);
  });

  it('trap 20: sequence counts are compared modulo 16 384 and tell the size of a gap', () => {
    expect(missingPackets(5, 6)).toBe(0);
    expect(missingPackets(16_383, 0)).toBe(0);
    expect(missingPackets(16_380, 2)).toBe(5);
    expect(missingPackets(5, 5)).toBe(16_383);
  });

  it('says what it refuses', () => {
    expect(() => parseSpacePacketHeader(octets(5))).toThrow(/primary header: expected 6 octets, found 5/);
    expect(() => parseSpacePacketHeader(hexToBytes('e00000000000'))).toThrow(/version number: expected 0, found 7/);
    expect(() => parseSpacePacket(hexToBytes('0001c000000500'))).toThrow(/expected 7 octets in all, found 12/);
    expect(() => buildSpacePacket({ apid: 2048, sequenceCount: 0, data: octets(1) })).toThrow(/APID/);
    expect(() => buildSpacePacket({ apid: 1, sequenceCount: 16_384, data: octets(1) })).toThrow(/sequence count/);
  });

  it('takes random octets or refuses them with its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
        try {
          parseSpacePacket(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(SpacePacketError);
        }
      }),
    );
  });
});

const spacepackets = ['telemetry-command', 'vectors', 'spacepackets-py.json'] as const;
(haveOracle(...spacepackets) ? describe : describe.skip)('space packets against spacepackets-py', () => {
  it('six headers, read and written', () => {
    const { vectors } = oracleJson<{ vectors: { kind: string; hex: string; fields: Record<string, number> }[] }>(
      ...spacepackets,
    );
    const headers = vectors.filter(({ kind }) => kind === 'spacePacketHeader');
    expect(headers.length).toBe(6);
    const flags = ['continuation', 'first', 'last', 'unsegmented'];
    for (const { hex, fields } of headers) {
      const { secondaryHeader, ...rest } = fields;
      const values = { version: 0, secondaryHeaderFlag: secondaryHeader, ...rest };
      expect(spacePacketPrimaryHeader.decode(hexToBytes(hex))).toEqual(values);
      expect(parseSpacePacketHeader(hexToBytes(hex))).toEqual({
        type: fields.type === 1 ? 'telecommand' : 'telemetry',
        secondaryHeaderFlag: secondaryHeader === 1,
        apid: fields.apid,
        sequenceFlags: flags[fields.sequenceFlags!],
        sequenceCount: fields.sequenceCount,
        packetLength: fields.dataLength! + 7,
      });
    }
  });
});
