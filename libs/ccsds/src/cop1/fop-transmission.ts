// FOP-1's actions that send, send again and confirm frames: CCSDS 232.1-B-2, 5.2.4 to 5.2.10. Left out: the Abort request to the lower
// procedures (5.2.7 a); a frame they hold is sent before its retransmission.
import { type ControlCommand } from './control-command.js';
import { type FopSentFrame } from './fop-state.js';
import { type FopRule, type FopWork, act, change, startTimer } from './fop-work.js';
import { FRAME_SEQUENCE_MODULO, nextNumber, stepsAhead } from './sequence-number.js';

/** The data unit waits for its turn (E19). */
export const addToWaitQueue: FopRule = (work) => {
  if (work.event.kind !== 'ad-request') return work;
  const { transmitterFrameSequenceNumber } = work.state;
  return change(work, {
    waitQueue: work.event.tag,
    ...(work.practice.numbering === 'on-request'
      ? { transmitterFrameSequenceNumber: nextNumber(transmitterFrameSequenceNumber) }
      : {}),
  });
};

/** N(S) of the data unit that waits: V(S), unless V(S) has counted it already. */
const waitingNumber = ({ state, practice }: FopWork): number =>
  practice.numbering === 'on-request'
    ? stepsAhead(1, state.transmitterFrameSequenceNumber)
    : state.transmitterFrameSequenceNumber;

/** 5.2.4 */
const transmitAd =
  (tag: string): FopRule =>
  (work) => {
    const frameSequenceNumber = waitingNumber(work);
    const { sentQueue, transmissionCount } = work.state;
    const sent = change(work, {
      transmitterFrameSequenceNumber: nextNumber(frameSequenceNumber),
      sentQueue: [...sentQueue, { kind: 'AD', tag, frameSequenceNumber, toBeRetransmitted: false }],
      transmissionCount: sentQueue.length === 0 ? 1 : transmissionCount,
      adOutReady: false,
    });
    const frame = { kind: 'AD', tag, frameSequenceNumber, retransmission: false } as const;
    return act(startTimer(sent), { kind: 'transmit', frame });
  };

/** 5.2.5 */
const transmitBc =
  (command: ControlCommand): FopRule =>
  (work) => {
    if (work.event.kind !== 'directive') return work;
    const { tag } = work.event;
    const sent = change(work, {
      sentQueue: [...work.state.sentQueue, { kind: 'BC', tag, command, toBeRetransmitted: false }],
      transmissionCount: 1,
      bcOutReady: false,
    });
    return act(startTimer(sent), { kind: 'transmit', frame: { kind: 'BC', tag, command, retransmission: false } });
  };

export const transmitUnlock = transmitBc({ command: 'unlock' });
export const transmitSetVr: FopRule = (work) =>
  work.event.kind === 'directive' && 'value' in work.event.directive
    ? transmitBc({ command: 'set-vr', value: work.event.directive.value })(work)
    : work;

/** 5.2.6 */
export const transmitBd: FopRule = (work) => {
  if (work.event.kind !== 'bd-request') return work;
  const { tag } = work.event;
  return act(change(work, { bdOutstanding: tag }), { kind: 'transmit', frame: { kind: 'BD', tag } });
};

/** 5.2.7, for whichever kind is on the Sent_Queue: AD frames, or the one BC frame. */
export const initiateRetransmission: FopRule = (work) =>
  startTimer(
    change(work, {
      transmissionCount: work.state.transmissionCount + 1,
      sentQueue: work.state.sentQueue.map((frame) => ({ ...frame, toBeRetransmitted: true })),
    }),
  );

/** 5.2.8: frames before N(R) are confirmed and leave the Sent_Queue. */
export const removeAcknowledged: FopRule = (work) => {
  if (work.event.kind !== 'clcw') return work;
  const { sentQueue, expectedAcknowledgement, parameters } = work.state;
  const { reportValue } = work.event.clcw;
  const isOutstanding = (frame: FopSentFrame): boolean => {
    if (frame.kind === 'BC') return true;
    const { frameSequenceNumber } = frame;
    if (work.practice.validReportValue === 'within-window')
      return stepsAhead(nextNumber(frameSequenceNumber), reportValue) >= parameters.windowWidth;
    return stepsAhead(expectedAcknowledgement, frameSequenceNumber) >= stepsAhead(expectedAcknowledgement, reportValue);
  };
  const firstLeft = sentQueue.findIndex(isOutstanding);
  const confirmed = firstLeft === -1 ? sentQueue : sentQueue.slice(0, firstLeft);
  if (confirmed.length === 0) return work;
  const removed = change(work, {
    sentQueue: sentQueue.slice(confirmed.length),
    expectedAcknowledgement: (expectedAcknowledgement + confirmed.length) % FRAME_SEQUENCE_MODULO,
    transmissionCount: 1,
  });
  return act(
    removed,
    ...confirmed.map(({ tag }) => ({ kind: 'positive-confirm', of: { service: 'AD', tag } }) as const),
  );
};

export const releaseBcFrame: FopRule = (work) =>
  change(work, { sentQueue: work.state.sentQueue.filter(({ kind }) => kind !== 'BC') });

/** Passes a copy of the first frame of that kind that is to be retransmitted to the lower procedures, if there is one. */
function retransmitFirst(work: FopWork, kind: 'AD' | 'BC'): FopWork | null {
  const first = work.state.sentQueue.find((frame) => frame.kind === kind && frame.toBeRetransmitted);
  if (first === undefined) return null;
  const sentQueue = work.state.sentQueue.map((frame) =>
    frame === first ? { ...frame, toBeRetransmitted: false } : frame,
  );
  const { toBeRetransmitted: _, ...frame } = first;
  // 5.1.9: the timer is started anew whenever a type-AD or type-BC frame is transmitted.
  const sent = startTimer(
    change(work, { sentQueue, ...(kind === 'AD' ? { adOutReady: false } : { bcOutReady: false }) }),
  );
  return act(sent, { kind: 'transmit', frame: { ...frame, retransmission: true } });
}

/** 5.2.9 */
export const lookForDirective: FopRule = (work) =>
  work.state.bcOutReady ? (retransmitFirst(work, 'BC') ?? work) : work;

/** 5.2.10: first what is to be retransmitted, then what waits, if V(S) < NN(R) + K modulo 256. */
export const lookForFrame: FopRule = (work) => {
  const { adOutReady, waitQueue, expectedAcknowledgement, parameters } = work.state;
  if (!adOutReady) return work;
  const retransmitted = retransmitFirst(work, 'AD');
  if (retransmitted !== null) return retransmitted;
  if (waitQueue === null || stepsAhead(expectedAcknowledgement, waitingNumber(work)) >= parameters.windowWidth)
    return work;
  const accepted = act(change(work, { waitQueue: null }), { kind: 'accept', of: { service: 'AD', tag: waitQueue } });
  return transmitAd(waitQueue)(accepted);
};

/** E10 in S3. */
export const lookForFrameAfterWait: FopRule = (work) =>
  work.practice.retransmissionAfterWait === 'at-once' ? lookForFrame(work) : work;
