/** Why SGP4 gave no state. Codes 1 to 6 are SGP4's own (AIAA 2006-6753); 7 and 8 are ours. */
export interface PropagationFailure {
  readonly ok: false;
  readonly code: number;
  readonly reason: string;
}

/** Code of a state that is not a number although SGP4 reported success. */
export const NOT_FINITE = 7;
/** Code of an instant that an operator's ephemeris does not cover. */
export const OUTSIDE_EPHEMERIS = 8;
/** SGP4's code of a decayed satellite. */
export const DECAYED = 6;

const reasons: readonly string[] = [
  'no error',
  'mean eccentricity out of 0 <= e < 1, or the orbit is below the surface',
  'mean motion below zero',
  'perturbed eccentricity out of 0 <= e <= 1',
  'semi-latus rectum below zero',
  'epoch elements are sub-orbital',
  'the satellite has decayed',
  'the model gave no finite position',
  'outside the usable span of the ephemeris',
];

/** What an SGP4 error code means. */
export function sgp4Reason(code: number): string {
  return reasons[code] ?? `unknown SGP4 error ${code}`;
}
