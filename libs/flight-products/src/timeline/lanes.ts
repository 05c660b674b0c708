import { type TimeSpan } from './timeline.js';

/** The lane of each span, so that those of one lane do not overlap: the first that is free, in order of begin. */
export function lanesOf(spans: readonly TimeSpan[]): { readonly lanes: readonly number[]; readonly count: number } {
  const lanes = new Array<number>(spans.length).fill(0);
  const freeFrom: bigint[] = [];
  for (const i of byStart(spans)) {
    const span = spans[i];
    if (span === undefined) continue;
    const free = freeFrom.findIndex((end) => end <= span.from);
    const lane = free === -1 ? freeFrom.length : free;
    freeFrom[lane] = span.to;
    lanes[i] = lane;
  }
  return { lanes, count: Math.max(1, freeFrom.length) };
}

/** For each span, when at least one other lasts too; joined where these meet. */
export function overlapsOf(spans: readonly TimeSpan[]): TimeSpan[][] {
  const order = byStart(spans);
  const found: TimeSpan[][] = spans.map(() => []);
  order.forEach((i, place) => {
    const span = spans[i];
    if (span === undefined) return;
    for (const j of order.slice(place + 1)) {
      const other = spans[j];
      if (other === undefined || other.from >= span.to) break;
      const overlap = { from: other.from, to: other.to < span.to ? other.to : span.to };
      if (overlap.from < overlap.to) {
        found[i]?.push(overlap);
        found[j]?.push(overlap);
      }
    }
  });
  return found.map(joined);
}

function joined(spans: readonly TimeSpan[]): TimeSpan[] {
  const out: TimeSpan[] = [];
  for (const i of byStart(spans)) {
    const span = spans[i];
    if (span === undefined) continue;
    const last = out.at(-1);
    if (last !== undefined && span.from <= last.to) {
      if (span.to > last.to) out[out.length - 1] = { from: last.from, to: span.to };
    } else out.push(span);
  }
  return out;
}

function byStart(spans: readonly TimeSpan[]): number[] {
  const start = (i: number): bigint => spans[i]?.from ?? 0n;
  return spans.map((_, i) => i).sort((a, b) => (start(a) < start(b) ? -1 : start(a) > start(b) ? 1 : a - b));
}
