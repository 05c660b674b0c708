import { EARTH_RATE_RAD_PER_S } from '../frames/sidereal-time.js';
import { type TrajectoryFrame } from './trajectory.js';

const MU = 3.986_004_418e14; // m^3/s^2

interface Shape {
  readonly momentum: number;
  readonly energy: number;
}

/** Angular momentum and energy of a unit mass, in axes that do not turn. */
function shapeOf(state: Float64Array, frame: TrajectoryFrame): Shape {
  const [x = 0, y = 0, z = 0] = state;
  const turning = frame === 'ITRF' ? EARTH_RATE_RAD_PER_S : 0;
  const vx = (state[3] ?? 0) - turning * y;
  const vy = (state[4] ?? 0) + turning * x;
  const vz = state[5] ?? 0;
  return {
    momentum: Math.hypot(y * vz - z * vy, z * vx - x * vz, x * vy - y * vx),
    energy: (vx * vx + vy * vy + vz * vz) / 2 - MU / Math.hypot(x, y, z),
  };
}

/**
 * Angular rate (rad/s) at the pericentre of the Kepler orbit that a state (m, m/s) lies on, as seen from the turning Earth: nodes of
 * a path are set by it.
 */
export function swiftness(state: Float64Array, frame: TrajectoryFrame): number {
  const { momentum, energy } = shapeOf(state, frame);
  const semiLatusRectum = momentum ** 2 / MU;
  const eccentricity = Math.sqrt(Math.max(0, 1 + (2 * energy * momentum ** 2) / MU ** 2));
  const pericentre = semiLatusRectum / (1 + eccentricity);
  return momentum / pericentre ** 2 + EARTH_RATE_RAD_PER_S;
}

/** Seconds of one revolution on the Kepler orbit that a state (m, m/s) lies on; infinite where it does not return. */
export function revolutionS(state: Float64Array, frame: TrajectoryFrame): number {
  const { energy } = shapeOf(state, frame);
  return energy < 0 ? 2 * Math.PI * Math.sqrt((MU / (-2 * energy)) ** 3 / MU) : Number.POSITIVE_INFINITY;
}
