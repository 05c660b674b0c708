// FARM-1, the receiving end of COP-1: CCSDS 232.1-B-2, section 6.1 (variables).
import { type Clcw } from '../ocf/clcw.js';
import { type ControlCommand } from './control-command.js';
import { Cop1Error, wholeNumber } from './cop1-error.js';

/** S1 Open, S2 Wait, S3 Lockout. */
export type FarmStateName = 'S1' | 'S2' | 'S3';

/** Managed parameters. Make them with `farmParameters`. PW = NW = W / 2. */
export interface FarmParameters {
  /** FARM_Sliding_Window_Width: even, 2 to 254. */
  readonly windowWidth: number; // W
}

/** FARM-1 of one virtual channel. Plain JSON. */
export interface FarmState {
  readonly name: FarmStateName;
  readonly lockout: boolean;
  readonly wait: boolean;
  readonly retransmit: boolean;
  readonly receiverFrameSequenceNumber: number; // V(R)
  /** Type-BD and type-BC frames accepted, modulo 4: the CLCW shows two bits. */
  readonly farmBCounter: number;
}

export type FarmEvent =
  | {
      readonly kind: 'ad-frame';
      readonly frameSequenceNumber: number; // N(S)
      /** Whether the higher procedures have room for its data. */
      readonly bufferAvailable: boolean;
    }
  | { readonly kind: 'bd-frame' }
  | { readonly kind: 'bc-frame'; readonly command: ControlCommand }
  /** A frame that failed its validation, or a type-BC frame without a control command. */
  | { readonly kind: 'invalid-frame' }
  /** The higher procedures took data and have room again. */
  | { readonly kind: 'buffer-release' }
  /** It is time to report: read `farmReport`. */
  | { readonly kind: 'report' };

/** Rows of table 6-1. */
export type FarmEventName = 'E1' | 'E2' | 'E3' | 'E4' | 'E5' | 'E6' | 'E7' | 'E8' | 'E9' | 'E10' | 'E11';

export type FarmDiscardReason =
  'no-buffer' | 'ahead-in-window' | 'repeated' | 'outside-window' | 'waiting' | 'lockout' | 'invalid';

export type FarmAction =
  | { readonly kind: 'deliver'; readonly frame: 'AD' | 'BD' }
  | { readonly kind: 'discard'; readonly frame: 'AD' | 'invalid'; readonly reason: FarmDiscardReason };

export interface FarmStep {
  readonly state: FarmState;
  readonly actions: readonly FarmAction[];
  readonly event: FarmEventName;
  readonly from: FarmStateName;
  readonly to: FarmStateName;
}

/** The CLCW fields that FARM-1 owns. */
export type FarmReport = Pick<Clcw, 'lockout' | 'wait' | 'retransmit' | 'farmBCounter' | 'reportValue'>;

/** Throws Cop1Error: W is not an even number from 2 to 254. */
export function farmParameters(windowWidth: number): FarmParameters {
  wholeNumber('FARM-1 parameters', 'window width W', windowWidth, 2, 254);
  if (windowWidth % 2 !== 0)
    throw new Cop1Error('FARM-1 parameters', 'window width W', 'an even number', `${windowWidth}`);
  return { windowWidth };
}

/** PW: how far ahead of V(R) a frame may lie, V(R) included. NW has the same width. */
export const farmPositiveWindow = (parameters: FarmParameters): number => parameters.windowWidth / 2;

/** A FARM-1 that starts up: Open unless told otherwise, V(R) = 0. Throws Cop1Error: V(R) is not 0 to 255. */
export function initialFarm(
  start: { readonly name?: FarmStateName; readonly receiverFrameSequenceNumber?: number } = {},
): FarmState {
  const { name = 'S1', receiverFrameSequenceNumber = 0 } = start;
  return {
    name,
    lockout: name === 'S3',
    wait: name === 'S2',
    retransmit: false,
    receiverFrameSequenceNumber: wholeNumber('FARM-1', 'V(R)', receiverFrameSequenceNumber, 0, 255),
    farmBCounter: 0,
  };
}

/** 6.2.4 REPORT. */
export function farmReport(state: FarmState): FarmReport {
  return {
    lockout: state.lockout,
    wait: state.wait,
    retransmit: state.retransmit,
    farmBCounter: state.farmBCounter,
    reportValue: state.receiverFrameSequenceNumber,
  };
}
