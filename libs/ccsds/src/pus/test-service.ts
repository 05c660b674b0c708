// Test, service 17: ECSS-E-ST-70-41C (PUS-C), 6.17 and 8.17 (from memory): are-you-alive and on-board connection tests and their reports.
import { CodecError } from '../codec-error.js';
import { IDLE_APID } from '../space-packet/space-packet.js';
import { readUnsigned, writeUnsigned } from './unsigned-field.js';

/** Data that are no message of service 17, or fields that do not fit one. */
export class TestServiceError extends CodecError {
  override readonly name = 'TestServiceError';
}

export const TEST_SERVICE = 17;

/** Octets of the application process identifier of on-board connection tests, as agreed: 2 to 4. */
export interface TestFormat {
  readonly apidLength: number;
}

export type TestMessage =
  /** TC[17,1] and TM[17,2]: no data. */
  | { readonly kind: 'are-you-alive' | 'are-you-alive-report' }
  /** TC[17,3] and TM[17,4]: with the application process that the connection leads to. */
  | { readonly kind: 'on-board-connection' | 'on-board-connection-report'; readonly apid: number };

const WHAT = 'test message';
// In the order of their subtypes, from 1.
const kinds = ['are-you-alive', 'are-you-alive-report', 'on-board-connection', 'on-board-connection-report'] as const;

/** The subtype of service 17 that a message has. */
export const testSubtype = ({ kind }: TestMessage): number => kinds.indexOf(kind) + 1;

/**
 * Reads the application data of a request, or the source data of a report, of service 17. Throws TestServiceError: another subtype, octets
 * too few or too many, no application process identifier.
 */
export function parseTestMessage(subtype: number, data: Uint8Array, format: TestFormat): TestMessage {
  const kind = kinds[subtype - 1];
  if (kind === undefined) throw new TestServiceError(WHAT, 'subtype', '1 to 4', String(subtype));
  const isConnection = kind === 'on-board-connection' || kind === 'on-board-connection-report';
  const length = isConnection ? requireFormat(format) : 0;
  if (data.length !== length) throw new TestServiceError(WHAT, 'length', `${length} octets`, `${data.length}`);
  return isConnection ? { kind, apid: requireApid(readUnsigned(data, 0, length)) } : { kind };
}

/** Subtype and data of a message: the inverse of `parseTestMessage`. Throws TestServiceError for a field that does not fit. */
export function encodeTestMessage(
  message: TestMessage,
  format: TestFormat,
): { readonly subtype: number; readonly data: Uint8Array } {
  const data = new Uint8Array('apid' in message ? requireFormat(format) : 0);
  if ('apid' in message) writeUnsigned(data, 0, data.length, requireApid(message.apid));
  return { subtype: testSubtype(message), data };
}

function requireFormat({ apidLength }: TestFormat): number {
  if (!Number.isInteger(apidLength) || apidLength < 2 || apidLength > 4)
    throw new TestServiceError('test format', 'apidLength', 'an integer from 2 to 4 octets', String(apidLength));
  return apidLength;
}

function requireApid(apid: number): number {
  if (!Number.isInteger(apid) || apid < 0 || apid >= IDLE_APID)
    throw new TestServiceError(WHAT, 'application process identifier', `0 to ${IDLE_APID - 1}`, String(apid));
  return apid;
}
