import { DAY_1970, isoDateOfUtcDay, utcDayOfDate } from './calendar.js';
import { NS_PER_DAY, NS_PER_SECOND, type Tai } from './tai.js';
import { taiMinusUtcSeconds, taiOfUtcDay, utcDayOf } from './leap-seconds.js';

/** A time text that is not `YYYY-MM-DDThh:mm:ss[.fraction]Z` or names a date or second that does not exist. */
export class TimeFormatError extends Error {
  override readonly name = 'TimeFormatError';
  constructor(
    readonly found: string,
    readonly expected: string,
  ) {
    super(`not a UTC time: found "${found}", expected ${expected}`);
  }
}

const form = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,12}))?(Z|\+00:?00)$/;

/**
 * The instant of an ISO 8601 UTC time with `Z`; fractions finer than a nanosecond are cut. `23:59:60` is taken on days that
 * end in a leap second and refused on all others. Before 1972 it reckons as `taiOfUtcDay` does (trap 34). Throws TimeFormatError.
 */
export function parseUtc(text: string): Tai {
  const match = form.exec(text);
  if (match === null) throw new TimeFormatError(text, 'YYYY-MM-DDThh:mm:ss[.fraction]Z');
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const utcDay = utcDayOfDate({ year, month, day });
  if (utcDay === undefined || utcDay < 0) throw new TimeFormatError(text, 'a date that exists, from 1958 on');
  if (hour > 23 || minute > 59 || second > 60)
    throw new TimeFormatError(text, 'hours 00-23, minutes 00-59, seconds 00-60');
  if (second === 60) {
    const leap = hour === 23 && minute === 59 && taiMinusUtcSeconds(utcDay + 1) > taiMinusUtcSeconds(utcDay);
    if (!leap) throw new TimeFormatError(text, 'second 60 only at the end of a day with a leap second');
  }
  const fraction = BigInt((match[7] ?? '').padEnd(9, '0').slice(0, 9));
  return taiOfUtcDay(utcDay, BigInt(hour * 3600 + minute * 60 + second) * NS_PER_SECOND + fraction);
}

/** ISO 8601 UTC with `Z` and `digits` (0 to 9) decimals of the second, rounded to the nearest; leap seconds show as `:60`. */
export function formatUtc(tai: Tai, digits = 6): string {
  const unit = 10n ** BigInt(9 - digits);
  const rounded = floorDiv(tai + unit / 2n, unit) * unit;
  const { utcDay, nsOfDay } = utcDayOf(rounded);
  const date = isoDateOfUtcDay(utcDay);
  const leap = nsOfDay >= NS_PER_DAY;
  const seconds = Number((leap ? nsOfDay - NS_PER_SECOND : nsOfDay) / NS_PER_SECOND);
  const two = (n: number): string => String(n).padStart(2, '0');
  const second = (seconds % 60) + (leap ? 1 : 0);
  const fraction = digits === 0 ? '' : `.${String((nsOfDay % NS_PER_SECOND) / unit).padStart(digits, '0')}`;
  return `${date}T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(second)}${fraction}Z`;
}

function floorDiv(a: bigint, b: bigint): bigint {
  return a >= 0n ? a / b : (a - b + 1n) / b;
}

/** The instant of a POSIX time (nanoseconds since 1970-01-01, leap seconds not counted), as a machine's clock gives it. */
export function taiFromUnixNs(unixNs: bigint): Tai {
  const day = floorDiv(unixNs, NS_PER_DAY);
  return taiOfUtcDay(Number(day) + DAY_1970, unixNs - day * NS_PER_DAY);
}

/** The POSIX time of an instant; a leap second repeats the second before it, as POSIX has it. */
export function unixNsFromTai(tai: Tai): bigint {
  const { utcDay, nsOfDay } = utcDayOf(tai);
  const repeated = nsOfDay >= NS_PER_DAY ? nsOfDay - NS_PER_SECOND : nsOfDay;
  return BigInt(utcDay - DAY_1970) * NS_PER_DAY + repeated;
}
