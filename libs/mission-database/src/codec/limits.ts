import { type AlarmLevel, type AlarmRange, type EngineeringValue, type ParameterDefinition } from '../definitions.js';

export interface LimitCheck {
  /** `unmonitored`: the parameter has no limits. */
  readonly level: 'unmonitored' | 'in-limits' | AlarmLevel;
  /** The bound that was passed, and its value; absent where no single bound was (labels, forbidden ranges, no number). */
  readonly bound?: 'low' | 'high';
  readonly limit?: number;
}

const unmonitored: LimitCheck = { level: 'unmonitored' };
const inLimits: LimitCheck = { level: 'in-limits' };

/**
 * The most severe level that an engineering value reaches. A value that is not there (null) or is not a number passes all
 * ranges at once: it gets the most severe level defined. Counting `minViolations` is the caller's: this knows one value.
 */
export function monitor(parameter: ParameterDefinition, value: EngineeringValue): LimitCheck {
  const { alarm } = parameter;
  if (alarm === undefined) return unmonitored;
  if (alarm.kind === 'enumeration') {
    const level = typeof value === 'string' ? alarm.levels.get(value) : undefined;
    return { level: level ?? alarm.otherwise };
  }
  const number = typeof value === 'number' || typeof value === 'bigint' ? Number(value) : NaN;
  if (Number.isNaN(number)) {
    const worst = alarm.ranges[0];
    return worst === undefined ? inLimits : { level: worst.level };
  }
  for (const range of alarm.ranges) {
    const side = sideOf(range, number);
    if (alarm.form === 'inside') {
      if (side === undefined) return { level: range.level };
    } else if (side !== undefined) {
      const limit = side === 'low' ? range.min : range.max;
      return limit === undefined ? { level: range.level, bound: side } : { level: range.level, bound: side, limit };
    }
  }
  return inLimits;
}

/** On which side of the range the value lies; undefined within. An exclusive bound is itself outside. */
function sideOf({ min, minExclusive, max, maxExclusive }: AlarmRange, value: number): 'low' | 'high' | undefined {
  if (min !== undefined && (minExclusive ? value <= min : value < min)) return 'low';
  if (max !== undefined && (maxExclusive ? value >= max : value > max)) return 'high';
  return undefined;
}
