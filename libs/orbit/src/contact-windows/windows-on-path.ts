import { type ContactSearchKernel } from '@app/kernels';
import { type SampledPath } from '../trajectory/sampled-path.js';
import { ColumnStore } from './column-store.js';
import { culmination } from './culmination.js';
import { intervalsAboveMask } from './masked-search.js';
import { type Observer, lookAlong } from './observer.js';

/** The same windows cut by the horizons of the stations that have one. */
function overMasks(path: SampledPath, observers: readonly Observer[], flat: ColumnStore): ColumnStore {
  const cut = new ColumnStore();
  for (let i = 0; i < flat.count; i++) {
    const row = flat.row(i);
    const observer = observers[row.station] as Observer;
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

/** What is up at the end of the path ends there exactly, not beside it by the rounding of intervals. */
function endWithPath(store: ColumnStore, toSeconds: number): void {
  const [tca, los, open] = [store.column('tca'), store.column('los'), store.column('open')];
  for (let i = 0; i < store.count; i++) {
    if (((open[i] as number) & 2) === 0) continue;
    if (tca[i] === los[i]) tca[i] = toSeconds;
    else tca[i] = Math.min(tca[i] as number, toSeconds);
    los[i] = toSeconds;
  }
}

/**
 * Windows on the path that the kernel has loaded, elevations as the stations' model has them; `values` are the stations with the lowest
 * elevations of their masks. Times in seconds from the start that the path counts from.
 */
export function windowsOnPath(
  kernel: Pick<ContactSearchKernel, 'search'>,
  path: SampledPath,
  observers: readonly Observer[],
  values: Float64Array,
): ColumnStore {
  const store = new ColumnStore();
  kernel.search(values, (columns) => store.append(columns, path.fromSeconds));
  endWithPath(store, path.toSeconds);
  if (observers.some(({ mask }) => !mask.flat)) return overMasks(path, observers, store);
  const elevation = observers[0]?.elevation;
  if (elevation !== undefined && elevation.refraction !== 'none') {
    const column = store.column('maxElevation');
    for (let i = 0; i < store.count; i++) column[i] = elevation.apparent(column[i] as number);
  }
  return store;
}
