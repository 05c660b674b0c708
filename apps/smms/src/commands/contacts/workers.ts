import { secondsBetween } from '@app/time';
import { type PlannedSubject, type SearchSetup } from './search-task.js';

/** Spacecraft x stations x days that one core searches in about a second. */
const UNITS_PER_SECOND = 100_000;
/** What is shorter than this is not worth threads, which take some tenths of a second to start. */
const WORTH_S = 2;
/** Windows that exist as objects at one time, at some six a spacecraft, station and day. */
const BATCH_WINDOWS = 20_000;
const WINDOWS_PER_UNIT = 6;
/** Batches for each worker, so that all end at about the same time. */
const BATCHES_PER_WORKER = 4;
const LARGEST_BATCH = 64;

const unitsOf = ({ stations, start, end }: SearchSetup): number =>
  stations.length * (secondsBetween(start, end) / 86_400);

/** How many workers a search of `spacecraft` is worth on a machine with `cores`. */
export function workersFor(spacecraft: number, setup: SearchSetup, cores: number): number {
  const seconds = (spacecraft * unitsOf(setup)) / UNITS_PER_SECOND;
  return seconds < WORTH_S ? 1 : Math.max(1, Math.min(cores, Math.ceil(seconds)));
}

/** The subjects in batches of whole spacecraft, in their order. */
export function batchesOf(
  spacecraft: readonly (readonly PlannedSubject[])[],
  setup: SearchSetup,
  workers: number,
): PlannedSubject[][] {
  const fitting = Math.floor(BATCH_WINDOWS / (WINDOWS_PER_UNIT * unitsOf(setup)));
  const even = Math.ceil(spacecraft.length / (workers * BATCHES_PER_WORKER));
  const size = Math.max(1, Math.min(LARGEST_BATCH, fitting, even));
  const batches: PlannedSubject[][] = [];
  for (let at = 0; at < spacecraft.length; at += size) batches.push(spacecraft.slice(at, at + size).flat());
  return batches;
}
