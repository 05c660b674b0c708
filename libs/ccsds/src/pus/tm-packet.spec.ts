import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HeaderError } from '../header/define-header.js';
import { bytesToHex, hexToBytes } from '../hex.js';
import { SpacePacketError, buildSpacePacket } from '../space-packet/space-packet.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { type CdsTime, decodeCds, encodeCds, encodeCdsPField, parseCdsPField } from '../time-code/cds.js';
import { appendPacketErrorControl } from './packet-error-control.js';
import { buildPusTcPacket, parsePusTcPacket } from './tc-secondary-header.js';
import { buildPusTmPacket, parsePusTmPacket } from './tm-packet.js';
import { PusTmError } from './tm-secondary-header.js';

const octet = fc.integer({ min: 0, max: 255 });
const word = fc.integer({ min: 0, max: 65_535 });

describe('PUS-C telemetry packets (ECSS-E-ST-70-41C)', () => {
  it('build and parse are inverses; trap 30: the length field counts the packet error control', () => {
    const headers = fc.record({
      timeReferenceStatus: fc.integer({ min: 0, max: 15 }),
      service: octet,
      subtype: octet,
      messageTypeCounter: word,
      destinationId: word,
      time: fc.uint8Array({ maxLength: 12 }),
    });
    const packets = fc.record({
      apid: fc.integer({ min: 0, max: 2046 }),
      sequenceCount: fc.integer({ min: 0, max: 16_383 }),
      sourceData: fc.uint8Array({ maxLength: 80 }),
    });
    fc.assert(
      fc.property(headers, packets, (header, rest) => {
        const bytes = buildPusTmPacket({ ...header, ...rest });
        expect(bytes.length).toBe(6 + 7 + header.time.length + rest.sourceData.length + 2);
        const { packet, ...parsed } = parsePusTmPacket(bytes, header.time.length);
        expect(parsed).toEqual({ ...header, sourceData: rest.sourceData });
        expect(packet).toMatchObject({
          ...{ type: 'telemetry', secondaryHeaderFlag: true, sequenceFlags: 'unsegmented' },
          ...{ apid: rest.apid, sequenceCount: rest.sequenceCount },
        });
      }),
    );
  });

  it('says what it refuses', () => {
    const good = hexToBytes('0802c022000f2011020000000040000000000000ac94');
    expect(() =>
      parsePusTmPacket(
        good.map((value, i) => (i === 20 ? value ^ 1 : value)),
        7,
      ),
    ).toThrow(/packet error control/);
    // With a good packet error control each: a telecommand, no secondary header, too short for the time, wrong length, version 1, PUS-A.
    const wrong: [string, RegExp][] = [
      ['1802c022000f2011020000000040000000000000', /packet type: expected telemetry/],
      ['0002c022000f2011020000000040000000000000', /secondary header flag/],
      ['0802c022000e20110200000000400000000000', /length: expected 14 octets, found 13/],
      ['0802c02200102011020000000040000000000000', /packet data length/],
      ['2802c022000f2011020000000040000000000000', /packet version number/],
      ['0802c022000f1011020000000040000000000000', /PUS version: expected 2, found 1/],
    ];
    for (const [hex, message] of wrong) {
      const packet = appendPacketErrorControl(hexToBytes(hex));
      expect(() => parsePusTmPacket(packet, 7)).toThrow(PusTmError);
      expect(() => parsePusTmPacket(packet, 7)).toThrow(message);
    }
    const fields = { timeReferenceStatus: 16, service: 0, subtype: 0, messageTypeCounter: 0, destinationId: 0 };
    const rest = { time: new Uint8Array(0), apid: 1, sequenceCount: 0, sourceData: new Uint8Array(0) };
    expect(() => buildPusTmPacket({ ...fields, ...rest })).toThrow(HeaderError);
    expect(() => buildPusTmPacket({ ...fields, ...rest, timeReferenceStatus: 0, apid: 2048 })).toThrow(
      SpacePacketError,
    );
  });

  it('takes random octets, with a good packet error control or without, or refuses them with its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), fc.boolean(), fc.boolean(), (data, wrap, mend) => {
        const inner = wrap && data.length > 0 ? buildSpacePacket({ apid: 1, sequenceCount: 0, data }) : data;
        try {
          parsePusTmPacket(mend ? appendPacketErrorControl(inner) : inner, 7);
        } catch (error) {
          expect(error).toBeInstanceOf(PusTmError);
        }
      }),
    );
  });
});

interface Vector {
  kind: string;
  hex: string;
  fields: {
    service: number;
    subtype: number;
    apid: number;
    sequenceCount: number;
    messageCounter: number;
    destinationId: number;
    sourceData: string;
    cdsDays: number;
    cdsMs: number;
  };
}
const peers = ['telemetry-command', 'vectors', 'spacepackets-py.json'] as const;
(haveOracle(...peers) ? describe : describe.skip)(
  'PUS-C packets of spacepackets-py, parsed and rebuilt octet by octet',
  () => {
    const { vectors } = haveOracle(...peers) ? oracleJson<{ vectors: Vector[] }>(...peers) : { vectors: [] };
    const of = (kind: string): Vector[] => vectors.filter((vector) => vector.kind === kind);
    it('are four telecommands and four telemetry packets', () => {
      expect([of('pusC.tc').length, of('pusC.tm').length]).toEqual([4, 4]);
    });

    it.each(of('pusC.tc'))('telecommand $hex', ({ hex }) => {
      const { packet, ...telecommand } = parsePusTcPacket(hexToBytes(hex));
      const { apid, sequenceCount, sequenceFlags } = packet;
      expect(bytesToHex(buildPusTcPacket({ ...telecommand, apid, sequenceCount, sequenceFlags }))).toBe(hex);
    });

    it.each(of('pusC.tm'))('telemetry $hex, its CDS time too', ({ hex, fields }) => {
      const { packet, time, ...telemetry } = parsePusTmPacket(hexToBytes(hex), 7);
      const { apid, sequenceCount, sequenceFlags } = packet;
      const format = parseCdsPField(time[0]!);
      const cds: CdsTime = { day: fields.cdsDays, millisecondOfDay: fields.cdsMs, submillisecond: 0 };
      expect(decodeCds(time, format, 1)).toEqual(cds);
      expect({ ...telemetry, sourceData: bytesToHex(telemetry.sourceData), apid, sequenceCount }).toEqual({
        ...{ timeReferenceStatus: 0, service: fields.service, subtype: fields.subtype, apid: fields.apid },
        ...{ sequenceCount: fields.sequenceCount, messageTypeCounter: fields.messageCounter },
        ...{ destinationId: fields.destinationId, sourceData: fields.sourceData },
      });
      const rebuilt = Uint8Array.of(...encodeCdsPField(format), ...encodeCds(cds, format));
      expect(bytesToHex(buildPusTmPacket({ ...telemetry, time: rebuilt, apid, sequenceCount, sequenceFlags }))).toBe(
        hex,
      );
    });
  },
);
