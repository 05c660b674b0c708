import { DEG_PER_RAD } from '../frames/vector.js';
import { type TopocentricFrame } from '../frames/topocentric.js';
import { type HorizonMask } from '../stations/horizon-mask.js';
import { type SpacecraftTrack } from './spacecraft-track.js';

const STEP_S = 30;

/**
 * When a spacecraft that is up at the start of a search rose, in seconds before or at that start, to 30 s: enough to tell the orbit
 * that the contact belongs to. Looks back one revolution; a spacecraft that was up all that time is taken to rise at the start.
 */
export function lookBackForAos(track: SpacecraftTrack, frame: TopocentricFrame, mask: HorizonMask): number {
  const revolution = 86_400 / track.propagator.elementSet.meanMotionRevPerDay;
  for (let back = STEP_S; back < revolution; back += STEP_S) {
    const look = track.tryLookFrom(frame, -back);
    if (look === undefined) return 0;
    if (look.elevationRad * DEG_PER_RAD < mask.elevationDegAt(look.azimuthRad * DEG_PER_RAD)) return STEP_S - back;
  }
  return 0;
}
