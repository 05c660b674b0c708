import { type ContactSearchKernel, createContactSearch } from '@app/kernels';
import { type Tai, secondsBetween } from '@app/time';
import { type EarthOrientation } from '../frames/earth-orientation.js';
import { type Propagator } from '../propagation/propagator.js';
import { type Station } from '../stations/station.js';
import { PathSampler } from '../trajectory/path-sampler.js';
import { type PathStop, SampledPath } from '../trajectory/sampled-path.js';
import { type Trajectory } from '../trajectory/trajectory.js';
import { type ContactColumns, ColumnStore } from './column-store.js';
import { type ElevationModel } from './elevation-model.js';
import { type Interval } from './masked-search.js';
import { type Observer, observerOf, stationValues } from './observer.js';
import { SHORTEST_REST_S } from './meeting.js';
import { PastSearch } from './past-search.js';
import { windowIdentities } from './window-identity.js';
import { windowsOnPath } from './windows-on-path.js';

export { type ContactColumns } from './column-store.js';

/** One spacecraft, its motion, and the propagator that its orbits are counted with (none: they are all 0). */
export interface ColumnSubject {
  readonly trajectory: Trajectory;
  readonly counter: Propagator | undefined;
  /** The motion without the bounds of a piece, for looking back before it; `trajectory` where nothing is said. */
  readonly history?: Trajectory;
}

export interface SubjectColumns {
  readonly columns: ContactColumns;
  /** Where the motion gave out before the end of the search, or was not there at all. */
  readonly stop: PathStop | undefined;
}

/** The windows without what the start or the end of the search leaves of those that end or begin there. */
function withoutRests(store: ColumnStore, spanS: number): ColumnStore {
  const [aos, los, open] = [store.column('aos'), store.column('los'), store.column('open')];
  const isRest = (i: number): boolean => {
    const [from, to] = [aos[i] as number, los[i] as number];
    return to - from < SHORTEST_REST_S && ((open[i] === 1 && from === 0) || (open[i] === 2 && to === spanS));
  };
  const kept = new ColumnStore();
  let rests = 0;
  for (let i = 0; i < store.count; i++) if (isRest(i)) rests++;
  if (rests === 0) return store;
  for (let i = 0; i < store.count; i++) if (!isRest(i)) kept.push(store.row(i));
  return kept;
}

/** Searches one span over one list of stations, one spacecraft after the other. */
export class ColumnSearch {
  private readonly kernel: ContactSearchKernel = createContactSearch();
  private readonly sampler: PathSampler;
  readonly observers: readonly Observer[];
  private readonly values: Float64Array;
  private readonly past: PastSearch;
  private readonly spanS: number;
  private loaded: SampledPath | undefined;

  constructor(
    stations: readonly Station[],
    start: Tai,
    end: Tai,
    orientation: EarthOrientation,
    elevation: ElevationModel,
  ) {
    this.sampler = new PathSampler(start, end, orientation, this.kernel);
    this.observers = stations.map((station) => observerOf(station, elevation));
    this.values = stationValues(this.observers, ({ mask }) => mask.lowestDeg);
    this.spanS = secondsBetween(start, end);
    this.past = new PastSearch(start, orientation, this.observers);
  }

  windowsOf({ trajectory, counter, history = trajectory }: ColumnSubject): SubjectColumns {
    const path = this.sampler.sample(trajectory);
    if (!(path instanceof SampledPath)) {
      this.loaded = undefined;
      return { columns: new ColumnStore().finish(new Int32Array(0), new Uint16Array(0)), stop: path };
    }
    this.loaded = path;
    const store = withoutRests(windowsOnPath(this.kernel, path, this.observers, this.values), this.spanS);
    const windows = { store, path, history, observers: this.observers, counter };
    const { orbitNumber, part } = windowIdentities(this.past, windows);
    return { columns: store.finish(orbitNumber, part), stop: path.stop };
  }

  /**
   * The stretches in which the spacecraft of the last `windowsOf` is above an elevation (degrees, as the stations' model has it), by station.
   * Horizons do not count here.
   */
  stretchesAbove(level: (observer: Observer) => number): Interval[][] {
    const stretches: Interval[][] = this.observers.map(() => []);
    const path = this.loaded;
    if (path === undefined) return stretches;
    this.kernel.search(stationValues(this.observers, level), ({ count, aos, los, open, station }) => {
      for (let i = 0; i < count; i++) {
        stretches[station[i] as number]?.push({
          from: (aos[i] as number) + path.fromSeconds,
          to: (los[i] as number) + path.fromSeconds,
          fromOpen: ((open[i] as number) & 1) === 1,
          toOpen: ((open[i] as number) & 2) === 2,
        });
      }
    });
    return stretches;
  }
}
