import { type MissionClockAnchor, type MissionClockStore, parseMissionClockSpec } from '@app/platform';
import type { Tai } from '@app/time';

/** Where a mission clock came from: said at the start, so that nobody wonders. */
export interface ChosenClock {
  readonly anchor: MissionClockAnchor;
  readonly origin: 'given' | 'resumed' | 'demonstration' | 'real';
}

/** Mission time is wall time. */
export function isRealTime({ mission, wall, rate }: MissionClockAnchor): boolean {
  return mission === wall && rate === 1;
}

/**
 * The clock given by configuration; else the one of the data folder, so that a restart resumes; else the demonstration's, else real
 * time. Throws MissionClockSpecError, MissionClockFileError.
 */
export function chooseMissionClock(
  spec: string | undefined,
  store: MissionClockStore,
  wallNow: Tai,
  demonstration: { missionTime: Tai; rate: number } | undefined,
): ChosenClock {
  if (spec !== undefined) return { anchor: parseMissionClockSpec(spec, wallNow), origin: 'given' };
  const resumed = store.resume(wallNow);
  if (resumed !== undefined) return { anchor: resumed, origin: 'resumed' };
  if (demonstration !== undefined) {
    return {
      anchor: { mission: demonstration.missionTime, wall: wallNow, rate: demonstration.rate },
      origin: 'demonstration',
    };
  }
  return { anchor: { mission: wallNow, wall: wallNow, rate: 1 }, origin: 'real' };
}
