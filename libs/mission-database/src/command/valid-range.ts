import { type EngineeringValue } from '../definitions.js';
import { type ValidRange } from './command-definition.js';

/** Whether a number lies in one of the ranges. Without ranges, and for what is no number, nothing is refused. */
export function withinRanges(ranges: readonly ValidRange[], value: EngineeringValue): boolean {
  if (ranges.length === 0 || (typeof value !== 'number' && typeof value !== 'bigint')) return true;
  return ranges.some(
    ({ min, minExclusive, max, maxExclusive }) =>
      (min === undefined || (minExclusive ? value > min : value >= min)) &&
      (max === undefined || (maxExclusive ? value < max : value <= max)),
  );
}

/** Ranges as people read them: `10 to 600`, `above 0 to 1`, `at least 5`. */
export function rangeText(ranges: readonly ValidRange[]): string {
  return ranges
    .map(({ min, minExclusive, max, maxExclusive }) => {
      if (min === undefined) return `${maxExclusive ? 'below' : 'at most'} ${max}`;
      if (max === undefined) return `${minExclusive ? 'above' : 'at least'} ${min}`;
      return `${minExclusive ? 'above ' : ''}${min} to ${maxExclusive ? 'below ' : ''}${max}`;
    })
    .join(', or ');
}
