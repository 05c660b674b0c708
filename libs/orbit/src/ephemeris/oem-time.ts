import {
  GPS_EPOCH,
  NS_PER_DAY,
  NS_PER_SECOND,
  TimeFormatError,
  type Tai,
  dateOfUtcDay,
  formatUtc,
  utcDayOfDate,
} from '@app/time';
import { calendarForm, parseCcsdsUtc } from '../elements/epoch.js';

/** Time systems of an ephemeris that we know; the others of the book (TDB, TCB, UT1, mission time) are refused. */
export type OemTimeSystem = 'UTC' | 'TAI' | 'GPS' | 'TT';

export const oemTimeSystems: readonly OemTimeSystem[] = ['UTC', 'TAI', 'GPS', 'TT'];

/** Nanoseconds that a clock of the system shows beyond TAI. */
const aheadOfTai = { TAI: 0n, GPS: -19n * NS_PER_SECOND, TT: 32_184_000_000n };

const form = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,18}))?$/;

/**
 * The instant of a CCSDS ASCII time, calendar or day of year, read on the clock of a time system; what is finer than a nanosecond is
 * cut. A closing `Z` stands for UTC only. Throws TimeFormatError: another form, a date or second that does not exist, GPS time before 1980-01-06.
 */
export function parseOemTime(text: string, system: OemTimeSystem): Tai {
  if (system === 'UTC') return parseCcsdsUtc(text.replace(/(\.\d{9})\d+/, '$1'));
  const match = form.exec(calendarForm(text) ?? '');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match?.slice(1, 7).map(Number) ?? [];
  const days = utcDayOfDate({ year, month, day });
  if (match === null || days === undefined || hour > 23 || minute > 59 || second > 59)
    throw new TimeFormatError(
      text,
      `a time of ${system} as YYYY-MM-DDThh:mm:ss[.fraction] or YYYY-DDDThh:mm:ss[.fraction]`,
    );
  const fraction = BigInt((match[7] ?? '').padEnd(9, '0').slice(0, 9));
  const reading = BigInt(days) * NS_PER_DAY + BigInt(hour * 3600 + minute * 60 + second) * NS_PER_SECOND + fraction;
  const tai = reading - aheadOfTai[system];
  if (system === 'GPS' && tai < GPS_EPOCH) throw new TimeFormatError(text, 'a GPS time from 1980-01-06T00:00:00 on');
  return tai;
}

/** The time that `parseOemTime` reads back exactly, without `Z`: six decimals, or nine where the instant needs them. */
export function formatOemTime(instant: Tai, system: OemTimeSystem): string {
  const digits = instant % 1000n === 0n ? 6 : 9;
  if (system === 'UTC') return formatUtc(instant, digits).slice(0, -1);
  const reading = instant + aheadOfTai[system];
  const ofDay = ((reading % NS_PER_DAY) + NS_PER_DAY) % NS_PER_DAY;
  const { year, month, day } = dateOfUtcDay(Number((reading - ofDay) / NS_PER_DAY));
  const seconds = Number(ofDay / NS_PER_SECOND);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  const fraction = String(ofDay % NS_PER_SECOND)
    .padStart(9, '0')
    .slice(0, digits);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${clock}.${fraction}`;
}
