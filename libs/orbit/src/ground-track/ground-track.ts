import { type GeodeticPosition, itrfToGeodetic } from '../frames/geodetic.js';
import { GeometryError } from '../sun-moon/geometry-error.js';
import { orbitStep, pathState } from '../sun-moon/path-state.js';
import { intervalsBelowZero, nodeTimes } from '../sun-moon/time-intervals.js';
import { type EarthFixedPath } from '../trajectory/earth-fixed-path.js';

/** The point under a spacecraft, where the ellipsoid's normal goes through it; `heightM` is the spacecraft's, `seconds` the path's. */
export interface GroundTrackPoint extends GeodeticPosition {
  readonly seconds: number;
}

/** Lines to draw one after the other: no line crosses the antimeridian, each goes up to it (longitude exactly 180 or -180). */
export type GroundTrack = readonly (readonly GroundTrackPoint[])[];

/**
 * The ground track between `from` and `to` (seconds since the path's start), both included: a point every `step` seconds and two where
 * it crosses the antimeridian. Throws GeometryError for a step or span that is none, PathGapError where the path has no state.
 */
export function groundTrack(path: EarthFixedPath, from: number, to: number, step: number): GroundTrack {
  if (!(step > 0)) throw new GeometryError('step', 'seconds above 0', String(step));
  const state = new Float64Array(6);
  const pointAt = (seconds: number): GroundTrackPoint => {
    const [x = 0, y = 0, z = 0] = pathState(path, seconds, state);
    return { seconds, ...itrfToGeodetic(x, y, z) };
  };
  const crossings = antimeridianCrossings(path, from, to);
  const count = Math.max(0, Math.ceil((to - from) / step - SAME_TIME_S));
  const samples = [...Array.from({ length: count }, (_, i) => from + i * step), to]
    .filter((seconds) => crossings.every((crossing) => Math.abs(crossing.seconds - seconds) > SAME_TIME_S))
    .map((seconds) => ({ seconds, edgeDeg: 0 }));
  let line: GroundTrackPoint[] = [];
  const lines = [line];
  for (const { seconds, edgeDeg } of [...samples, ...crossings].sort((a, b) => a.seconds - b.seconds)) {
    const point = pointAt(seconds);
    if (edgeDeg === 0) line.push(point);
    else {
      line.push({ ...point, longitudeDeg: edgeDeg });
      line = [{ ...point, longitudeDeg: -edgeDeg }];
      lines.push(line);
    }
  }
  return lines;
}

/** A sample this near a crossing is left out: the crossing stands for it. */
const SAME_TIME_S = 1e-6;

interface Crossing {
  readonly seconds: number;
  /** Longitude of the map's edge that the track goes to: 180 eastwards, -180 westwards. */
  readonly edgeDeg: number;
}

/** Where y changes its sign on the far side (x < 0): eastwards from positive to negative. */
function antimeridianCrossings(path: EarthFixedPath, from: number, to: number): readonly Crossing[] {
  const state = new Float64Array(6);
  const west = intervalsBelowZero(
    (seconds) => pathState(path, seconds, state)[1] ?? 0,
    nodeTimes(from, to, orbitStep(path)),
  );
  const crossings: Crossing[] = [];
  for (const { fromSeconds, toSeconds, fromOpen, toOpen } of west) {
    if (!fromOpen) crossings.push({ seconds: fromSeconds, edgeDeg: 180 });
    if (!toOpen) crossings.push({ seconds: toSeconds, edgeDeg: -180 });
  }
  return crossings.filter(({ seconds }) => (pathState(path, seconds, state)[0] ?? 0) < 0);
}
