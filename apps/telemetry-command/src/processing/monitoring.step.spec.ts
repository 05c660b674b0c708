import { describe, expect, it } from '@jest/globals';
import type { MonitoringResult } from '@app/contracts';
import { type MonitoringState, stepMonitoring } from './monitoring.step.js';

const second = (i: number): string => `2026-04-24T08:00:${String(i).padStart(2, '0')}.000000Z`;

/** Values received a second apart. */
function run(results: MonitoringResult[], minViolations = 1, generated = second): string[] {
  let state: MonitoringState | undefined;
  return results.flatMap((result, i) => {
    const earthReceiveTime = second(i);
    const generationTime = generated(i);
    const step = stepMonitoring(state, { result, earthReceiveTime, generationTime, minViolations });
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

  it('goes on after the on-board clock was set back, and after one time far ahead', () => {
    const results: MonitoringResult[] = ['in-limits', 'in-limits', 'critical', 'in-limits', 'warning'];
    const expected = ['2 in-limits>critical', '3 critical>in-limits', '4 in-limits>warning'];
    expect(run(results, 1, (i) => (i < 2 ? second(i) : `1980-01-06T00:00:0${i}.000000Z`))).toEqual(expected);
    expect(run(results, 1, (i) => (i === 1 ? '2094-01-01T00:00:00.000000Z' : second(i)))).toEqual(expected);
  });

  it('passes over values that are not newer by earth receive time, within a frame by generation time', () => {
    const earthReceiveTime = second(6);
    const later = { result: 'in-limits', earthReceiveTime, generationTime: second(5), minViolations: 1 } as const;
    const { state } = stepMonitoring(undefined, later);
    const old = { ...later, result: 'critical' } as const;
    for (const times of [{ generationTime: '2026-04-24T08:00:04.999999Z' }, { earthReceiveTime: second(5) }])
      expect(stepMonitoring(state, { ...old, ...times })).toEqual({ state, transition: undefined });
    expect(stepMonitoring(state, { ...later, result: 'critical' }).transition).toBeUndefined();
  });
});
