import { describe, expect, it } from '@jest/globals';
import type { MonitoringResult } from '@app/contracts';
import { type MonitoringState, stepMonitoring } from './monitoring.step.js';

function run(results: MonitoringResult[], minViolations = 1): string[] {
  let state: MonitoringState | undefined;
  return results.flatMap((result, i) => {
    const generationTime = `2026-04-24T08:00:${String(i).padStart(2, '0')}.000000Z`;
    const step = stepMonitoring(state, { result, generationTime, minViolations });
    state = step.state;
    return step.transition === undefined ? [] : [`${i} ${step.transition.from}>${step.transition.to}`];
  });
}

describe('stepMonitoring', () => {
  it('tells transitions only, into, between and out of violations', () => {
    expect(run(['in-limits', 'in-limits', 'warning', 'warning', 'critical', 'in-limits', 'in-limits'])).toEqual([
      '2 in-limits>warning',
      '4 warning>critical',
      '5 critical>in-limits',
    ]);
    expect(run(['warning'])).toEqual(['0 unmonitored>warning']);
  });

  it('waits for as many violations in a row as asked for', () => {
    const results: MonitoringResult[] = [
      'warning',
      'warning',
      'in-limits',
      'warning',
      'critical',
      'warning',
      'in-limits',
    ];
    expect(run(results, 3)).toEqual(['5 in-limits>warning', '6 warning>in-limits']);
  });

  it('passes over values that are not newer', () => {
    const later = { result: 'in-limits', generationTime: '2026-04-24T08:00:05.000000Z', minViolations: 1 } as const;
    const { state } = stepMonitoring(undefined, later);
    const old = { result: 'critical', generationTime: '2026-04-24T08:00:04.999999Z', minViolations: 1 } as const;
    expect(stepMonitoring(state, old)).toEqual({ state, transition: undefined });
    expect(stepMonitoring(state, { ...later, result: 'critical' }).transition).toBeUndefined();
  });
});
