import { angleBetween } from '@app/orbit';
import { NS_PER_SECOND, plusSeconds, secondsBetween, type Tai } from '@app/time';
import type { AntennaPosition } from '../rotator/rotator.port.js';
import type { PointingLimits } from './pointing-limits.js';
import type { SkyDirection } from './spacecraft-view.js';

/** What an antenna is told during one pass: positions every second, within its limits and no faster than it turns. */
export interface PointingTrack {
  readonly start: Tai;
  readonly azimuthDeg: Float64Array;
  readonly elevationDeg: Float64Array;
}

export interface TrackRequest {
  readonly start: Tai;
  /** Where the spacecraft stands every second from the start on, as `directionsBySecond` gives it. */
  readonly directions: readonly SkyDirection[];
  readonly limits: PointingLimits;
  /** Azimuth of the axis before the pass: of several turns that serve, the nearest is taken. */
  readonly fromAzimuthDeg: number;
}

/** Directions every second from `start` to beyond `end`, two at least, one by one: a pass of them is a long piece of work. */
export function* directionsBySecond(
  view: { at(instant: Tai): SkyDirection },
  start: Tai,
  end: Tai,
): Generator<SkyDirection> {
  const count = Math.max(2, Math.ceil(Number(end - start) / Number(NS_PER_SECOND)) + 1);
  for (let second = 0; second < count; second++) yield view.at(plusSeconds(start, second));
}

/**
 * Plans a pass. Azimuth goes on beyond 0 and 360 where the limits allow it, so that the antenna does not turn round in mid-pass;
 * where they do not, it unwinds. Elevation is held to the limits: below the lowest the antenna waits there. A part that is faster
 * than the drives (the keyhole overhead, an unwinding) is begun as early as it ends late.
 */
export function planTrack({ start, directions, limits, fromAzimuthDeg }: TrackRequest): PointingTrack {
  const azimuth = withinLimits(
    unwrapped(directions.map(({ azimuthDeg }) => azimuthDeg)),
    limits.azimuthMinDeg,
    limits.azimuthMaxDeg,
    fromAzimuthDeg,
  );
  const elevation = Float64Array.from(directions, ({ elevationDeg }) =>
    clamp(elevationDeg, limits.elevationMinDeg, limits.elevationMaxDeg),
  );
  return {
    start,
    azimuthDeg: slewLimited(azimuth, limits.azimuthRateDegPerS),
    elevationDeg: slewLimited(elevation, limits.elevationRateDegPerS),
  };
}

/** The position to be at, at an instant; before and after the track its first and last one. */
export function positionAt(track: PointingTrack, instant: Tai): AntennaPosition {
  const last = track.azimuthDeg.length - 1;
  const seconds = clamp(secondsBetween(track.start, instant), 0, last);
  const before = Math.min(Math.floor(seconds), last - 1);
  const between = (values: Float64Array): number => {
    const [a = 0, b = 0] = [values[before], values[before + 1]];
    return a + (b - a) * (seconds - before);
  };
  return { azimuthDeg: between(track.azimuthDeg), elevationDeg: between(track.elevationDeg) };
}

/** The angle between two directions, degrees, 0 to 180. */
export function angleBetweenDeg(
  a: Pick<SkyDirection, 'azimuthDeg' | 'elevationDeg'>,
  b: Pick<SkyDirection, 'azimuthDeg' | 'elevationDeg'>,
): number {
  const radPerDeg = Math.PI / 180;
  const inRadians = ({ azimuthDeg, elevationDeg }: typeof a) => ({
    azimuthRad: azimuthDeg * radPerDeg,
    elevationRad: elevationDeg * radPerDeg,
  });
  return angleBetween(inRadians(a), inRadians(b)) / radPerDeg;
}

/** Azimuths without jumps: each within half a turn of the one before. */
function unwrapped(azimuths: readonly number[]): number[] {
  let turns = 0;
  return azimuths.map((azimuth, i) => {
    const step = azimuth - (azimuths[i - 1] ?? azimuth);
    if (step > 180) turns -= 360;
    if (step < -180) turns += 360;
    return azimuth + turns;
  });
}

/** The same directions as axis azimuths within the limits, with as few jumps by whole turns as can be. */
function withinLimits(azimuths: readonly number[], min: number, max: number, from: number): Float64Array {
  const result = new Float64Array(azimuths.length);
  for (let i = 0; i < azimuths.length;) {
    const run = longestRun(azimuths, i, min, max, i === 0 ? from : (result[i - 1] ?? from));
    if (run.length === 0) {
      result[i] = nearestLimit(azimuths[i] ?? 0, min, max);
      i++;
      continue;
    }
    for (const end = i + run.length; i < end; i++) result[i] = (azimuths[i] ?? 0) + run.offset;
  }
  return result;
}

function longestRun(
  azimuths: readonly number[],
  first: number,
  min: number,
  max: number,
  from: number,
): { offset: number; length: number } {
  const azimuth = azimuths[first] ?? 0;
  let best = { offset: 0, length: 0 };
  for (let turn = Math.ceil((min - azimuth) / 360); azimuth + 360 * turn <= max; turn++) {
    const offset = 360 * turn;
    let end = first;
    while (end < azimuths.length && inside((azimuths[end] ?? 0) + offset, min, max)) end++;
    const length = end - first;
    const nearer = Math.abs(azimuth + offset - from) < Math.abs(azimuth + best.offset - from);
    if (length > best.length || (length === best.length && nearer)) best = { offset, length };
  }
  return best;
}

/** Where no turn brings a direction within the limits: the limit that looks least beside it. */
function nearestLimit(azimuth: number, min: number, max: number): number {
  const apart = (limit: number): number => Math.abs(((((azimuth - limit) % 360) + 540) % 360) - 180);
  return apart(min) < apart(max) ? min : max;
}

/**
 * A path one second a step that never goes faster than `rate`. A part that would is replaced by a straight line that begins as
 * long before it as it ends after it, no longer than the drives need.
 */
function slewLimited(targets: Float64Array, rate: number): Float64Array {
  const path = Float64Array.from(targets);
  const last = path.length - 1;
  const rise = (from: number, to: number): number => (path[to] ?? 0) - (path[from] ?? 0);
  for (let i = 0; i < last; i++) {
    if (Math.abs(rise(i, i + 1)) <= rate) continue;
    let [from, to] = [i, i + 1];
    for (let early = true; Math.abs(rise(from, to)) > rate * (to - from) && to - from < last; early = !early) {
      if ((early && from > 0) || to === last) from--;
      else to++;
    }
    const [begin, slope] = [path[from] ?? 0, rise(from, to) / (to - from)];
    for (let k = from + 1; k < to; k++) path[k] = begin + slope * (k - from);
    i = to - 1;
  }
  // A line may meet another one, or the pass may be too short for it.
  return followed(path, rate);
}

function followed(targets: Float64Array, rate: number): Float64Array {
  const path = Float64Array.from(targets);
  for (let i = 1; i < path.length; i++) {
    const before = path[i - 1] ?? 0;
    path[i] = clamp(targets[i] ?? 0, before - rate, before + rate);
  }
  return path;
}

function inside(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
