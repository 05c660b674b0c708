import { TimeFormatError, parseUtc, taiFromUnixNs, type Tai } from '@app/time';

const NS_PER_DAY = 86_400_000_000_000n;
const calendar = /^\d{4}-\d{2}-\d{2}T/;
const ordinal = /^(\d{4})-(\d{3})T(.+)$/;

/** Month and day of a day of the year, `MM-DD`, or undefined where the year has no such day. */
function monthAndDay(year: number, dayOfYear: number): string | undefined {
  const date = new Date(Date.UTC(year, 0, dayOfYear));
  return dayOfYear >= 1 && date.getUTCFullYear() === year ? date.toISOString().slice(5, 10) : undefined;
}

/** A CCSDS ASCII time of either form in calendar form, `YYYY-MM-DDT...`; undefined where it is neither, or the year has no such day. */
export function calendarForm(text: string): string | undefined {
  if (calendar.test(text)) return text;
  const match = ordinal.exec(text);
  const monthDay = match === null ? undefined : monthAndDay(Number(match[1]), Number(match[2]));
  return monthDay === undefined ? undefined : `${match?.[1]}-${monthDay}T${match?.[3]}`;
}

/**
 * The instant of a CCSDS ASCII time in UTC, calendar (`2025-10-03T14:23:34.649376`) or ordinal (`2025-276T...`), with or without
 * the closing `Z`; to the nanosecond, no millisecond `Date` on the way. Throws TimeFormatError.
 */
export function parseCcsdsUtc(text: string): Tai {
  const inCalendar = calendarForm(text.endsWith('Z') ? text.slice(0, -1) : text);
  if (inCalendar === undefined)
    throw new TimeFormatError(text, 'YYYY-MM-DDThh:mm:ss[.fraction] or YYYY-DDDThh:mm:ss[.fraction]');
  return parseUtc(`${inCalendar}Z`);
}

/**
 * The instant of a TLE epoch: two-digit year (57 to 99 are 1957 to 1999, 00 to 56 are 2000 to 2056) and day of the year with its
 * fraction, 1 January 0h = 1.0. The digits are taken as integers, so that nothing is lost; undefined where they are not an epoch.
 */
export function parseTleEpoch(year: string, day: string): Tai | undefined {
  const match = /^ *(\d{1,3})\.(\d{1,12}) *$/.exec(day);
  if (!/^\d\d$/.test(year) || match === null) return undefined;
  const fullYear = Number(year) < 57 ? 2000 + Number(year) : 1900 + Number(year);
  const dayOfYear = Number(match[1]);
  if (monthAndDay(fullYear, dayOfYear) === undefined) return undefined;
  const digits = match[2] ?? '';
  const fraction = (BigInt(digits) * NS_PER_DAY) / 10n ** BigInt(digits.length);
  const midnight = BigInt(Date.UTC(fullYear, 0, dayOfYear)) * 1_000_000n;
  return taiFromUnixNs(midnight + fraction);
}
