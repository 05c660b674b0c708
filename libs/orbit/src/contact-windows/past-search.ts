import { type ContactSearchKernel, createContactSearch } from '@app/kernels';
import { type Tai, plusSeconds, secondsBetween } from '@app/time';
import { type EarthOrientation } from '../frames/earth-orientation.js';
import { PathSampler } from '../trajectory/path-sampler.js';
import { SampledPath } from '../trajectory/sampled-path.js';
import { revolutionS } from '../trajectory/swiftness.js';
import { type Trajectory } from '../trajectory/trajectory.js';
import { type Observer, stationValues } from './observer.js';
import { windowsOnPath } from './windows-on-path.js';

const FARTHEST_BACK_S = 4 * 86_400;
/** Lengths stand on a ladder, so that spacecraft of like orbits share nodes. */
const RUNGS_AN_OCTAVE = 4;

/** A window before an instant: its rise in seconds from the start of the search; open where it is cut by the end (2) or the start (1) of the look back. */
export interface PastWindow {
  readonly aos: number;
  readonly open: number;
}

interface PastPath {
  readonly windows: ReadonlyMap<number, readonly PastWindow[]>;
  readonly lengthS: number;
  readonly complete: boolean;
}

/** Searches the time before paths of one search: whose start cuts windows, and comes between the parts of an orbit's windows. */
export class PastSearch {
  private kernel: ContactSearchKernel | undefined;
  private readonly samplers = new Map<string, PathSampler>();

  constructor(
    private readonly start: Tai,
    private readonly orientation: EarthOrientation,
    private readonly observers: readonly Observer[],
  ) {}

  /**
   * The windows of some stations (places in the list) in some revolutions before an instant (seconds from the start), four days at most,
   * the latest last: along the first of the trajectories that reaches so far back, or else what one of them reaches.
   */
  windowsBefore(
    trajectories: readonly Trajectory[],
    stations: readonly number[],
    seconds: number,
    revolutions: number,
  ): ReadonlyMap<number, readonly PastWindow[]> {
    let best: PastPath | undefined;
    for (const trajectory of trajectories) {
      const path = this.pathBefore(trajectory, stations, seconds, revolutions);
      if (path !== undefined && (best === undefined || path.lengthS > best.lengthS)) best = path;
      if (best?.complete === true) break;
    }
    return best?.windows ?? new Map<number, PastWindow[]>();
  }

  private pathBefore(
    trajectory: Trajectory,
    stations: readonly number[],
    seconds: number,
    revolutions: number,
  ): PastPath | undefined {
    const state = new Float64Array(6);
    const instant = plusSeconds(this.start, seconds);
    if (trajectory.stateInto(secondsBetween(trajectory.epoch, instant), state) !== 0) return undefined;
    const wanted = Math.min(revolutions * revolutionS(state, trajectory.frame), FARTHEST_BACK_S);
    const backS = 2 ** (Math.ceil(Math.log2(wanted) * RUNGS_AN_OCTAVE) / RUNGS_AN_OCTAVE);
    this.kernel ??= createContactSearch();
    const path = this.samplerOf(this.kernel, seconds, backS).sample(trajectory);
    if (!(path instanceof SampledPath) || path.stop !== undefined) return undefined;
    const observers = stations.map((station) => this.observers[station] as Observer);
    const values = stationValues(observers, ({ mask }) => mask.lowestDeg);
    const store = windowsOnPath(this.kernel, path, observers, values);
    const [aos, open, place] = [store.column('aos'), store.column('open'), store.column('station')];
    const windows = new Map<number, PastWindow[]>(stations.map((station) => [station, []]));
    for (let i = 0; i < store.count; i++) {
      const station = stations[place[i] as number] as number;
      windows.get(station)?.push({ aos: (aos[i] as number) + seconds - backS, open: open[i] as number });
    }
    return { windows, lengthS: backS - path.fromSeconds, complete: path.fromSeconds === 0 };
  }

  private samplerOf(kernel: ContactSearchKernel, seconds: number, backS: number): PathSampler {
    const key = `${seconds} ${backS}`;
    const known = this.samplers.get(key);
    if (known !== undefined) return known;
    const to = plusSeconds(this.start, seconds);
    const sampler = new PathSampler(plusSeconds(to, -backS), to, this.orientation, kernel);
    // What begins within the search, begins there once: only its start is shared.
    if (seconds === 0) this.samplers.set(key, sampler);
    return sampler;
  }
}
