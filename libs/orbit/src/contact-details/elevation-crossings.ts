import { type TimeFunction, findRoot, goldenMaximum } from '../contact-windows/root-finding.js';
import { sampleTimes } from '../doppler/sample-times.js';

/** A passage through a level. */
export interface LevelCrossing {
  readonly seconds: number;
  /** True where the value becomes larger than the level. */
  readonly rising: boolean;
}

/** A time above a level; open at an end that is the search's and not a crossing. */
export interface LevelInterval {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly fromOpen: boolean;
  readonly toOpen: boolean;
}

/** What helps to find all crossings. */
export interface CrossingHints {
  /** Times at or near extrema, as TCA. */
  readonly times?: readonly number[];
  /** Longest time between two looks; 30 s where left out: in low orbit an elevation has at most one extremum in that. */
  readonly stepS?: number;
}

const DEFAULT_STEP_S = 30;
const PEAK_TOLERANCE_S = 1e-6;

/** Times to look at, with the highest and lowest points put in that lie between looks and may hide two crossings. */
function lookTimes(above: TimeFunction, from: number, to: number, hints: CrossingHints): number[] {
  const hinted = (hints.times ?? []).filter((time) => time > from && time < to);
  const times = [...new Set([...sampleTimes(from, to, hints.stepS ?? DEFAULT_STEP_S), ...hinted])].sort(
    (a, b) => a - b,
  );
  const values = times.map(above);
  const extrema: number[] = [];
  for (let i = 0; i < times.length; i++) {
    const sign = (values[i] as number) > 0 ? -1 : 1;
    const here = sign * (values[i] as number);
    const [before, after] = [Math.max(i - 1, 0), Math.min(i + 1, times.length - 1)];
    if (here < sign * (values[before] as number) || here < sign * (values[after] as number)) continue;
    extrema.push(
      goldenMaximum((t) => sign * above(t), times[before] as number, times[after] as number, PEAK_TOLERANCE_S),
    );
  }
  return [...times, ...extrema].sort((a, b) => a - b);
}

/**
 * All passages of an elevation (or any continuous function of time) through a level in [from, to] seconds, by time, each to a
 * nanosecond as far as the function's rounding lets. A peak that passes the level for less than a microsecond may be missed, and
 * two extrema between two looks. Throws ProfileError.
 */
export function elevationCrossings(
  elevationAt: TimeFunction,
  levelRad: number,
  from: number,
  to: number,
  hints: CrossingHints = {},
): LevelCrossing[] {
  const above: TimeFunction = (seconds) => elevationAt(seconds) - levelRad;
  const times = lookTimes(above, from, to, hints);
  const found: LevelCrossing[] = [];
  let [before, wasAbove] = [from, above(from) > 0];
  for (const time of times) {
    const isAbove = above(time) > 0;
    if (isAbove !== wasAbove) found.push({ seconds: findRoot(above, before, time), rising: isAbove });
    [before, wasAbove] = [time, isAbove];
  }
  return found;
}

/** The times in [from, to] above a level: where an uplink is permitted, or above the horizon. */
export function intervalsAbove(
  elevationAt: TimeFunction,
  levelRad: number,
  from: number,
  to: number,
  hints: CrossingHints = {},
): LevelInterval[] {
  const found: LevelInterval[] = [];
  let opened = elevationAt(from) > levelRad ? { fromSeconds: from, fromOpen: true } : undefined;
  for (const { seconds, rising } of elevationCrossings(elevationAt, levelRad, from, to, hints)) {
    if (rising) opened = { fromSeconds: seconds, fromOpen: false };
    else if (opened !== undefined) {
      found.push({ ...opened, toSeconds: seconds, toOpen: false });
      opened = undefined;
    }
  }
  if (opened !== undefined) found.push({ ...opened, toSeconds: to, toOpen: true });
  return found;
}
