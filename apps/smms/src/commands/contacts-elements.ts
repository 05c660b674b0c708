import { type Tai, formatUtc, secondsBetween } from '@app/time';
import { type ElementSet, ElementFileError, type ElementSetError, parseElements } from '@app/orbit';
import { ContactsInputError } from './contacts-input.error.js';

/** A set that its file holds but that is refused: the file, and what is wrong with it. */
export interface RefusedElements {
  readonly file: string;
  readonly error: ElementSetError;
}

export interface ElementInput {
  readonly elementSets: readonly ElementSet[];
  readonly refused: readonly RefusedElements[];
}

/** Element sets of one file's text. Throws ContactsInputError when the whole text cannot be read. */
export function readElements(text: string, file: string): ElementInput {
  try {
    const { elementSets, errors } = parseElements(text, file);
    return { elementSets, refused: errors.map((error) => ({ file, error })) };
  } catch (error) {
    if (!(error instanceof ElementFileError)) throw error;
    const { line, column } = error.place;
    const place = [line === undefined ? [] : `line ${line}`, column === undefined ? [] : `column ${column}`].flat();
    throw new ContactsInputError([file, ...place].join(': '), error.expected, error.found);
  }
}

const keyOf = (set: ElementSet): string => (set.catalogNumber === undefined ? set.objectName : `#${set.catalogNumber}`);

/**
 * One set a spacecraft: of several with the same catalogue number (or, without one, the same name) the one whose epoch is nearest to
 * the middle of the span. `notes` says in words which were left aside.
 */
export function chooseElements(
  sets: readonly ElementSet[],
  start: Tai,
  end: Tai,
): { readonly chosen: readonly ElementSet[]; readonly notes: readonly string[] } {
  const middle = start + (end - start) / 2n;
  const distance = (set: ElementSet): number => Math.abs(secondsBetween(set.epoch, middle));
  const best = new Map<string, ElementSet>();
  for (const set of sets) {
    const other = best.get(keyOf(set));
    if (other === undefined || distance(set) < distance(other)) best.set(keyOf(set), set);
  }
  const chosen = [...best.values()];
  const notes = sets
    .filter((set) => !chosen.includes(set))
    .map((set) => {
      const used = best.get(keyOf(set));
      return `${set.objectName}: elements of ${formatUtc(set.epoch)} left aside, those of ${used === undefined ? '' : formatUtc(used.epoch)} are nearer to the span`;
    });
  return { chosen, notes };
}

/** A name for each set, alone in the list: the object's, with the catalogue number where two objects share a name. */
export function namedElements(sets: readonly ElementSet[]): { spacecraft: string; elementSet: ElementSet }[] {
  const count = new Map<string, number>();
  for (const { objectName } of sets) count.set(objectName, (count.get(objectName) ?? 0) + 1);
  return sets.map((elementSet) => {
    const shared = (count.get(elementSet.objectName) ?? 0) > 1 && elementSet.catalogNumber !== undefined;
    const spacecraft = shared ? `${elementSet.objectName} (${elementSet.catalogNumber})` : elementSet.objectName;
    return { spacecraft, elementSet };
  });
}
