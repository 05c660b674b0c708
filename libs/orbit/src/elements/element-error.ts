/** A place in a text: line and column count from 1, `index` (of a set in its file) from 0. */
export interface ElementPlace {
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly index?: number | undefined;
}

/** `line 2, column 9` or `element set 3`; counts of sets are shown from 1. */
export function describePlace(place: ElementPlace): string {
  const parts: string[] = [];
  if (place.index !== undefined) parts.push(`element set ${place.index + 1}`);
  if (place.line !== undefined) parts.push(`line ${place.line}`);
  if (place.column !== undefined) parts.push(`column ${place.column}`);
  return parts.join(', ');
}

/** One element set is wrong and refused; the others of its file are not touched. */
export class ElementSetError extends Error {
  override readonly name = 'ElementSetError';
  constructor(
    readonly field: string,
    readonly place: ElementPlace,
    readonly expected: string,
    readonly found: string,
    readonly objectName: string | undefined,
  ) {
    const of = objectName === undefined ? '' : ` of "${objectName}"`;
    super(`${describePlace(place)}: ${field}${of}: expected ${expected}, found ${found}`);
  }
}

/** The whole text cannot be read as element sets. */
export class ElementFileError extends Error {
  override readonly name = 'ElementFileError';
  constructor(
    readonly source: string,
    readonly place: ElementPlace,
    readonly expected: string,
    readonly found: string,
  ) {
    const where = describePlace(place);
    super(`${source}${where === '' ? '' : `: ${where}`}: expected ${expected}, found ${found}`);
  }
}

/** A value as an error shows it: quoted, control characters escaped, cut at 60 characters. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
