import { CodecError } from '../codec-error.js';

/** A COP-1 parameter or control command out of its range, or two windows that do not fit each other. */
export class Cop1Error extends CodecError {
  override readonly name = 'Cop1Error';
}

/** `value` if it is a whole number from `min` to `max`; throws Cop1Error else. */
export function wholeNumber(what: string, where: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max)
    throw new Cop1Error(what, where, `a whole number from ${min} to ${max}`, `${value}`);
  return value;
}
