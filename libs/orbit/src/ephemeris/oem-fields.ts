import { shown } from '../elements/element-error.js';
import { writeShifted } from './decimal.js';
import { EphemerisError } from './ephemeris-error.js';
import { type Oem, type OemSegment } from './oem.js';
import { formatOemTime } from './oem-time.js';

// What both writers put down, in the order of the book's tables 5-2 and 5-3.

export type Fields = readonly (readonly [key: string, value: string])[];

/** The lowest issue that has all that is written: MESSAGE_ID and CLASSIFICATION came with 3.0. */
export function oemVersion({ messageId, classification }: Oem): '2.0' | '3.0' {
  return messageId === undefined && classification === undefined ? '2.0' : '3.0';
}

/** Text that stands on one line and comes back as it is. Throws EphemerisError for control characters. */
export function oneLine(text: string, field: string): string {
  if (/\p{Cc}/u.test(text)) throw new EphemerisError('a message', field, 'text without line breaks', shown(text));
  return text;
}

const given = (key: string, value: string | undefined): Fields =>
  value === undefined ? [] : [[key, oneLine(value, key)]];

export function headerFields(oem: Oem): Fields {
  return [
    ...given('CLASSIFICATION', oem.classification),
    ...given('CREATION_DATE', formatOemTime(oem.created, 'UTC')),
    ...given('ORIGINATOR', oem.originator),
    ...given('MESSAGE_ID', oem.messageId),
  ];
}

export function metadataFields(segment: OemSegment): Fields {
  const time = (instant: bigint | undefined): string | undefined =>
    instant === undefined ? undefined : formatOemTime(instant, segment.timeSystem);
  return [
    ...given('OBJECT_NAME', segment.objectName),
    ...given('OBJECT_ID', segment.objectId),
    ['CENTER_NAME', 'EARTH'],
    ...given('REF_FRAME', segment.refFrame),
    ['TIME_SYSTEM', segment.timeSystem],
    ...given('START_TIME', time(segment.start)),
    ...given('USEABLE_START_TIME', time(segment.useableStart)),
    ...given('USEABLE_STOP_TIME', time(segment.useableStop)),
    ...given('STOP_TIME', time(segment.stop)),
    ...given('INTERPOLATION', segment.interpolation),
    ...given('INTERPOLATION_DEGREE', segment.interpolationDegree?.toString()),
  ];
}

/** The items of a state's line: epoch, km, km/s, and km/s^2 where there are accelerations. */
export function stateItems(segment: OemSegment, index: number): readonly string[] {
  const epoch = segment.epochs[index];
  const values = [
    ...segment.states.subarray(6 * index, 6 * index + 6),
    ...(segment.accelerations?.subarray(3 * index, 3 * index + 3) ?? []),
  ];
  return [
    epoch === undefined ? '' : formatOemTime(epoch, segment.timeSystem),
    ...values.map((v) => writeShifted(v, -3)),
  ];
}
