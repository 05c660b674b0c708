import { describe, expect, it } from '@jest/globals';
import { initialPass, type PassState } from './pass.machine.js';
import { passAlarms } from './pass-alarms.js';

const state: PassState = { ...initialPass, phase: 'acquiring' };
const down = { link: 'down', reason: 'refused' } as const;
const [well, overdue] = [{ overdue: false }, { overdue: true }];

describe('alarms of a pass', () => {
  it.each([
    ['no-telemetry', { firstFrameOverdue: true }],
    ['rotator-down', { rotator: down }],
    ['baseband-down', { baseband: down }],
    ['off-target', { offTarget: '3 degrees off' }],
  ] as const)('raises %s', (alarm, change) => {
    expect(passAlarms([], { ...state, ...change }, well)).toEqual([alarm]);
    expect(passAlarms([alarm], state, well)).toEqual([]);
  });

  it('raises uplink-not-acquired, and none of a pass that is over', () => {
    expect(passAlarms([], state, overdue)).toEqual(['uplink-not-acquired']);
    expect(passAlarms(['rotator-down'], { ...state, phase: 'failed', rotator: down }, overdue)).toEqual([]);
  });

  it('keeps the order in which they arose', () => {
    const first = passAlarms([], { ...state, baseband: down }, well);
    const second = passAlarms(first, { ...state, baseband: down, firstFrameOverdue: true }, overdue);
    expect(second).toEqual(['baseband-down', 'no-telemetry', 'uplink-not-acquired']);
    expect(passAlarms(second, { ...state, firstFrameOverdue: true }, overdue)).toEqual(second.slice(1));
  });

  it('does not say where an antenna looks that does not answer', () => {
    expect(passAlarms([], { ...state, rotator: down, offTarget: '3 degrees off' }, well)).toEqual(['rotator-down']);
  });
});
