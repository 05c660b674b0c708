/** A table of Earth orientation that cannot be used: its source, the place in it, what was expected and found. */
export class EarthOrientationError extends Error {
  override readonly name = 'EarthOrientationError';
  constructor(
    readonly source: string,
    readonly place: EarthOrientationPlace,
    readonly expected: string,
    readonly found: string,
  ) {
    const where = describe(place);
    super(`${source}${where === '' ? '' : `: ${where}`}: expected ${expected}, found ${found}`);
  }
}

/** Line, column and entry count from 1. */
export interface EarthOrientationPlace {
  readonly line?: number;
  readonly column?: number;
  readonly entry?: number;
  readonly field?: string;
}

function describe({ line, column, entry, field }: EarthOrientationPlace): string {
  const parts: string[] = [];
  if (line !== undefined) parts.push(`line ${line}`);
  if (column !== undefined) parts.push(`column ${column}`);
  if (entry !== undefined) parts.push(`entry ${entry}`);
  if (field !== undefined) parts.push(field);
  return parts.join(', ');
}
