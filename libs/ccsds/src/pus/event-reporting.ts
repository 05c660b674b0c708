// Event reporting, service 5: ECSS-E-ST-70-41C (PUS-C), 6.5 and 8.5 (from memory). A report is an event definition identifier and auxiliary
// data; a request to enable or disable reports, and the list of those disabled, is a number of identifiers and the identifiers.
import { CodecError } from '../codec-error.js';
import { readUnsigned, writeUnsigned } from './unsigned-field.js';

/** Data that are no message of service 5, or fields that do not fit one. */
export class EventReportingError extends CodecError {
  override readonly name = 'EventReportingError';
}

export const EVENT_REPORTING_SERVICE = 5;

/** Octets of the fields that are agreed for each application process, 1 to 4 each. */
export interface EventFormat {
  readonly eventIdLength: number;
  /** Of the number of identifiers that follow. */
  readonly countLength: number;
}

/** TM[5,1] to TM[5,4]: informative, then anomalies of low, medium and high severity. */
export type EventSeverity = 'informative' | 'low' | 'medium' | 'high';

export type EventMessage =
  | {
      readonly kind: 'report';
      readonly severity: EventSeverity;
      readonly eventId: number;
      /** What the event definition says. A view into the source data when it was read. */
      readonly auxiliaryData: Uint8Array;
    }
  /** TC[5,5] and TC[5,6]: one identifier or more. */
  | { readonly kind: 'enable' | 'disable'; readonly eventIds: readonly number[] }
  /** TC[5,7]. */
  | { readonly kind: 'report-disabled' }
  /** TM[5,8]. */
  | { readonly kind: 'disabled'; readonly eventIds: readonly number[] };

const WHAT = 'event reporting message';
// In the order of their subtypes, from 1.
const severities: readonly EventSeverity[] = ['informative', 'low', 'medium', 'high'];
const lists = { 5: 'enable', 6: 'disable', 8: 'disabled' } as const;
const listSubtypes = { enable: 5, disable: 6, disabled: 8 } as const;
const REPORT_DISABLED = 7;

/** The subtype of service 5 that a message has. */
export function eventSubtype(message: EventMessage): number {
  if (message.kind === 'report') return severities.indexOf(message.severity) + 1;
  return message.kind === 'report-disabled' ? REPORT_DISABLED : listSubtypes[message.kind];
}

/**
 * Reads the application data of a request, or the source data of a report, of service 5. Throws EventReportingError: another subtype, octets
 * too few or too many, a request for no event.
 */
export function parseEventMessage(subtype: number, data: Uint8Array, format: EventFormat): EventMessage {
  const { eventIdLength } = requireFormat(format);
  const severity = severities[subtype - 1];
  if (severity !== undefined) {
    if (data.length < eventIdLength) throw lengthError(`at least ${eventIdLength}`, data.length);
    const eventId = readUnsigned(data, 0, eventIdLength);
    return { kind: 'report', severity, eventId, auxiliaryData: data.subarray(eventIdLength) };
  }
  if (subtype === REPORT_DISABLED) {
    if (data.length > 0) throw lengthError('0', data.length);
    return { kind: 'report-disabled' };
  }
  if (subtype !== 5 && subtype !== 6 && subtype !== 8)
    throw new EventReportingError(WHAT, 'subtype', '1 to 8', String(subtype));
  const eventIds = readList(data, format);
  requireEvents(lists[subtype], eventIds.length);
  return { kind: lists[subtype], eventIds };
}

/** Subtype and data of a message: the inverse of `parseEventMessage`. Throws EventReportingError for a field that does not fit. */
export function encodeEventMessage(
  message: EventMessage,
  format: EventFormat,
): { readonly subtype: number; readonly data: Uint8Array } {
  const { eventIdLength, countLength } = requireFormat(format);
  const subtype = eventSubtype(message);
  switch (message.kind) {
    case 'report': {
      const data = new Uint8Array(eventIdLength + message.auxiliaryData.length);
      put(data, 0, eventIdLength, 'event definition identifier', message.eventId);
      data.set(message.auxiliaryData, eventIdLength);
      return { subtype, data };
    }
    case 'report-disabled':
      return { subtype, data: new Uint8Array(0) };
    case 'enable':
    case 'disable':
    case 'disabled': {
      const { kind, eventIds } = message;
      requireEvents(kind, eventIds.length);
      const data = new Uint8Array(countLength + eventIds.length * eventIdLength);
      put(data, 0, countLength, 'number of events', eventIds.length);
      for (const [i, eventId] of eventIds.entries())
        put(data, countLength + i * eventIdLength, eventIdLength, 'event definition identifier', eventId);
      return { subtype, data };
    }
  }
}

/** The number is checked against the octets before anything is read by it. */
function readList(data: Uint8Array, { eventIdLength, countLength }: EventFormat): readonly number[] {
  if (data.length < countLength) throw lengthError(`at least ${countLength}`, data.length);
  const length = countLength + readUnsigned(data, 0, countLength) * eventIdLength;
  if (data.length !== length) throw lengthError(`${length}`, data.length);
  const eventIds: number[] = [];
  for (let at = countLength; at < length; at += eventIdLength) eventIds.push(readUnsigned(data, at, eventIdLength));
  return eventIds;
}

function requireFormat(format: EventFormat): EventFormat {
  for (const [where, value] of [
    ['eventIdLength', format.eventIdLength],
    ['countLength', format.countLength],
  ] as const)
    if (!Number.isInteger(value) || value < 1 || value > 4)
      throw new EventReportingError('event format', where, 'an integer from 1 to 4 octets', String(value));
  return format;
}

/** The list of disabled events may be empty, a request may not. */
function requireEvents(kind: 'enable' | 'disable' | 'disabled', events: number): void {
  if (kind !== 'disabled' && events === 0)
    throw new EventReportingError(WHAT, 'number of events', '1 or more in a request', '0');
}

const lengthError = (expected: string, found: number): EventReportingError =>
  new EventReportingError(WHAT, 'length', `${expected} octets`, `${found}`);

function put(data: Uint8Array, offset: number, octets: number, where: string, value: number): void {
  if (!writeUnsigned(data, offset, octets, value))
    throw new EventReportingError(WHAT, where, `an integer from 0 to ${256 ** octets - 1}`, String(value));
}
