import type { MonitoringResult } from '@app/contracts';
import { isNewer, type ValueTimes } from './reception-order.js';

/** What monitoring remembers of one parameter, with the times of the latest value looked at. */
export interface MonitoringState extends ValueTimes {
  /** The result reached, after as many violations in a row as the mission database asks for. */
  readonly result: MonitoringResult;
  /** Violations in a row until now. */
  readonly violations: number;
}

export interface Observation extends ValueTimes {
  readonly result: MonitoringResult;
  /** Violations in a row before the alarm is raised, from 1. */
  readonly minViolations: number;
}

export interface Transition {
  readonly from: MonitoringResult;
  readonly to: MonitoringResult;
}

function isViolation(result: MonitoringResult): boolean {
  return result !== 'in-limits' && result !== 'unmonitored';
}

/**
 * One more real-time value. An alarm is a transition into, out of or between violations; the first value in limits is none. Values that
 * are not newer than the latest one (`isNewer`: a second antenna that lags behind) change nothing.
 */
export function stepMonitoring(
  state: MonitoringState | undefined,
  { result, earthReceiveTime, generationTime, minViolations }: Observation,
): { readonly state: MonitoringState; readonly transition: Transition | undefined } {
  const times = { earthReceiveTime, generationTime };
  if (state !== undefined && !isNewer(times, state)) return { state, transition: undefined };
  const from = state?.result ?? 'unmonitored';
  const violations = isViolation(result) ? (state?.violations ?? 0) + 1 : 0;
  const to = isViolation(result) && violations < minViolations ? from : result;
  const alarming = from !== to && (isViolation(from) || isViolation(to));
  return { state: { result: to, violations, ...times }, transition: alarming ? { from, to } : undefined };
}
