import { EarthOrientationError, ElementFileError, EphemerisError, EphemerisFileError } from '@app/orbit';
import { OfflineInputError } from '../offline/offline-input.error.js';

/** The error of a library that could not use a file, as an offline command says it; any other error as it is. */
export function asInputError(error: unknown): unknown {
  const isOfFile =
    error instanceof ElementFileError ||
    error instanceof EphemerisFileError ||
    error instanceof EphemerisError ||
    error instanceof EarthOrientationError;
  if (!isOfFile) return error;
  const tail = `: expected ${error.expected}, found ${error.found}`;
  const where = error.message.endsWith(tail) ? error.message.slice(0, -tail.length) : error.message;
  return new OfflineInputError(where, error.expected.replaceAll(/\s+/g, ' '), error.found.replaceAll(/\s+/g, ' '));
}
