import { type Tai, secondsBetween } from '@app/time';

/** What ends and what begins within this are one that the change from one source to another has cut: a motion ends a millisecond early. */
const MEETING_S = 0.01;

export const meets = (end: Tai, begin: Tai): boolean => Math.abs(secondsBetween(end, begin)) < MEETING_S;

/**
 * Shorter than this, what the start or the end of a search cuts off a window is rounding: a search that begins at an LOS, or ends at an
 * AOS, does not give that contact again.
 */
export const SHORTEST_REST_S = 1e-5;
