import type { MonitoringResult } from '@app/contracts';

/** What monitoring remembers of one parameter. */
export interface MonitoringState {
  /** The result reached, after as many violations in a row as the mission database asks for. */
  readonly result: MonitoringResult;
  /** Violations in a row until now. */
  readonly violations: number;
  /** Of the latest value looked at, UTC. */
  readonly generationTime: string;
}

export interface Observation {
  readonly result: MonitoringResult;
  readonly generationTime: string;
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
 * are not newer than the latest one (a second antenna that lags behind) change nothing.
 */
export function stepMonitoring(
  state: MonitoringState | undefined,
  { result, generationTime, minViolations }: Observation,
): { readonly state: MonitoringState; readonly transition: Transition | undefined } {
  if (state !== undefined && generationTime <= state.generationTime) return { state, transition: undefined };
  const from = state?.result ?? 'unmonitored';
  const violations = isViolation(result) ? (state?.violations ?? 0) + 1 : 0;
  const to = isViolation(result) && violations < minViolations ? from : result;
  const alarming = from !== to && (isViolation(from) || isViolation(to));
  return { state: { result: to, violations, generationTime }, transition: alarming ? { from, to } : undefined };
}
