// FOP-1, the sending end of COP-1: CCSDS 232.1-B-2, section 5.1 (variables) and what a step gives back.
import { type ControlCommand } from './control-command.js';
import { Cop1Error, wholeNumber } from './cop1-error.js';
import { type FopDirectiveType, type FopEventName } from './fop-events.js';

/** S1 Active, S2 Retransmit without Wait, S3 Retransmit with Wait, S4 Initialising without BC Frame, S5 with BC Frame, S6 Initial. */
export type FopStateName = 'S1' | 'S2' | 'S3' | 'S4' | 'S5' | 'S6';

/** 0: not suspended; 1 to 4: the state that Resume goes back to. */
export type FopSuspendState = 0 | 1 | 2 | 3 | 4;

export interface FopParameters {
  /** FOP_Sliding_Window_Width: 1 to 255, at most the FARM's PW (`checkWindows`). */
  readonly windowWidth: number; // K
  /** Timer_Initial_Value in seconds, more than 0. */
  readonly t1InitialSeconds: number; // T1_Initial
  /** How often the first frame of the Sent_Queue may be sent: 1 or more. */
  readonly transmissionLimit: number;
  /** What follows when timer and limit are both reached: 0 = alert, 1 = suspend. */
  readonly timeoutType: number; // TT
}

export type FopSentFrame =
  | {
      readonly kind: 'AD';
      readonly tag: string;
      readonly frameSequenceNumber: number; // N(S)
      readonly toBeRetransmitted: boolean;
    }
  | {
      readonly kind: 'BC';
      readonly tag: string;
      readonly command: ControlCommand;
      readonly toBeRetransmitted: boolean;
    };

/** FOP-1 of one virtual channel. Plain JSON. */
export interface FopState {
  readonly name: FopStateName;
  readonly parameters: FopParameters;
  readonly transmitterFrameSequenceNumber: number; // V(S)
  readonly expectedAcknowledgement: number; // NN(R)
  readonly transmissionCount: number;
  readonly suspendState: FopSuspendState; // SS
  /** Tag of the one service data unit that waits, null: none. */
  readonly waitQueue: string | null;
  readonly sentQueue: readonly FopSentFrame[];
  readonly adOutReady: boolean; // AD_Out_Flag
  readonly bcOutReady: boolean; // BC_Out_Flag
  /** BD_Out_Flag: null = Ready, else the tag whose frame the lower procedures have not answered. */
  readonly bdOutstanding: string | null;
  /** The Initiate AD directive that was accepted and is not yet confirmed. */
  readonly openDirective: { readonly tag: string; readonly type: FopDirectiveType } | null;
}

export type FopAlertCode = 'limit' | 't1' | 'lockout' | 'synch' | 'nn-r' | 'clcw' | 'llif' | 'term';

/** What is accepted, rejected or confirmed. */
export type FopSubject =
  | { readonly service: 'AD' | 'BD'; readonly tag: string }
  | { readonly service: 'directive'; readonly tag: string; readonly directive: FopDirectiveType };

/** A frame to build and pass to the lower procedures, which answer with a `lower-layer` event. */
export type FopFrame =
  | {
      readonly kind: 'AD';
      readonly tag: string;
      readonly frameSequenceNumber: number; // N(S)
      readonly retransmission: boolean;
    }
  | { readonly kind: 'BC'; readonly tag: string; readonly command: ControlCommand; readonly retransmission: boolean }
  | { readonly kind: 'BD'; readonly tag: string };

export type FopAction =
  | { readonly kind: 'accept' | 'reject' | 'positive-confirm' | 'negative-confirm'; readonly of: FopSubject }
  | { readonly kind: 'transmit'; readonly frame: FopFrame }
  /** Starts the one timer, or starts it anew. */
  | { readonly kind: 'start-timer'; readonly seconds: number }
  | { readonly kind: 'cancel-timer' }
  | { readonly kind: 'alert'; readonly code: FopAlertCode }
  | { readonly kind: 'suspend'; readonly suspendState: FopSuspendState };

export interface FopStep {
  readonly state: FopState;
  /** In the order in which the table gives them. */
  readonly actions: readonly FopAction[];
  readonly event: FopEventName;
  readonly from: FopStateName;
  readonly to: FopStateName;
}

/** Throws Cop1Error: a parameter out of its range. */
export function fopParameters(parameters: FopParameters): FopParameters {
  const what = 'FOP-1 parameters';
  const { windowWidth, t1InitialSeconds, transmissionLimit, timeoutType } = parameters;
  wholeNumber(what, 'window width K', windowWidth, 1, 255);
  wholeNumber(what, 'transmission limit', transmissionLimit, 1, Number.MAX_SAFE_INTEGER);
  wholeNumber(what, 'timeout type', timeoutType, 0, 1);
  if (!Number.isFinite(t1InitialSeconds) || t1InitialSeconds <= 0)
    throw new Cop1Error(what, 'T1_Initial', 'seconds, more than 0', `${t1InitialSeconds}`);
  return { windowWidth, t1InitialSeconds, transmissionLimit, timeoutType };
}

/** FOP-1 in the Initial state (S6) with V(S) = NN(R) = 0. Throws Cop1Error: a parameter out of its range. */
export function initialFop(parameters: FopParameters): FopState {
  return {
    name: 'S6',
    parameters: fopParameters(parameters),
    transmitterFrameSequenceNumber: 0,
    expectedAcknowledgement: 0,
    transmissionCount: 0,
    suspendState: 0,
    waitQueue: null,
    sentQueue: [],
    adOutReady: true,
    bcOutReady: true,
    bdOutstanding: null,
    openDirective: null,
  };
}
