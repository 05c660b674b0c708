import { type Tai, utcDayOf } from '@app/time';
import type { PlannedContact, PlanningWindow } from './problem.js';

/** The UTC day that a window counts for: that of its AOS. */
export function dayOf(window: PlanningWindow): number {
  return utcDayOf(window.aos).utcDay;
}

/** Antenna time that a window takes from a quota: AOS to LOS. */
export function servedNs(window: PlanningWindow): bigint {
  return window.los - window.aos;
}

export function overlaps(a: { start: Tai; end: Tai }, b: { start: Tai; end: Tai }): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Time taken from an agreement on a day by these contacts. */
export function quotaUsedNs(contacts: readonly PlannedContact[], agreement: string, day: number): bigint {
  return contacts
    .filter((contact) => contact.agreement === agreement && dayOf(contact.window) === day)
    .reduce((sum, contact) => sum + servedNs(contact.window), 0n);
}
