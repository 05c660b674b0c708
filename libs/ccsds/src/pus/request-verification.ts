// Request verification reports, service 1: ECSS-E-ST-70-41C (PUS-C), 6.1 and 8.1 (from memory). The source data are: request
// identifier, step identifier (progress), failure code (failures), failure data.
import { CodecError } from '../codec-error.js';
import { defineHeader } from '../header/define-header.js';
import { type PacketType, type SequenceFlags, sequenceFlagNames } from '../space-packet/space-packet.js';
import { readUnsigned, writeUnsigned } from './unsigned-field.js';

/** Source data that are no verification report, or fields that do not fit one. */
export class VerificationReportError extends CodecError {
  override readonly name = 'VerificationReportError';
}

export const REQUEST_VERIFICATION_SERVICE = 1;
export const REQUEST_ID_LENGTH = 4;

export const requestIdLayout = defineHeader([
  ['version', 3],
  ['type', 1],
  ['secondaryHeaderFlag', 1],
  ['apid', 11],
  ['sequenceFlags', 2],
  ['sequenceCount', 14],
] as const);

/** Trap 37: the first four octets of the telecommand packet that is reported on, as they were sent. */
export interface RequestId {
  /** Packet version number, 0 to 7. */
  readonly version: number;
  readonly type: PacketType;
  readonly secondaryHeaderFlag: boolean;
  readonly apid: number;
  readonly sequenceFlags: SequenceFlags;
  readonly sequenceCount: number;
}

export type VerificationStage = 'acceptance' | 'start' | 'progress' | 'completion' | 'routing';

export interface VerificationKind {
  readonly stage: VerificationStage;
  readonly success: boolean;
}

/** Octets of the fields that are agreed for each application process: 0 (none) to 4. */
export interface VerificationFormat {
  readonly stepIdLength: number;
  readonly failureCodeLength: number;
}

export interface VerificationReport extends VerificationKind {
  readonly requestId: RequestId;
  /** In progress reports, where its width is not 0. */
  readonly stepId: number | undefined;
  /** In failure reports, where its width is not 0. */
  readonly failureCode: number | undefined;
  /** What follows the failure code; empty in reports of success. A view into the source data. */
  readonly failureData: Uint8Array;
}

const kinds: ReadonlyMap<number, VerificationKind> = new Map([
  [1, { stage: 'acceptance', success: true }],
  [2, { stage: 'acceptance', success: false }],
  [3, { stage: 'start', success: true }],
  [4, { stage: 'start', success: false }],
  [5, { stage: 'progress', success: true }],
  [6, { stage: 'progress', success: false }],
  [7, { stage: 'completion', success: true }],
  [8, { stage: 'completion', success: false }],
  [10, { stage: 'routing', success: false }],
]);

const WHAT = 'verification report';

/** What a subtype of service 1 reports; undefined for subtypes that are no report. */
export function verificationKind(subtype: number): VerificationKind | undefined {
  return kinds.get(subtype);
}

/** The subtype of service 1 that reports this. Throws VerificationReportError: there is no report of a successful routing. */
export function verificationSubtype({ stage, success }: VerificationKind): number {
  for (const [subtype, kind] of kinds) if (kind.stage === stage && kind.success === success) return subtype;
  throw new VerificationReportError(WHAT, 'kind', 'a failure of routing', `success of ${stage}`);
}

/** The request identifier at `offset`; a whole telecommand packet begins with its own. Throws VerificationReportError: cut short. */
export function parseRequestId(bytes: Uint8Array, offset = 0): RequestId {
  if (bytes.length - offset < REQUEST_ID_LENGTH)
    throw new VerificationReportError(WHAT, 'request identifier', '4 octets', `${Math.max(0, bytes.length - offset)}`);
  const id = requestIdLayout.decode(bytes, offset);
  return {
    version: id.version,
    type: id.type === 1 ? 'telecommand' : 'telemetry',
    secondaryHeaderFlag: id.secondaryHeaderFlag === 1,
    apid: id.apid,
    sequenceFlags: sequenceFlagNames[id.sequenceFlags]!,
    sequenceCount: id.sequenceCount,
  };
}

/** Four octets. Throws HeaderError for a field out of range. */
export function encodeRequestId(id: RequestId): Uint8Array {
  return requestIdLayout.encode({
    version: id.version,
    type: id.type === 'telecommand' ? 1 : 0,
    secondaryHeaderFlag: id.secondaryHeaderFlag ? 1 : 0,
    apid: id.apid,
    sequenceFlags: sequenceFlagNames.indexOf(id.sequenceFlags),
    sequenceCount: id.sequenceCount,
  });
}

/**
 * Reads the source data of a report of service 1. Throws VerificationReportError: a subtype that is no report, octets too few, or octets
 * left over in a report of success.
 */
export function parseVerificationReport(
  subtype: number,
  sourceData: Uint8Array,
  format: VerificationFormat,
): VerificationReport {
  const kind = verificationKind(subtype);
  if (kind === undefined) throw new VerificationReportError(WHAT, 'subtype', '1 to 8 or 10', String(subtype));
  const { stepIdLength, failureCodeLength } = fieldLengths(kind, format);
  const requestId = parseRequestId(sourceData);
  const length = REQUEST_ID_LENGTH + stepIdLength + failureCodeLength;
  if (sourceData.length < length || (kind.success && sourceData.length > length))
    throw new VerificationReportError(
      WHAT,
      'source data',
      `${kind.success ? '' : 'at least '}${length} octets`,
      `${sourceData.length}`,
    );
  const field = (offset: number, octets: number): number | undefined =>
    octets === 0 ? undefined : readUnsigned(sourceData, offset, octets);
  return {
    ...kind,
    requestId,
    stepId: field(REQUEST_ID_LENGTH, stepIdLength),
    failureCode: field(REQUEST_ID_LENGTH + stepIdLength, failureCodeLength),
    failureData: sourceData.subarray(length),
  };
}

/** The source data of a report: the inverse of `parseVerificationReport`. Throws VerificationReportError or HeaderError. */
export function encodeVerificationReport(
  report: VerificationReport,
  format: VerificationFormat,
): { readonly subtype: number; readonly sourceData: Uint8Array } {
  const subtype = verificationSubtype(report);
  const { stepIdLength, failureCodeLength } = fieldLengths(report, format);
  const length = REQUEST_ID_LENGTH + stepIdLength + failureCodeLength;
  if (report.success && report.failureData.length > 0)
    throw new VerificationReportError(WHAT, 'failure data', 'none in a report of success', 'some');
  const sourceData = new Uint8Array(length + report.failureData.length);
  sourceData.set(encodeRequestId(report.requestId));
  putAgreed(sourceData, REQUEST_ID_LENGTH, stepIdLength, 'step identifier', report.stepId);
  putAgreed(sourceData, REQUEST_ID_LENGTH + stepIdLength, failureCodeLength, 'failure code', report.failureCode);
  sourceData.set(report.failureData, length);
  return { subtype, sourceData };
}

function fieldLengths({ stage, success }: VerificationKind, format: VerificationFormat): VerificationFormat {
  const check = (where: string, value: number): number => {
    if (!Number.isInteger(value) || value < 0 || value > 4)
      throw new VerificationReportError('verification format', where, 'an integer from 0 to 4 octets', String(value));
    return value;
  };
  const stepIdLength = check('stepIdLength', format.stepIdLength);
  const failureCodeLength = check('failureCodeLength', format.failureCodeLength);
  return {
    stepIdLength: stage === 'progress' ? stepIdLength : 0,
    failureCodeLength: success ? 0 : failureCodeLength,
  };
}

function putAgreed(bytes: Uint8Array, offset: number, octets: number, where: string, value: number | undefined): void {
  if (octets === 0 && value === undefined) return;
  if (octets === 0 || value === undefined || !writeUnsigned(bytes, offset, octets, value))
    throw new VerificationReportError(
      WHAT,
      where,
      octets === 0 ? 'none' : `an integer from 0 to ${256 ** octets - 1}`,
      String(value),
    );
}
