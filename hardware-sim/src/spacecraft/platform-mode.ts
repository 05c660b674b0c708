import { type Tai } from '@app/time';
import { type OnBoardComputer } from './on-board-computer.js';
import { type OnBoardReport } from './on-board-report.js';
import { type EventContainer, type SpacecraftEvent } from './spacecraft-events.js';

/** PLF_MODE of the reference mission database, as events name it. */
export const platformModes = { SAFE: 0, NOMINAL: 1, IMAGING: 2 } as const;
export type PlatformMode = keyof typeof platformModes;

const APID_OBC = 100;

function ofComputer(at: Tai, container: EventContainer, id: SpacecraftEvent['id'], auxiliary: number): OnBoardReport {
  return { kind: 'event', at, event: { at, container, apid: APID_OBC, id, auxiliary } };
}

export function modeChanged(at: Tai, mode: PlatformMode): OnBoardReport {
  return ofComputer(at, 'EVENT_INFORMATIVE', 'MODE_CHANGED', platformModes[mode]);
}

/**
 * The on-board computer gives up its plan: payload off, arrays to the Sun, heaters by their thermostats. Nothing happens in a spacecraft
 * that is in safe mode already.
 */
export function enterSafeMode(computer: OnBoardComputer, at: Tai): void {
  const { history } = computer;
  if (history.state.attitudeMode === 'SAFE') return;
  history.change(at, { attitudeMode: 'SAFE', imaging: undefined, heaters: {} });
  computer.report(ofComputer(at, 'EVENT_HIGH', 'SAFE_MODE_ENTERED', 0));
  computer.report(modeChanged(at, 'SAFE'));
}

/** Back to what it does by itself; nothing where a telecommand has brought it out before. */
export function leaveSafeMode(computer: OnBoardComputer, at: Tai): void {
  const { history } = computer;
  if (history.state.attitudeMode !== 'SAFE') return;
  history.change(at, { attitudeMode: undefined });
  computer.report(modeChanged(at, 'NOMINAL'));
}
