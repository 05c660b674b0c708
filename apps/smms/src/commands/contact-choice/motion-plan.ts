import {
  type EarthOrientation,
  type Trajectory,
  createPropagator,
  defaultElementAgePolicy,
  earthOrientationWarnings,
  ephemerisTrajectory,
  sgp4Trajectory,
} from '@app/orbit';
import { type Tai, formatUtc } from '@app/time';
import { planSearch } from '../contacts/search-plan.js';
import { type PlannedSubject } from '../contacts/search-task.js';
import { type Spacecraft, listSpacecraft } from '../contacts/spacecraft-list.js';
import { type MotionFile, readMotionFile } from '../elements/motion-file.js';
import { type EarthOrientationChoice, earthOrientationOf } from '../eop/earth-orientation-choice.js';
import { readEopOption } from '../eop/eop-file.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { type MotionRequest } from './motion-options.js';

/** What is predicted from what, in one span. */
export interface MotionPlan {
  readonly start: Tai;
  readonly end: Tai;
  /** All that can be predicted; parts of one spacecraft stand together. */
  readonly subjects: readonly PlannedSubject[];
  readonly earthOrientation: EarthOrientation;
  readonly earthOrientationChoice: EarthOrientationChoice;
  /** Infinite where all ages are wanted. */
  readonly refuseAfterDays: number;
}

/** Names that an error lists before it stops. */
const MOST_NAMES = 12;

/** `A, B, C and 3 more`. */
export function namesText(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more` : names.join(', ');
}

function only(list: readonly Spacecraft[], asked: string | undefined): readonly Spacecraft[] {
  if (asked === undefined) return list;
  const named = list.filter(({ spacecraft }) => spacecraft === asked);
  const found = named.length > 0 ? named : list.filter(({ catalogNumber }) => String(catalogNumber) === asked);
  if (found.length > 0) return found;
  const known = list.map(({ spacecraft, catalogNumber: number }) =>
    number === undefined ? spacecraft : `${spacecraft} (${number})`,
  );
  throw new OfflineInputError('--spacecraft', `one of ${namesText(known)}`, JSON.stringify(asked));
}

/**
 * Reads files and plans what each spacecraft is predicted from; what is refused, left aside or too old is a line each on stderr.
 * Throws OfflineInputError where a file or an option is wrong or nothing is left.
 */
export async function planMotion(io: OfflineIo, request: MotionRequest): Promise<MotionPlan> {
  const { start, end, allowStale } = request;
  const line = (text: string): void => io.stderr(`${text}\n`);
  const files: MotionFile[] = [];
  for (const file of request.elements) files.push(await readMotionFile(io, '--elements', file));
  for (const { file, error } of files.flatMap(({ refused }) => refused)) line(`error: ${file}: ${error.message}`);
  const listed = listSpacecraft(files);
  for (const { file, reason } of listed.failures) line(`error: ${file}: ${reason}`);
  if (listed.spacecraft.length === 0)
    throw new OfflineInputError('--elements', 'an element set or an ephemeris that can be used', 'none');
  const refuseAfterDays = allowStale ? Infinity : defaultElementAgePolicy.refuseAfterDays;
  const plan = planSearch(only(listed.spacecraft, request.spacecraft), { start, end, refuseAfterDays });
  plan.notes.forEach(line);
  for (const { spacecraft, reason, at } of plan.failures)
    line(`error: ${spacecraft}: ${reason}${at === undefined ? '' : `, from ${at}`}`);
  const subjects = plan.subjects.flat();
  if (subjects.length === 0)
    throw new OfflineInputError('--elements', `motion between ${formatUtc(start)} and ${formatUtc(end)}`, 'none');
  const earthOrientationChoice = await readEopOption(io, request.eop);
  const earthOrientation = earthOrientationOf(earthOrientationChoice);
  for (const warning of earthOrientationWarnings(earthOrientation, start, end)) line(`warning: ${warning}`);
  return { start, end, subjects, earthOrientation, earthOrientationChoice, refuseAfterDays };
}

/** The motion of a subject, also outside of its part of the span. Holds working memory. */
export function trajectoryOf(subject: PlannedSubject): Trajectory {
  return subject.kind === 'elements'
    ? sgp4Trajectory(createPropagator(subject.elementSet))
    : ephemerisTrajectory(subject.segments);
}
