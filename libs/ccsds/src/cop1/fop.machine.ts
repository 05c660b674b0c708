// FOP-1 state table: CCSDS 232.1-B-2, table 5-1. A row is an event, a column a state, a cell the actions in their order and the next
// state. A cell that is missing is not applicable: the event is ignored. The book's own table was not at hand: cells and order follow the
// oracle's table and traces, and section 5.2 as quoted in public.
import {
  accept,
  adReady,
  alert,
  bcReady,
  bdReady,
  bdRefused,
  confirm,
  confirmOpenDirective,
  initialise,
  openDirective,
  reject,
  resume,
  setSlidingWindow,
  setT1Initial,
  setTimeoutType,
  setTransmissionLimit,
  setVs,
  suspend,
  unlessSuspended,
} from './fop-actions.js';
import { classifyFopEvent } from './fop-classify.js';
import { type FopEvent, type FopEventName } from './fop-events.js';
import { type FopPractice, bookPractice } from './fop-practice.js';
import { type FopState, type FopStateName, type FopStep } from './fop-state.js';
import {
  addToWaitQueue,
  initiateRetransmission,
  lookForDirective,
  lookForFrame,
  lookForFrameAfterWait,
  releaseBcFrame,
  removeAcknowledged,
  transmitBd,
  transmitSetVr,
  transmitUnlock,
} from './fop-transmission.js';
import { type FopRule, cancelTimer, inOrder, startTimer } from './fop-work.js';

interface Cell {
  readonly rule: FopRule;
  readonly next: FopStateName | 'same';
}
type Row = Readonly<Partial<Record<FopStateName, Cell>>>;

const same = (...rules: readonly FopRule[]): Cell => ({ rule: inOrder(...rules), next: 'same' });
const to = (next: FopStateName, ...rules: readonly FopRule[]): Cell => ({ rule: inOrder(...rules), next });
const ignore = same();
const rejects = same(reject);
const alerts = (...[code]: Parameters<typeof alert>): Cell => to('S6', alert(code));

const inEach = (cell: Cell): Row => ({ S1: cell, S2: cell, S3: cell, S4: cell, S5: cell, S6: cell });
const whileActive = (cell: Cell): Row => ({ S1: cell, S2: cell, S3: cell });
const beforeInitial = (cell: Cell): Row => ({ ...whileActive(cell), S4: cell, S5: cell });
/** Rejected unless FOP-1 is in its Initial state. */
const onlyInitial = (cell: Cell): Row => ({ ...inEach(rejects), S6: cell });
const setup = (set: FopRule): Row => inEach(same(accept, set, confirm));
const retransmit = [initiateRetransmission, lookForFrame] as const;

export const fopTable: Readonly<Record<FopEventName, Row>> = {
  // CLCW, N(R) = V(S): all frames acknowledged.
  E1: {
    S1: ignore,
    S2: alerts('synch'),
    S3: alerts('synch'),
    S4: to('S1', confirmOpenDirective, cancelTimer),
    S5: to('S1', confirmOpenDirective, releaseBcFrame, cancelTimer),
    S6: ignore,
  },
  E2: {
    S1: same(removeAcknowledged, cancelTimer, lookForFrame),
    S2: to('S1', removeAcknowledged, cancelTimer, lookForFrame),
    S3: to('S1', removeAcknowledged, cancelTimer, lookForFrame),
    S6: ignore,
  },
  E3: { ...beforeInitial(alerts('clcw')), S6: ignore },
  E4: { ...whileActive(alerts('synch')), S4: alerts('synch'), S5: ignore, S6: ignore },
  // CLCW, NN(R) <= N(R) < V(S): some frames not yet acknowledged.
  E5: { S1: ignore, S2: alerts('synch'), S3: alerts('synch'), S6: ignore },
  E6: {
    S1: same(removeAcknowledged, lookForFrame),
    S2: to('S1', removeAcknowledged, lookForFrame),
    S3: to('S1', removeAcknowledged, lookForFrame),
    S6: ignore,
  },
  E7: { ...whileActive(alerts('clcw')), S6: ignore },
  E101: { ...whileActive(to('S6', removeAcknowledged, alert('limit'))), S6: ignore },
  E102: { ...whileActive(alerts('limit')), S6: ignore },
  E8: {
    S1: to('S2', removeAcknowledged, ...retransmit),
    S2: same(removeAcknowledged, ...retransmit),
    S3: to('S2', removeAcknowledged, ...retransmit),
    S6: ignore,
  },
  E9: {
    S1: to('S3', removeAcknowledged),
    S2: to('S3', removeAcknowledged),
    S3: same(removeAcknowledged),
    S6: ignore,
  },
  E10: {
    S1: to('S2', ...retransmit),
    S2: ignore,
    S3: to('S2', initiateRetransmission, lookForFrameAfterWait),
    S6: ignore,
  },
  E11: { S1: to('S3'), S2: to('S3'), S3: ignore, S6: ignore },
  E12: { S1: to('S2'), S2: ignore, S3: to('S2'), S6: ignore },
  E103: { S1: to('S3'), S2: to('S3'), S3: ignore, S6: ignore },
  // CLCW, N(R) out of NN(R) to V(S); lockout; not a legal CLCW.
  E13: { ...whileActive(alerts('nn-r')), S4: alerts('nn-r'), S5: ignore, S6: ignore },
  E14: { ...whileActive(alerts('lockout')), S4: alerts('lockout'), S5: ignore, S6: ignore },
  E15: { ...beforeInitial(alerts('clcw')), S6: ignore },
  // Timer expired, below and at the transmission limit.
  E16: {
    S1: same(...retransmit),
    S2: same(...retransmit),
    S3: ignore,
    S4: alerts('t1'),
    S5: same(initiateRetransmission, lookForDirective),
  },
  E104: {
    S1: same(...retransmit),
    S2: same(...retransmit),
    S3: ignore,
    S4: to('S6', suspend(4)),
    S5: same(initiateRetransmission, lookForDirective),
  },
  E17: beforeInitial(alerts('t1')),
  E18: {
    S1: to('S6', suspend(1)),
    S2: to('S6', suspend(2)),
    S3: to('S6', suspend(3)),
    S4: to('S6', suspend(4)),
    S5: alerts('t1'),
  },
  // Requests to transfer a data unit.
  E19: {
    ...inEach(rejects),
    S1: same(addToWaitQueue, lookForFrame),
    S2: same(addToWaitQueue, lookForFrame),
    S3: same(addToWaitQueue),
  },
  E20: inEach(rejects),
  E21: inEach(same(transmitBd)),
  E22: inEach(rejects),
  // Directives.
  E23: onlyInitial(to('S1', accept, initialise, confirm)),
  E24: onlyInitial(to('S4', accept, initialise, openDirective, startTimer)),
  E25: onlyInitial(to('S5', accept, initialise, openDirective, transmitUnlock)),
  E26: inEach(rejects),
  E27: onlyInitial(to('S5', accept, initialise, openDirective, setVs, transmitSetVr)),
  E28: inEach(rejects),
  E29: { ...beforeInitial(to('S6', accept, alert('term'), confirm)), S6: same(accept, confirm) },
  E30: inEach(rejects),
  E31: { S6: to('S1', accept, resume, confirm) },
  E32: { S6: to('S2', accept, resume, confirm) },
  E33: { S6: to('S3', accept, resume, confirm) },
  E34: { S6: to('S4', accept, resume, confirm) },
  E35: onlyInitial(same(unlessSuspended(inOrder(accept, setVs, confirm)))),
  E36: setup(setSlidingWindow),
  E37: setup(setT1Initial),
  E38: setup(setTransmissionLimit),
  E39: setup(setTimeoutType),
  E40: inEach(rejects),
  // Answers of the lower procedures. After a refusal the kind is ready again: nothing of it is outstanding (5.1.6).
  E41: { ...inEach(same(adReady)), S1: same(adReady, lookForFrame), S2: same(adReady, lookForFrame) },
  E42: inEach(to('S6', adReady, alert('llif'))),
  E43: { ...inEach(same(bcReady)), S5: same(bcReady, lookForDirective) },
  E44: inEach(to('S6', bcReady, alert('llif'))),
  E45: inEach(same(bdReady)),
  E46: inEach(to('S6', bdRefused, alert('llif'))),
};

/** One step of FOP-1: the event's row and the state's column of table 5-1. The state given is not changed. */
export function stepFop(state: FopState, event: FopEvent, practice: FopPractice = bookPractice): FopStep {
  const name = classifyFopEvent(state, event, practice);
  const cell = fopTable[name][state.name] ?? ignore;
  const done = cell.rule({ state, actions: [], event, practice });
  const next = cell.next === 'same' ? state.name : cell.next;
  return { state: { ...done.state, name: next }, actions: done.actions, event: name, from: state.name, to: next };
}
