import { findRoot, goldenMaximum, type TimeFunction } from '../contact-windows/root-finding.js';
import { GeometryError } from './geometry-error.js';

/** A stretch of a path in seconds since its start; open where the span that was asked for cuts it. */
export interface TimeInterval {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly fromOpen: boolean;
  readonly toOpen: boolean;
}

/** A minimum is flat: its time is good to 1e-4 s at best, its value to rounding. */
const EXTREMUM_TOLERANCE_S = 1e-6;
const SHORTEST_STEP_S = 1e-3;

/** Times from `from` to `to`, both included, as far apart as `stepAt` says at each. Throws GeometryError for a span that is none. */
export function nodeTimes(from: number, to: number, stepAt: TimeFunction): readonly number[] {
  if (!(Number.isFinite(from) && Number.isFinite(to) && from <= to))
    throw new GeometryError('span', 'seconds from <= to', `${from} to ${to}`);
  const times: number[] = [];
  for (let at = from; at < to; at += Math.max(SHORTEST_STEP_S, stepAt(at))) times.push(at);
  times.push(to);
  return times;
}

/** A time and the value there. */
export interface Extremum {
  readonly seconds: number;
  readonly value: number;
}

interface Sample extends Extremum {
  readonly before: number;
  readonly after: number;
  /** -1: no neighbour is lower; 1: none is higher; 0: neither. At an end there is one neighbour. */
  readonly bend: -1 | 0 | 1;
}

function samplesOf(f: TimeFunction, nodes: readonly number[]): readonly Sample[] {
  const values = nodes.map((seconds) => f(seconds));
  return nodes.map((seconds, i) => {
    const value = values[i] ?? 0;
    const left = values[i - 1] ?? value;
    const right = values[i + 1] ?? value;
    const bend = value <= left && value <= right ? -1 : value >= left && value >= right ? 1 : 0;
    return { seconds, value, bend, before: nodes[i - 1] ?? seconds, after: nodes[i + 1] ?? seconds };
  });
}

function refine(f: TimeFunction, { before, after, bend, seconds, value }: Sample): Extremum {
  const at = goldenMaximum((t) => bend * f(t), before, after, EXTREMUM_TOLERANCE_S);
  const found = f(at);
  return bend * found > bend * value ? { seconds: at, value: found } : { seconds, value };
}

/** Every minimum of `f` by time, also at the ends of the span; `f` has at most one extremum between three nodes. */
export function minimaOf(f: TimeFunction, nodes: readonly number[]): readonly Extremum[] {
  const minima: Extremum[] = [];
  for (const sample of samplesOf(f, nodes)) {
    if (sample.bend !== -1) continue;
    const found = refine(f, sample);
    const last = minima.at(-1);
    // Two equal nodes beside one minimum find it twice.
    if (last === undefined || found.seconds - last.seconds > 1e-3) minima.push(found);
  }
  return minima;
}

/**
 * Where `f` is below 0, by time, each end a root to a nanosecond. `f` has at most one extremum between three nodes: then nothing is
 * missed, not even a dip that begins and ends between two of them.
 */
export function intervalsBelowZero(f: TimeFunction, nodes: readonly number[]): readonly TimeInterval[] {
  const cuts: Extremum[] = [];
  for (const sample of samplesOf(f, nodes)) {
    // A minimum above 0 may reach below it beside the node, a maximum below 0 above it.
    const hidden = sample.bend * sample.value < 0 ? refine(f, sample) : undefined;
    if (hidden !== undefined && hidden.seconds < sample.seconds) cuts.push(hidden);
    cuts.push(sample);
    if (hidden !== undefined && hidden.seconds > sample.seconds) cuts.push(hidden);
  }
  const intervals: TimeInterval[] = [];
  let begin: { readonly at: number; readonly open: boolean } | undefined;
  let previous: Extremum | undefined;
  for (const cut of cuts) {
    const below = cut.value < 0;
    if (below !== (begin !== undefined)) {
      const at = previous === undefined ? cut.seconds : findRoot(f, previous.seconds, cut.seconds);
      if (begin === undefined) begin = { at, open: previous === undefined };
      else {
        intervals.push({ fromSeconds: begin.at, toSeconds: at, fromOpen: begin.open, toOpen: false });
        begin = undefined;
      }
    }
    previous = cut;
  }
  if (begin !== undefined && previous !== undefined)
    intervals.push({ fromSeconds: begin.at, toSeconds: previous.seconds, fromOpen: begin.open, toOpen: true });
  return intervals;
}
