import { type ElementPlace, describePlace } from '../elements/element-error.js';

/** A text that is not an ephemeris we can use. `field` is the book's keyword, or what of the text it is about. */
export class EphemerisFileError extends Error {
  override readonly name = 'EphemerisFileError';
  constructor(
    readonly source: string,
    readonly field: string,
    readonly place: ElementPlace,
    readonly expected: string,
    readonly found: string,
  ) {
    const where = describePlace(place);
    super(`${source}${where === '' ? '' : `: ${where}`}: ${field}: expected ${expected}, found ${found}`);
  }
}

/** An ephemeris that cannot be made, interpolated or written. */
export class EphemerisError extends Error {
  override readonly name = 'EphemerisError';
  constructor(
    readonly what: string,
    readonly field: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`ephemeris of ${what}: ${field}: expected ${expected}, found ${found}`);
  }
}
