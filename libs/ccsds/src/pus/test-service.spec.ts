import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hexToBytes } from '../hex.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { parsePusTcPacket } from './tc-secondary-header.js';
import {
  TEST_SERVICE,
  type TestMessage,
  TestServiceError,
  encodeTestMessage,
  parseTestMessage,
  testSubtype,
} from './test-service.js';
import { parsePusTmPacket } from './tm-packet.js';

const format = { apidLength: 2 };

describe('test, service 17 (ECSS-E-ST-70-41C)', () => {
  it.each<[number, string, TestMessage]>([
    [1, '', { kind: 'are-you-alive' }],
    [2, '', { kind: 'are-you-alive-report' }],
    [3, '0042', { kind: 'on-board-connection', apid: 66 }],
    [4, '07fe', { kind: 'on-board-connection-report', apid: 2046 }],
  ])('subtype %i: %p, read and written', (subtype, hex, message) => {
    const data = hexToBytes(hex);
    expect(parseTestMessage(subtype, data, format)).toEqual(message);
    expect(encodeTestMessage(message, format)).toEqual({ subtype, data });
    expect(testSubtype(message)).toBe(subtype);
  });

  it('every application process comes back in every width agreed', () => {
    fc.assert(
      fc.property(fc.nat(2046), fc.integer({ min: 2, max: 4 }), (apid, apidLength) => {
        const message: TestMessage = { kind: 'on-board-connection', apid };
        const { subtype, data } = encodeTestMessage(message, { apidLength });
        expect(data.length).toBe(apidLength);
        expect(parseTestMessage(subtype, data, { apidLength })).toEqual(message);
      }),
    );
  });

  it('says what it refuses', () => {
    const parse =
      (subtype: number, hex: string, apidLength = 2) =>
      (): unknown =>
        parseTestMessage(subtype, hexToBytes(hex), { apidLength });
    expect(parse(0, '')).toThrow(/subtype: expected 1 to 4/);
    expect(parse(5, '')).toThrow(TestServiceError);
    expect(parse(1, '00')).toThrow(/length: expected 0 octets, found 1/);
    expect(parse(3, '00')).toThrow(/length: expected 2 octets, found 1/);
    expect(parse(4, '07ff')).toThrow(/application process identifier: expected 0 to 2046, found 2047/);
    expect(parse(3, '00', 1)).toThrow(/apidLength/);
    expect(() => encodeTestMessage({ kind: 'on-board-connection', apid: 2048 }, format)).toThrow(TestServiceError);
  });

  it('takes random octets or refuses them with its own error, and writes what it takes as it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), fc.uint8Array({ maxLength: 3 }), (subtype, data) => {
        try {
          expect(encodeTestMessage(parseTestMessage(subtype, data, format), format)).toEqual({ subtype, data });
        } catch (error) {
          expect(error).toBeInstanceOf(TestServiceError);
        }
      }),
    );
  });
});

const peers = ['telemetry-command', 'vectors', 'spacepackets-py.json'] as const;
(haveOracle(...peers) ? describe : describe.skip)('test messages of spacepackets-py', () => {
  it('TC[17,1] asks and TM[17,2] answers', () => {
    const { vectors } = oracleJson<{ vectors: { kind: string; hex: string; fields: { service: number } }[] }>(...peers);
    const hex = (kind: string): string =>
      vectors.find((vector) => vector.kind === kind && vector.fields.service === TEST_SERVICE)!.hex;
    const ping = parsePusTcPacket(hexToBytes(hex('pusC.tc')));
    expect(parseTestMessage(ping.subtype, ping.applicationData, format)).toEqual({ kind: 'are-you-alive' });
    const pong = parsePusTmPacket(hexToBytes(hex('pusC.tm')), 7);
    expect(parseTestMessage(pong.subtype, pong.sourceData, format)).toEqual({ kind: 'are-you-alive-report' });
  });
});
