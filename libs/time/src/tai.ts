/**
 * An instant: nanoseconds of TAI since 1958-01-01T00:00:00 TAI, the CCSDS epoch (CCSDS 301.0-B-4, 3.2.2, from memory).
 * Differences of two instants are true elapsed time; a leap second is an ordinary second here.
 */
export type Tai = bigint;

export const NS_PER_SECOND = 1_000_000_000n;
export const NS_PER_DAY = 86_400n * NS_PER_SECOND;

/** An elapsed time in seconds as nanoseconds, rounded to the nearest; exact to 1 ns for |seconds| below 9e6. */
export function taiFromSeconds(seconds: number): bigint {
  const whole = Math.trunc(seconds);
  return BigInt(whole) * NS_PER_SECOND + BigInt(Math.round((seconds - whole) * 1e9));
}

/** Elapsed seconds from `earlier` to `later`, negative when they are the other way round. */
export function secondsBetween(earlier: Tai, later: Tai): number {
  const ns = later - earlier;
  const whole = ns / NS_PER_SECOND;
  return Number(whole) + Number(ns - whole * NS_PER_SECOND) / 1e9;
}

/** The instant `seconds` after `instant`, to the nanosecond. */
export function plusSeconds(instant: Tai, seconds: number): Tai {
  return instant + taiFromSeconds(seconds);
}
