import type { Command, SpacecraftId } from '@app/contracts';
import type { ReportedClcw } from '../processing/clcw.js';

/** What a batch of telemetry says to those who command, once it is committed. */
export interface CommittedTelemetry {
  /** In the order of the mission log. */
  readonly clcws: readonly ReportedClcw[];
  /** Commands that the spacecraft's verification reports have changed. */
  readonly reported: readonly Command[];
}

/** Hears of each committed batch; takes it at once and works on it later. Never throws. Type and token in one. */
export abstract class TelemetryListener {
  abstract committed(spacecraft: SpacecraftId, telemetry: CommittedTelemetry): void;
}
