// GPS time: TAI − 19 s, its zero at 1980-01-06T00:00:00 UTC, no leap seconds. Weeks are counted in full: week 2048, not 0 again.
import { NS_PER_SECOND, type Tai } from './tai.js';
import { TimeScaleError } from './time-scale-error.js';

/** 1980-01-06T00:00:00 UTC: day 8040 since 1958-01-01, 19 s of leap seconds. */
export const GPS_EPOCH: Tai = (8040n * 86_400n + 19n) * NS_PER_SECOND;

const SECONDS_PER_WEEK = 604_800;
const NS_PER_WEEK = BigInt(SECONDS_PER_WEEK) * NS_PER_SECOND;

/** A reading of GPS time. */
export interface GpsWeekTime {
  /** Weeks since 1980-01-06, from 0; the ten bits that satellites send are this modulo 1024. */
  readonly week: number;
  /** Whole seconds since the midnight from Saturday to Sunday, 0 to 604 799. */
  readonly secondOfWeek: number;
  /** 0 to 999 999 999. */
  readonly nanosecond: number;
}

/** Nanoseconds of GPS time since its epoch. Throws TimeScaleError before it. */
export function gpsFromTai(tai: Tai): bigint {
  if (tai < GPS_EPOCH)
    throw new TimeScaleError('GPS time', 'instant', 'at or after 1980-01-06T00:00:00 UTC', `${tai} ns since 1958 TAI`);
  return tai - GPS_EPOCH;
}

/** The instant of a GPS time in nanoseconds since its epoch. Throws TimeScaleError for a negative one. */
export function taiFromGps(nanoseconds: bigint): Tai {
  if (nanoseconds < 0n) throw new TimeScaleError('GPS time', 'nanoseconds', '0 or more', `${nanoseconds}`);
  return GPS_EPOCH + nanoseconds;
}

/** Week and time of week of an instant, exact. Throws TimeScaleError before 1980-01-06. */
export function gpsWeekFromTai(tai: Tai): GpsWeekTime {
  const gps = gpsFromTai(tai);
  const ofWeek = gps % NS_PER_WEEK;
  return {
    week: Number(gps / NS_PER_WEEK),
    secondOfWeek: Number(ofWeek / NS_PER_SECOND),
    nanosecond: Number(ofWeek % NS_PER_SECOND),
  };
}

/** The instant of a week and time of week, exact. Throws TimeScaleError: a part out of its range. */
export function taiFromGpsWeek({ week, secondOfWeek, nanosecond }: GpsWeekTime): Tai {
  const whole = (where: string, value: number, max: number): bigint => {
    if (!Number.isInteger(value) || value < 0 || value > max)
      throw new TimeScaleError('GPS time', where, `a whole number from 0 to ${max}`, `${value}`);
    return BigInt(value);
  };
  const weeks = whole('week', week, Number.MAX_SAFE_INTEGER);
  const seconds = whole('second of week', secondOfWeek, SECONDS_PER_WEEK - 1);
  return GPS_EPOCH + weeks * NS_PER_WEEK + seconds * NS_PER_SECOND + whole('nanosecond', nanosecond, 999_999_999);
}

/** `week:second` with six digits of seconds of the week and `digits` (0 to 9) decimals, the unit that has begun: `2048:000000.000`. */
export function formatGpsWeek(tai: Tai, digits = 6): string {
  const { week, secondOfWeek, nanosecond } = gpsWeekFromTai(tai);
  const fraction = digits === 0 ? '' : `.${String(nanosecond).padStart(9, '0').slice(0, digits)}`;
  return `${week}:${String(secondOfWeek).padStart(6, '0')}${fraction}`;
}

const weekForm = /^(\d{1,6}):(\d{6})(?:\.(\d{1,9}))?$/;

/** The instant of `week:second[.fraction]`. Throws TimeScaleError: another form, or a second beyond the week. */
export function parseGpsWeek(text: string): Tai {
  const match = weekForm.exec(text);
  if (match === null) throw new TimeScaleError('GPS time', 'text', 'week:second[.fraction]', `"${text}"`);
  const nanosecond = Number((match[3] ?? '').padEnd(9, '0'));
  return taiFromGpsWeek({ week: Number(match[1]), secondOfWeek: Number(match[2]), nanosecond });
}
