// FOP-1's actions other than on frames: responses, queues, alerts, directives: CCSDS 232.1-B-2, section 5.2.
import { type FopEvent } from './fop-events.js';
import { type FopAlertCode, type FopState, type FopSubject, type FopSuspendState } from './fop-state.js';
import { type FopRule, type FopWork, act, cancelTimer, change, inOrder, startTimer } from './fop-work.js';

const respond =
  (kind: 'accept' | 'reject' | 'positive-confirm'): FopRule =>
  (work) => {
    const of = subjectOf(work.event);
    return of === null ? work : act(work, { kind, of });
  };

function subjectOf(event: FopEvent): FopSubject | null {
  if (event.kind === 'ad-request') return { service: 'AD', tag: event.tag };
  if (event.kind === 'bd-request') return { service: 'BD', tag: event.tag };
  if (event.kind === 'directive') return { service: 'directive', tag: event.tag, directive: event.directive.type };
  return null;
}

export const accept = respond('accept'); // 5.2.11
export const reject = respond('reject'); // 5.2.12
export const confirm = respond('positive-confirm'); // 5.2.13

/** Negative confirm of an Initiate AD directive that comes to nothing. */
const abandonDirective: FopRule = (work) => {
  const { openDirective } = work.state;
  if (openDirective === null) return work;
  const { tag, type } = openDirective;
  const closed = change(work, { openDirective: null });
  return act(closed, { kind: 'negative-confirm', of: { service: 'directive', tag, directive: type } });
};

/** 5.2.2. No frame is outstanding afterwards, so NN(R), the oldest unacknowledged one (5.1.8), is the next to be sent. */
const purgeSentQueue: FopRule = (work) => {
  const hadBcFrame = work.state.sentQueue.some(({ kind }) => kind === 'BC');
  const confirmed = work.state.sentQueue.reduce<FopWork>(
    (done, { kind, tag }) =>
      kind === 'AD' ? act(done, { kind: 'negative-confirm', of: { service: 'AD', tag } }) : done,
    work,
  );
  const purged = change(confirmed, {
    sentQueue: [],
    ...(work.practice.purgedAcknowledgement === 'moves-to-vs'
      ? { expectedAcknowledgement: work.state.transmitterFrameSequenceNumber }
      : {}),
  });
  return hadBcFrame && work.practice.abandonedDirective === 'only-with-bc-frame' ? abandonDirective(purged) : purged;
};

/** 5.2.3 */
const purgeWaitQueue: FopRule = (work) => {
  const { waitQueue } = work.state;
  if (waitQueue === null) return work;
  return act(change(work, { waitQueue: null }), { kind: 'reject', of: { service: 'AD', tag: waitQueue } });
};

/** 5.2.15 d */
const completeDirective: FopRule = (work) =>
  work.practice.abandonedDirective === 'confirmed' ? abandonDirective(work) : change(work, { openDirective: null });

/** 5.2.15 */
export const alert = (code: FopAlertCode): FopRule =>
  inOrder(cancelTimer, purgeSentQueue, purgeWaitQueue, completeDirective, (work) => act(work, { kind: 'alert', code }));

/** 5.2.14; an Initiate directive left open by a suspension in S4 ends here, since a new one takes its place. */
export const initialise: FopRule = inOrder(purgeSentQueue, purgeWaitQueue, completeDirective, (work) =>
  change(work, { transmissionCount: 1, suspendState: 0 }),
);

/** 5.2.16 */
export const suspend =
  (suspendState: FopSuspendState): FopRule =>
  (work) =>
    act(change(work, { suspendState }), { kind: 'suspend', suspendState });

/** 5.2.17 */
export const resume: FopRule = (work) => change(startTimer(work), { suspendState: 0 });

/** Keeps the directive open until a CLCW confirms it, or an alert ends it. */
export const openDirective: FopRule = (work) =>
  work.event.kind === 'directive'
    ? change(work, { openDirective: { tag: work.event.tag, type: work.event.directive.type } })
    : work;

export const confirmOpenDirective: FopRule = (work) => {
  const { openDirective: open } = work.state;
  if (open === null) return work;
  const { tag, type } = open;
  const closed = change(work, { openDirective: null });
  return act(closed, { kind: 'positive-confirm', of: { service: 'directive', tag, directive: type } });
};

/** Directives with a number. */
const withValue =
  (set: (state: FopState, value: number) => Partial<FopState>): FopRule =>
  (work) =>
    work.event.kind === 'directive' && 'value' in work.event.directive
      ? change(work, set(work.state, work.event.directive.value))
      : work;

/** V(S) := V*(S), NN(R) := V*(S); likewise for Set V(R). */
export const setVs = withValue((_, value) => ({
  transmitterFrameSequenceNumber: value,
  expectedAcknowledgement: value,
}));
export const setSlidingWindow = withValue(({ parameters }, windowWidth) => ({
  parameters: { ...parameters, windowWidth },
}));
export const setT1Initial = withValue(({ parameters }, t1InitialSeconds) => ({
  parameters: { ...parameters, t1InitialSeconds },
}));
export const setTransmissionLimit = withValue(({ parameters }, transmissionLimit) => ({
  parameters: { ...parameters, transmissionLimit },
}));
export const setTimeoutType = withValue(({ parameters }, timeoutType) => ({
  parameters: { ...parameters, timeoutType },
}));

/** The lower procedures answered: nothing of that kind is outstanding any more (5.1.6). */
export const adReady: FopRule = (work) => change(work, { adOutReady: true });
export const bcReady: FopRule = (work) => change(work, { bcOutReady: true });
const answerBd =
  (kind: 'accept' | 'reject'): FopRule =>
  (work) => {
    const { bdOutstanding } = work.state;
    if (bdOutstanding === null) return work;
    return act(change(work, { bdOutstanding: null }), { kind, of: { service: 'BD', tag: bdOutstanding } });
  };
export const bdReady = answerBd('accept');
export const bdRefused = answerBd('reject');

/** E35 in S6: not while the AD service is suspended. */
export const unlessSuspended =
  (rule: FopRule): FopRule =>
  (work) =>
    work.state.suspendState === 0 ? rule(work) : reject(work);
