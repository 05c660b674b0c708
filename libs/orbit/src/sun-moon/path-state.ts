import { type EarthFixedPath } from '../trajectory/earth-fixed-path.js';
import { PathGapError } from './geometry-error.js';

/** Rotation of the Earth, rad/s, good enough for choosing steps. */
export const EARTH_SPIN_RAD_PER_S = 7.292e-5;

/** Position (m) and velocity (m/s) in ITRF into `out[0..5]`; throws PathGapError where the path has none. */
export function pathState(path: EarthFixedPath, seconds: number, out: Float64Array): Float64Array {
  const code = path.stateInto(seconds, out);
  if (code !== 0) throw new PathGapError(code, seconds);
  return out;
}

/** Radians that a spacecraft moves between two nodes of a search, seen from the Earth's centre. */
const NODE_ARC_RAD = 0.1;
const LONGEST_STEP_S = 1800;

/**
 * Seconds to the next node of a search along a path: 0.1 rad of motion about the Earth's centre as fixed stars see it, 90 s in low
 * orbit, 1370 s in GEO, and short again near the perigee of a long orbit. At most half an hour.
 */
export function orbitStep(path: EarthFixedPath): (seconds: number) => number {
  const state = new Float64Array(6);
  return (seconds) => {
    const [x = 0, y = 0, z = 0, vx = 0, vy = 0, vz = 0] = pathState(path, seconds, state);
    const speed = Math.hypot(vx - EARTH_SPIN_RAD_PER_S * y, vy + EARTH_SPIN_RAD_PER_S * x, vz);
    return Math.min(LONGEST_STEP_S, (NODE_ARC_RAD * Math.hypot(x, y, z)) / speed);
  };
}
