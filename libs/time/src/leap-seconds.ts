import { utcDayOfDate } from './calendar.js';
import { NS_PER_DAY, NS_PER_SECOND, type Tai } from './tai.js';

/** From `utcDay` (days of UTC since 1958-01-01) on, TAI − UTC is `taiMinusUtc` seconds. */
export interface LeapSecond {
  readonly date: string;
  readonly utcDay: number;
  readonly taiMinusUtc: number;
}

// Before 1972 UTC ran at other rates and TAI − UTC was not whole; this table does not reach back there, `utc-stretches.ts` does.
const steps: readonly (readonly [date: string, taiMinusUtc: number])[] = [
  ['1972-01-01', 10],
  ['1972-07-01', 11],
  ['1973-01-01', 12],
  ['1974-01-01', 13],
  ['1975-01-01', 14],
  ['1976-01-01', 15],
  ['1977-01-01', 16],
  ['1978-01-01', 17],
  ['1979-01-01', 18],
  ['1980-01-01', 19],
  ['1981-07-01', 20],
  ['1982-07-01', 21],
  ['1983-07-01', 22],
  ['1985-07-01', 23],
  ['1988-01-01', 24],
  ['1990-01-01', 25],
  ['1991-01-01', 26],
  ['1992-07-01', 27],
  ['1993-07-01', 28],
  ['1994-07-01', 29],
  ['1996-01-01', 30],
  ['1997-07-01', 31],
  ['1999-01-01', 32],
  ['2006-01-01', 33],
  ['2009-01-01', 34],
  ['2012-07-01', 35],
  ['2015-07-01', 36],
  ['2017-01-01', 37],
];

const dayOf = (date: string): number => {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return utcDayOfDate({ year, month, day })!;
};

/** Leap seconds in force, oldest first, as in the source named by `leapSecondTable`. */
export const leapSeconds: readonly LeapSecond[] = steps.map(([date, taiMinusUtc]) => ({
  date,
  utcDay: dayOf(date),
  taiMinusUtc,
}));

/** Where the table comes from and the UTC date after which a newer bulletin may have announced another leap second. */
export const leapSecondTable = {
  source: 'IERS Leap_Second.dat with Bulletin C 72 of July 2026',
  expires: '2027-06-28',
} as const;

const expiryDay = dayOf(leapSecondTable.expires);

/** Whether an instant lies after the table's last day: a leap second that it does not know may have come, so UTC may be a second off. */
export function isBeyondLeapSecondTable(instant: Tai): boolean {
  return utcDayOf(instant).utcDay > expiryDay;
}

/**
 * TAI − UTC in whole seconds on a UTC day (days since 1958-01-01). Trap 34: before 1972 it was not whole, and this answers 10, the value of
 * 1972-01-01; ask `utcEraOf` whether a day lies there, and `taiMinusUtcPicoseconds` for what it was.
 */
export function taiMinusUtcSeconds(utcDay: number): number {
  for (let i = leapSeconds.length - 1; i > 0; i--) {
    const step = leapSeconds[i];
    if (step !== undefined && utcDay >= step.utcDay) return step.taiMinusUtc;
  }
  return 10;
}

/**
 * The UTC day that an instant falls in, and the nanoseconds since that day began (up to one second over on a leap-second day). Before
 * 1972 with a TAI − UTC of 10 s, as `taiOfUtcDay`.
 */
export function utcDayOf(tai: Tai): { utcDay: number; nsOfDay: bigint } {
  for (let i = leapSeconds.length - 1; i >= 0; i--) {
    const step = leapSeconds[i];
    if (step === undefined) continue;
    const start = BigInt(step.utcDay) * NS_PER_DAY + BigInt(step.taiMinusUtc) * NS_PER_SECOND;
    if (tai < start && i > 0) continue;
    const sinceStep = tai - start;
    let days = sinceStep / NS_PER_DAY;
    let nsOfDay = sinceStep - days * NS_PER_DAY;
    if (nsOfDay < 0n) {
      days -= 1n;
      nsOfDay += NS_PER_DAY;
    }
    // The second before the next step belongs to the day before it: 23:59:60.
    const next = leapSeconds[i + 1];
    if (next !== undefined && step.utcDay + Number(days) >= next.utcDay) {
      return { utcDay: next.utcDay - 1, nsOfDay: nsOfDay + NS_PER_DAY };
    }
    return { utcDay: step.utcDay + Number(days), nsOfDay };
  }
  return { utcDay: 0, nsOfDay: tai };
}

/**
 * The instant at `nsOfDay` nanoseconds into a UTC day. Before 1972 with a TAI − UTC of 10 s: dates read and written come back, but
 * the instant is not the one of that time (trap 34); `taiPicosecondsFromUtc` gives that.
 */
export function taiOfUtcDay(utcDay: number, nsOfDay: bigint): Tai {
  return BigInt(utcDay) * NS_PER_DAY + nsOfDay + BigInt(taiMinusUtcSeconds(utcDay)) * NS_PER_SECOND;
}
