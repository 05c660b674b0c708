import { type EclipseTimeline, type LightPhase } from './eclipse-timeline.js';

/** The imager works once in each revolution, this long after sunrise. */
const AFTER_SUNRISE_S = 1_200;
export const IMAGING_S = 180;
/** Warm-up before it, in which the imager draws power already. */
export const WARM_UP_S = 120;

/** One imaging session. Times are seconds since 1958. */
export interface ImagingSession {
  readonly start: number;
  readonly end: number;
}

/** The session that belongs to this sunlight, or to the one before an eclipse; undefined in an orbit without eclipses. */
export function sessionOfSunlight(
  eclipses: EclipseTimeline,
  light: LightPhase,
  periodS: number,
): ImagingSession | undefined {
  if (light.began === undefined) return undefined;
  const sunrise = light.inEclipse ? eclipses.phaseAt(light.began - 1).began : light.began;
  if (sunrise === undefined) return undefined;
  const start = sunrise + AFTER_SUNRISE_S;
  return start + IMAGING_S < sunrise + periodS ? { start, end: start + IMAGING_S } : undefined;
}
