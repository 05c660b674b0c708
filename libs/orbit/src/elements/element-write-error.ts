import { shown } from './element-error.js';

/** An element set that a form of text cannot hold. */
export class ElementWriteError extends Error {
  override readonly name = 'ElementWriteError';
  constructor(
    readonly form: string,
    readonly field: string,
    readonly expected: string,
    readonly found: string,
    readonly objectName: string,
  ) {
    super(`${form} of ${shown(objectName)}: ${field}: expected ${expected}, found ${found}`);
  }
}
