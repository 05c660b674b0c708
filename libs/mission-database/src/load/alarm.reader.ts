import { type AlarmDefinition, type AlarmLevel, type AlarmRange, type EnumerationLabel } from '../definitions.js';
import {
  checkShape,
  integerAttribute,
  need,
  needChild,
  numberAttribute,
  quote,
  wordAttribute,
} from '../xml/strict-reader.js';
import { type XmlElement } from '../xml/xml-element.js';

/** Range elements of StaticAlarmRanges, most severe first. */
const rangeLevels: readonly (readonly [element: string, level: AlarmLevel])[] = [
  ['SevereRange', 'severe'],
  ['CriticalRange', 'critical'],
  ['DistressRange', 'distress'],
  ['WarningRange', 'warning'],
  ['WatchRange', 'watch'],
];
const levelWords = ['normal', 'watch', 'warning', 'distress', 'critical', 'severe'] as const;
const MAX_VIOLATIONS = 1_000_000;

/** DefaultAlarm of an integer or float type: StaticAlarmRanges over the engineering value. */
export function readRangeAlarm(element: XmlElement): AlarmDefinition {
  checkShape(element, { optional: ['minViolations', 'name', 'shortDescription'], one: ['StaticAlarmRanges'] });
  const list = needChild(element, 'StaticAlarmRanges');
  checkShape(list, { optional: ['rangeForm'], one: rangeLevels.map(([name]) => name) });
  if (list.children.length === 0) throw list.error('empty StaticAlarmRanges', 'at least one range', 'nothing');
  const ranges = rangeLevels.flatMap(([name, level]) => {
    const range = list.children.find((candidate) => candidate.name === name);
    return range === undefined ? [] : [readRange(range, level)];
  });
  return {
    kind: 'ranges',
    form: wordAttribute(list, 'rangeForm', ['outside', 'inside'], 'outside'),
    ranges,
    minViolations: integerAttribute(element, 'minViolations', 1, 1, MAX_VIOLATIONS),
  };
}

function readRange(element: XmlElement, level: AlarmLevel): AlarmRange {
  checkShape(element, { optional: ['minInclusive', 'minExclusive', 'maxInclusive', 'maxExclusive'] });
  const bound = (side: 'min' | 'max'): { at: number | undefined; exclusive: boolean } => {
    const inclusive = numberAttribute(element, `${side}Inclusive`);
    const exclusive = numberAttribute(element, `${side}Exclusive`);
    if (inclusive !== undefined && exclusive !== undefined)
      throw element.error(`${element.name} with two ${side} bounds`, `${side}Inclusive or ${side}Exclusive`, 'both');
    return { at: inclusive ?? exclusive, exclusive: exclusive !== undefined };
  };
  const min = bound('min');
  const max = bound('max');
  if (min.at === undefined && max.at === undefined)
    throw element.error(`${element.name} without a bound`, 'a lower or an upper bound', 'nothing');
  if (min.at !== undefined && max.at !== undefined && min.at > max.at)
    throw element.error(`${element.name} upside down`, 'lower bound ≤ upper bound', `${min.at} > ${max.at}`);
  return { level, min: min.at, minExclusive: min.exclusive, max: max.at, maxExclusive: max.exclusive };
}

/** DefaultAlarm of an enumerated type: a level for each label, and one for all others. */
export function readEnumerationAlarm(element: XmlElement, labels: readonly EnumerationLabel[]): AlarmDefinition {
  checkShape(element, {
    optional: ['minViolations', 'defaultAlarmLevel', 'name', 'shortDescription'],
    one: ['EnumerationAlarmList'],
  });
  const list = needChild(element, 'EnumerationAlarmList');
  checkShape(list, { many: ['EnumerationAlarm'] });
  const levels = new Map<string, AlarmLevel | 'in-limits'>();
  for (const alarm of list.children) {
    checkShape(alarm, { required: ['alarmLevel', 'enumerationLabel'] });
    const label = need(alarm, 'enumerationLabel');
    if (!labels.some((candidate) => candidate.label === label))
      throw alarm.error('unknown enumerationLabel', labels.map((known) => known.label).join(', '), quote(label));
    if (levels.has(label)) throw alarm.error('second alarm for a label', 'one EnumerationAlarm', quote(label));
    levels.set(label, readLevel(alarm, 'alarmLevel'));
  }
  return {
    kind: 'enumeration',
    levels,
    otherwise: readLevel(element, 'defaultAlarmLevel'),
    minViolations: integerAttribute(element, 'minViolations', 1, 1, MAX_VIOLATIONS),
  };
}

function readLevel(element: XmlElement, attribute: string): AlarmLevel | 'in-limits' {
  const word = wordAttribute(element, attribute, levelWords, 'normal');
  return word === 'normal' ? 'in-limits' : word;
}
