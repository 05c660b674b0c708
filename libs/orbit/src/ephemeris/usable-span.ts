import { type Tai } from '@app/time';
import { type UsableSpan } from '../trajectory/trajectory.js';
import { type OemSegment } from './oem.js';

const later = (a: Tai, b: Tai): Tai => (a > b ? a : b);
const earlier = (a: Tai, b: Tai): Tai => (a < b ? a : b);

/**
 * Where a segment may be used: from START to STOP, of that the USEABLE times where it has them, and never beyond its first and last
 * state. Undefined where nothing is left.
 */
export function segmentSpan(segment: OemSegment): UsableSpan | undefined {
  const first = segment.epochs[0];
  const last = segment.epochs.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const from = later(later(segment.useableStart ?? segment.start, segment.start), first);
  const to = earlier(earlier(segment.useableStop ?? segment.stop, segment.stop), last);
  return from <= to ? { from, to } : undefined;
}

/** Spans in order of time, those that touch or overlap made one. */
export function mergeSpans(spans: readonly UsableSpan[]): readonly UsableSpan[] {
  const merged: UsableSpan[] = [];
  for (const span of [...spans].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = merged.at(-1);
    if (last !== undefined && span.from <= last.to)
      merged[merged.length - 1] = { from: last.from, to: later(last.to, span.to) };
    else merged.push(span);
  }
  return merged;
}

/** All the spans in which segments give states, in order and apart from each other: between them there is none. */
export function usableSpans(segments: readonly OemSegment[]): readonly UsableSpan[] {
  return mergeSpans(segments.map(segmentSpan).filter((span) => span !== undefined));
}
