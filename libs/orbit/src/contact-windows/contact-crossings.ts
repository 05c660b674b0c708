import { type Tai, plusSeconds } from '@app/time';
import { type ColumnSearch } from './contact-columns.js';
import { type ContactCrossings, type ContactWindow } from './contact-window.js';
import { type Interval } from './masked-search.js';
import { meets } from './meeting.js';

/** An elevation that nothing reaches: stands for a station that does not say from where it may transmit. */
const NEVER_DEG = 90;

interface Stretch {
  readonly from: Tai;
  readonly to: Tai;
  readonly fromOpen: boolean;
  readonly toOpen: boolean;
}

/** When a spacecraft is above 0 degrees of a station, and above the elevation from which the station may transmit. */
interface StretchesOfStation {
  readonly horizon: readonly Stretch[];
  readonly uplink: readonly Stretch[];
}

/** Such stretches by the identifier of the station, in order of time. */
export type CrossingStretches = ReadonlyMap<string, StretchesOfStation>;

/** The stretches of the spacecraft that `search` searched last. */
export function crossingStretches(search: ColumnSearch, start: Tai): CrossingStretches {
  const timed = (stretches: readonly Interval[]): Stretch[] =>
    stretches.map((each) => ({ ...each, from: plusSeconds(start, each.from), to: plusSeconds(start, each.to) }));
  const horizon = search.stretchesAbove(() => 0);
  const uplink = search.stretchesAbove(({ station }) => station.uplinkMinElevationDeg ?? NEVER_DEG);
  return new Map(
    search.observers.map(({ station }, k) => [
      station.id,
      {
        horizon: timed(horizon[k] ?? []),
        uplink: station.uplinkMinElevationDeg === undefined ? [] : timed(uplink[k] ?? []),
      },
    ]),
  );
}

function joinStretches(stretches: readonly Stretch[]): Stretch[] {
  const out: Stretch[] = [];
  for (const stretch of stretches.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = out.at(-1);
    if (last !== undefined && last.toOpen && stretch.fromOpen && meets(last.to, stretch.from))
      out[out.length - 1] = { ...stretch, from: last.from, fromOpen: last.fromOpen };
    else out.push(stretch);
  }
  return out;
}

/** The stretches of all pieces of one spacecraft together. */
export function joinCrossingStretches(pieces: readonly CrossingStretches[]): CrossingStretches {
  const [first] = pieces;
  if (first === undefined || pieces.length === 1) return first ?? new Map<string, StretchesOfStation>();
  const all = (station: string, kind: keyof StretchesOfStation): Stretch[] =>
    joinStretches(pieces.flatMap((piece) => piece.get(station)?.[kind] ?? []));
  return new Map(
    [...first.keys()].map((station) => [station, { horizon: all(station, 'horizon'), uplink: all(station, 'uplink') }]),
  );
}

const later = (a: Tai, b: Tai): Tai => (a > b ? a : b);
const earlier = (a: Tai, b: Tai): Tai => (a < b ? a : b);

/** The crossings of 0 degrees and of the uplink elevation that belong to a window. */
export function crossingsOf({ station, aos, tca, los }: ContactWindow, stretches: CrossingStretches): ContactCrossings {
  const own = stretches.get(station);
  const above = own?.horizon.find(({ from, to }) => from <= tca && tca <= to);
  return {
    horizonAos: above === undefined || above.fromOpen ? undefined : above.from,
    horizonLos: above === undefined || above.toOpen ? undefined : above.to,
    uplink: (own?.uplink ?? [])
      .filter(({ from, to }) => from < los && to > aos)
      .map(({ from, to }) => ({ from: later(from, aos), to: earlier(to, los) })),
  };
}
