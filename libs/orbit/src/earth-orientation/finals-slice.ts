import { type EarthOrientationRow } from './earth-orientation-row.js';

/** Days of finals2000A in a compact text; what the generated slice holds. */
export interface FinalsSlice {
  /** MJD of the first day. */
  readonly firstMjd: number;
  /** MJD of the last measured day; the days after it are predicted. */
  readonly lastMeasuredMjd: number;
  /** A line a day: UT1 - UTC in 1e-7 s, pole x and y in 1e-6 arcseconds, whole numbers. */
  readonly days: string;
}

/** Rows of whole days that follow each other as a slice; the length of day is left out. */
export function encodeFinalsSlice(rows: readonly EarthOrientationRow[]): FinalsSlice {
  const lines = rows.map((row) =>
    [row.ut1MinusUtcSeconds * 1e7, row.xpArcsec * 1e6, row.ypArcsec * 1e6].map((value) => Math.round(value)).join(' '),
  );
  const firstMjd = rows[0]?.mjdUtc ?? 0;
  const lastMeasuredMjd = rows.findLast((row) => row.flag === 'measured')?.mjdUtc ?? firstMjd - 1;
  return { firstMjd, lastMeasuredMjd, days: lines.join('\n') };
}

/** The rows of a slice. */
export function decodeFinalsSlice({ firstMjd, lastMeasuredMjd, days }: FinalsSlice): readonly EarthOrientationRow[] {
  return days.split('\n').map((line, index) => {
    const [ut1 = Number.NaN, x = Number.NaN, y = Number.NaN] = line.split(' ').map(Number);
    const mjdUtc = firstMjd + index;
    return {
      mjdUtc,
      // Divided, not multiplied: the nearest number to the decimal that IERS printed.
      ut1MinusUtcSeconds: ut1 / 1e7,
      xpArcsec: x / 1e6,
      ypArcsec: y / 1e6,
      flag: mjdUtc <= lastMeasuredMjd ? 'measured' : 'predicted',
    };
  });
}
