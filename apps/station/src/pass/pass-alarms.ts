import type { PassAlarm } from '@app/contracts';
import { isOver, type PassState } from './pass.machine.js';

/** The alarms of a pass that goes on: those that stood before keep their order, new ones come after them. A pass that is over has none. */
export function passAlarms(
  before: readonly PassAlarm[],
  state: PassState,
  uplink: { readonly overdue: boolean },
): PassAlarm[] {
  if (isOver(state.phase)) return [];
  const stands: Readonly<Record<PassAlarm, boolean>> = {
    'no-telemetry': state.firstFrameOverdue,
    'uplink-not-acquired': uplink.overdue,
    'rotator-down': state.rotator.link === 'down',
    'baseband-down': state.baseband.link === 'down',
    'off-target': state.rotator.link !== 'down' && state.offTarget !== null,
  };
  const raised = (Object.keys(stands) as PassAlarm[]).filter((alarm) => stands[alarm]);
  return [...before.filter((alarm) => stands[alarm]), ...raised.filter((alarm) => !before.includes(alarm))];
}
