import { type SiteId, type SpacecraftId, subjects } from '@app/contracts';
import { matches, overlap, parseFilter } from './subject.js';

/** A part of the ground segment as the bus knows it. `observer` listens and never speaks: a terminal, the demonstration. */
export type BusRole =
  | 'service-management'
  | 'flight-dynamics'
  | 'mission-planning'
  | 'station'
  | 'interconnect'
  | 'telemetry-command'
  | 'observer';

export interface SubjectRule {
  readonly filter: string;
  readonly kind: 'event' | 'request';
  /** Who may publish the event, or make the request. */
  readonly from: readonly BusRole[];
}

const anySite = '*' as SiteId;
const anySpacecraft = '*' as SpacecraftId;

const event = (filter: string, ...from: BusRole[]): SubjectRule => ({ filter, kind: 'event', from });
const request = (filter: string, ...from: BusRole[]): SubjectRule => ({ filter, kind: 'request', from });

/** Who may say what on the bus. What is not here may be said by nobody. */
export const subjectPolicy: readonly SubjectRule[] = [
  request(subjects.contactsForAnySite, 'station', 'telemetry-command'),
  event(subjects.contactBooked(anySite), 'mission-planning'),
  event(subjects.anyPassStatus, 'station'),
  request(subjects.contactWindows, 'mission-planning'),
  request(subjects.elementSet, 'mission-planning'),
  event(subjects.contactWindowsPredicted, 'flight-dynamics'),
  event(subjects.contactWindowsMoved, 'flight-dynamics'),
  event(subjects.anyParameters, 'telemetry-command'),
  event(subjects.anyAlarm, 'telemetry-command'),
  event(subjects.anyGap, 'telemetry-command'),
  event(subjects.anyCommand, 'telemetry-command'),
  event(subjects.anyCop1, 'telemetry-command'),
  event(subjects.anyConsole, 'telemetry-command'),
  event(subjects.anyGroundAlarm, 'telemetry-command'),
  request(subjects.transferCltu(anySpacecraft), 'telemetry-command'),
  request(subjects.radiateCltu(anySite), 'interconnect'),
  event(subjects.anyCltuNotification, 'station'),
  event(subjects.anyMissionCltuNotification, 'interconnect'),
];

const parsed = new WeakMap<readonly SubjectRule[], readonly (readonly string[])[]>();

function filtersOf(rules: readonly SubjectRule[]): readonly (readonly string[])[] {
  const filters = parsed.get(rules) ?? rules.map(({ filter }) => parseFilter(filter));
  parsed.set(rules, filters);
  return filters;
}

/** The rule of a subject; undefined for one that nobody may speak on. */
export function ruleOfSubject(
  subject: string,
  kind: SubjectRule['kind'],
  rules: readonly SubjectRule[] = subjectPolicy,
): SubjectRule | undefined {
  const filters = filtersOf(rules);
  return rules.find((rule, i) => rule.kind === kind && matches(filters[i] ?? [], subject));
}

/** Whether anything that a rule speaks of can reach this filter. */
export function isFilterKnown(
  filter: string,
  kind: SubjectRule['kind'],
  rules: readonly SubjectRule[] = subjectPolicy,
): boolean {
  const tokens = parseFilter(filter);
  const filters = filtersOf(rules);
  return rules.some((rule, i) => rule.kind === kind && overlap(filters[i] ?? [], tokens));
}
