import { COLUMN_NAMES, type ContactSearchKernel, type WindowColumns, createContactSearch } from '@app/kernels';
import { type Tai } from '@app/time';
import { type EarthOrientation } from '../frames/earth-orientation.js';
import { type Propagator } from '../propagation/propagator.js';
import { type Station } from '../stations/station.js';
import { PathSampler } from '../trajectory/path-sampler.js';
import { type PathStop, SampledPath } from '../trajectory/sampled-path.js';
import { type Trajectory } from '../trajectory/trajectory.js';
import { type ElevationModel } from './elevation-model.js';
import { culmination } from './culmination.js';
import { type Interval, intervalsAboveMask } from './masked-search.js';
import { type Observer, lookAlong, observerOf, stationValues } from './observer.js';
import { OrbitCounter } from './orbit-counter.js';
import { lookBackForAos } from './true-aos.js';
import { canSplit, partsBefore } from './window-parts.js';

type ColumnName = (typeof COLUMN_NAMES)[number];

/** Windows of one spacecraft in columns: times in seconds from the start of the search, by station and then by time. */
export interface ContactColumns extends WindowColumns {
  /** Of the true AOS, also where the search span clips it. */
  readonly orbitNumber: Int32Array;
  /** From 1 on, within one orbit of the spacecraft and one station. */
  readonly part: Uint16Array;
}

/** Columns that grow. */
class ColumnStore {
  count = 0;
  private room = 256;
  private readonly columns = new Map<ColumnName, Float64Array>(
    COLUMN_NAMES.map((name) => [name, new Float64Array(this.room)]),
  );

  private grow(count: number): void {
    if (count <= this.room) return;
    this.room = Math.max(count, 2 * this.room);
    for (const [name, old] of this.columns) {
      const larger = new Float64Array(this.room);
      larger.set(old.subarray(0, this.count));
      this.columns.set(name, larger);
    }
  }

  column(name: ColumnName): Float64Array {
    return this.columns.get(name) as Float64Array;
  }

  append(columns: WindowColumns, shiftS: number): void {
    this.grow(this.count + columns.count);
    for (const name of COLUMN_NAMES) this.column(name).set(columns[name].subarray(0, columns.count), this.count);
    if (shiftS !== 0)
      for (const name of ['aos', 'tca', 'los'] as const) {
        const column = this.column(name);
        for (let i = this.count; i < this.count + columns.count; i++) column[i] = (column[i] as number) + shiftS;
      }
    this.count += columns.count;
  }

  push(row: Readonly<Record<ColumnName, number>>): void {
    this.grow(this.count + 1);
    for (const name of COLUMN_NAMES) this.column(name)[this.count] = row[name];
    this.count++;
  }

  row(i: number): Record<ColumnName, number> {
    const cells = COLUMN_NAMES.map((name) => [name, this.column(name)[i] as number]);
    return Object.fromEntries(cells) as Record<ColumnName, number>;
  }

  /** The windows in columns just as long as they are. */
  finish(orbitNumber: Int32Array, part: Uint16Array): ContactColumns {
    const cells = COLUMN_NAMES.map((name) => [name, this.column(name).slice(0, this.count)]);
    return { count: this.count, orbitNumber, part, ...Object.fromEntries(cells) } as ContactColumns;
  }
}

/** One spacecraft, its motion, and the propagator that its orbits are counted with (none: they are all 0). */
export interface ColumnSubject {
  readonly trajectory: Trajectory;
  readonly counter: Propagator | undefined;
}

export interface SubjectColumns {
  readonly columns: ContactColumns;
  /** Where the motion gave out before the end of the search, or was not there at all. */
  readonly stop: PathStop | undefined;
}

/** Searches one span over one list of stations, one spacecraft after the other. */
export class ColumnSearch {
  private readonly kernel: ContactSearchKernel = createContactSearch();
  private readonly sampler: PathSampler;
  readonly observers: readonly Observer[];
  private readonly values: Float64Array;
  private readonly masked: boolean;
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
    this.masked = this.observers.some(({ mask }) => !mask.flat);
  }

  windowsOf({ trajectory, counter }: ColumnSubject): SubjectColumns {
    const path = this.sampler.sample(trajectory);
    if (!(path instanceof SampledPath)) {
      this.loaded = undefined;
      return { columns: new ColumnStore().finish(new Int32Array(0), new Uint16Array(0)), stop: path };
    }
    this.loaded = path;
    let store = new ColumnStore();
    this.kernel.search(this.values, (columns) => store.append(columns, path.fromSeconds));
    const elevation = this.observers[0]?.elevation;
    if (this.masked) store = this.overMasks(path, store);
    else if (elevation !== undefined && elevation.refraction !== 'none') {
      const column = store.column('maxElevation');
      for (let i = 0; i < store.count; i++) column[i] = elevation.apparent(column[i] as number);
    }
    const numbers = this.orbitNumbers(path, counter, store);
    return { columns: store.finish(numbers, this.parts(path, counter, store, numbers)), stop: path.stop };
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

  private parts(
    path: SampledPath,
    counter: Propagator | undefined,
    store: ColumnStore,
    numbers: Int32Array,
  ): Uint16Array {
    const parts = new Uint16Array(store.count);
    const station = store.column('station');
    for (let i = 0; i < store.count; i++) {
      const first = i === 0 || station[i - 1] !== station[i];
      if (!first && numbers[i - 1] === numbers[i]) parts[i] = (parts[i - 1] as number) + 1;
      else parts[i] = 1;
      const observer = this.observers[station[i] as number] as Observer;
      if (first && counter !== undefined && canSplit(observer, counter)) {
        const subject = { path: path.exact, observer, counter };
        parts[i] = 1 + partsBefore(subject, path.fromSeconds, store.row(i), numbers[i] as number);
      }
    }
    return parts;
  }

  private orbitNumbers(path: SampledPath, propagator: Propagator | undefined, store: ColumnStore): Int32Array {
    const numbers = new Int32Array(store.count);
    if (propagator === undefined || store.count === 0) return numbers;
    const counter = new OrbitCounter(path, propagator);
    const [aos, open, station] = [store.column('aos'), store.column('open'), store.column('station')];
    for (let i = 0; i < store.count; i++) {
      const { station: place, frame, mask } = this.observers[station[i] as number] as Observer;
      const clipped = ((open[i] as number) & 1) === 1;
      const rise = clipped ? lookBackForAos(path.exact, frame, mask, aos[i] as number) : (aos[i] as number);
      numbers[i] = counter.numberAt(rise, place.latitudeDeg);
    }
    return numbers;
  }

  /** The same windows cut by the horizons of the stations that have one. */
  private overMasks(path: SampledPath, flat: ColumnStore): ColumnStore {
    const cut = new ColumnStore();
    for (let i = 0; i < flat.count; i++) {
      const row = flat.row(i);
      const observer = this.observers[row.station] as Observer;
      const look = lookAlong(path, observer);
      if (observer.mask.flat) {
        cut.push({ ...row, maxElevation: observer.elevation.apparent(row.maxElevation) });
        continue;
      }
      const stretch = { from: row.aos, to: row.los, fromOpen: (row.open & 1) === 1, toOpen: (row.open & 2) === 2 };
      for (const { from, to, fromOpen, toOpen } of intervalsAboveMask(look, observer.mask, [stretch])) {
        const [a, l] = [look(from), look(to)];
        const tca = culmination(look, from, to);
        const t = look(tca);
        cut.push({
          aos: from,
          tca,
          los: to,
          maxElevation: t.elevationRad,
          aosAzimuth: a.azimuthRad,
          tcaAzimuth: t.azimuthRad,
          losAzimuth: l.azimuthRad,
          aosRange: a.rangeM,
          tcaRange: t.rangeM,
          losRange: l.rangeM,
          open: (fromOpen ? 1 : 0) | (toOpen ? 2 : 0),
          station: row.station,
        });
      }
    }
    return cut;
  }
}
