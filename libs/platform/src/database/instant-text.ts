import { InstantTextError } from './database-errors.js';

// PostgreSQL keeps microseconds; a JavaScript Date keeps milliseconds. So instants cross this border as text only:
// `YYYY-MM-DDThh:mm:ss.ffffffZ` here, `YYYY-MM-DD hh:mm:ss[.ffffff]+00` there (session time zone UTC, date style ISO).

const ours = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z$/;
const theirs = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?\+00(?::00)?$/;
const range = /^([[(])("?)([^",]*)\2,("?)([^",]*)\4([\])])$/;

/** A half-open interval of instants, start included and end not; null is unbounded. */
export interface InstantRange {
  readonly start: string | null;
  readonly end: string | null;
}

/**
 * `timestamptz` as PostgreSQL prints it → `YYYY-MM-DDThh:mm:ss.ffffffZ`, always six decimals. `infinity`, `-infinity` and years
 * beyond 9999 or before 1 are returned as they are.
 */
export function instantFromPostgres(text: string): string {
  const match = theirs.exec(text);
  return match === null ? text : `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(6, '0')}Z`;
}

/** An instant of ours, with six decimals. Throws InstantTextError: no `Z`, or more than six decimals (PostgreSQL would round them). */
export function instantToPostgres(text: string): string {
  if (typeof text !== 'string' || !ours.test(text))
    throw new InstantTextError({
      what: 'not an instant for the database',
      where: 'timestamptz',
      expected: 'UTC text YYYY-MM-DDThh:mm:ss[.ffffff]Z with at most six decimals',
      found: JSON.stringify(text) ?? typeof text,
    });
  const [whole, fraction = ''] = text.slice(0, -1).split('.');
  return `${whole}.${fraction.padEnd(6, '0')}Z`;
}

/** `tstzrange` as PostgreSQL prints it → the interval. Throws InstantTextError for `empty` and for other bounds than `[ , )`. */
export function instantRangeFromPostgres(text: string): InstantRange {
  const [, lower, , start, , end, upper] = range.exec(text) ?? [];
  if (start === undefined || end === undefined || upper !== ')' || (lower !== '[' && start !== ''))
    throw new InstantTextError({
      what: 'not a half-open range of instants',
      where: 'tstzrange',
      expected: '[start,end)',
      found: JSON.stringify(text),
    });
  return {
    start: start === '' ? null : instantFromPostgres(start),
    end: end === '' ? null : instantFromPostgres(end),
  };
}

/** The interval as `[start,end)` for a `tstzrange`. Throws InstantTextError. */
export function instantRangeToPostgres({ start, end }: InstantRange): string {
  const bound = (instant: string | null): string => (instant === null ? '' : instantToPostgres(instant));
  return `[${bound(start)},${bound(end)})`;
}
