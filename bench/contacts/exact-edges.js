import {
  EarthFixedPath,
  createPropagator,
  directionTo,
  sgp4Trajectory,
  topocentricFrame,
} from '../../dist/libs/orbit/src/index.js';
import { streamColumns } from './finders.js';

/** The largest error of AOS and LOS among the first `count` windows, by bisection on SGP4's own positions; milliseconds. */
export function worstEdgeErrorMs(task, count) {
  let worst = 0;
  let seen = 0;
  const state = new Float64Array(6);
  streamColumns(task, ({ elementSet }, columns) => {
    const path = new EarthFixedPath(sgp4Trajectory(createPropagator(elementSet)), task.start, 'none');
    for (let i = 0; i < columns.count && seen < count; i++, seen++) {
      const station = task.stations[columns.station[i]];
      const frame = topocentricFrame(station);
      const above = (at) => {
        path.stateInto(at, state);
        return (
          directionTo(frame, state[0], state[1], state[2]).elevationRad - (station.minElevationDeg * Math.PI) / 180
        );
      };
      const edges = [
        [columns.aos[i], 1, columns.open[i] & 1],
        [columns.los[i], -1, columns.open[i] & 2],
      ];
      for (const [at, sign, open] of edges) {
        if (open) continue;
        let [low, high] = [at - 1, at + 1];
        if (sign * above(low) > 0 || sign * above(high) < 0) continue; // grazes within a second
        while (high - low > 1e-7) {
          const middle = (low + high) / 2;
          if (sign * above(middle) > 0) high = middle;
          else low = middle;
        }
        worst = Math.max(worst, Math.abs(high - at) * 1000);
      }
    }
  });
  return worst;
}
