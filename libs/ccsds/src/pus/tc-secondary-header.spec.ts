import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HeaderError } from '../header/define-header.js';
import { bytesToHex, hexToBytes } from '../hex.js';
import { SpacePacketError, buildSpacePacket, parseSpacePacket } from '../space-packet/space-packet.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { appendPacketErrorControl } from './packet-error-control.js';
import {
  PusTcError,
  buildPusTcPacket,
  encodePusTcSecondaryHeader,
  parsePusTcPacket,
  parsePusTcSecondaryHeader,
} from './tc-secondary-header.js';

const none = { acceptance: false, start: false, progress: false, completion: false };
const octet = fc.integer({ min: 0, max: 255 });
const header = fc.record({
  acknowledgement: fc.record({
    acceptance: fc.boolean(),
    start: fc.boolean(),
    progress: fc.boolean(),
    completion: fc.boolean(),
  }),
  service: octet,
  subtype: octet,
  sourceId: fc.integer({ min: 0, max: 65_535 }),
});

describe('PUS-C telecommands (ECSS-E-ST-70-41C)', () => {
  it('secondary headers: encode and parse are inverses', () => {
    fc.assert(
      fc.property(header, (fields) => {
        const bytes = encodePusTcSecondaryHeader(fields);
        expect(bytes.length).toBe(5);
        expect(parsePusTcSecondaryHeader(bytes)).toEqual(fields);
      }),
    );
  });

  it.each([
    ['acceptance', '21'],
    ['start', '22'],
    ['progress', '24'],
    ['completion', '28'],
  ])('acknowledgement flag %s: first octet %s', (flag, first) => {
    const bytes = encodePusTcSecondaryHeader({
      acknowledgement: { ...none, [flag]: true },
      service: 17,
      subtype: 1,
      sourceId: 0x1234,
    });
    expect(bytesToHex(bytes)).toBe(`${first}11011234`);
  });

  it('packets: build and parse are inverses; trap 30: the length field counts the packet error control', () => {
    const packets = fc.record({
      apid: fc.integer({ min: 0, max: 2046 }),
      sequenceCount: fc.integer({ min: 0, max: 16_383 }),
      applicationData: fc.uint8Array({ maxLength: 80 }),
    });
    fc.assert(
      fc.property(header, packets, (fields, rest) => {
        const bytes = buildPusTcPacket({ ...fields, ...rest });
        expect(bytes.length).toBe(6 + 5 + rest.applicationData.length + 2);
        const { packet, ...parsed } = parsePusTcPacket(bytes);
        expect(parsed).toEqual({ ...fields, applicationData: rest.applicationData });
        expect(packet).toMatchObject({
          type: 'telecommand',
          secondaryHeaderFlag: true,
          apid: rest.apid,
          sequenceCount: rest.sequenceCount,
          sequenceFlags: 'unsegmented',
        });
      }),
    );
  });

  it('says what it refuses', () => {
    const good = hexToBytes('1802c03400062f11010000ee63');
    expect(() => parsePusTcPacket(good.map((value, i) => (i === 12 ? value ^ 1 : value)))).toThrow(
      /packet error control/,
    );
    // With a good packet error control each: telemetry, no secondary header, data too short, wrong length, version 1.
    const wrong: [string, RegExp][] = [
      ['0802c03400062f11010000', /packet type/],
      ['1002c03400062f11010000', /secondary header flag/],
      ['1802c03400022f', /length: expected 5 octets, found 1/],
      ['1802c03400072f11010000', /packet data length/],
      ['3802c03400062f11010000', /packet version number/],
    ];
    for (const [hex, message] of wrong) {
      const packet = appendPacketErrorControl(hexToBytes(hex));
      expect(() => parsePusTcPacket(packet)).toThrow(PusTcError);
      expect(() => parsePusTcPacket(packet)).toThrow(message);
    }
    const fields = { acknowledgement: none, service: 256, subtype: 0, sourceId: 0 };
    expect(() => encodePusTcSecondaryHeader(fields)).toThrow(HeaderError);
    const packet = { ...fields, service: 1, apid: 2048, sequenceCount: 0, applicationData: new Uint8Array(0) };
    expect(() => buildPusTcPacket(packet)).toThrow(SpacePacketError);
  });

  it('takes random octets, with a good packet error control or without, or refuses them with its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), fc.boolean(), fc.boolean(), (data, wrap, mend) => {
        const inner = wrap && data.length > 0 ? buildSpacePacket({ apid: 1, sequenceCount: 0, data }) : data;
        try {
          parsePusTcPacket(mend ? appendPacketErrorControl(inner) : inner);
        } catch (error) {
          expect(error).toBeInstanceOf(PusTcError);
        }
      }),
    );
  });
});

interface TcVector {
  kind: string;
  hex: string;
  fields: {
    service: number;
    subtype: number;
    apid: number;
    sequenceCount: number;
    sourceId: number;
    ackFlags: number;
    appData: string;
  };
}
const peers = ['telemetry-command', 'vectors', 'spacepackets-py.json'] as const;
const library = ['telemetry-command', 'vectors', 'spacepylibrary-testdata.json'] as const;
(haveOracle(...peers) && haveOracle(...library) ? describe : describe.skip)('telecommands of others', () => {
  it('four of spacepackets-py, read and written', () => {
    const cases = oracleJson<{ vectors: TcVector[] }>(...peers).vectors.filter(({ kind }) => kind === 'pusC.tc');
    expect(cases.length).toBe(4);
    for (const { hex, fields } of cases) {
      const { packet, ...telecommand } = parsePusTcPacket(hexToBytes(hex));
      const { acceptance, start, progress, completion } = telecommand.acknowledgement;
      expect({
        service: telecommand.service,
        subtype: telecommand.subtype,
        apid: packet.apid,
        sequenceCount: packet.sequenceCount,
        sourceId: telecommand.sourceId,
        ackFlags: Number(acceptance) + 2 * Number(start) + 4 * Number(progress) + 8 * Number(completion),
        appData: bytesToHex(telecommand.applicationData),
      }).toEqual(fields);
      const { apid, sequenceCount } = packet;
      expect(bytesToHex(buildPusTcPacket({ ...telecommand, apid, sequenceCount }))).toBe(hex);
    }
  });

  it('trap 37: the PUS-A telecommand of SpacePyLibrary is refused', () => {
    const { vectors } = oracleJson<{ vectors: Record<string, string> }>(...library);
    const packet = parseSpacePacket(hexToBytes(vectors.TC_PACKET_01!));
    expect(packet).toMatchObject({ type: 'telecommand', apid: 652, sequenceCount: 14 });
    expect(() => parsePusTcSecondaryHeader(packet.data)).toThrow(/PUS version: expected 2, found 1/);
  });
});
