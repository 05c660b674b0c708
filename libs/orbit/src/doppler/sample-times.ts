import { ProfileError } from './profile.error.js';

const MOST_ROWS = 5e6;
/** A last step shorter than this is not worth a row of its own. */
const SAME_TIME_S = 1e-9;

/** Times from `from` every `stepS` seconds, and `to` itself. */
export function sampleTimes(from: number, to: number, stepS: number): Float64Array {
  if (!Number.isFinite(from)) throw new ProfileError('from', 'a number of seconds', String(from));
  if (!(to >= from) || !Number.isFinite(to)) throw new ProfileError('to', `seconds from ${from} on`, String(to));
  if (!(stepS > 0)) throw new ProfileError('stepS', 'more than 0 s', String(stepS));
  const steps = Math.max(0, Math.ceil((to - from - SAME_TIME_S) / stepS));
  if (steps >= MOST_ROWS) throw new ProfileError('stepS', `at most ${MOST_ROWS} rows`, `${steps + 1} rows`);
  const times = new Float64Array(steps + 1);
  for (let i = 0; i <= steps; i++) times[i] = i === steps ? to : from + i * stepS;
  return times;
}

/** Rows that a profile leaves out, because the path gives no state there. */
export interface MissingRows {
  /** Code of the first failure. */
  readonly code: number;
  readonly rows: number;
  readonly firstSeconds: number;
  readonly lastSeconds: number;
}

/** The times at which `visit` answers 0 (the row is good), and what is missing. */
export function keepRows(
  times: Float64Array,
  visit: (seconds: number, row: number) => number,
): { readonly rows: number; readonly missing: MissingRows | undefined } {
  let missing: MissingRows | undefined;
  let rows = 0;
  for (const seconds of times) {
    const code = visit(seconds, rows);
    if (code === 0) rows += 1;
    else
      missing = {
        code: missing?.code ?? code,
        rows: (missing?.rows ?? 0) + 1,
        firstSeconds: missing?.firstSeconds ?? seconds,
        lastSeconds: seconds,
      };
  }
  return { rows, missing };
}
