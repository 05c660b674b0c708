import { NS_PER_SECOND, type Tai } from '@app/time';

/** Seconds of TAI since 1958 as a number: good to half a microsecond, which is finer than anything on board is sampled. */
export function secondsOf(tai: Tai): number {
  return Number(tai / NS_PER_SECOND) + Number(tai % NS_PER_SECOND) / 1e9;
}

/** The instant of seconds of TAI since 1958, rounded to the microsecond. */
export function taiOf(seconds: number): Tai {
  const whole = Math.floor(seconds);
  return BigInt(whole) * NS_PER_SECOND + BigInt(Math.round((seconds - whole) * 1e6)) * 1000n;
}
