import type { ContactId, GroundAlarm, PassAlarm, PassStatus } from '@app/contracts';
import { passAlarmSchema } from '@app/contracts';

/** An alarm that lasts. */
export type OpenAlarm = Pick<GroundAlarm, 'spacecraft' | 'contact' | 'site' | 'antenna' | 'kind'>;

/** What a status of a pass changes. */
export interface AlarmChanges {
  readonly raised: readonly PassAlarm[];
  readonly cleared: readonly { readonly alarm: OpenAlarm; readonly explanation: string }[];
}

const passAlarms: ReadonlySet<string> = new Set(passAlarmSchema.options);
const overPhases: ReadonlySet<PassStatus['phase']> = new Set(['completed', 'failed', 'aborted']);

const texts: Readonly<Record<PassAlarm, string>> = {
  'no-telemetry': 'no telemetry since AOS',
  'uplink-not-acquired': 'the spacecraft does not say that it has the uplink',
  'rotator-down': 'the rotator does not answer',
  'baseband-down': 'the baseband unit does not answer',
  'off-target': 'the antenna does not point at the spacecraft',
};

export const passAlarmText = (kind: PassAlarm): string => texts[kind];

/** One open alarm of a kind for each contact, and of the uplink's own kinds for each spacecraft. */
export function alarmKey({ spacecraft, contact, kind }: OpenAlarm): string {
  return passAlarms.has(kind) ? `${contact} ${kind}` : `${spacecraft} ${kind}`;
}

/**
 * An alarm of a pass lasts while its station lists it, and not beyond the pass. What is still open of an antenna's earlier contact ends
 * when the antenna goes on with the next one: its station did not get round to saying so.
 */
export function alarmChanges(
  open: readonly OpenAlarm[],
  { contact, antenna, phase, alarms }: PassStatus,
): AlarmChanges {
  const over = overPhases.has(phase);
  const isOf = (one: OpenAlarm, which: ContactId): boolean => one.contact === which && passAlarms.has(one.kind);
  const mine = open.filter((one) => isOf(one, contact));
  const listed = new Set<string>(over ? [] : alarms);
  const before = open.filter((one) => one.antenna === antenna && one.contact !== contact && passAlarms.has(one.kind));
  return {
    raised: over ? [] : alarms.filter((kind) => !mine.some((one) => one.kind === kind)),
    cleared: [
      ...mine
        .filter(({ kind }) => !listed.has(kind))
        .map((alarm) => ({
          alarm,
          explanation: over ? `the pass is over: ${phase}` : 'the station no longer says so',
        })),
      ...before.map((alarm) => ({ alarm, explanation: `${antenna} is with ${contact}` })),
    ],
  };
}
