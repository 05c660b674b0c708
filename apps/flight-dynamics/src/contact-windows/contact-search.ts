import { type Antenna, type ContactWindow as ContactWindowMessage, stationOf } from '@app/contracts';
import {
  alongTrackSigmaM,
  type ContactSubject,
  type ContactTimeSigmas,
  contactTimeSigmas,
  type ContactWindow,
  createPropagator,
  describeEarthOrientation,
  EarthFixedPath,
  type EarthOrientation,
  earthOrientationOfTable,
  type EarthOrientationTable,
  type ElementSet,
  ephemerisTrajectory,
  findManyContactWindows,
  type OemSegment,
  type Propagator,
  sgp4Trajectory,
  shippedEarthOrientation,
  topocentricFrame,
} from '@app/orbit';
import { formatUtc, secondsBetween, type Tai } from '@app/time';
import { contactWindowMessage } from './contact-window-message.js';
import { distinctParts } from './distinct-parts.js';

/** A stretch of the search and what gives the motion in it. */
export type SearchPiece = { readonly from: Tai; readonly to: Tai } & (
  | { readonly kind: 'elements'; readonly elementSet: ElementSet }
  | {
      readonly kind: 'ephemeris';
      readonly segments: readonly OemSegment[];
      readonly created: Tai;
      readonly sourceName: string;
      /** Elements that its orbits are counted with. */
      readonly counter: ElementSet;
    }
);

/** A table rather than the functions made of it: a job crosses threads. `key` tells one table from another. */
export type EarthOrientationChoice =
  | { readonly kind: 'shipped'; readonly key: string }
  | { readonly kind: 'table'; readonly key: string; readonly table: EarthOrientationTable };

/** One spacecraft over some antennas in one span. */
export interface ContactSearchJob {
  readonly spacecraft: string;
  readonly pieces: readonly SearchPiece[];
  readonly antennas: readonly Antenna[];
  readonly start: Tai;
  readonly end: Tai;
  readonly earthOrientation: EarthOrientationChoice;
}

export interface ContactSearchResult {
  /** By AOS and identity, with no manoeuvre flagged. */
  readonly windows: readonly ContactWindowMessage[];
  /** Why windows are missing from some time on. */
  readonly problems: readonly string[];
  /** What is doubtful of the Earth orientation. */
  readonly warnings: readonly string[];
}

/** How much is done in one step. */
export interface StepSize {
  readonly antennas: number;
  readonly windows: number;
}

const series = new Map<string, EarthOrientation>();

/** The series of a choice; made once for each table. */
export function earthOrientationOf(choice: EarthOrientationChoice): EarthOrientation {
  if (choice.kind === 'shipped') return shippedEarthOrientation;
  let known = series.get(choice.key);
  if (known === undefined) {
    series.clear();
    known = earthOrientationOfTable(choice.table);
    series.set(choice.key, known);
  }
  return known;
}

/**
 * Searches in steps, with a yield after each: who shares a thread lets others run between them.
 * Throws StationError and what a wrong ephemeris throws.
 */
export function* contactSearchSteps(
  job: ContactSearchJob,
  size: StepSize,
): Generator<undefined, ContactSearchResult, undefined> {
  const earthOrientation = earthOrientationOf(job.earthOrientation);
  const subjects = job.pieces.map((piece) => subjectOf(job.spacecraft, piece));
  const spread = new Uncertainties(job, earthOrientation);
  const windows: ContactWindowMessage[] = [];
  const problems = new Set<string>();
  const warnings = new Set<string>();
  for (let at = 0; at < job.antennas.length; at += size.antennas) {
    const antennas = job.antennas.slice(at, at + size.antennas);
    const { start, end } = job;
    const stations = antennas.map(stationOf);
    const found = findManyContactWindows({
      spacecraft: subjects,
      stations,
      start,
      end,
      earthOrientation,
      crossings: true,
    });
    for (const { reason, at: since } of found.errors) problems.add(`no motion from ${formatUtc(since)}: ${reason}`);
    for (const warning of found.warnings) warnings.add(warning);
    yield;
    // With both kinds of motion the model names both, elements first.
    const [ofElements = '', ofEphemeris = ofElements] = found.model.propagator.split('; ');
    const named = distinctParts(found.contactWindows);
    for (const [index, window] of named.entries()) {
      const antenna = antennas.find(({ id }) => id === window.station);
      if (antenna === undefined) continue;
      const piece = pieceAt(job.pieces, window.tca);
      const sourceKind = piece?.kind ?? 'elements';
      windows.push(
        contactWindowMessage(window, found.model, antenna, {
          sourceKind,
          propagator: sourceKind === 'ephemeris' ? ofEphemeris : ofElements,
          earthOrientation: describeEarthOrientation(earthOrientation, window.aos, window.los),
          uncertainty: piece?.kind === 'elements' ? spread.of(window, antenna, piece.elementSet) : null,
        }),
      );
      if ((index + 1) % size.windows === 0) yield;
    }
    yield;
  }
  windows.sort((a, b) => (a.aos === b.aos ? (a.id < b.id ? -1 : 1) : a.aos < b.aos ? -1 : 1));
  return { windows, problems: [...problems], warnings: [...warnings] };
}

function subjectOf(spacecraft: string, piece: SearchPiece): ContactSubject {
  const { from, to } = piece;
  if (piece.kind === 'elements') return { spacecraft, elementSet: piece.elementSet, piece: { from, to } };
  const { segments, created, sourceName, counter } = piece;
  return {
    spacecraft,
    catalogNumber: counter.catalogNumber,
    trajectory: ephemerisTrajectory(segments),
    created,
    source: { format: 'oem', name: sourceName },
    counter,
    piece: { from, to },
  };
}

function pieceAt(pieces: readonly SearchPiece[], at: Tai): SearchPiece | undefined {
  return pieces.find(({ from, to }) => from <= at && at <= to);
}

/** 1 sigma of contact times, by element set. */
class Uncertainties {
  private readonly known = new Map<ElementSet, { readonly path: EarthFixedPath; readonly propagator: Propagator }>();

  constructor(
    private readonly job: ContactSearchJob,
    private readonly orientation: EarthOrientation,
  ) {}

  of(window: ContactWindow, antenna: Antenna, elementSet: ElementSet): ContactTimeSigmas {
    const { path, propagator } = this.motion(elementSet);
    const { start } = this.job;
    const times = {
      aosSeconds: secondsBetween(start, window.aos),
      tcaSeconds: secondsBetween(start, window.tca),
      losSeconds: secondsBetween(start, window.los),
    };
    const ageDays = secondsBetween(elementSet.epoch, window.tca) / 86_400;
    return contactTimeSigmas(path, topocentricFrame(antenna), times, alongTrackSigmaM(propagator, ageDays));
  }

  private motion(elementSet: ElementSet) {
    let motion = this.known.get(elementSet);
    if (motion === undefined) {
      const propagator = createPropagator(elementSet);
      motion = { propagator, path: new EarthFixedPath(sgp4Trajectory(propagator), this.job.start, this.orientation) };
      this.known.set(elementSet, motion);
    }
    return motion;
  }
}
