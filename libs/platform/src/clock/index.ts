export { MissionClock, WallClock, type CancelTimer } from './clock.port.js';
export { SystemWallClock } from './wall-clock.js';
export { AnchoredMissionClock } from './anchored-mission-clock.js';
export {
  MissionClockSpecError,
  formatMissionClockSpec,
  missionAt,
  parseMissionClockSpec,
  type MissionClockAnchor,
} from './mission-clock-spec.js';
export { MissionClockFileError, MissionClockStore, type ResumedClock } from './mission-clock-store.js';
export { ManualMissionClock } from './testing/manual-mission-clock.js';
