import { type Tai, plusSeconds } from '@app/time';
import { type ColumnSearch, type ContactColumns } from './contact-columns.js';
import { type ContactCrossings } from './contact-window.js';

/** An elevation that nothing reaches: stands for a station that does not say from where it may transmit. */
const NEVER_DEG = 90;

/** Crossings of 0 degrees and of the uplink elevation for the windows that `search` found last, one a window. */
export function crossingsOf(search: ColumnSearch, columns: ContactColumns, start: Tai): ContactCrossings[] {
  const horizon = search.stretchesAbove(() => 0);
  const uplink = search.stretchesAbove(({ station }) => station.uplinkMinElevationDeg ?? NEVER_DEG);
  const at = (seconds: number): Tai => plusSeconds(start, seconds);
  const out: ContactCrossings[] = [];
  for (let i = 0; i < columns.count; i++) {
    const [aos, tca, los] = [columns.aos[i] as number, columns.tca[i] as number, columns.los[i] as number];
    const station = columns.station[i] as number;
    const above = horizon[station]?.find(({ from, to }) => from <= tca && tca <= to);
    const may = search.observers[station]?.station.uplinkMinElevationDeg === undefined ? [] : (uplink[station] ?? []);
    out.push({
      horizonAos: above === undefined || above.fromOpen ? undefined : at(above.from),
      horizonLos: above === undefined || above.toOpen ? undefined : at(above.to),
      uplink: may
        .filter(({ from, to }) => from < los && to > aos)
        .map(({ from, to }) => ({ from: at(Math.max(from, aos)), to: at(Math.min(to, los)) })),
    });
  }
  return out;
}
