import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { appendPacketErrorControl, hasValidPacketErrorControl } from './packet-error-control.js';

describe('packet error control (ECSS-E-ST-70-41C)', () => {
  it('what was appended is valid, and not with any one bit changed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(), (octets, place) => {
        const packet = appendPacketErrorControl(octets);
        expect(packet.subarray(0, -2)).toEqual(octets);
        expect(hasValidPacketErrorControl(packet)).toBe(true);
        const bit = place % (8 * packet.length);
        packet[bit >>> 3]! ^= 0x80 >>> (bit & 7);
        expect(hasValidPacketErrorControl(packet)).toBe(false);
      }),
    );
  });

  it('nothing, and a CRC of nothing, is no packet', () => {
    expect(hasValidPacketErrorControl(new Uint8Array(0))).toBe(false);
    expect(hasValidPacketErrorControl(hexToBytes('ffff'))).toBe(false);
  });
});

const vectors = ['telemetry-command', 'vectors', 'crc16.json'] as const;
(haveOracle(...vectors) ? describe : describe.skip)('packet error control vectors', () => {
  it('nine, those of the ECSS annex among them', () => {
    const { fecfCrc16 } = oracleJson<{ fecfCrc16: { data: string; crc: string }[] }>(...vectors);
    expect(fecfCrc16.length).toBe(9);
    for (const { data, crc } of fecfCrc16)
      expect(bytesToHex(appendPacketErrorControl(hexToBytes(data)))).toBe(`${data}${crc}`);
  });
});
