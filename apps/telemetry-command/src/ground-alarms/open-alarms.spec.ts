import { describe, expect, it } from '@jest/globals';
import type { PassAlarm, PassStatus } from '@app/contracts';
import { alarmChanges, alarmKey, type OpenAlarm } from './open-alarms.js';

const status = (alarms: PassAlarm[], phase = 'locked', contact = 'GF-1_CN-MYN-1_7'): PassStatus =>
  ({ contact, antenna: contact.split('_')[1], phase, alarms }) as PassStatus;
const open = (kind: OpenAlarm['kind'], contact = 'GF-1_CN-MYN-1_7'): OpenAlarm =>
  ({ spacecraft: 'GF-1', kind, contact, site: 'CN-MYN', antenna: contact.split('_')[1] }) as OpenAlarm;
const kinds = ({ cleared }: ReturnType<typeof alarmChanges>) =>
  cleared.map(({ alarm }) => `${alarm.contact} ${alarm.kind}`);

describe('alarmChanges', () => {
  it('raises what is new and clears what is no longer listed', () => {
    const changes = alarmChanges([open('no-telemetry'), open('off-target')], status(['off-target', 'baseband-down']));
    expect(changes.raised).toEqual(['baseband-down']);
    expect(kinds(changes)).toEqual(['GF-1_CN-MYN-1_7 no-telemetry']);
  });

  it('clears all of a pass that is over, also what its last word lists', () => {
    const changes = alarmChanges([open('no-telemetry')], status(['no-telemetry', 'off-target'], 'failed'));
    expect(changes.raised).toEqual([]);
    expect(kinds(changes)).toEqual(['GF-1_CN-MYN-1_7 no-telemetry']);
  });

  it('clears what the same antenna left open in an earlier contact, and nothing of other antennas or of the uplink', () => {
    const before = [
      open('no-telemetry', 'HJ-1A_CN-MYN-1_3'),
      open('no-telemetry', 'GF-1_PK-KHI-1_7'),
      open('cop1-alert', 'GF-1_CN-MYN-1_6'),
    ];
    expect(kinds(alarmChanges(before, status([])))).toEqual(['HJ-1A_CN-MYN-1_3 no-telemetry']);
  });

  it('knows alarms of a pass by contact, those of the uplink by spacecraft', () => {
    expect(alarmKey(open('no-telemetry', 'GF-1_CN-MYN-1_6'))).not.toBe(alarmKey(open('no-telemetry')));
    expect(alarmKey(open('farm-lockout', 'GF-1_CN-MYN-1_6'))).toBe(alarmKey(open('farm-lockout')));
  });
});
