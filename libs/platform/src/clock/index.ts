export { MissionClock, WallClock, type CancelTimer } from './clock.port.js';
export { type MachineTime, SystemWallClock } from './wall-clock.js';
export { AnchoredMissionClock } from './anchored-mission-clock.js';
export {
  MissionClockSpecError,
  formatMissionClockSpec,
  missionAt,
  parseMissionClockSpec,
  type MissionClockAnchor,
} from './mission-clock-spec.js';
export { MissionClockFileError, MissionClockStore, OtherModeError } from './mission-clock-store.js';
export { ManualMissionClock } from './testing/manual-mission-clock.js';
export { repeatUntil } from './repeat.js';
export { FollowingMissionClock, PacedMissionClock, sharedClockMemory } from './paced-mission-clock.js';
