/** Earth orientation at an instant of UTC, as IERS gives it: UT1 - UTC in seconds, the pole in arcseconds (x towards 0, y towards 90 W). */
export interface EarthOrientationRow {
  /** Modified Julian Date of UTC; the fraction counts days of 86 400 s. */
  readonly mjdUtc: number;
  readonly ut1MinusUtcSeconds: number;
  readonly xpArcsec: number;
  readonly ypArcsec: number;
  /** Excess of the day over 86 400 s, where it is given. */
  readonly lodMs?: number;
  readonly flag: 'measured' | 'predicted';
}

/** What values can be; UT1 - UTC is kept under 0.9 s now, and may grow from 2035 on. */
export const rowLimits = { ut1MinusUtcSeconds: 2, poleArcsec: 1 } as const;

/** Modified Julian Date of 1958-01-01, where days of UTC are counted from. */
export const MJD_1958 = 36_204;
