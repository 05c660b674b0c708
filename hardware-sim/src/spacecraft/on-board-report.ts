import { type RequestId } from '@app/ccsds';
import { type Tai } from '@app/time';
import { type SpacecraftEvent } from './spacecraft-events.js';
import { type HousekeepingContainer } from './telemetry-values.js';

/** Labels of TC_FAILURE_CODE in the reference mission database that this spacecraft reports. */
export type FailureCode =
  | 'WRONG_LENGTH'
  | 'WRONG_CHECKSUM'
  | 'UNKNOWN_COMMAND'
  | 'ARGUMENT_OUT_OF_RANGE'
  | 'NOT_IN_THIS_MODE'
  | 'ALREADY_RUNNING'
  | 'NOT_RUNNING';

export type VerificationContainer =
  'TC_ACCEPTED' | 'TC_ACCEPTANCE_FAILED' | 'TC_STARTED' | 'TC_START_FAILED' | 'TC_COMPLETED';

/** What happened to a telecommand, for the ground. */
export interface Verification {
  readonly kind: 'verification';
  readonly at: Tai;
  readonly container: VerificationContainer;
  /** The application process that reports. */
  readonly apid: number;
  readonly request: RequestId;
  readonly failureCode?: FailureCode;
}

/** A report that a command, or the receiver, gave rise to. All are recorded for playback but housekeeping, which is recorded anyway. */
export type OnBoardReport =
  | Verification
  | { readonly kind: 'connection-test'; readonly at: Tai }
  | { readonly kind: 'event'; readonly at: Tai; readonly event: SpacecraftEvent }
  | { readonly kind: 'housekeeping'; readonly at: Tai; readonly container: HousekeepingContainer };
