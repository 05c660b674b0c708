import { DEG_PER_RAD } from '../frames/vector.js';
import { orbitStep, pathState } from '../sun-moon/path-state.js';
import { intervalsBelowZero, nodeTimes } from '../sun-moon/time-intervals.js';
import { type EarthFixedPath } from '../trajectory/earth-fixed-path.js';

/** A northward crossing of the equator: seconds since the path's start, and longitude -180 to 180. */
export interface AscendingNode {
  readonly seconds: number;
  readonly longitudeDeg: number;
}

/**
 * Every northward crossing of the Earth-fixed equator (z = 0) between `from` and `to` (seconds since the path's start), to a
 * microsecond. The true orbit's node by TEME differs by polar motion, up to 10 m. A spacecraft on the equator all the time crosses
 * nowhere. Throws PathGapError where the path has no state.
 */
export function ascendingNodes(path: EarthFixedPath, from: number, to: number): readonly AscendingNode[] {
  const state = new Float64Array(6);
  const south = intervalsBelowZero(
    (seconds) => pathState(path, seconds, state)[2] ?? 0,
    nodeTimes(from, to, orbitStep(path)),
  );
  return south
    .filter(({ toOpen }) => !toOpen)
    .map(({ toSeconds }) => {
      const [x = 0, y = 0] = pathState(path, toSeconds, state);
      return { seconds: toSeconds, longitudeDeg: Math.atan2(y, x) * DEG_PER_RAD };
    });
}
