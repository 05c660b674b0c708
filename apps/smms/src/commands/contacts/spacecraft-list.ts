import {
  type ElementSet,
  EphemerisError,
  type OemSegment,
  type UsableSpan,
  ephemerisTrajectory,
  usableSpans,
} from '@app/orbit';
import { type Tai } from '@app/time';
import { type MotionFile } from '../elements/motion-file.js';
import { type ContactsFailure, ephemerisFailure } from './contacts-failure.js';

// Which element sets and ephemerides speak of the same spacecraft:
// - element sets: those with the same catalogue number; without one, those with the same name;
// - an ephemeris belongs to the elements whose international designator is its OBJECT_ID; where OBJECT_ID is a whole number, to those
//   with this catalogue number; where neither decides (planned spacecraft, UNKNOWN), to those with its OBJECT_NAME, capitals or not, if
//   exactly one spacecraft has this name and no other designator;
// - what belongs to nothing is a spacecraft of its own.

/** An operator's ephemeris of one object, from one file. */
export interface Ephemeris {
  readonly file: string;
  readonly format: string;
  readonly segments: readonly OemSegment[];
  readonly spans: readonly UsableSpan[];
  readonly created: Tai;
}

/** Everything that the files say of one spacecraft. */
export interface Spacecraft {
  /** Alone in its list: the object's, with its number or designator where two share a name. */
  readonly spacecraft: string;
  readonly catalogNumber: number | undefined;
  readonly elementSets: readonly ElementSet[];
  readonly ephemerides: readonly Ephemeris[];
}

interface Entry {
  readonly objectName: string;
  readonly objectId: string | undefined;
  readonly catalogNumber: number | undefined;
  readonly elementSets: ElementSet[];
  readonly ephemerides: Ephemeris[];
}

const designator = /^\d{4}-\d{3}[A-Z]{1,3}$/;
const bare = (name: string): string => name.trim().toUpperCase();
const designatorOf = (objectId: string): string | undefined =>
  designator.test(bare(objectId)) ? bare(objectId) : undefined;
const numberOf = (objectId: string): number | undefined =>
  /^\d{1,9}$/.test(objectId.trim()) ? Number(objectId) : undefined;

function groupElements(sets: readonly ElementSet[]): Entry[] {
  const entries = new Map<number | string, Entry>();
  for (const set of sets) {
    const { objectName, objectId, catalogNumber } = set;
    const key = catalogNumber ?? objectName;
    const entry = entries.get(key);
    if (entry === undefined)
      entries.set(key, { objectName, objectId, catalogNumber, elementSets: [set], ephemerides: [] });
    else entry.elementSets.push(set);
  }
  return [...entries.values()];
}

/** The entry that an object of an ephemeris belongs to. */
function entryOf(entries: readonly Entry[], objectName: string, objectId: string): Entry | undefined {
  const own = designatorOf(objectId);
  const catalogNumber = numberOf(objectId);
  const certain = entries.find(
    (entry) =>
      (own !== undefined && entry.objectId !== undefined && bare(entry.objectId) === own) ||
      (catalogNumber !== undefined && entry.catalogNumber === catalogNumber),
  );
  if (certain !== undefined || catalogNumber !== undefined) return certain;
  const alike = entries.filter(
    (entry) =>
      bare(entry.objectName) === bare(objectName) &&
      (own === undefined || entry.objectId === undefined || designatorOf(entry.objectId) === undefined),
  );
  return alike.length === 1 ? alike[0] : undefined;
}

/** The segments of each object of a file, in the order of the file. */
function objectsOf({ oem }: MotionFile): OemSegment[][] {
  const objects = new Map<string, OemSegment[]>();
  for (const segment of oem?.segments ?? []) {
    const key = `${segment.objectId}\n${segment.objectName}`;
    objects.set(key, [...(objects.get(key) ?? []), segment]);
  }
  return [...objects.values()];
}

function named(entries: readonly Entry[]): Spacecraft[] {
  const count = new Map<string, number>();
  for (const { objectName } of entries) count.set(objectName, (count.get(objectName) ?? 0) + 1);
  const taken = new Set<string>();
  return entries.map(({ objectName, objectId, catalogNumber, elementSets, ephemerides }) => {
    const mark = catalogNumber ?? objectId;
    const shared = (count.get(objectName) ?? 0) > 1 && mark !== undefined;
    const plain = shared ? `${objectName} (${mark})` : objectName;
    let spacecraft = plain;
    for (let next = 2; taken.has(spacecraft); next++) spacecraft = `${plain} #${next}`;
    taken.add(spacecraft);
    return { spacecraft, catalogNumber, elementSets, ephemerides };
  });
}

/** The spacecraft of some files, in the order in which the files name them, elements first; `failures` are objects of ephemerides that are refused. */
export function listSpacecraft(files: readonly MotionFile[]): {
  readonly spacecraft: readonly Spacecraft[];
  readonly failures: readonly ContactsFailure[];
} {
  const entries = groupElements(files.flatMap(({ elementSets }) => elementSets));
  const failures: ContactsFailure[] = [];
  for (const motion of files) {
    for (const segments of objectsOf(motion)) {
      const { objectName = '', objectId = '' } = segments[0] ?? {};
      try {
        ephemerisTrajectory(segments);
      } catch (error) {
        if (!(error instanceof EphemerisError)) throw error;
        failures.push(ephemerisFailure(motion.file, objectName, error));
        continue;
      }
      const ephemeris: Ephemeris = {
        ...{ file: motion.file, format: motion.format, segments, spans: usableSpans(segments) },
        created: motion.oem?.created ?? 0n,
      };
      const entry = entryOf(entries, objectName, objectId);
      if (entry !== undefined) entry.ephemerides.push(ephemeris);
      else {
        const catalogNumber = numberOf(objectId);
        const own = designatorOf(objectId);
        entries.push({ objectName, objectId: own, catalogNumber, elementSets: [], ephemerides: [ephemeris] });
      }
    }
  }
  return { spacecraft: named(entries), failures };
}
