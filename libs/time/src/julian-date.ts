import { NS_PER_DAY, type Tai } from './tai.js';
import { taiOfUtcDay, utcDayOf } from './leap-seconds.js';

const JD_1958 = 2_436_204.5;

/** A Julian date in two parts, `day` ending in .5 (midnight) and `fraction` of a day in [0, 1): together exact to a few picoseconds. */
export interface JulianDate {
  readonly day: number;
  readonly fraction: number;
}

/** The UTC Julian date of an instant, in days of 86 400 s; during a leap second `fraction` passes 1. */
export function julianDateUtc(tai: Tai): JulianDate {
  const { utcDay, nsOfDay } = utcDayOf(tai);
  return { day: JD_1958 + utcDay, fraction: Number(nsOfDay) / Number(NS_PER_DAY) };
}

/** The instant of a UTC Julian date, to the nanosecond as far as the fraction carries it. */
export function taiFromJulianDateUtc(date: JulianDate): Tai {
  const midnight = Math.floor(date.day - 0.5) + 0.5;
  const fraction = date.day - midnight + date.fraction;
  return taiOfUtcDay(midnight - JD_1958, BigInt(Math.round(fraction * 86_400e9)));
}
