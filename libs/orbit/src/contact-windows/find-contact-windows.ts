import { type Tai, formatUtc, plusSeconds } from '@app/time';
import { type ElementSet } from '../elements/element-set.js';
import { type EarthOrientation, describeEarthOrientation } from '../frames/earth-orientation.js';
import { earthOrientationWarnings } from '../frames/earth-orientation-report.js';
import { OUTSIDE_EPHEMERIS, sgp4Reason } from '../propagation/sgp4-error.js';
import { type Station, assertStations } from '../stations/station.js';
import { type ContactSubject, type PreparedSubject, prepareSubject } from './contact-subject.js';
import { ColumnSearch } from './contact-columns.js';
import { ContactSearchError } from './contact-search.error.js';
import {
  type ContactModel,
  type ContactWindow,
  type ContactWindowSet,
  type PropagationStop,
} from './contact-window.js';
import { type CrossingStretches, crossingStretches, crossingsOf, joinCrossingStretches } from './contact-crossings.js';
import { type ElevationModel, geometricElevation } from './elevation-model.js';
import { joinPieces } from './join-pieces.js';
import { windowsFromColumns } from './windows-from-columns.js';

/** Many spacecraft over many stations in one span. */
export interface ContactSearch {
  /** A name may come more than once where its pieces do not overlap: windows that the pieces cut are put together. */
  readonly spacecraft: readonly ContactSubject[];
  readonly stations: readonly Station[];
  readonly start: Tai;
  readonly end: Tai;
  readonly earthOrientation: EarthOrientation;
  /** How elevations are meant; geometric ones where nothing is said. */
  readonly elevation?: ElevationModel;
  /** Also find the crossings of 0 degrees and of the elevation from which each station may transmit. */
  readonly crossings?: boolean;
}

/** One spacecraft over one station; its name is the element set's unless given. */
export interface SingleContactSearch {
  readonly spacecraft?: string | undefined;
  readonly elementSet: ElementSet;
  readonly station: Station;
  readonly start: Tai;
  readonly end: Tai;
  readonly earthOrientation: EarthOrientation;
}

function compare(a: ContactWindow, b: ContactWindow): number {
  if (a.aos !== b.aos) return a.aos < b.aos ? -1 : 1;
  const [left, right] = [`${a.spacecraft}\n${a.station}`, `${b.spacecraft}\n${b.station}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Throws where a name comes twice for one time. */
function assertNames(subjects: readonly ContactSubject[]): void {
  const known = new Map<string, ContactSubject[]>();
  for (const subject of subjects) {
    const { spacecraft, piece } = subject;
    const others = known.get(spacecraft) ?? [];
    const clash = others.some(
      ({ piece: other }) =>
        piece === undefined || other === undefined || (piece.from < other.to && other.from < piece.to),
    );
    if (clash)
      throw new ContactSearchError(
        'spacecraft',
        'each name once, or pieces that do not overlap',
        `"${spacecraft}" again`,
      );
    known.set(spacecraft, [...others, subject]);
  }
}

const PROPAGATORS = {
  elements: 'SGP4 (WGS72, improved)',
  ephemeris: 'interpolated ephemeris',
} as const;

function modelOf(search: ContactSearch, subjects: readonly PreparedSubject[]): ContactModel {
  const { start, end, stations, earthOrientation, elevation = geometricElevation } = search;
  const kinds = new Set(subjects.map(({ kind }) => kind));
  const propagator = (['elements', 'ephemeris'] as const)
    .filter((kind) => kinds.has(kind))
    .map((kind) => PROPAGATORS[kind]);
  return {
    propagator: propagator.length === 0 ? PROPAGATORS.elements : propagator.join('; '),
    earthOrientation: describeEarthOrientation(earthOrientation, start, end),
    refraction: elevation.refraction,
    lightTime: 'none',
    elements: subjects.map(({ spacecraft, catalogNumber, epoch, source, piece }) => ({
      ...{ spacecraft, catalogNumber, epoch, source },
      ...(piece !== undefined && { from: piece.from, to: piece.to }),
    })),
    stations,
  };
}

/** What the pieces of one spacecraft gave. */
interface FoundPieces {
  readonly windows: ContactWindow[][];
  readonly stretches: CrossingStretches[];
}

function windowsOfPieces({ windows, stretches }: FoundPieces): readonly ContactWindow[] {
  const [first] = windows;
  const joined = windows.length === 1 && first !== undefined ? first : joinPieces(windows.flat());
  if (stretches.length === 0) return joined;
  const crossings = joinCrossingStretches(stretches);
  return joined.map((window) => ({ ...window, crossings: crossingsOf(window, crossings) }));
}

/**
 * Contact windows of every spacecraft over every station in [start, end]: without light time, AOS, TCA and LOS exact to some
 * microseconds of the model (a path that is good to some millimetres), windows that the span cuts marked open. A spacecraft whose
 * motion gives out before the end keeps its windows up to there and stands in `errors`. Throws ContactSearchError when the end is not
 * after the start or a name comes twice, StationError for a wrong station.
 */
export function findManyContactWindows(search: ContactSearch): ContactWindowSet {
  const { start, end, stations, earthOrientation, elevation = geometricElevation } = search;
  if (end <= start)
    throw new ContactSearchError('end', `an instant after the start ${formatUtc(start)}`, formatUtc(end));
  assertStations(stations);
  assertNames(search.spacecraft);
  const columnSearch = new ColumnSearch(stations, start, end, earthOrientation, elevation);
  const bySpacecraft = new Map<string, FoundPieces>();
  const errors: PropagationStop[] = [];
  const subjects = search.spacecraft.map(prepareSubject);
  for (const subject of subjects) {
    const { spacecraft, catalogNumber, piece } = subject;
    const { columns, stop } = columnSearch.windowsOf(subject);
    const own = bySpacecraft.get(spacecraft) ?? { windows: [], stretches: [] };
    bySpacecraft.set(spacecraft, own);
    own.windows.push(windowsFromColumns(subject, columns, stations, start));
    if (search.crossings === true) own.stretches.push(crossingStretches(columnSearch, start));
    if (stop === undefined) continue;
    const at = plusSeconds(start, stop.seconds);
    // That a piece ends is no failure of what it was made from.
    if (stop.code === OUTSIDE_EPHEMERIS && piece !== undefined && (at >= piece.to || piece.from >= end)) continue;
    errors.push({ spacecraft, catalogNumber, code: stop.code, reason: sgp4Reason(stop.code), at });
  }
  const contactWindows = [...bySpacecraft.values()].flatMap((found) => windowsOfPieces(found));
  return {
    model: modelOf(search, subjects),
    contactWindows: contactWindows.sort(compare),
    errors,
    warnings: earthOrientationWarnings(earthOrientation, start, end),
  };
}

/** Contact windows of one spacecraft over one station; as `findManyContactWindows`. */
export function findContactWindows(search: SingleContactSearch): ContactWindowSet {
  const { spacecraft, elementSet, station, start, end, earthOrientation } = search;
  return findManyContactWindows({
    spacecraft: [{ spacecraft: spacecraft ?? elementSet.objectName, elementSet }],
    stations: [station],
    start,
    end,
    earthOrientation,
  });
}
