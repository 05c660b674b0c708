// CCSDS day segmented time code: 301.0-B-4, 3.3 and annex A. Days and milliseconds of UTC (trap 31): on a day that ends in a leap second
// the milliseconds run to 86 400 999. Trap 33: P-field bit 4 epoch, bit 5 day segment, bits 6-7 sub-milliseconds.
import {
  PS_PER_SECOND,
  type Tai,
  type TaiPicoseconds,
  TimeScaleError,
  taiOfUtcDay,
  taiPicosecondsFromUtc,
  utcDayOf,
  utcFromTaiPicoseconds,
} from '@app/time';
import { CodecError } from '../codec-error.js';

/** A P-field that is not CDS, octets of the wrong number, or a day or time of day that does not exist. */
export class CdsError extends CodecError {
  override readonly name = 'CdsError';
}

export interface CdsFormat {
  readonly dayOctets: 2 | 3;
  /** What follows the millisecond: nothing, 16 bits of microseconds, or 32 bits of picoseconds of the millisecond. */
  readonly submillisecond: 'none' | 'microseconds' | 'picoseconds';
  /** Agency epoch as a UTC day counted from 1958-01-01; absent: 1958-01-01 itself. */
  readonly epochDay?: number;
}

/** The T-field as it was read. */
export interface CdsTime {
  /** Days of UTC since the epoch. */
  readonly day: number;
  readonly millisecondOfDay: number;
  /** In the unit that the format states; 0 where there is none. */
  readonly submillisecond: number;
}

const CODE_CDS = 4;
const submilliseconds = ['none', 'microseconds', 'picoseconds'] as const;
const submillisecondOctets = { none: 0, microseconds: 2, picoseconds: 4 } as const;
const submillisecondsPerMillisecond = { none: 1, microseconds: 1000, picoseconds: 1_000_000_000 } as const;
const NS_PER_MILLISECOND = 1_000_000n;
const PS_PER_MILLISECOND = PS_PER_SECOND / 1000n;

/** Octets of the T-field. */
export function cdsLength(format: CdsFormat): number {
  return format.dayOctets + 4 + submillisecondOctets[format.submillisecond];
}

export function encodeCdsPField(format: CdsFormat): Uint8Array {
  const epoch = format.epochDay === undefined ? 0 : 8;
  const day = format.dayOctets === 3 ? 4 : 0;
  return Uint8Array.of((CODE_CDS << 4) | epoch | day | submilliseconds.indexOf(format.submillisecond));
}

/** The format that a P-field octet states; an agency epoch is to be given by the caller. Throws CdsError. */
export function parseCdsPField(octet: number, agencyEpochDay?: number): CdsFormat {
  if (octet >>> 4 !== CODE_CDS)
    throw new CdsError('CDS P-field', 'extension and time code identification', '0100', (octet >>> 4).toString(2));
  const submillisecond = submilliseconds[octet & 3];
  if (submillisecond === undefined) throw new CdsError('CDS P-field', 'sub-millisecond', '00, 01 or 10', '11');
  const dayOctets = octet & 4 ? 3 : 2;
  if ((octet & 8) === 0) return { dayOctets, submillisecond };
  if (agencyEpochDay === undefined)
    throw new CdsError('CDS P-field', 'agency epoch', 'to be given by the caller', 'none');
  return { dayOctets, submillisecond, epochDay: agencyEpochDay };
}

/** Reads a T-field at `offset`. Throws CdsError when it is cut short. */
export function decodeCds(bytes: Uint8Array, format: CdsFormat, offset = 0): CdsTime {
  const length = cdsLength(format);
  if (bytes.length - offset < length)
    throw new CdsError('CDS T-field', 'length', `${length} octets`, `${bytes.length - offset}`);
  const take = (at: number, octets: number): number => {
    let value = 0;
    for (let i = 0; i < octets; i++) value = value * 256 + bytes[offset + at + i]!;
    return value;
  };
  return {
    day: take(0, format.dayOctets),
    millisecondOfDay: take(format.dayOctets, 4),
    submillisecond: take(format.dayOctets + 4, submillisecondOctets[format.submillisecond]),
  };
}

/** The T-field of raw counts. Throws CdsError when they do not fit their fields. */
export function encodeCds(time: CdsTime, format: CdsFormat): Uint8Array {
  const bytes = new Uint8Array(cdsLength(format));
  const put = (where: string, at: number, octets: number, value: number): void => {
    if (!Number.isInteger(value) || value < 0 || value >= 256 ** octets)
      throw new CdsError('CDS T-field', where, `a count of ${octets} octets`, String(value));
    for (let i = octets - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[at + i] = rest % 256;
  };
  put('day', 0, format.dayOctets, time.day);
  put('millisecond of day', format.dayOctets, 4, time.millisecondOfDay);
  put('sub-millisecond', format.dayOctets + 4, submillisecondOctets[format.submillisecond], time.submillisecond);
  return bytes;
}

/** The UTC day of raw counts, since 1958-01-01. Trap 34: ask `utcEraOf` with it whether UTC was whole seconds from TAI that day. */
export function utcDayOfCds(time: CdsTime, format: CdsFormat): number {
  return (format.epochDay ?? 0) + time.day;
}

/**
 * The instant of raw counts, picoseconds cut to the nanosecond. Trap 34: on days before 1972 it reckons with a TAI − UTC of 10 s, as
 * `formatUtc` does, so the date that was sent is shown; `taiPicosecondsFromCds` gives the instant. Throws CdsError for a time of day
 * that this day does not have.
 */
export function taiFromCds(time: CdsTime, format: CdsFormat): Tai {
  const utcDay = utcDayOfCds(time, format);
  const dayLength = Number(utcDayLengthNs(utcDay) / NS_PER_MILLISECOND);
  if (time.millisecondOfDay >= dayLength)
    throw new CdsError('CDS', 'millisecond of day', `below ${dayLength}`, `${time.millisecondOfDay}`);
  return taiOfUtcDay(
    utcDay,
    BigInt(time.millisecondOfDay) * NS_PER_MILLISECOND + submillisecondIn(NS_PER_MILLISECOND, time, format),
  );
}

/**
 * The instant of raw counts to the picosecond. Throws CdsError for a time of day that this day does not have, and before 1961, where UTC
 * has no published relation to TAI (trap 34).
 */
export function taiPicosecondsFromCds(time: CdsTime, format: CdsFormat): TaiPicoseconds {
  const picosecondOfDay =
    BigInt(time.millisecondOfDay) * PS_PER_MILLISECOND + submillisecondIn(PS_PER_MILLISECOND, time, format);
  return inCdsErrors(() => taiPicosecondsFromUtc({ utcDay: utcDayOfCds(time, format), picosecondOfDay }));
}

/** The raw counts of an instant, truncated to the format's unit. Throws CdsError before the epoch or beyond the day field. */
export function cdsFromTai(tai: Tai, format: CdsFormat): CdsTime {
  const { utcDay, nsOfDay } = utcDayOf(tai);
  return countsOf(utcDay, nsOfDay, NS_PER_MILLISECOND, format);
}

/**
 * The raw counts of an instant in picoseconds, truncated to the format's unit. Throws CdsError before the epoch, before 1961 or beyond the
 * day field.
 */
export function cdsFromTaiPicoseconds(instant: TaiPicoseconds, format: CdsFormat): CdsTime {
  const { utcDay, picosecondOfDay } = inCdsErrors(() => utcFromTaiPicoseconds(instant));
  return countsOf(utcDay, picosecondOfDay, PS_PER_MILLISECOND, format);
}

function countsOf(utcDay: number, ofDay: bigint, unitsPerMillisecond: bigint, format: CdsFormat): CdsTime {
  const day = utcDay - (format.epochDay ?? 0);
  if (day < 0 || day >= 256 ** format.dayOctets)
    throw new CdsError('CDS', 'day', `0 to ${256 ** format.dayOctets - 1}`, `${day}`);
  const perMillisecond = BigInt(submillisecondsPerMillisecond[format.submillisecond]);
  return {
    day,
    millisecondOfDay: Number(ofDay / unitsPerMillisecond),
    submillisecond: Number(((ofDay % unitsPerMillisecond) * perMillisecond) / unitsPerMillisecond),
  };
}

/** The sub-millisecond count in units of which a millisecond has `unitsPerMillisecond`, cut. */
function submillisecondIn(unitsPerMillisecond: bigint, time: CdsTime, format: CdsFormat): bigint {
  const perMillisecond = submillisecondsPerMillisecond[format.submillisecond];
  if (time.submillisecond >= perMillisecond)
    throw new CdsError('CDS', 'sub-millisecond', `below ${perMillisecond}`, `${time.submillisecond}`);
  return (BigInt(time.submillisecond) * unitsPerMillisecond) / BigInt(perMillisecond);
}

function inCdsErrors<T>(convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    if (error instanceof TimeScaleError) throw new CdsError('CDS', error.where, error.expected, error.found);
    throw error;
  }
}

function utcDayLengthNs(utcDay: number): bigint {
  return taiOfUtcDay(utcDay + 1, 0n) - taiOfUtcDay(utcDay, 0n);
}
