import { type Tai, formatUtc } from '@app/time';
import {
  type ElementAgePolicy,
  type ElementSet,
  OUTSIDE_EPHEMERIS,
  type TrajectoryPiece,
  chooseTrajectories,
  elementAge,
  sgp4Reason,
} from '@app/orbit';
import { type ContactsFailure, propagationFailure } from './contacts-failure.js';
import { type PlannedSubject } from './search-task.js';
import { type Ephemeris, type Spacecraft } from './spacecraft-list.js';

/** What is predicted from what. */
export interface SearchPlan {
  /** By spacecraft, those without anything left out. */
  readonly subjects: readonly (readonly PlannedSubject[])[];
  /** In words: what was left aside, and what only a part of the span is predicted from. */
  readonly notes: readonly string[];
  /** Elements that are too old for their whole part, and times that nothing covers. */
  readonly failures: readonly ContactsFailure[];
}

type Piece = TrajectoryPiece<Ephemeris, ElementSet>;

/** The choice shall not cut at an age: contacts are judged by it as wholes. */
const anyAge: ElementAgePolicy = { warnAfterDays: Infinity, refuseAfterDays: Infinity };

export const days = (count: number): string => `${count.toFixed(1)} d`;

const spanText = (from: Tai, to: Tai): string => `from ${formatUtc(from)} to ${formatUtc(to)}`;

function tooOld(spacecraft: string, set: ElementSet, { from, to }: Piece, refuseAfterDays: number) {
  const { epoch } = set;
  if (epoch >= from && epoch <= to) return undefined;
  const age = elementAge(epoch, epoch < from ? from : to);
  if (age.days <= refuseAfterDays) return undefined;
  return {
    kind: 'stale-elements',
    spacecraft,
    catalogNumber: set.catalogNumber ?? null,
    reason: `elements of ${formatUtc(epoch)} are at least ${days(age.days)} away from the span (limit ${refuseAfterDays} d; --allow-stale computes them)`,
  } as const satisfies ContactsFailure;
}

/** The set nearest to the middle of a piece: any of them tells one orbit from the next. */
function counterOf(sets: readonly ElementSet[], { from, to }: Piece): ElementSet | undefined {
  const [nearest] = chooseTrajectories<Ephemeris, ElementSet>(
    { ephemerides: [], elementSets: sets, maneuvers: [] },
    { from: (from + to) / 2n, to: (from + to) / 2n + 1n },
    anyAge,
  );
  return nearest?.source.kind === 'elements' ? nearest.source.elements : undefined;
}

function notesOf({ spacecraft, elementSets, ephemerides }: Spacecraft, pieces: readonly Piece[]): string[] {
  const used = new Set(
    pieces.map(({ source }) =>
      source.kind === 'elements' ? source.elements : source.kind === 'ephemeris' ? source.ephemeris : undefined,
    ),
  );
  const usedSets = elementSets.filter((set) => used.has(set));
  const instead =
    usedSets.length === 0
      ? 'an ephemeris covers the span'
      : `those of ${usedSets.map(({ epoch }) => formatUtc(epoch)).join(', ')} are nearer to the span`;
  const asideSets = elementSets
    .filter((set) => !used.has(set))
    .map(({ epoch }) => {
      const twin = usedSets.find((set) => set.epoch === epoch);
      const why = twin === undefined ? instead : `those of ${twin.source.name} have the same epoch and come later`;
      return `${spacecraft}: elements of ${formatUtc(epoch)} left aside, ${why}`;
    });
  const asideEphemerides = ephemerides
    .filter((ephemeris) => !used.has(ephemeris))
    .map(
      ({ file }) =>
        `${spacecraft}: ephemeris of ${file} left aside, it is older than another or ends outside of the span`,
    );
  const parts =
    pieces.length < 2
      ? []
      : pieces.map(({ from, to, source }) => {
          const what =
            source.kind === 'elements'
              ? `elements of ${formatUtc(source.elements.epoch)}`
              : source.kind === 'ephemeris'
                ? `ephemeris of ${source.ephemeris.file}`
                : 'nothing';
          return `${spacecraft}: ${spanText(from, to)} from ${what}`;
        });
  return [...asideSets, ...asideEphemerides, ...parts];
}

/**
 * Chooses what each part of the span is predicted from, as `chooseTrajectories` does: an ephemeris in its usable span, elsewhere the
 * elements with the nearest epoch. Elements farther than `refuseAfterDays` from all of their part are refused.
 */
export function planSearch(
  list: readonly Spacecraft[],
  { start, end, refuseAfterDays }: { readonly start: Tai; readonly end: Tai; readonly refuseAfterDays: number },
): SearchPlan {
  const subjects: PlannedSubject[][] = [];
  const notes: string[] = [];
  const failures: ContactsFailure[] = [];
  for (const one of list) {
    const { spacecraft, catalogNumber, elementSets, ephemerides } = one;
    const pieces = chooseTrajectories({ ephemerides, elementSets, maneuvers: [] }, { from: start, to: end }, anyAge);
    notes.push(...notesOf(one, pieces));
    const own: PlannedSubject[] = [];
    for (const part of pieces) {
      const { from, to, source } = part;
      const piece = pieces.length === 1 ? undefined : { from, to };
      if (source.kind === 'none') {
        const reason = `${sgp4Reason(OUTSIDE_EPHEMERIS)} and no elements, to ${formatUtc(to)}`;
        failures.push(propagationFailure({ spacecraft, catalogNumber, code: OUTSIDE_EPHEMERIS, reason, at: from }));
      } else if (source.kind === 'elements') {
        const failure = tooOld(spacecraft, source.elements, part, refuseAfterDays);
        if (failure !== undefined) failures.push(failure);
        else own.push({ kind: 'elements', spacecraft, elementSet: source.elements, piece });
      } else {
        const { file, format, segments, created } = source.ephemeris;
        own.push({
          ...{ kind: 'ephemeris', spacecraft, catalogNumber, segments, created, piece },
          source: { format, name: file },
          counter: counterOf(elementSets, part),
        });
      }
    }
    if (own.length > 0) subjects.push(own);
  }
  return { subjects, notes, failures };
}
