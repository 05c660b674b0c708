import { describe, expect, it } from '@jest/globals';
import type { AlarmEvent, Command, GroundAlarm, PassStatus } from '@app/contracts';
import {
  groundAlarmOf,
  type Series,
  withAlarm,
  withCommand,
  withGroundAlarm,
  withPass,
  withValue,
} from './console-state.js';

const alarm = (parameter: string, to: AlarmEvent['to']): AlarmEvent => ({ parameter, to }) as AlarmEvent;
const groundAlarm = (kind: GroundAlarm['kind'], contact: string, raised: boolean): GroundAlarm =>
  ({ kind, contact, raised }) as GroundAlarm;
const command = (id: string, state: Command['state']): Command => ({ id, state }) as Command;

describe('what the page keeps', () => {
  it('shows each parameter once in its alarms, as it stands now, the newest first', () => {
    const alarms = ['critical', 'in-limits'] as const;
    const kept = alarms.reduce<AlarmEvent[]>((list, to) => withAlarm(list, alarm('A', to)), [alarm('B', 'watch')]);
    expect(kept).toEqual([alarm('A', 'in-limits'), alarm('B', 'watch')]);
  });

  it('takes a ground alarm of the list as the live door would have said it last', () => {
    const view = { kind: 'no-telemetry', contact: 'X', raisedAt: '2026-04-24T08:00:00Z' } as Parameters<
      typeof groundAlarmOf
    >[0];
    expect(groundAlarmOf({ ...view, clearedAt: null })).toMatchObject({ raised: true, at: '2026-04-24T08:00:00Z' });
    const over = groundAlarmOf({ ...view, clearedAt: '2026-04-24T08:01:00Z' as typeof view.raisedAt });
    expect(over).toMatchObject({ raised: false, at: '2026-04-24T08:01:00Z' });
  });

  it('shows each kind of ground alarm once a contact', () => {
    const first = withGroundAlarm([], groundAlarm('no-telemetry', 'X', true));
    const both = withGroundAlarm(first, groundAlarm('no-telemetry', 'Y', true));
    expect(withGroundAlarm(both, groundAlarm('no-telemetry', 'X', false))).toEqual([
      groundAlarm('no-telemetry', 'X', false),
      groundAlarm('no-telemetry', 'Y', true),
    ]);
  });

  it('replaces a command by what it has become, in its place', () => {
    const before = [command('2', 'queued'), command('1', 'queued')];
    expect(withCommand(before, command('1', 'completed'))).toEqual([command('2', 'queued'), command('1', 'completed')]);
    expect(withCommand(before, command('3', 'queued'))[0]).toEqual(command('3', 'queued'));
  });

  it('shows the passes at two antennas side by side, and the last one that ended only while none goes on', () => {
    const pass = (contact: string, phase: PassStatus['phase']): PassStatus => ({ contact, phase }) as PassStatus;
    const both = withPass(withPass([], pass('X', 'locked')), pass('Y', 'set-up'));
    expect(both.map(({ contact }) => contact)).toEqual(['X', 'Y']);
    const one = withPass(both, pass('X', 'completed'));
    expect(one).toEqual([pass('Y', 'set-up')]);
    expect(withPass(one, pass('Y', 'failed'))).toEqual([pass('Y', 'failed')]);
  });

  it('keeps values in the order of their time whatever the order of arrival, one a time', () => {
    const given: [number, number][] = [
      [10, 1],
      [30, 3],
      [20, 2],
      [30, 4],
    ];
    const series = given.reduce<Series | undefined>((kept, [time, value]) => withValue(kept, time, value), undefined);
    expect(series).toEqual({ times: [10, 20, 30], values: [1, 2, 4] });
  });

  it('forgets the oldest values beyond its bound', () => {
    let series: Series | undefined;
    for (let time = 0; time < 2_005; time++) series = withValue(series, time, time);
    expect(series?.times.length).toBe(2_000);
    expect(series?.times[0]).toBe(5);
  });
});
