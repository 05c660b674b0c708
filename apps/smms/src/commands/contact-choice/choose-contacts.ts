import {
  type ContactModel,
  type ContactWindow,
  EarthFixedPath,
  type Station,
  type Trajectory,
  defaultElementAgePolicy,
} from '@app/orbit';
import { type Tai, formatUtc, parseUtc, secondsBetween } from '@app/time';
import { BatchSearch, type SubjectAges } from '../contacts/batch-search.js';
import { propagationFailure } from '../contacts/contacts-failure.js';
import { readStations } from '../contacts/contacts-stations.js';
import { days } from '../contacts/search-plan.js';
import { type PlannedSubject, epochOf } from '../contacts/search-task.js';
import { windowAt } from '../contacts/window-rows.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo, readText } from '../offline/offline-io.js';
import { type ChoiceRequest } from './choice-options.js';
import { type MotionPlan, namesText, planMotion, trajectoryOf } from './motion-plan.js';

/** A contact, and the motion along it. */
export interface ChosenContact {
  /** Place in the order of AOS among the contacts that the options leave, from 1. */
  readonly number: number;
  readonly window: ContactWindow;
  readonly station: Station;
  /** Begins at AOS as it is written, to the microsecond: seconds count from there. One motion all along, that of TCA. */
  readonly path: EarthFixedPath;
  readonly tcaSeconds: number;
  readonly losSeconds: number;
  /** Sentences on what is doubtful. */
  readonly notes: readonly string[];
}

/** The contacts that were asked for, at least one. */
export interface ContactChoice {
  readonly model: ContactModel;
  readonly contacts: readonly [ChosenContact, ...ChosenContact[]];
  /** Of how many; all of them were found by the same search. */
  readonly found: number;
  readonly plan: MotionPlan;
}

const MAX_STATION_OCTETS = 64 << 20;

async function stationsOf(io: OfflineIo, request: ChoiceRequest): Promise<readonly Station[]> {
  const text = await readText(io, '--stations', request.stations, MAX_STATION_OCTETS);
  const stations = readStations(text, request.stations, undefined);
  const { station: asked } = request;
  if (asked === undefined) return stations;
  const found = stations.filter(({ id }) => id === asked);
  if (found.length > 0) return found;
  throw new OfflineInputError('--station', `one of ${namesText(stations.map(({ id }) => id))}`, JSON.stringify(asked));
}

/** Lines on elements that are far from their contacts, and on contacts that are withheld for it. */
function* agesText(
  subjects: readonly PlannedSubject[],
  ages: readonly SubjectAges[],
  limit: number,
): Generator<string> {
  for (const [index, subject] of subjects.entries()) {
    const own = ages[index];
    if (own === undefined) continue;
    const elements = `${subject.spacecraft}: elements of ${formatUtc(epochOf(subject))} are up to`;
    if (own.oldestKeptDays > defaultElementAgePolicy.warnAfterDays)
      yield `warning: ${elements} ${days(own.oldestKeptDays)} away from its contacts`;
    if (own.withheld > 0)
      yield `error: ${elements} ${days(own.oldestWithheldDays)} away from ${own.withheld} of ${own.contacts} contacts, which are refused (limit ${limit} d; --allow-stale computes them)`;
  }
}

function notesOf({ aos, los }: ContactWindow, { piece }: PlannedSubject): readonly string[] {
  if (piece === undefined || (aos >= piece.from && los <= piece.to)) return [];
  return [
    `the contact reaches beyond the part of the span that this motion was chosen for, ${formatUtc(piece.from)} to ${formatUtc(piece.to)}; it is used all along`,
  ];
}

/** The instant that its text names: rows belong to the times that stand beside them. What is cut at its edge stays as it is. */
function asWritten(instant: Tai, isOpen = false): Tai {
  return isOpen ? instant : parseUtc(formatUtc(instant));
}

/** `GF-1 over CN-MYN-1, orbit 70001, AOS 2026-04-24T08:00:00Z`. */
export function contactName({ spacecraft, station, orbitNumber, part, aos }: ContactWindow): string {
  const parts = part > 1 ? ` part ${part}` : '';
  return `${spacecraft} over ${station}, orbit ${orbitNumber}${parts}, AOS ${formatUtc(aos)}`;
}

/**
 * Finds the contacts of the span and takes those that are asked for. Warnings and failures of single spacecraft are a line each on
 * stderr. Throws OfflineInputError where an input is wrong or no contact is left.
 */
export async function chooseContacts(io: OfflineIo, request: ChoiceRequest, crossings = false): Promise<ContactChoice> {
  const stations = await stationsOf(io, request);
  const plan = await planMotion(io, request);
  const { start, end, subjects, refuseAfterDays, earthOrientationChoice: earthOrientation } = plan;
  const search = new BatchSearch({
    ...{ stations, start, end, earthOrientation, refraction: false, crossings, refuseAfterDays },
  });
  const { model, rows, stops, ages } = search.search(subjects);
  for (const text of agesText(subjects, ages, refuseAfterDays)) io.stderr(`${text}\n`);
  for (const { spacecraft, reason, at } of stops.map(propagationFailure))
    io.stderr(`error: ${spacecraft}: ${reason}${at === undefined ? '' : `, from ${at}`}\n`);
  const found = rows.count;
  if (found === 0)
    throw new OfflineInputError(
      '--start, --end',
      `a contact between ${formatUtc(start)} and ${formatUtc(end)}`,
      'none',
    );
  const { contact } = request;
  if (contact !== 'all' && contact > found)
    throw new OfflineInputError('--contact', `a number from 1 to ${found}, the contacts of the span`, String(contact));
  const trajectories = new Map<PlannedSubject, Trajectory>();
  const contactAt = (row: number): ChosenContact => {
    const subject = subjects[rows.subject[row] as number] as PlannedSubject;
    const trajectory = trajectories.get(subject) ?? trajectoryOf(subject);
    trajectories.set(subject, trajectory);
    const window = windowAt(rows, row, subjects, stations);
    const aos = asWritten(window.aos, window.aosOpen);
    return {
      ...{ number: row + 1, window, station: stations[rows.station[row] as number] as Station },
      path: new EarthFixedPath(trajectory, aos, plan.earthOrientation),
      tcaSeconds: secondsBetween(aos, asWritten(window.tca)),
      losSeconds: secondsBetween(aos, asWritten(window.los, window.losOpen)),
      notes: notesOf(window, subject),
    };
  };
  const chosen = contact === 'all' ? Array.from({ length: found }, (_, row) => row) : [contact - 1];
  return { model, contacts: chosen.map(contactAt) as [ChosenContact, ...ChosenContact[]], found, plan };
}
