import { Refusal } from '@app/platform';

/** Rows of an answer in JSON, which is made whole. */
export const MOST_JSON_ROWS = 5000;
/** Rows of a file, which is streamed. */
export const MOST_FILE_ROWS = 100_000;
/** Windows in a picture, which is drawn in one go: some 15 ms. */
export const MOST_DRAWN_WINDOWS = 500;
/** A trajectory or a timeline is asked for at most this long at a time. */
export const LONGEST_SPAN_DAYS = 7;

/**
 * The step between rows: as asked, else `usual`, or a coarser one where the span would need too many rows. Throws Refusal (400) where the
 * one asked for needs more than `most`.
 */
export function stepWithin(spanS: number, asked: number | undefined, usual: number, most: number): number {
  const least = Math.ceil((spanS / (most - 1)) * 10) / 10;
  if (asked === undefined) return Math.max(usual, least);
  if (asked >= least) return asked;
  const message = `expected at least ${least} s for ${spanS.toFixed(0)} s (at most ${most} rows), found ${asked}`;
  throw new Refusal(400, 'too many rows', [{ path: 'stepS', message }]);
}

/** Throws Refusal (400) where a picture would have more windows than can be told apart. */
export function requireDrawable(found: number): void {
  if (found <= MOST_DRAWN_WINDOWS) return;
  const message = `expected at most ${MOST_DRAWN_WINDOWS} windows, found more: ask for a shorter span or fewer antennas`;
  throw new Refusal(400, 'too many windows', [{ path: 'query', message }]);
}
