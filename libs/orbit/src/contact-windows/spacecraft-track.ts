import { type Tai, plusSeconds, secondsBetween } from '@app/time';
import { EarthRotation } from '../frames/earth-rotation.js';
import { type EarthOrientation } from '../frames/earth-orientation.js';
import { type TopocentricFrame, type Direction, directionTo } from '../frames/topocentric.js';
import { propagateInto, type Propagator } from '../propagation/propagator.js';

/** Longest time between two nodes of the shared ephemeris; between them the cubic is good to 0.5 m in low orbit. */
const NODE_STEP_S = 60;
const STOP_TOLERANCE_S = 1e-3;

/** SGP4 gave no state at a time between two nodes where it gave one. */
export class TrackGapError extends Error {
  override readonly name = 'TrackGapError';
  constructor(
    readonly code: number,
    readonly seconds: number,
  ) {
    super(`SGP4 error ${code} ${seconds} s after the start of the search`);
  }
}

/** Where SGP4 fails first, in seconds since the start, and its code. */
export interface TrackStop {
  readonly code: number;
  readonly seconds: number;
}

/**
 * One spacecraft's Earth-fixed path over a search span, shared by all stations: states at nodes, a cubic between them for the
 * coarse search, and the exact position at any time. Times are seconds since the start of the span.
 */
export class SpacecraftTrack {
  /** Node times, ascending; the first is 0, the last the end of the span or of what SGP4 can do. */
  readonly times: Float64Array;
  /** Six numbers a node: position (m) and velocity (m/s). */
  readonly states: Float64Array;
  readonly stop: TrackStop | undefined;
  private readonly rotation: EarthRotation;
  private readonly startMinutes: number;
  private readonly scratch = new Float64Array(6);

  constructor(
    readonly propagator: Propagator,
    readonly start: Tai,
    end: Tai,
    orientation: EarthOrientation,
  ) {
    this.rotation = new EarthRotation(start, orientation);
    this.startMinutes = secondsBetween(propagator.elementSet.epoch, start) / 60;
    const span = secondsBetween(start, end);
    const intervals = Math.max(1, Math.ceil(span / NODE_STEP_S));
    const times: number[] = [];
    const states = new Float64Array(6 * (intervals + 1));
    let stop: TrackStop | undefined;
    for (let i = 0; i <= intervals && stop === undefined; i++) {
      const at = i === intervals ? span : (i * span) / intervals;
      const code = this.stateInto(at);
      if (code !== 0) stop = this.locateStop(times.at(-1), at, code);
      // The last good instant before a stop closes the track, unless it is a node already.
      const time = stop === undefined ? at : Math.max(stop.seconds - STOP_TOLERANCE_S, times.at(-1) ?? 0);
      if (stop !== undefined && (times.length === 0 || time === times.at(-1))) break;
      if (this.stateInto(time) !== 0) break;
      states.set(this.scratch, 6 * times.length);
      times.push(time);
    }
    this.times = Float64Array.from(times);
    this.states = states.subarray(0, 6 * times.length);
    this.stop = stop;
  }

  /** The end of the usable span in seconds, 0 where there is none. */
  get endSeconds(): number {
    return this.times.at(-1) ?? 0;
  }

  instantAt(seconds: number): Tai {
    return plusSeconds(this.start, seconds);
  }

  /** Exact direction from a station. Throws TrackGapError where SGP4 gives no state. */
  lookFrom(frame: TopocentricFrame, seconds: number): Direction {
    const code = this.stateInto(seconds);
    if (code !== 0) throw new TrackGapError(code, seconds);
    const [x = 0, y = 0, z = 0] = this.scratch;
    return directionTo(frame, x, y, z);
  }

  /** The direction at any time, also outside the span; undefined where SGP4 gives no state. */
  tryLookFrom(frame: TopocentricFrame, seconds: number): Direction | undefined {
    if (this.stateInto(seconds) !== 0) return undefined;
    const [x = 0, y = 0, z = 0] = this.scratch;
    return directionTo(frame, x, y, z);
  }

  private stateInto(seconds: number): number {
    const code = propagateInto(this.propagator, this.startMinutes + seconds / 60, this.scratch);
    if (code === 0) this.rotation.rotate(seconds, this.scratch);
    return code;
  }

  private locateStop(good: number | undefined, bad: number, code: number): TrackStop {
    if (good === undefined) return { code, seconds: bad };
    let low = good;
    let high = bad;
    let codeAtHigh = code;
    while (high - low > STOP_TOLERANCE_S) {
      const middle = (low + high) / 2;
      const at = this.stateInto(middle);
      if (at === 0) low = middle;
      else {
        high = middle;
        codeAtHigh = at;
      }
    }
    return { code: codeAtHigh, seconds: high };
  }
}
