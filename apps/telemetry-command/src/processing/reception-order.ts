import { parseUtc } from '@app/time';

/** When a value was received on Earth and when, by the spacecraft's clock, it was generated; UTC to the microsecond. */
export interface ValueTimes {
  readonly earthReceiveTime: string;
  readonly generationTime: string;
}

/**
 * Whether one live value is newer than another: by earth receive time, which only the ground's clocks make; generation time breaks
 * ties. An on-board clock may be set back, or show a time that is far off, and must not silence what comes after.
 */
export function isNewer(one: ValueTimes, other: ValueTimes): boolean {
  // Text of one form: its order is the order of time.
  if (one.earthReceiveTime !== other.earthReceiveTime) return one.earthReceiveTime > other.earthReceiveTime;
  return one.generationTime > other.generationTime;
}

/** How far an on-board clock may be ahead of the ground's, and how old a live value may be, in nanoseconds. */
const MOST_AHEAD_NS = 1_000_000_000n;
const MOST_BEHIND_NS = 86_400_000_000_000n;

/**
 * Whether a generation time cannot be right, or tells of an on-board clock that is not: more than a second after reception, or, of a
 * live value, more than a day before it. Played-back values are as old as they are.
 */
export function isTimeSuspect(source: string, { earthReceiveTime, generationTime }: ValueTimes): boolean {
  const ageNs = parseUtc(earthReceiveTime) - parseUtc(generationTime);
  return ageNs < -MOST_AHEAD_NS || (source === 'real-time' && ageNs > MOST_BEHIND_NS);
}
