import { DEG_PER_RAD } from '../frames/vector.js';
import { type TopocentricFrame, directionTo } from '../frames/topocentric.js';
import { type HorizonMask } from '../stations/horizon-mask.js';
import { type EarthFixedPath } from '../trajectory/earth-fixed-path.js';
import { revolutionS } from '../trajectory/swiftness.js';

const STEP_S = 30;
const FARTHEST_BACK_S = 2 * 86_400;

/**
 * When a spacecraft that is up at `from` rose, in seconds before or at it, to 30 s: enough to tell the orbit that the contact belongs to.
 * Looks back one revolution; a spacecraft that was up all that time is taken to rise at `from`.
 */
export function lookBackForAos(path: EarthFixedPath, frame: TopocentricFrame, mask: HorizonMask, from: number): number {
  const { trajectory } = path;
  const state = new Float64Array(6);
  if (trajectory.stateInto(path.trajectorySeconds(from), state) !== 0) return from;
  const revolution = Math.min(revolutionS(state, trajectory.frame), FARTHEST_BACK_S);
  for (let back = STEP_S; back < revolution; back += STEP_S) {
    if (path.stateInto(from - back, state) !== 0) return from;
    const { azimuthRad, elevationRad } = directionTo(frame, state[0] as number, state[1] as number, state[2] as number);
    if (elevationRad * DEG_PER_RAD < mask.elevationDegAt(azimuthRad * DEG_PER_RAD)) return from + STEP_S - back;
  }
  return from;
}
