import { OfflineInputError } from '../offline/offline-input.error.js';

/** What a number may be: `above` excludes its bound, `from` and `to` include theirs. */
export interface NumberRange {
  readonly unit: string;
  readonly above?: number;
  readonly from?: number;
  readonly to?: number;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function rangeText({ unit, above, from, to }: NumberRange): string {
  const low = above !== undefined ? ` above ${above}` : from !== undefined ? ` from ${from}` : '';
  return `a number${low}${to === undefined ? '' : ` to ${to}`}${unit === '' ? '' : ` ${unit}`}`;
}

/** The number of an option. Throws OfflineInputError. */
export function numberValue(option: string, text: string, range: NumberRange): number {
  const value = decimal.test(text) ? Number(text) : Number.NaN;
  const { above = -Infinity, from = -Infinity, to = Infinity } = range;
  if (!(Number.isFinite(value) && value > above && value >= from && value <= to))
    throw new OfflineInputError(option, rangeText(range), JSON.stringify(text));
  return value;
}

/** Seconds between rows. */
export function stepValue(text: string | undefined, fallback: number): number {
  return text === undefined ? fallback : numberValue('--step', text, { unit: 's', from: 0.001 });
}

/** Rows of one contact, or points of one track, that a table is made for. */
const MOST_ROWS = 1_000_000;

/** Throws OfflineInputError where a span has too many rows at a step. */
export function requireRows(stepS: number, spanS: number): void {
  if (spanS / stepS <= MOST_ROWS) return;
  const least = Number((spanS / MOST_ROWS).toPrecision(3));
  throw new OfflineInputError(
    '--step',
    `about ${least} s or more for ${spanS} s (at most ${MOST_ROWS} rows)`,
    String(stepS),
  );
}
