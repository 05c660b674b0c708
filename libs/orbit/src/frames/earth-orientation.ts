import { NS_PER_SECOND, type Tai, leapSeconds, secondsBetween } from '@app/time';

/** How the Earth stands at an instant: UT1 - TAI, which has no leaps, and the pole in radians (IERS x towards 0, y towards 90 W). */
export interface EarthOrientationValues {
  readonly ut1MinusTaiSeconds: number;
  readonly poleXRad: number;
  readonly poleYRad: number;
}

/** Measured or predicted Earth orientation; `description` says source and date and is stated with every result. */
export interface EarthOrientationSeries {
  readonly description: string;
  at(instant: Tai): EarthOrientationValues;
}

/** `none`: UT1 = UTC and no polar motion. Costs up to 0.9 s of UT1, 3.5 ms of AOS in the median of 2025. */
export type EarthOrientation = 'none' | EarthOrientationSeries;

/** What a result says of the Earth orientation that made it. */
export function describeEarthOrientation(orientation: EarthOrientation): string {
  return orientation === 'none' ? 'none: UT1=UTC, no polar motion' : orientation.description;
}

interface Step {
  readonly from: number;
  readonly utcMinusTai: number;
}

/** Times before the start that are asked for, too, in seconds: looking back for a true AOS. */
const REACH_BACK_S = 1e6;

/** UTC - TAI in seconds, by seconds since a start: constant but for leap seconds, which take effect when they are over. */
export function utcMinusTaiSince(start: Tai): (seconds: number) => number {
  const steps: Step[] = [];
  for (const { utcDay, taiMinusUtc } of leapSeconds.toReversed()) {
    const from = secondsBetween(start, (BigInt(utcDay) * 86_400n + BigInt(taiMinusUtc)) * NS_PER_SECOND);
    steps.push({ from, utcMinusTai: -taiMinusUtc });
    if (from < -REACH_BACK_S) break;
  }
  const oldest = steps.at(-1)?.utcMinusTai ?? -10;
  return (seconds) => {
    for (const step of steps) if (seconds >= step.from) return step.utcMinusTai;
    return oldest;
  };
}
