// UTC against TAI, all of it: USNO tai-utc.dat, 1961-01-01 to 1972-01-01, then the leap seconds (trap 34). Until 1972 a second of UTC was
// longer than one of TAI by a few parts in 1e8, and UTC was set by fractions of a second; before 1961 there is no published relation.
import { utcDayOfDate } from './calendar.js';
import { leapSeconds } from './leap-seconds.js';
import { PS_PER_DAY, PS_PER_SECOND } from './tai-picoseconds.js';

/** From `utcDay` until the next stretch, TAI − UTC is `offset` picoseconds at first and grows by `rate` nanoseconds a second of UTC. */
export interface UtcStretch {
  readonly utcDay: number;
  readonly offset: bigint;
  readonly rate: bigint;
}

// TAI − UTC = offset + (MJD − reference) × rate, in the file's own units but for the rate: 0.001296 s a day are 15 ns a second.
type Row = readonly [year: number, month: number, offset100ns: bigint, referenceMjd: number, rateNsPerSecond: bigint];
const before1972: readonly Row[] = [
  [1961, 1, 14_228_180n, 37_300, 15n],
  [1961, 8, 13_728_180n, 37_300, 15n],
  [1962, 1, 18_458_580n, 37_665, 13n],
  [1963, 11, 19_458_580n, 37_665, 13n],
  [1964, 1, 32_401_300n, 38_761, 15n],
  [1964, 4, 33_401_300n, 38_761, 15n],
  [1964, 9, 34_401_300n, 38_761, 15n],
  [1965, 1, 35_401_300n, 38_761, 15n],
  [1965, 3, 36_401_300n, 38_761, 15n],
  [1965, 7, 37_401_300n, 38_761, 15n],
  [1965, 9, 38_401_300n, 38_761, 15n],
  [1966, 1, 43_131_700n, 39_126, 30n],
  [1968, 2, 42_131_700n, 39_126, 30n],
];

const MJD_1958 = 36_204;
const PS_PER_100_NS = 100_000n;
const PARTS = 1_000_000_000n;

/** Oldest first. */
export const utcStretches: readonly UtcStretch[] = [
  ...before1972.map(([year, month, offset, referenceMjd, rate]): UtcStretch => {
    const utcDay = utcDayOfDate({ year, month, day: 1 })!;
    const daysSinceReference = BigInt(utcDay + MJD_1958 - referenceMjd);
    // A whole day grows by a whole number of picoseconds: this is exact.
    const growth = (daysSinceReference * PS_PER_DAY * rate) / PARTS;
    return { utcDay, offset: offset * PS_PER_100_NS + growth, rate };
  }),
  ...leapSeconds.map(({ utcDay, taiMinusUtc }): UtcStretch => ({
    utcDay,
    offset: BigInt(taiMinusUtc) * PS_PER_SECOND,
    rate: 0n,
  })),
];

/** The day, counted from 1958-01-01, on which UTC has a published relation to TAI for the first time: 1961-01-01. */
export const FIRST_UTC_DAY = utcStretches[0]!.utcDay;
/** From here on, 1972-01-01, TAI − UTC is whole seconds. */
export const FIRST_LEAP_SECOND_DAY = leapSeconds[0]!.utcDay;

/** TAI picoseconds since a stretch began, after `utcPicoseconds` of UTC in it; the picosecond that has begun. */
export const taiSince = ({ rate }: UtcStretch, utcPicoseconds: bigint): bigint =>
  utcPicoseconds + (utcPicoseconds * rate) / PARTS;

/** The last picosecond of UTC in a stretch that has begun after `taiPicoseconds` of TAI in it: `taiSince` the other way. */
export function utcSince(stretch: UtcStretch, taiPicoseconds: bigint): bigint {
  const utc = (taiPicoseconds * PARTS) / (PARTS + stretch.rate);
  return taiSince(stretch, utc + 1n) <= taiPicoseconds ? utc + 1n : utc;
}
