// FARM-1 state table: CCSDS 232.1-B-2, table 6-1 (rows from the events' definitions; Wait in S3 from memory). One FARM-1 a virtual channel.
// FARM-1 with the retransmission variant only (PW = NW = W / 2, 6.1.8); the optional Aborted Indication is left out.
import {
  type FarmAction,
  type FarmDiscardReason,
  type FarmEvent,
  type FarmEventName,
  type FarmParameters,
  type FarmState,
  type FarmStateName,
  type FarmStep,
  farmPositiveWindow,
} from './farm-state.js';
import { nextNumber, stepsAhead } from './sequence-number.js';

interface Outcome {
  readonly state: FarmState;
  readonly actions: readonly FarmAction[];
}
/** What one cell of the table does. */
type Cell = (state: FarmState, event: FarmEvent) => Outcome;

const quiet = (state: FarmState): Outcome => ({ state, actions: [] });
const ignore: Cell = quiet;

const discard =
  (reason: FarmDiscardReason, change: Partial<FarmState> = {}): Cell =>
  (state, event) => ({
    state: { ...state, ...change },
    actions: [{ kind: 'discard', frame: event.kind === 'ad-frame' ? 'AD' : 'invalid', reason }],
  });

const acceptAd: Cell = (state) => ({
  state: { ...state, receiverFrameSequenceNumber: nextNumber(state.receiverFrameSequenceNumber), retransmit: false },
  actions: [{ kind: 'deliver', frame: 'AD' }],
});

const countB = (state: FarmState): FarmState => ({ ...state, farmBCounter: (state.farmBCounter + 1) % 4 });

const acceptBd: Cell = (state) => ({ state: countB(state), actions: [{ kind: 'deliver', frame: 'BD' }] });

const open = { name: 'S1', lockout: false, wait: false, retransmit: false } as const;
const locked = { name: 'S3', lockout: true } as const;

const unlock: Cell = (state) => quiet({ ...countB(state), ...open });

const setVr: Cell = (state, event) => {
  const value =
    event.kind === 'bc-frame' && event.command.command === 'set-vr'
      ? event.command.value
      : state.receiverFrameSequenceNumber;
  return quiet({ ...countB(state), ...open, receiverFrameSequenceNumber: value });
};

/** A legal command that is not executed still counts (trap 26). */
const countOnly: Cell = (state) => quiet(countB(state));

const release: Cell = (state) => quiet({ ...state, wait: false, name: state.name === 'S2' ? 'S1' : state.name });

const everywhere = (cell: Cell): Readonly<Record<FarmStateName, Cell>> => ({ S1: cell, S2: cell, S3: cell });
const shut = discard('lockout');

const table: Readonly<Record<FarmEventName, Readonly<Record<FarmStateName, Cell>>>> = {
  // Type-AD frame: N(S) = V(R), room for it; not applicable in S2, which has no room by definition.
  E1: { S1: acceptAd, S2: discard('waiting'), S3: shut },
  // N(S) = V(R), no room.
  E2: { S1: discard('no-buffer', { name: 'S2', retransmit: true, wait: true }), S2: discard('waiting'), S3: shut },
  // V(R) < N(S) <= V(R) + PW - 1: a frame was lost.
  E3: { S1: discard('ahead-in-window', { retransmit: true }), S2: discard('waiting'), S3: shut },
  // V(R) - NW <= N(S) < V(R): seen before.
  E4: { S1: discard('repeated'), S2: discard('repeated'), S3: shut },
  // Outside the window.
  E5: { S1: discard('outside-window', locked), S2: discard('outside-window', locked), S3: shut },
  // Type-BD frame.
  E6: everywhere(acceptBd),
  // Unlock.
  E7: everywhere(unlock),
  // Set V(R).
  E8: { S1: setVr, S2: setVr, S3: countOnly },
  // Invalid frame.
  E9: everywhere(discard('invalid')),
  // Buffer release.
  E10: { S1: ignore, S2: release, S3: release },
  // CLCW report time.
  E11: everywhere(ignore),
};

/** 6.1.8: where N(S) lies in the sliding window. */
function classifyAd(
  parameters: FarmParameters,
  state: FarmState,
  frame: Extract<FarmEvent, { kind: 'ad-frame' }>,
): FarmEventName {
  const width = farmPositiveWindow(parameters);
  const ahead = stepsAhead(state.receiverFrameSequenceNumber, frame.frameSequenceNumber);
  if (ahead === 0) return frame.bufferAvailable ? 'E1' : 'E2';
  if (ahead < width) return 'E3';
  return stepsAhead(frame.frameSequenceNumber, state.receiverFrameSequenceNumber) <= width ? 'E4' : 'E5';
}

function classify(parameters: FarmParameters, state: FarmState, event: FarmEvent): FarmEventName {
  switch (event.kind) {
    case 'ad-frame':
      return classifyAd(parameters, state, event);
    case 'bd-frame':
      return 'E6';
    case 'bc-frame':
      return event.command.command === 'unlock' ? 'E7' : 'E8';
    case 'invalid-frame':
      return 'E9';
    case 'buffer-release':
      return 'E10';
    case 'report':
      return 'E11';
  }
}

/** One step of FARM-1: the event's row and the state's column of table 6-1. The state given is not changed. */
export function stepFarm(parameters: FarmParameters, state: FarmState, event: FarmEvent): FarmStep {
  const name = classify(parameters, state, event);
  const outcome = table[name][state.name](state, event);
  return { ...outcome, event: name, from: state.name, to: outcome.state.name };
}
