import { type Tai, secondsBetween } from '@app/time';

/** Days from which an element set's age is worth a warning, and from which it is refused. */
export interface ElementAgePolicy {
  readonly warnAfterDays: number;
  readonly refuseAfterDays: number;
}

/** In low orbit a fresh set goes wrong by 0.5 to 3 km a day along the track, 0.13 s of AOS a kilometre. */
export const defaultElementAgePolicy: ElementAgePolicy = { warnAfterDays: 3, refuseAfterDays: 14 };

export type ElementAgeVerdict = 'fresh' | 'ageing' | 'stale';

export interface ElementAge {
  /** |instant - epoch| in days of 86 400 s. */
  readonly days: number;
  /** `ageing` above the warning age, `stale` above the refusal age. */
  readonly verdict: ElementAgeVerdict;
}

/** The age of elements of this epoch at an instant (a contact's time, never today), and what the policy says of it. */
export function elementAge(epoch: Tai, at: Tai, policy: ElementAgePolicy = defaultElementAgePolicy): ElementAge {
  const days = Math.abs(secondsBetween(epoch, at)) / 86_400;
  if (days > policy.refuseAfterDays) return { days, verdict: 'stale' };
  return { days, verdict: days > policy.warnAfterDays ? 'ageing' : 'fresh' };
}
