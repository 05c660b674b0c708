import { describe, expect, it } from '@jest/globals';
import { loadMissionDatabase } from '../load/load-mission-database.js';
import { type ParameterDefinition } from '../definitions.js';
import { oneContainer } from '../testing/xtce-text.js';
import { monitor } from './limits.js';

const parameterOf = (alarm: string, type = 'FloatParameterType', more = ''): ParameterDefinition => {
  const xml = oneContainer({ P: `<${type}><IntegerDataEncoding sizeInBits="8"/>${more}${alarm}</${type}>` });
  const found = loadMissionDatabase(xml).parameters.get('/T/P');
  if (found === undefined) throw new Error('no P');
  return found;
};

describe('limits', () => {
  const five = parameterOf(`<DefaultAlarm minViolations="3"><StaticAlarmRanges>
    <WatchRange minInclusive="-1" maxInclusive="1"/><WarningRange minInclusive="-2" maxInclusive="2"/>
    <DistressRange minInclusive="-3" maxInclusive="3"/><CriticalRange minInclusive="-4" maxInclusive="4"/>
    <SevereRange minInclusive="-5" maxInclusive="5"/></StaticAlarmRanges></DefaultAlarm>`);

  it('gives the most severe of five levels, the bound, and its value', () => {
    expect([0, 1, 1.5, 2.5, 3.5, 4.5, 5.5].map((value) => monitor(five, value).level)).toEqual([
      'in-limits',
      'in-limits',
      'watch',
      'warning',
      'distress',
      'critical',
      'severe',
    ]);
    expect(monitor(five, -2.5)).toEqual({ level: 'warning', bound: 'low', limit: -2 });
    expect(monitor(five, 9)).toEqual({ level: 'severe', bound: 'high', limit: 5 });
    expect(monitor(five, 9n)).toEqual({ level: 'severe', bound: 'high', limit: 5 });
    expect(five.alarm?.minViolations).toBe(3);
  });

  it('takes a value that is no number for the worst', () => {
    expect(monitor(five, NaN)).toEqual({ level: 'severe' });
    expect(monitor(five, null)).toEqual({ level: 'severe' });
    expect(monitor(five, Infinity)).toMatchObject({ level: 'severe', bound: 'high' });
  });

  it('an exclusive bound is itself outside', () => {
    const open = parameterOf(
      '<DefaultAlarm><StaticAlarmRanges><WarningRange minExclusive="0" maxExclusive="10"/></StaticAlarmRanges></DefaultAlarm>',
    );
    expect([0, 0.001, 9.999, 10].map((value) => monitor(open, value).level)).toEqual([
      'warning',
      'in-limits',
      'in-limits',
      'warning',
    ]);
  });

  it('an inside form is a forbidden range', () => {
    const forbidden = parameterOf(
      '<DefaultAlarm><StaticAlarmRanges rangeForm="inside"><CriticalRange minInclusive="5" maxInclusive="6"/></StaticAlarmRanges></DefaultAlarm>',
    );
    expect([4, 5, 6, 7].map((value) => monitor(forbidden, value).level)).toEqual([
      'in-limits',
      'critical',
      'critical',
      'in-limits',
    ]);
  });

  it('labels have levels, and all others one', () => {
    const state = parameterOf(
      '<DefaultAlarm defaultAlarmLevel="watch"><EnumerationAlarmList><EnumerationAlarm enumerationLabel="ON" alarmLevel="normal"/><EnumerationAlarm enumerationLabel="BAD" alarmLevel="severe"/></EnumerationAlarmList></DefaultAlarm>',
      'EnumeratedParameterType',
      '<EnumerationList><Enumeration value="0" label="OFF"/><Enumeration value="1" label="ON"/><Enumeration value="2" label="BAD"/></EnumerationList>',
    );
    expect(['OFF', 'ON', 'BAD', null].map((value) => monitor(state, value).level)).toEqual([
      'watch',
      'in-limits',
      'severe',
      'watch',
    ]);
  });

  it('says when nothing is monitored', () => {
    expect(monitor(parameterOf(''), 5)).toEqual({ level: 'unmonitored' });
  });
});
