import { setImmediate as nextTurn } from 'node:timers/promises';

/** Some milliseconds of work. */
const ROWS_A_SLICE = 500;

/** A stretch of rows; its first one is the last one of the stretch before. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** Stretches that together have the rows `from`, `from + step`, … and `to`, each small enough for one turn of the event loop. */
export function slicesOf(from: number, to: number, step: number, rows = ROWS_A_SLICE): Slice[] {
  const count = Math.max(1, Math.ceil((to - from) / (rows * step) - 1e-9));
  const at = (index: number): number => (index === count ? to : from + index * rows * step);
  return Array.from({ length: count }, (_, index) => ({ from: at(index), to: at(index + 1) }));
}

/** Does something slice by slice, with a turn of the event loop between (design rule 14). */
export async function bySlices<Part>(slices: readonly Slice[], work: (slice: Slice) => Part): Promise<Part[]> {
  const parts: Part[] = [];
  for (const [index, slice] of slices.entries()) {
    if (index > 0) await nextTurn();
    parts.push(work(slice));
  }
  return parts;
}

/** One column of parts whose times are `seconds`: the row that two neighbours share is there once. */
export function joined(
  parts: readonly { readonly seconds: Float64Array; readonly values: Float64Array }[],
): Float64Array {
  const kept: Float64Array[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const { seconds, values } of parts) {
    kept.push(seconds[0] === last ? values.subarray(1) : values);
    last = seconds.at(-1) ?? last;
  }
  const out = new Float64Array(kept.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const values of kept) {
    out.set(values, at);
    at += values.length;
  }
  return out;
}
