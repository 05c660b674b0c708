import { PS_PER_DAY, type TaiPicoseconds, picosecondCount, taiPicosecondsFromCount } from './tai-picoseconds.js';
import { TimeScaleError } from './time-scale-error.js';
import {
  FIRST_LEAP_SECOND_DAY,
  FIRST_UTC_DAY,
  type UtcStretch,
  taiSince,
  utcSince,
  utcStretches,
} from './utc-stretches.js';

/** A reading of UTC: the day since 1958-01-01 and picoseconds since it began. A day that ends in a leap second has a second more. */
export interface UtcReading {
  readonly utcDay: number;
  readonly picosecondOfDay: bigint;
}

/**
 * How UTC ran on a day: 'none' before 1961, 'rates' with seconds of another length until 1972, 'leap-seconds' since. Trap 34: whoever
 * converts nanoseconds (`taiOfUtcDay`, `parseUtc`) on a day of the first two has reckoned with 10 s, and ought to say so.
 */
export type UtcEra = 'none' | 'rates' | 'leap-seconds';

export function utcEraOf(utcDay: number): UtcEra {
  if (utcDay < FIRST_UTC_DAY) return 'none';
  return utcDay < FIRST_LEAP_SECOND_DAY ? 'rates' : 'leap-seconds';
}

/**
 * The instant of a reading of UTC, exact from 1972 on and to the picosecond that has begun from 1961 on. Throws TimeScaleError: a day
 * before 1961-01-01, or a time of day that this day does not have.
 */
export function taiPicosecondsFromUtc({ utcDay, picosecondOfDay }: UtcReading): TaiPicoseconds {
  const count = countAt(utcDay, picosecondOfDay);
  if (picosecondOfDay < 0n || count >= countAt(utcDay + 1, 0n))
    throw new TimeScaleError('UTC', 'time of day', `one that day ${utcDay} since 1958 has`, `${picosecondOfDay} ps`);
  return taiPicosecondsFromCount(count);
}

/** The reading of UTC at an instant: `taiPicosecondsFromUtc` the other way. Throws TimeScaleError: before 1961. */
export function utcFromTaiPicoseconds(instant: TaiPicoseconds): UtcReading {
  const count = picosecondCount(instant);
  for (let i = utcStretches.length - 1; i >= 0; i--) {
    const stretch = utcStretches[i]!;
    const sinceStart = count - startOf(stretch);
    if (sinceStart < 0n) continue;
    const utc = utcSince(stretch, sinceStart);
    // What runs past the last midnight of the stretch is an inserted second, or the part of one that was inserted before 1972.
    const days = Math.min(Number(utc / PS_PER_DAY), (utcStretches[i + 1]?.utcDay ?? Infinity) - stretch.utcDay - 1);
    return { utcDay: stretch.utcDay + days, picosecondOfDay: utc - BigInt(days) * PS_PER_DAY };
  }
  throw new TimeScaleError('UTC', 'instant', 'at or after 1961-01-01T00:00:00 UTC', `${count} ps since 1958 TAI`);
}

/** TAI − UTC in picoseconds at a reading of UTC. Throws TimeScaleError as `taiPicosecondsFromUtc` does. */
export function taiMinusUtcPicoseconds(reading: UtcReading): bigint {
  return (
    picosecondCount(taiPicosecondsFromUtc(reading)) - BigInt(reading.utcDay) * PS_PER_DAY - reading.picosecondOfDay
  );
}

const startOf = ({ utcDay, offset }: UtcStretch): bigint => BigInt(utcDay) * PS_PER_DAY + offset;

function countAt(utcDay: number, picosecondOfDay: bigint): bigint {
  const stretch = utcStretches.findLast((candidate) => candidate.utcDay <= utcDay);
  if (stretch === undefined || !Number.isSafeInteger(utcDay))
    throw new TimeScaleError('UTC', 'day', '1961-01-01 or later', `day ${utcDay} since 1958`);
  return startOf(stretch) + taiSince(stretch, BigInt(utcDay - stretch.utcDay) * PS_PER_DAY + picosecondOfDay);
}
