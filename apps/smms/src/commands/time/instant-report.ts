import {
  GPS_EPOCH,
  PS_PER_DAY,
  PS_PER_SECOND,
  type TaiPicoseconds,
  TimeScaleError,
  type UtcReading,
  dateOfUtcDay,
  formatGpsWeek,
  isBeyondLeapSecondTable,
  leapSecondTable,
  picosecondCount,
  taiMinusUtcPicoseconds,
  utcDayOfDate,
  utcEraOf,
  utcFromTaiPicoseconds,
} from '@app/time';

/** An instant in the scales that people ask for. Null where a scale does not have it. */
export interface InstantReport {
  /** ISO 8601 with twelve decimals; a leap second shows as :60. */
  readonly utc: string | null;
  readonly tai: string | null;
  /** Picoseconds of TAI since 1958-01-01T00:00:00 TAI, decimal digits. */
  readonly taiPicoseconds: string | null;
  /** Full week count and seconds of the week. */
  readonly gps: string | null;
  readonly taiMinusUtcS: number | null;
  readonly warnings: readonly string[];
}

/** Four digits of the year do not reach further. */
const LAST_DAY = utcDayOfDate({ year: 9999, month: 12, day: 31 }) ?? 0;

/** Date and time of day; what runs past 86 400 s belongs to the last minute. Null beyond the year 9999. */
function isoText(day: number, picosecondOfDay: bigint, zone: 'Z' | ''): string | null {
  if (day > LAST_DAY) return null;
  const { year, month, day: dayOfMonth } = dateOfUtcDay(day);
  const seconds = Number(picosecondOfDay / PS_PER_SECOND);
  const inserted = Math.max(0, seconds - 86_399);
  const minutes = Math.floor((seconds - inserted) / 60);
  const second = ((seconds - inserted) % 60) + inserted;
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`;
  const fraction = String(picosecondOfDay % PS_PER_SECOND).padStart(12, '0');
  return `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(second)}.${fraction}${zone}`;
}

/** A reading of UTC that no instant of TAI belongs to: before 1961. */
export function reportWithoutTai({ utcDay, picosecondOfDay }: UtcReading): InstantReport {
  return {
    utc: isoText(utcDay, picosecondOfDay, 'Z'),
    tai: null,
    taiPicoseconds: null,
    gps: null,
    taiMinusUtcS: null,
    warnings: ['before 1961 UTC has no published relation to TAI'],
  };
}

/** The instant in all scales, with a warning wherever one of them is not to be trusted. */
export function reportInstant(instant: TaiPicoseconds): InstantReport {
  const count = picosecondCount(instant);
  const reading = utcReading(instant);
  const warnings: string[] = [];
  if (reading === null) warnings.push('before 1961 UTC has no published relation to TAI');
  else if (utcEraOf(reading.utcDay) === 'rates') warnings.push('before 1972 TAI - UTC was no whole number of seconds');
  if (isBeyondLeapSecondTable(instant.tai))
    warnings.push(
      `beyond ${leapSecondTable.expires}, where the leap second table ends (${leapSecondTable.source}): ` +
        'UTC and TAI may be seconds apart otherwise',
    );
  if (count / PS_PER_DAY > LAST_DAY) warnings.push('beyond the year 9999 no date is written');
  const picoseconds = String(instant.picoseconds).padStart(3, '0');
  return {
    utc: reading === null ? null : isoText(reading.utcDay, reading.picosecondOfDay, 'Z'),
    tai: isoText(Number(count / PS_PER_DAY), count % PS_PER_DAY, ''),
    taiPicoseconds: `${count}`,
    gps: instant.tai < GPS_EPOCH ? null : `${formatGpsWeek(instant.tai, 9)}${picoseconds}`,
    taiMinusUtcS: reading === null ? null : Number(taiMinusUtcPicoseconds(reading)) / Number(PS_PER_SECOND),
    warnings,
  };
}

function utcReading(instant: TaiPicoseconds): UtcReading | null {
  try {
    return utcFromTaiPicoseconds(instant);
  } catch (error) {
    if (error instanceof TimeScaleError) return null;
    throw error;
  }
}
