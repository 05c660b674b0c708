import { HeaderError } from './bus.errors.js';

/** Text that travels beside a payload: trace identifiers and the like. */
export type BusHeaders = Readonly<Record<string, string>>;

const name = /^[A-Za-z0-9_-]+$/;
const value = /^(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?$/;

/** A copy of the headers. @throws HeaderError for what a broker's header lines would not carry unchanged. */
export function checkHeaders(headers: BusHeaders = {}): BusHeaders {
  for (const [key, text] of Object.entries(headers)) {
    if (!name.test(key)) throw new HeaderError(key, key, 'a name of A-Z a-z 0-9 _ -');
    if (typeof text !== 'string' || !value.test(text))
      throw new HeaderError(key, String(text), 'printable ASCII without blanks at its ends');
  }
  return { ...headers };
}
