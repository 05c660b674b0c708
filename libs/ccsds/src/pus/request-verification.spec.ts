import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HeaderError } from '../header/define-header.js';
import { bytesToHex, hexToBytes } from '../hex.js';
import { parseSpacePacket } from '../space-packet/space-packet.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import {
  type RequestId,
  type VerificationReport,
  VerificationReportError,
  encodeRequestId,
  encodeVerificationReport,
  parseRequestId,
  parseVerificationReport,
  verificationKind,
  verificationSubtype,
} from './request-verification.js';
import { buildPusTcPacket } from './tc-secondary-header.js';
import { parsePusTmSecondaryHeader, pusTmSecondaryHeaderLength } from './tm-secondary-header.js';

const format = { stepIdLength: 1, failureCodeLength: 2 };
const requestId: RequestId = {
  version: 0,
  type: 'telecommand',
  secondaryHeaderFlag: true,
  apid: 2,
  sequenceFlags: 'unsegmented',
  sequenceCount: 52,
};
const success: VerificationReport = {
  stage: 'acceptance',
  success: true,
  requestId,
  stepId: undefined,
  failureCode: undefined,
  failureData: new Uint8Array(0),
};

const requestIds = fc.record({
  version: fc.integer({ min: 0, max: 7 }),
  type: fc.constantFrom('telemetry' as const, 'telecommand' as const),
  secondaryHeaderFlag: fc.boolean(),
  apid: fc.integer({ min: 0, max: 2047 }),
  sequenceFlags: fc.constantFrom('continuation' as const, 'first' as const, 'last' as const, 'unsegmented' as const),
  sequenceCount: fc.integer({ min: 0, max: 16_383 }),
});

describe('request verification, service 1 (ECSS-E-ST-70-41C)', () => {
  it('trap 37: the request identifier is the first four octets of the telecommand packet', () => {
    const packet = buildPusTcPacket({
      acknowledgement: { acceptance: true, start: true, progress: true, completion: true },
      service: 17,
      subtype: 1,
      sourceId: 0,
      apid: 2,
      sequenceCount: 52,
      applicationData: new Uint8Array(0),
    });
    expect(parseRequestId(packet)).toEqual(requestId);
    expect(encodeRequestId(requestId)).toEqual(packet.slice(0, 4));
    fc.assert(fc.property(requestIds, (id) => expect(parseRequestId(encodeRequestId(id))).toEqual(id)));
  });

  it.each([
    [1, 'acceptance', true, '1802c034', {}],
    [2, 'acceptance', false, '1802c034beef77', { failureCode: 0xbeef, failureData: hexToBytes('77') }],
    [3, 'start', true, '1802c034', {}],
    [4, 'start', false, '1802c0340001', { failureCode: 1 }],
    [5, 'progress', true, '1802c03409', { stepId: 9 }],
    [6, 'progress', false, '1802c034090001', { stepId: 9, failureCode: 1 }],
    [7, 'completion', true, '1802c034', {}],
    [8, 'completion', false, '1802c034ffff', { failureCode: 65_535 }],
    [10, 'routing', false, '1802c0340003', { failureCode: 3 }],
  ] as const)('TM[1,%i]: %s, success %s', (subtype, stage, ok, hex, fields) => {
    const report = { ...success, stage, success: ok, ...fields };
    expect(parseVerificationReport(subtype, hexToBytes(hex), format)).toEqual(report);
    expect(encodeVerificationReport(report, format)).toEqual({ subtype, sourceData: hexToBytes(hex) });
    expect(verificationSubtype(verificationKind(subtype)!)).toBe(subtype);
  });

  it('reports with fields of any width agreed come back', () => {
    const width = fc.integer({ min: 0, max: 4 });
    const cases = fc.tuple(
      fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 8, 10),
      fc.record({ stepIdLength: width, failureCodeLength: width }),
      requestIds,
      fc.nat(0xffffffff),
      fc.uint8Array({ maxLength: 10 }),
    );
    fc.assert(
      fc.property(cases, ([subtype, widths, id, value, data]) => {
        const kind = verificationKind(subtype)!;
        const fit = (length: number): number | undefined => (length === 0 ? undefined : value % 2 ** (8 * length));
        const report: VerificationReport = {
          ...kind,
          requestId: id,
          stepId: kind.stage === 'progress' ? fit(widths.stepIdLength) : undefined,
          failureCode: kind.success ? undefined : fit(widths.failureCodeLength),
          failureData: kind.success ? new Uint8Array(0) : data,
        };
        const encoded = encodeVerificationReport(report, widths);
        expect(encoded.subtype).toBe(subtype);
        expect(parseVerificationReport(subtype, encoded.sourceData, widths)).toEqual(report);
      }),
    );
  });

  it('says what it refuses', () => {
    expect(() => parseVerificationReport(9, hexToBytes('1802c034'), format)).toThrow(VerificationReportError);
    expect(() => parseVerificationReport(1, hexToBytes('1802c0'), format)).toThrow(/request identifier/);
    expect(() => parseVerificationReport(1, hexToBytes('1802c03400'), format)).toThrow(/expected 4 octets, found 5/);
    expect(() => parseVerificationReport(6, hexToBytes('1802c0340900'), format)).toThrow(/at least 7 octets, found 6/);
    const wide = { ...format, stepIdLength: 5 };
    expect(() => parseVerificationReport(1, hexToBytes('1802c034'), wide)).toThrow(/stepIdLength/);
    expect(() => verificationSubtype({ stage: 'routing', success: true })).toThrow(VerificationReportError);
    const encode = (fields: Partial<VerificationReport>) => (): unknown =>
      encodeVerificationReport({ ...success, ...fields }, format);
    expect(encode({ stepId: 1 })).toThrow(/step identifier: expected none/);
    expect(encode({ failureCode: 1 })).toThrow(/failure code: expected none/);
    expect(encode({ failureData: new Uint8Array(1) })).toThrow(VerificationReportError);
    expect(encode({ stage: 'progress', stepId: 256 })).toThrow(/0 to 255/);
    expect(encode({ stage: 'progress' })).toThrow(/0 to 255, found undefined/);
    expect(encode({ requestId: { ...requestId, apid: 2048 } })).toThrow(HeaderError);
  });

  it('takes random octets or refuses them with its own error', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), fc.uint8Array({ maxLength: 12 }), (subtype, sourceData) => {
        try {
          parseVerificationReport(subtype, sourceData, format);
        } catch (error) {
          expect(error).toBeInstanceOf(VerificationReportError);
        }
      }),
    );
  });
});

const vectors = ['telemetry-command', 'vectors', 'spacepackets-py.json'] as const;
(haveOracle(...vectors) ? describe : describe.skip)('request verification of spacepackets-py', () => {
  it('one TM[1,1]: it reports on the ping telecommand of the same collection', () => {
    const { vectors: all } = oracleJson<{ vectors: { kind: string; hex: string; fields: Record<string, unknown> }[] }>(
      ...vectors,
    );
    const reports = all.filter(({ kind, fields }) => kind === 'pusC.tm' && fields.service === 1);
    expect(reports.length).toBe(1);
    const { data } = parseSpacePacket(hexToBytes(reports[0]!.hex));
    const { subtype } = parsePusTmSecondaryHeader(data, 7);
    const sourceData = data.slice(pusTmSecondaryHeaderLength(7), -2);
    expect(bytesToHex(sourceData)).toBe(reports[0]!.fields.sourceData);
    const report = parseVerificationReport(subtype, sourceData, format);
    expect(report).toEqual(success);
    expect(encodeVerificationReport(report, format)).toEqual({ subtype: 1, sourceData });
    const ping = all.find(({ kind, fields }) => kind === 'pusC.tc' && fields.service === 17);
    expect(parseRequestId(hexToBytes(ping!.hex))).toEqual(report.requestId);
  });
});
