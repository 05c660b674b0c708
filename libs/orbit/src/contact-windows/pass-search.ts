import { type TopocentricFrame } from '../frames/topocentric.js';
import { cubicSine, nodeElevations, type NodeElevations } from './node-elevation.js';
import { HALF_BASE_S, findExtremum, findRoot, goldenMaximum } from './root-finding.js';
import { type SpacecraftTrack } from './spacecraft-track.js';

/** A stretch of a track in seconds since its start; open where the track's end cuts it. */
export interface Interval {
  readonly from: number;
  readonly to: number;
  readonly fromOpen: boolean;
  readonly toOpen: boolean;
}

/** A maximum of the cubic this close below the level (as a sine), or a minimum above it, is settled on exact positions. */
const DOUBTFUL = 1e-3;
const CUBIC_TOLERANCE_S = 0.1;
const EXTREMUM_REACH_S = 1;

/** One station's view of a track: exact elevation at any time, and the extrema that the nodes show. */
export class StationView {
  readonly nodes: NodeElevations;

  constructor(
    readonly track: SpacecraftTrack,
    readonly frame: TopocentricFrame,
  ) {
    this.nodes = nodeElevations(track, frame);
  }

  readonly elevation = (seconds: number): number => this.track.lookFrom(this.frame, seconds).elevationRad;

  /** +1 for a maximum between nodes i and i + 1, -1 for a minimum, 0 for neither. */
  extremumIn(i: number): number {
    const left = (this.nodes.slope[i] as number) > 0;
    const right = (this.nodes.slope[i + 1] as number) > 0;
    return left === right ? 0 : left ? 1 : -1;
  }

  /** Where the cubic between nodes i and i + 1 has its maximum (sign +1) or minimum (-1), and the sine there. */
  coarseExtremum(i: number, sign: number): { readonly at: number; readonly sine: number } {
    const sine = cubicSine(this.track, this.frame, i);
    const from = this.track.times[i] as number;
    const to = this.track.times[i + 1] as number;
    const at = goldenMaximum((t) => sign * sine(t), from, to, CUBIC_TOLERANCE_S);
    return { at, sine: sine(at) };
  }

  /** The exact extremum near a coarse one. Neighbouring intervals are open to it: a node's slope can be wrong by a hair. */
  exactExtremum(i: number, coarse: number): number {
    const from = this.track.times[Math.max(i - 1, 0)] as number;
    const after = this.track.times[Math.min(i + 2, this.track.times.length - 1)] as number;
    // Behind the last instant before an SGP4 error there is no position to compare with.
    const to = this.track.stop === undefined ? after : Math.min(after, this.track.endSeconds - HALF_BASE_S);
    return findExtremum(this.elevation, coarse, EXTREMUM_REACH_S, from, to);
  }
}

/** Times that cut interval i into pieces in which the elevation crosses the level at most once: its ends, and an extremum that matters. */
function piecesOf(view: StationView, i: number, level: number): readonly number[] {
  const { times } = view.track;
  const from = times[i] as number;
  const to = times[i + 1] as number;
  const sign = view.extremumIn(i);
  const leftAbove = (view.nodes.sine[i] as number) > level;
  const rightAbove = (view.nodes.sine[i + 1] as number) > level;
  // Only a maximum between two nodes below the level, or a minimum between two above it, hides crossings.
  if (sign === 0 || leftAbove !== rightAbove || leftAbove === sign > 0) return [from, to];
  const coarse = view.coarseExtremum(i, sign);
  if (sign * (coarse.sine - level) < -DOUBTFUL) return [from, to];
  const at = view.exactExtremum(i, coarse.at);
  return at > from && at < to ? [from, at, to] : [from, to];
}

/**
 * The stretches in which the elevation is above `levelRad`, ends exact to a nanosecond of the model. Passes shorter than the node
 * step are found by the change of slope between two nodes, however low they peak.
 */
export function intervalsAbove(view: StationView, levelRad: number): Interval[] {
  const { times } = view.track;
  const intervals: Interval[] = [];
  if (times.length < 2) return intervals;
  const level = Math.sin(levelRad);
  const above = (seconds: number): number => view.elevation(seconds) - levelRad;
  let up = above(0) > 0;
  let opened = 0;
  let openedClipped = up;
  for (let i = 0; i + 1 < times.length; i++) {
    const quiet =
      view.extremumIn(i) === 0 &&
      (view.nodes.sine[i] as number) > level === up &&
      (view.nodes.sine[i + 1] as number) > level === up;
    if (quiet) continue;
    const pieces = piecesOf(view, i, level);
    for (let k = 0; k + 1 < pieces.length; k++) {
      const to = pieces[k + 1] as number;
      if (above(to) > 0 === up) continue;
      const crossing = findRoot(above, pieces[k] as number, to);
      if (up) intervals.push({ from: opened, to: crossing, fromOpen: openedClipped, toOpen: false });
      opened = crossing;
      openedClipped = false;
      up = !up;
    }
  }
  if (up) intervals.push({ from: opened, to: view.track.endSeconds, fromOpen: openedClipped, toOpen: true });
  return intervals;
}

/** The time of the highest elevation in [from, to]: the best of its maxima and its two ends, on exact positions. */
export function culmination(view: StationView, from: number, to: number): number {
  const { times } = view.track;
  let best = view.elevation(from) >= view.elevation(to) ? from : to;
  let highest = view.elevation(best);
  const step = (times[1] as number) - (times[0] as number);
  const first = Math.max(0, Math.floor(from / step) - 1);
  const coarse: { i: number; at: number; sine: number }[] = [];
  for (let i = first; i + 1 < times.length && (times[i] as number) < to; i++) {
    if (view.extremumIn(i) > 0) coarse.push({ i, ...view.coarseExtremum(i, 1) });
  }
  const top = coarse.reduce((sine, candidate) => Math.max(sine, candidate.sine), -1);
  for (const candidate of coarse) {
    if (candidate.sine < top - DOUBTFUL) continue;
    const at = Math.min(Math.max(view.exactExtremum(candidate.i, candidate.at), from), to);
    const elevation = view.elevation(at);
    if (elevation > highest) {
      best = at;
      highest = elevation;
    }
  }
  return best;
}
