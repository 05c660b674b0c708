import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { crc16 } from '../coding/crc16.js';
import { HeaderError } from '../header/define-header.js';
import { bytesToHex, hexToBytes } from '../hex.js';
import { buildSpacePacket, parseSpacePacket } from '../space-packet/space-packet.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { decodeCds, parseCdsPField } from '../time-code/cds.js';
import {
  PusTmError,
  encodePusTmSecondaryHeader,
  parsePusTmSecondaryHeader,
  pusTmSecondaryHeaderLength,
} from './tm-secondary-header.js';

describe('PUS-C TM secondary header (ECSS-E-ST-70-41C)', () => {
  it('encode and parse are inverses', () => {
    const headers = fc.record({
      timeReferenceStatus: fc.integer({ min: 0, max: 15 }),
      service: fc.integer({ min: 0, max: 255 }),
      subtype: fc.integer({ min: 0, max: 255 }),
      messageTypeCounter: fc.integer({ min: 0, max: 65_535 }),
      destinationId: fc.integer({ min: 0, max: 65_535 }),
      time: fc.uint8Array({ maxLength: 12 }),
    });
    fc.assert(
      fc.property(headers, (header) => {
        const bytes = encodePusTmSecondaryHeader(header);
        expect(parsePusTmSecondaryHeader(bytes, header.time.length)).toEqual(header);
      }),
    );
  });

  it('trap 37: a PUS-A header is refused, and so are headers cut short and fields that do not fit', () => {
    expect(() => parsePusTmSecondaryHeader(hexToBytes('10031900000000'), 0)).toThrow(
      /PUS version: expected 2, found 1/,
    );
    expect(() => parsePusTmSecondaryHeader(hexToBytes('20031900000000'), 1)).toThrow(PusTmError);
    const fields = { timeReferenceStatus: 0, service: 256, subtype: 0, messageTypeCounter: 0, destinationId: 0 };
    expect(() => encodePusTmSecondaryHeader({ ...fields, time: new Uint8Array(0) })).toThrow(HeaderError);
  });
});

interface PusFields {
  service: number;
  subtype: number;
  apid: number;
  sequenceCount: number;
  messageCounter: number;
  destinationId: number;
  sourceData: string;
  cdsDays: number;
  cdsMs: number;
}
const vectors = ['telemetry-command', 'vectors', 'spacepackets-py.json'] as const;
(haveOracle(...vectors) ? describe : describe.skip)('PUS-C TM against spacepackets-py', () => {
  const cases = haveOracle(...vectors)
    ? oracleJson<{ vectors: { kind: string; hex: string; fields: PusFields }[] }>(...vectors).vectors.filter(
        ({ kind }) => kind === 'pusC.tm',
      )
    : [];
  it('has four packets', () => expect(cases.length).toBe(4));
  it.each(cases)('$hex, read and written', ({ hex, fields }) => {
    const packet = parseSpacePacket(hexToBytes(hex));
    expect(packet).toMatchObject({ apid: fields.apid, sequenceCount: fields.sequenceCount, secondaryHeaderFlag: true });
    const header = parsePusTmSecondaryHeader(packet.data, 7);
    expect(header).toMatchObject({
      timeReferenceStatus: 0,
      service: fields.service,
      subtype: fields.subtype,
      messageTypeCounter: fields.messageCounter,
      destinationId: fields.destinationId,
    });
    const cds = parseCdsPField(header.time[0]!);
    expect(decodeCds(header.time, cds, 1)).toMatchObject({ day: fields.cdsDays, millisecondOfDay: fields.cdsMs });
    const sourceData = packet.data.subarray(pusTmSecondaryHeaderLength(7), -2);
    expect(bytesToHex(sourceData)).toBe(fields.sourceData);
    expect(crc16(packet.bytes)).toBe(0);
    const rebuilt = buildSpacePacket({
      apid: packet.apid,
      sequenceCount: packet.sequenceCount,
      secondaryHeader: encodePusTmSecondaryHeader(header),
      data: packet.data.subarray(pusTmSecondaryHeaderLength(7)),
    });
    expect(bytesToHex(rebuilt)).toBe(hex);
  });
});

const library = ['telemetry-command', 'vectors', 'spacepylibrary-testdata.json'] as const;
(haveOracle(...library) ? describe : describe.skip)('TM packets of SpacePyLibrary', () => {
  it.each(['TM_PACKET_01', 'TM_PACKET_02', 'TM_PACKET_03', 'TM_PACKET_04'])(
    'trap 37: %s is PUS-A, and said to be',
    (name) => {
      const { vectors: all } = oracleJson<{ vectors: Record<string, string | number> }>(...library);
      const packet = parseSpacePacket(hexToBytes(String(all[name])));
      expect(packet.apid).toBe(all[`${name}_applicationProcessId`]);
      expect(packet.sequenceCount).toBe(all[`${name}_sequenceControlCount`]);
      expect(packet.sequenceFlags).toBe('unsegmented');
      expect(packet.data.length).toBe(Number(all[`${name}_packetLength`]) + 1);
      expect(() => parsePusTmSecondaryHeader(packet.data, 0)).toThrow(PusTmError);
    },
  );
});
