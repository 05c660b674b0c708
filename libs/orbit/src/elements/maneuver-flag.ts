import { type Tai } from '@app/time';

/** A manoeuvre that is planned, or was done. */
export interface PlannedManeuver {
  readonly spacecraft: string;
  readonly start: Tai;
  /** Not before the start. */
  readonly end: Tai;
  readonly note: string;
}

/**
 * The manoeuvre that makes a prediction doubtful: the instant is at or after its start, and the source does not know how it ended (elements
 * with an epoch, or an ephemeris made, before its end). The earliest of several; undefined where there is none. The list holds
 * the manoeuvres of the spacecraft predicted, in any order.
 */
export function maneuverFlag(
  sourceEpoch: Tai,
  at: Tai,
  maneuvers: readonly PlannedManeuver[],
): PlannedManeuver | undefined {
  let flag: PlannedManeuver | undefined;
  for (const maneuver of maneuvers) {
    const between = at >= maneuver.start && sourceEpoch < maneuver.end;
    if (between && (flag === undefined || maneuver.start < flag.start)) flag = maneuver;
  }
  return flag;
}
