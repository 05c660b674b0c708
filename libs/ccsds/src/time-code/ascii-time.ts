// CCSDS ASCII calendar segmented time code: 301.0-B-4, 3.5. Code A is YYYY-MM-DDThh:mm:ss.d→dZ, code B has YYYY-DDD for the date; UTC,
// level 1, no P-field. Subsets follow 3.5.1.3. A second 60 is taken only where one was inserted, so far as the leap second table knows.
import {
  PS_PER_SECOND,
  type TaiPicoseconds,
  TimeScaleError,
  type UtcReading,
  dateOfUtcDay,
  taiPicosecondsFromUtc,
  utcDayOfDate,
  utcFromTaiPicoseconds,
} from '@app/time';
import { AsciiTimeError, WHAT, requireExistingDate, requireWithin } from './ascii-time-checks.js';

/** Subfields of the two codes as they were read. Month and day are code A's, the day of year is code B's; a year or a time is both's. */
export interface AsciiTime {
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
  readonly dayOfYear?: number | undefined;
  readonly hour?: number | undefined;
  readonly minute?: number | undefined;
  readonly second?: number | undefined;
  /** The decimals of the second, each digit as it was read, however many. */
  readonly fraction?: string | undefined;
  /** Whether a Z ends the code. */
  readonly terminated: boolean;
}

export interface AsciiTimeFormat {
  readonly code: 'A' | 'B';
  /** Decimals of the second, 0 to 12. */
  readonly decimals: number;
  readonly terminated: boolean;
}

// 3.5.1.3 c: what is left out on the left keeps its separators, on the right it does not.
const calendarForms = [
  /^(?<year>\d{4})$/,
  /^(?<year>\d{4})-(?<month>\d\d)$/,
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)$/,
  /^-(?<month>\d\d)$/,
  /^-(?<month>\d\d)-(?<day>\d\d)$/,
  /^--(?<day>\d\d)$/,
  /^(?<year>\d{4})-(?<dayOfYear>\d{3})$/,
  /^-(?<dayOfYear>\d{3})$/,
];
const timeForms = [
  /^(?<hour>\d\d)(?::(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d+))?)?)?$/,
  /^:(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d+))?)?$/,
  /^::(?<second>\d\d)?(?:\.(?<fraction>\d+))?$/,
];
const FORM = 'YYYY-MM-DDThh:mm:ss.dZ, YYYY-DDDThh:mm:ss.dZ or a subset of one';

/** Reads a time code of either form, whole or a subset. Throws AsciiTimeError: another form, or a date or time that does not exist. */
export function parseAsciiTime(text: string): AsciiTime {
  const terminated = text.endsWith('Z');
  const parts = (terminated ? text.slice(0, -1) : text).split('T');
  const [left = '', right] = parts;
  const calendar = subfields(calendarForms, left);
  const time = subfields(timeForms, right ?? left);
  // 3.5.1.3 e: joined by a T, both are whole at it.
  const joined = calendar !== undefined && time !== undefined && parts.length === 2 && meetAtSeparator(calendar, time);
  const fields = joined ? { ...calendar, ...time } : parts.length === 1 ? (calendar ?? time) : undefined;
  if (fields === undefined || Object.keys(fields).length === 0)
    throw new AsciiTimeError(WHAT, 'form', FORM, `"${text}"`);
  const read = { ...fields, terminated };
  requireExisting(read);
  return read;
}

type Subfields = Omit<AsciiTime, 'terminated'>;

function subfields(forms: readonly RegExp[], text: string): Subfields | undefined {
  for (const form of forms) {
    const groups = form.exec(text)?.groups;
    if (groups === undefined) continue;
    const read = Object.entries(groups).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return Object.fromEntries(read.map(([name, digits]) => [name, name === 'fraction' ? digits : Number(digits)]));
  }
  return undefined;
}

const meetAtSeparator = (calendar: Subfields, time: Subfields): boolean =>
  (calendar.day ?? calendar.dayOfYear) !== undefined && time.hour !== undefined;

/** The text of subfields: `parseAsciiTime` the other way. Throws AsciiTimeError: no code or subset has these, or they do not exist. */
export function encodeAsciiTime(time: AsciiTime): string {
  requireExisting(time);
  const { year, month, day, dayOfYear, hour, minute, second, fraction } = time;
  if (dayOfYear !== undefined && (month ?? day) !== undefined)
    throw new AsciiTimeError(WHAT, 'day of year', 'no month and day beside it', 'both');
  const date = dayOfYear === undefined ? [pad(month, 2), pad(day, 2)] : [pad(dayOfYear, 3)];
  const calendar = contiguous([pad(year, 4), ...date], ['-', '-']);
  const ofDay = contiguous([pad(hour, 2), pad(minute, 2), pad(second, 2), fraction], [':', ':', '.']);
  if (calendar + ofDay === '') throw new AsciiTimeError(WHAT, 'subfields', 'one or more', 'none');
  const joined = calendar !== '' && ofDay !== '';
  if (joined && !meetAtSeparator(time, time))
    throw new AsciiTimeError(WHAT, 'subset', 'a date to the day and a time from the hour', 'a gap between them');
  return `${calendar}${joined ? 'T' : ''}${ofDay}${time.terminated ? 'Z' : ''}`;
}

const pad = (value: number | undefined, digits: number): string | undefined =>
  value === undefined ? undefined : String(value).padStart(digits, '0');

function contiguous(parts: readonly (string | undefined)[], separators: readonly string[]): string {
  const first = parts.findIndex((part) => part !== undefined);
  const span = parts.slice(0, parts.findLastIndex((part) => part !== undefined) + 1);
  if (span.slice(first).includes(undefined))
    throw new AsciiTimeError(WHAT, 'subset', 'subfields without a gap', span.map((part) => part ?? '?').join(' '));
  return span.map((part, i) => `${i === 0 ? '' : separators[i - 1]}${part ?? ''}`).join('');
}

/**
 * The instant of a time code with a whole date; a time that ends early is its beginning, decimals beyond the twelfth are cut. Throws
 * AsciiTimeError: a subset without a whole date, and before 1961, where UTC has no published relation to TAI (trap 34).
 */
export function taiPicosecondsFromAscii(time: AsciiTime): TaiPicoseconds {
  encodeAsciiTime(time); // for what it refuses
  const reading = readingOf(time);
  if (reading === undefined)
    throw new AsciiTimeError(WHAT, 'date', 'year, month and day or year and day of year', 'less');
  return inAsciiErrors(() => taiPicosecondsFromUtc(reading));
}

/** The subfields of an instant, cut to the last decimal. Throws AsciiTimeError: before 1961, after 9999, decimals beyond 12. */
export function asciiFromTaiPicoseconds(instant: TaiPicoseconds, format: AsciiTimeFormat): AsciiTime {
  requireWithin('decimals', format.decimals, 0, 12);
  const { utcDay, picosecondOfDay } = inAsciiErrors(() => utcFromTaiPicoseconds(instant));
  const { year, month, day } = dateOfUtcDay(utcDay);
  requireWithin('year', year, 1, 9999);
  const seconds = Number(picosecondOfDay / PS_PER_SECOND);
  const inserted = Math.max(0, seconds - 86_399);
  const fraction = String(picosecondOfDay % PS_PER_SECOND)
    .padStart(12, '0')
    .slice(0, format.decimals);
  return {
    year,
    ...(format.code === 'A' ? { month, day } : { dayOfYear: utcDay - utcDayOfDate({ year, month: 1, day: 1 })! + 1 }),
    hour: Math.floor((seconds - inserted) / 3600),
    minute: Math.floor((seconds - inserted) / 60) % 60,
    second: ((seconds - inserted) % 60) + inserted,
    ...(fraction === '' ? {} : { fraction }),
    terminated: format.terminated,
  };
}

/** Undefined where the date is not whole. */
function readingOf({
  year,
  month,
  day,
  dayOfYear,
  hour = 0,
  minute = 0,
  second = 0,
  fraction = '',
}: AsciiTime): UtcReading | undefined {
  if (year === undefined || (dayOfYear === undefined && (month === undefined || day === undefined))) return undefined;
  const date = dayOfYear === undefined ? { year, month: month!, day: day! } : { year, month: 1, day: 1 };
  const utcDay = utcDayOfDate(date)! + (dayOfYear ?? 1) - 1;
  const picoseconds = BigInt(fraction.padEnd(12, '0').slice(0, 12));
  return { utcDay, picosecondOfDay: BigInt(hour * 3600 + minute * 60 + second) * PS_PER_SECOND + picoseconds };
}

function requireExisting(time: AsciiTime): void {
  requireExistingDate(time);
  const { hour, minute, second, fraction = '0' } = time;
  if (!/^\d+$/.test(fraction)) throw new AsciiTimeError(WHAT, 'fraction', 'decimal digits', `"${fraction}"`);
  requireWithin('hour', hour, 0, 23);
  requireWithin('minute', minute, 0, 59);
  requireWithin('second', second, 0, (hour ?? 23) === 23 && (minute ?? 59) === 59 ? 60 : 59);
  const reading = second === 60 ? readingOf({ ...time, hour: 23, minute: 59 }) : undefined;
  if (reading !== undefined) inAsciiErrors(() => taiPicosecondsFromUtc(reading));
}

function inAsciiErrors<T>(convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    if (error instanceof TimeScaleError) throw new AsciiTimeError(WHAT, error.where, error.expected, error.found);
    throw error;
  }
}
