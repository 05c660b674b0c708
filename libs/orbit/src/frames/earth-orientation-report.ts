import { NS_PER_DAY, type Tai, formatUtc, secondsBetween } from '@app/time';
import { type EarthOrientation } from './earth-orientation.js';

/** `outside`: part of the span is the fallback UT1 = UTC; else `predicted` where part of it was not measured. */
export type EarthOrientationStatus = 'measured' | 'predicted' | 'outside';

/** Predictions older than this are warned of: a stale UT1 can be worse than UT1 = UTC. */
export const STALE_PREDICTION_DAYS = 183;

const FALLBACK = 'UT1=UTC and no polar motion';

/** What stands behind the Earth orientation of a span, its ends included. */
export function earthOrientationStatus(orientation: EarthOrientation, from: Tai, to: Tai): EarthOrientationStatus {
  if (orientation === 'none') return 'outside';
  const { coverage } = orientation;
  if (coverage === undefined) return 'measured';
  if (from < coverage.from || to > coverage.to) return 'outside';
  return coverage.measuredTo !== undefined && to <= coverage.measuredTo ? 'measured' : 'predicted';
}

/** What a result says of the Earth orientation that made it; with a span also which part of the span is a fallback. */
export function describeEarthOrientation(orientation: EarthOrientation): string;
export function describeEarthOrientation(orientation: EarthOrientation, from: Tai, to: Tai): string;
export function describeEarthOrientation(orientation: EarthOrientation, from?: Tai, to?: Tai): string {
  if (orientation === 'none') return 'none: UT1=UTC, no polar motion';
  if (from === undefined || to === undefined) return orientation.description;
  const gaps = fallbackSpans(orientation, from, to);
  return [orientation.description, ...gaps.map((gap) => `fallback to ${FALLBACK} ${gap}`)].join('; ');
}

/** What is doubtful about the Earth orientation of a span: fallbacks and stale predictions. Nothing for `none`, which is asked for. */
export function earthOrientationWarnings(orientation: EarthOrientation, from: Tai, to: Tai): readonly string[] {
  if (orientation === 'none' || orientation.coverage === undefined) return [];
  const { description, coverage } = orientation;
  const warnings = fallbackSpans(orientation, from, to).map(
    (gap) => `Earth orientation (${description}) does not reach: ${FALLBACK} ${gap}, which can move contacts by 0.2 s`,
  );
  const used = to < coverage.to ? to : coverage.to;
  if (used < from || used < coverage.from) return warnings;
  const { measuredTo } = coverage;
  if (measuredTo === undefined)
    warnings.push(`Earth orientation (${description}) holds predictions only: their age is not known`);
  else if (used > measuredTo + BigInt(STALE_PREDICTION_DAYS) * NS_PER_DAY) {
    const days = Math.floor(secondsBetween(measuredTo, used) / 86_400);
    warnings.push(
      `Earth orientation (${description}) is predicted ${days} days ahead of its last measurement, more than ` +
        `${STALE_PREDICTION_DAYS}: UT1 may be off by tens of milliseconds, load a newer table`,
    );
  }
  return warnings;
}

function fallbackSpans(orientation: EarthOrientation, from: Tai, to: Tai): string[] {
  const coverage = orientation === 'none' ? undefined : orientation.coverage;
  if (coverage === undefined) return [];
  const text = (instant: Tai): string => formatUtc(instant, 0);
  if (to < coverage.from || from > coverage.to) return [`from ${text(from)} to ${text(to)}`];
  const spans: string[] = [];
  if (from < coverage.from) spans.push(`from ${text(from)} to ${text(coverage.from)}`);
  if (to > coverage.to) spans.push(`from ${text(coverage.to)} to ${text(to)}`);
  return spans;
}
