import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hexToBytes } from '../hex.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import {
  EVENT_REPORTING_SERVICE,
  type EventFormat,
  type EventMessage,
  EventReportingError,
  encodeEventMessage,
  eventSubtype,
  parseEventMessage,
} from './event-reporting.js';
import { parsePusTcPacket } from './tc-secondary-header.js';
import { parsePusTmPacket } from './tm-packet.js';

const format: EventFormat = { eventIdLength: 2, countLength: 1 };

describe('event reporting, service 5 (ECSS-E-ST-70-41C)', () => {
  it.each<[number, string, EventMessage]>([
    [1, '0010', { kind: 'report', severity: 'informative', eventId: 16, auxiliaryData: new Uint8Array(0) }],
    [2, '0011beef', { kind: 'report', severity: 'low', eventId: 17, auxiliaryData: hexToBytes('beef') }],
    [3, '00106162', { kind: 'report', severity: 'medium', eventId: 16, auxiliaryData: hexToBytes('6162') }],
    [4, 'ffff00', { kind: 'report', severity: 'high', eventId: 65_535, auxiliaryData: hexToBytes('00') }],
    [5, '01002a', { kind: 'enable', eventIds: [42] }],
    [6, '02002a0100', { kind: 'disable', eventIds: [42, 256] }],
    [7, '', { kind: 'report-disabled' }],
    [8, '00', { kind: 'disabled', eventIds: [] }],
    [8, '010100', { kind: 'disabled', eventIds: [256] }],
  ])('subtype %i: %s, read and written', (subtype, hex, message) => {
    const data = hexToBytes(hex);
    expect(parseEventMessage(subtype, data, format)).toEqual(message);
    expect(encodeEventMessage(message, format)).toEqual({ subtype, data });
    expect(eventSubtype(message)).toBe(subtype);
  });

  it('messages with fields of any width agreed come back', () => {
    const width = fc.integer({ min: 1, max: 4 });
    const ids = fc.array(fc.nat(0xffffffff), { minLength: 1, maxLength: 20 });
    const cases = fc.tuple(
      fc.integer({ min: 1, max: 8 }),
      fc.record({ eventIdLength: width, countLength: width }),
      ids,
    );
    fc.assert(
      fc.property(cases, fc.uint8Array({ maxLength: 20 }), ([subtype, widths, values], auxiliaryData) => {
        const eventIds = values.map((value) => value % 256 ** widths.eventIdLength);
        const severity = (['informative', 'low', 'medium', 'high'] as const)[subtype - 1];
        const message: EventMessage =
          severity !== undefined
            ? { kind: 'report', severity, eventId: eventIds[0]!, auxiliaryData }
            : subtype === 7
              ? { kind: 'report-disabled' }
              : { kind: ({ 5: 'enable', 6: 'disable', 8: 'disabled' } as const)[subtype as 5 | 6 | 8], eventIds };
        const encoded = encodeEventMessage(message, widths);
        expect(encoded.subtype).toBe(subtype);
        expect(parseEventMessage(subtype, encoded.data, widths)).toEqual(message);
      }),
    );
  });

  it('says what it refuses', () => {
    const parse =
      (subtype: number, hex: string, widths = format) =>
      (): unknown =>
        parseEventMessage(subtype, hexToBytes(hex), widths);
    expect(parse(0, '')).toThrow(/subtype: expected 1 to 8, found 0/);
    expect(parse(9, '')).toThrow(EventReportingError);
    expect(parse(1, '00')).toThrow(/length: expected at least 2 octets, found 1/);
    expect(parse(5, '')).toThrow(/at least 1 octets, found 0/);
    expect(parse(5, '02002a')).toThrow(/length: expected 5 octets, found 3/);
    expect(parse(6, '01002a00')).toThrow(/length: expected 3 octets, found 4/);
    expect(parse(5, '00')).toThrow(/1 or more in a request/);
    expect(parse(7, '00')).toThrow(/length: expected 0 octets, found 1/);
    expect(parse(8, 'ffffffff', { eventIdLength: 4, countLength: 4 })).toThrow(/length/);
    expect(parse(1, '00', { ...format, eventIdLength: 5 })).toThrow(/eventIdLength/);
    expect(parse(5, '00', { ...format, countLength: 0 })).toThrow(/countLength/);
    const encode = (message: EventMessage) => (): unknown => encodeEventMessage(message, format);
    expect(encode({ kind: 'enable', eventIds: [] })).toThrow(EventReportingError);
    expect(encode({ kind: 'enable', eventIds: [65_536] })).toThrow(/0 to 65535, found 65536/);
    expect(encode({ kind: 'disabled', eventIds: new Array<number>(256).fill(1) })).toThrow(/number of events/);
    const report = { kind: 'report', severity: 'low', auxiliaryData: new Uint8Array(0) } as const;
    expect(encode({ ...report, eventId: -1 })).toThrow(/event definition identifier/);
  });

  it('takes random octets or refuses them with its own error, and writes what it takes as it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.uint8Array({ maxLength: 12 }), (subtype, data) => {
        try {
          expect(encodeEventMessage(parseEventMessage(subtype, data, format), format)).toEqual({ subtype, data });
        } catch (error) {
          expect(error).toBeInstanceOf(EventReportingError);
        }
      }),
    );
  });
});

const peers = ['telemetry-command', 'vectors', 'spacepackets-py.json'] as const;
(haveOracle(...peers) ? describe : describe.skip)('event messages of spacepackets-py', () => {
  it('TC[5,5] enables event 42, TM[5,3] reports event 16 with two letters', () => {
    const { vectors } = oracleJson<{ vectors: { kind: string; hex: string; fields: { service: number } }[] }>(...peers);
    const hex = (kind: string): string =>
      vectors.find((vector) => vector.kind === kind && vector.fields.service === EVENT_REPORTING_SERVICE)!.hex;
    const request = parsePusTcPacket(hexToBytes(hex('pusC.tc')));
    const asked: EventMessage = { kind: 'enable', eventIds: [42] };
    expect(parseEventMessage(request.subtype, request.applicationData, format)).toEqual(asked);
    expect(encodeEventMessage(asked, format)).toEqual({ subtype: 5, data: request.applicationData });
    const report = parsePusTmPacket(hexToBytes(hex('pusC.tm')), 7);
    expect(parseEventMessage(report.subtype, report.sourceData, format)).toEqual({
      ...{ kind: 'report', severity: 'medium', eventId: 16, auxiliaryData: hexToBytes('6162') },
    });
  });
});
