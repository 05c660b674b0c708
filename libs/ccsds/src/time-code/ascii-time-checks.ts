// Ranges of the subfields of the ASCII time codes: CCSDS 301.0-B-4, 3.5.1.1, 3.5.1.2 and annex A.
import { utcDayOfDate } from '@app/time';
import { CodecError } from '../codec-error.js';

/** A text that is neither code A nor code B nor a subset of one, or a date or time that does not exist. */
export class AsciiTimeError extends CodecError {
  override readonly name = 'AsciiTimeError';
}

export const WHAT = 'ASCII time code';

/** Throws AsciiTimeError; a subfield that is not there is no fault. */
export function requireWithin(where: string, value: number | undefined, min: number, max: number): void {
  if (value !== undefined && (!Number.isInteger(value) || value < min || value > max))
    throw new AsciiTimeError(WHAT, where, `${min} to ${max}`, String(value));
}

const A_LEAP_YEAR = 2000;

/** Without a year, 29 February and day 366 may be; without a month, day 31. Throws AsciiTimeError. */
export function requireExistingDate(date: {
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
  readonly dayOfYear?: number | undefined;
}): void {
  const { year = A_LEAP_YEAR, month = 1 } = date;
  requireWithin('year', year, 1, 9999);
  requireWithin('month', month, 1, 12);
  const first = utcDayOfDate({ year, month, day: 1 })!;
  const next = month === 12 ? first + 31 : utcDayOfDate({ year, month: month + 1, day: 1 })!;
  requireWithin('day', date.day, 1, next - first);
  const isLeapYear = utcDayOfDate({ year, month: 2, day: 29 }) !== undefined;
  requireWithin('day of year', date.dayOfYear, 1, isLeapYear ? 366 : 365);
}
