import { type TopocentricFrame, directionTo } from '../frames/topocentric.js';
import { RAD_PER_DEG } from '../frames/vector.js';
import { type EarthFixedPath } from '../trajectory/earth-fixed-path.js';
import { type CelestialBody, CelestialPath } from './celestial-body.js';
import { EARTH_SPIN_RAD_PER_S, pathState } from './path-state.js';
import { BODY_HORIZON_RAD } from './separation.js';
import { type TimeInterval, intervalsBelowZero, minimaOf, nodeTimes } from './time-intervals.js';

/** A spacecraft and a body as a station sees them, over a span in seconds since the path's start. */
export interface SeparationSearch {
  readonly body: CelestialBody;
  readonly path: EarthFixedPath;
  readonly frame: TopocentricFrame;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Geometric elevation from which on the body counts as up. Default: `BODY_HORIZON_RAD`. */
  readonly bodyHorizonRad?: number | undefined;
}

/** A least separation, and when. */
export interface ClosestApproach {
  readonly separationRad: number;
  readonly seconds: number;
}

/** Mean radius of the Sun's disc; the Moon's is between 0.245 and 0.279 degrees. */
const DISC_RADIUS_RAD = 0.27 * RAD_PER_DEG;

/**
 * Separation below which a body is taken to disturb a link, by default: half the antenna's beamwidth and the disc's radius, so that
 * the limb touches the -3 dB contour. How much noise a link bears is the caller's choice: a stricter one adds a margin.
 */
export function interferenceThresholdRad(halfPowerBeamwidthRad: number): number {
  return halfPowerBeamwidthRad / 2 + DISC_RADIUS_RAD;
}

/** Radians that station and spacecraft turn between two nodes of a search. */
const NODE_ARC_RAD = 0.05;

interface View {
  readonly separation: (seconds: number) => number;
  readonly step: (seconds: number) => number;
  readonly upIntervals: readonly TimeInterval[];
}

function viewOf({
  body,
  path,
  frame,
  fromSeconds,
  toSeconds,
  bodyHorizonRad = BODY_HORIZON_RAD,
}: SeparationSearch): View {
  const celestial = new CelestialPath(body, path.start, path.orientation);
  const [ox, oy, oz] = frame.origin;
  const state = new Float64Array(6);
  const below = (seconds: number): number =>
    bodyHorizonRad - directionTo(frame, ...celestial.positionAt(seconds)).elevationRad;
  return {
    separation: (seconds) => {
      const [x = 0, y = 0, z = 0] = pathState(path, seconds, state);
      const [bx, by, bz] = celestial.positionAt(seconds);
      return angle(x - ox, y - oy, z - oz, bx - ox, by - oy, bz - oz);
    },
    step: (seconds) => {
      const [x = 0, y = 0, z = 0, vx = 0, vy = 0, vz = 0] = pathState(path, seconds, state);
      const turn = Math.hypot(vx, vy, vz) / Math.hypot(x - ox, y - oy, z - oz);
      return NODE_ARC_RAD / (turn + EARTH_SPIN_RAD_PER_S);
    },
    upIntervals: intervalsBelowZero(
      below,
      nodeTimes(fromSeconds, toSeconds, () => NODE_ARC_RAD / EARTH_SPIN_RAD_PER_S),
    ),
  };
}

/** Angle between two vectors, sharp at all angles. */
function angle(ax: number, ay: number, az: number, bx: number, by: number, bz: number): number {
  const cross = Math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx);
  return Math.atan2(cross, ax * bx + ay * by + az * bz);
}

/**
 * Every minimum of the separation while the body is up, by time, also where the span or the body's rise or set cuts it: angles to
 * 1e-12 rad, times to 1e-3 s. Whether the spacecraft is up is the caller's to know: the span is that of a contact. Throws PathGapError where the path has no state.
 */
export function closestApproaches(search: SeparationSearch): readonly ClosestApproach[] {
  const { separation, step, upIntervals } = viewOf(search);
  return upIntervals.flatMap(({ fromSeconds, toSeconds }) =>
    minimaOf(separation, nodeTimes(fromSeconds, toSeconds, step)).map(({ seconds, value }) => ({
      separationRad: value,
      seconds,
    })),
  );
}

/** The least separation while the body is up; undefined when it never is. */
export function minimumSeparation(search: SeparationSearch): ClosestApproach | undefined {
  const [first, ...others] = closestApproaches(search);
  if (first === undefined) return undefined;
  return others.reduce((least, next) => (next.separationRad < least.separationRad ? next : least), first);
}

/** When the body is up and nearer to the spacecraft than the threshold (`interferenceThresholdRad`); open where the span cuts it. */
export function interferenceIntervals(search: SeparationSearch, thresholdRad: number): readonly TimeInterval[] {
  const { separation, step, upIntervals } = viewOf(search);
  return upIntervals.flatMap((up) =>
    intervalsBelowZero(
      (seconds) => separation(seconds) - thresholdRad,
      nodeTimes(up.fromSeconds, up.toSeconds, step),
    ).map((near) => ({ ...near, fromOpen: near.fromOpen && up.fromOpen, toOpen: near.toOpen && up.toOpen })),
  );
}
