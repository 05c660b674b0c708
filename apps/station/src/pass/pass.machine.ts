/**
 * One pass as a pure state machine: `stepPass(state, event) → [state, actions]`. Whoever carries the actions out owns the devices,
 * the clock and the log; here is only what follows from what. Read `table` first: a row is a phase, a column an event.
 *
 * Two things go beside the phase. Each device is up or down: a device that is lost in mid-pass is tried again and said, and never
 * ends the pass. And a pass that is late, since its station was restarted, gets the events of the past one after the other, and so
 * takes the pass up where it stands.
 */
import type { PassFailure, PassPhase } from '@app/contracts';

export type PassEvent =
  /** The contact's start: set-up begins. */
  | { readonly type: 'set-up-time' }
  | { readonly type: 'reception-start-time' }
  /** As many seconds after AOS as a good station needs at most. */
  | { readonly type: 'first-frame-due' }
  | { readonly type: 'reception-stop-time' }
  /** The contact's end: the antenna belongs to the next one. */
  | { readonly type: 'end-time' }
  | { readonly type: 'rotator-up' }
  | { readonly type: 'rotator-down'; readonly reason: string }
  | { readonly type: 'on-target' }
  | { readonly type: 'off-target'; readonly reason: string }
  | { readonly type: 'baseband-up' }
  | { readonly type: 'baseband-down'; readonly reason: string }
  /** A baseband unit, which is up, receives in the place of an SDR that gives no samples. */
  | { readonly type: 'fell-back'; readonly reason: string }
  /** At least one frame for its mission has been received. */
  | { readonly type: 'frames-received' }
  /** Such frames come one after the other. */
  | { readonly type: 'frame-lock' }
  | { readonly type: 'lock-lost' }
  /** The baseband unit has delivered all it received. */
  | { readonly type: 'reception-ended' }
  /** It has not, and there is no more waiting. */
  | { readonly type: 'delivery-overdue' }
  /** Every frame received is durable. */
  | { readonly type: 'flushed' }
  | { readonly type: 'abort'; readonly reason: string }
  /** The pass cannot be executed at all, for want of an address say. */
  | { readonly type: 'impossible'; readonly failure: PassFailure; readonly reason: string };

export type PassAction =
  | 'connect'
  /** Go to the place of AOS and wait there. */
  | 'pre-position'
  | 'track'
  | 'start-reception'
  | 'stop-reception'
  /** Bring what was received into the log, answer `flushed`. */
  | 'flush'
  | 'park'
  | 'disconnect'
  /** Say where the pass stands. */
  | 'report';

export interface PassState {
  readonly phase: PassPhase;
  readonly rotator: DeviceState;
  readonly baseband: DeviceState;
  readonly onTarget: boolean;
  /** Why the antenna does not look where it should, null where it does. */
  readonly offTarget: string | null;
  readonly framesReceived: boolean;
  readonly firstFrameOverdue: boolean;
  /** Tear-down waits for the baseband unit's last bits. */
  readonly awaitingDelivery: boolean;
  /** What ends the pass otherwise than well. */
  readonly verdict: {
    readonly phase: 'aborted' | 'failed';
    readonly failure: PassFailure;
    readonly reason: string;
  } | null;
  /** Why the baseband unit receives in the place of the SDR, null where it does not. It stays, as it is so for the rest of the pass. */
  readonly fellBack: string | null;
  /** The rotator answered at some time of the reception. */
  readonly rotatorServed: boolean;
  /** What was not as it should be, and is over: it stays in the reason of a failure. */
  readonly deliveryOverdue: boolean;
}

/** `unused` before set-up; `down` with what happened last. */
export type DeviceState =
  { readonly link: 'unused' | 'connecting' | 'up' } | { readonly link: 'down'; readonly reason: string };

export type PassStep = readonly [PassState, readonly PassAction[]];
type Transition = (state: PassState, event: PassEvent) => PassStep;

export const initialPass: PassState = {
  phase: 'scheduled',
  rotator: { link: 'unused' },
  baseband: { link: 'unused' },
  onTarget: false,
  offTarget: null,
  framesReceived: false,
  firstFrameOverdue: false,
  awaitingDelivery: false,
  verdict: null,
  fellBack: null,
  rotatorServed: false,
  deliveryOverdue: false,
};

export const terminalPhases: readonly PassPhase[] = ['completed', 'failed', 'aborted'];
export function isOver(phase: PassPhase): boolean {
  return terminalPhases.includes(phase);
}

export function isReceiving(phase: PassPhase): boolean {
  return phase === 'acquiring' || phase === 'locked';
}

// --- what a cell of the table can say -------------------------------------------------------------------------------------------

const stay: Transition = (state) => [state, []];
const say: Transition = (state) => [state, ['report']];
const act =
  (...actions: readonly PassAction[]): Transition =>
  (state) => [state, actions];
const go =
  (phase: PassPhase, ...actions: readonly PassAction[]): Transition =>
  (state) => [{ ...state, phase }, [...actions, 'report']];

/** Set-up is done when the antenna looks at the place of AOS and the baseband unit answers. */
const readyWhenAllIs: Transition = (state) =>
  state.onTarget && state.baseband.link === 'up' ? go('ready')(state, noEvent) : say(state, noEvent);

const beginSetUp = go('set-up', 'connect');
const beginReception: Transition = (state) => {
  const reception: PassAction[] = state.baseband.link === 'up' ? ['start-reception'] : [];
  return go('acquiring', 'track', ...reception)(state, noEvent);
};

/** The antenna is set free at once; the baseband unit may still have bits that it received in time. */
const beginTearDown: Transition = (state) =>
  state.baseband.link === 'up'
    ? go('tear-down', 'stop-reception', 'park')({ ...state, awaitingDelivery: true }, noEvent)
    : go('tear-down', 'park', 'flush')(state, noEvent);

const lateDelivery: Transition = (state, event) => {
  if (!state.awaitingDelivery) return [state, []];
  return [
    { ...state, awaitingDelivery: false, deliveryOverdue: event.type !== 'reception-ended' },
    ['flush', 'report'],
  ];
};

const finish: Transition = (state) => {
  if (state.awaitingDelivery) return [state, []];
  if (state.verdict !== null) return go(state.verdict.phase, 'disconnect')(state, noEvent);
  if (state.framesReceived) return go('completed', 'disconnect')(state, noEvent);
  return go('failed', 'disconnect')({ ...state, verdict: { phase: 'failed', ...whyNoFrame(state) } }, noEvent);
};

/** A device that was dead to the end, where there is one: a station that looks elsewhere hears nothing either. */
function whyNoFrame(state: PassState): { failure: PassFailure; reason: string } {
  const { baseband, rotator } = state;
  const basebandReason = baseband.link === 'down' ? `baseband unit: ${baseband.reason}` : undefined;
  const rotatorReason = rotator.link === 'down' && !state.rotatorServed ? `rotator: ${rotator.reason}` : undefined;
  const reasons = [basebandReason, rotatorReason].filter((reason) => reason !== undefined);
  if (basebandReason !== undefined) return { failure: 'baseband-dead', reason: reasons.join('; ') };
  if (rotatorReason !== undefined) return { failure: 'rotator-dead', reason: rotatorReason };
  return { failure: 'no-frame', reason: 'no frame was received' };
}

const breakOff: Transition = (state, event) => beginTearDown(judged(state, event), noEvent);
/** Before reception: there is nothing to be delivered, and the antenna is free at once. */
const giveUp: Transition = (state, event) => go('tear-down', 'park', 'flush')(judged(state, event), noEvent);
const refuse: Transition = (state, event) => {
  const next = judged(state, event);
  return go(next.verdict?.phase ?? 'failed', 'disconnect')(next, noEvent);
};
/** The contact is over before this process has begun it. What an earlier one received of it counts. */
const missed: Transition = (state) => {
  if (state.framesReceived) return go('completed', 'disconnect')(state, noEvent);
  const verdict = { phase: 'failed', failure: 'missed', reason: 'the contact was over before it was begun' } as const;
  return go('failed', 'disconnect')({ ...state, verdict }, noEvent);
};

const noEvent: PassEvent = { type: 'flushed' };

function judged(state: PassState, event: PassEvent): PassState {
  if (event.type === 'abort')
    return { ...state, verdict: { phase: 'aborted', failure: 'cancelled', reason: event.reason } };
  if (event.type === 'impossible')
    return { ...state, verdict: { phase: 'failed', failure: event.failure, reason: event.reason } };
  return state;
}

// --- the table ------------------------------------------------------------------------------------------------------------------

type Row = Readonly<Record<PassEvent['type'], Transition>>;

const duringReception = {
  'set-up-time': stay,
  'reception-start-time': stay,
  'first-frame-due': say,
  'reception-stop-time': beginTearDown,
  'end-time': beginTearDown,
  'rotator-up': act('track', 'report'),
  'rotator-down': say,
  'on-target': say,
  'off-target': say,
  'baseband-up': act('start-reception', 'report'),
  'baseband-down': go('acquiring'),
  'fell-back': go('acquiring', 'start-reception'),
  'frames-received': stay,
  'reception-ended': say,
  'delivery-overdue': stay,
  flushed: stay,
  abort: breakOff,
  impossible: breakOff,
} as const satisfies Partial<Row>;

const over: Row = {
  'set-up-time': stay,
  'reception-start-time': stay,
  'first-frame-due': stay,
  'reception-stop-time': stay,
  'end-time': stay,
  'rotator-up': stay,
  'rotator-down': stay,
  'on-target': stay,
  'off-target': stay,
  'baseband-up': stay,
  'baseband-down': stay,
  'fell-back': stay,
  'frames-received': stay,
  'frame-lock': stay,
  'lock-lost': stay,
  'reception-ended': stay,
  'delivery-overdue': stay,
  flushed: stay,
  abort: stay,
  impossible: stay,
};

const table: Readonly<Record<PassPhase, Row>> = {
  scheduled: {
    ...over,
    'set-up-time': beginSetUp,
    'reception-start-time': (state) => beginLate(state),
    'reception-stop-time': missed,
    'end-time': missed,
    abort: refuse,
    impossible: refuse,
  },
  'set-up': {
    ...over,
    'reception-start-time': beginReception,
    'reception-stop-time': beginTearDown,
    'end-time': beginTearDown,
    'rotator-up': act('pre-position', 'report'),
    'rotator-down': say,
    'on-target': readyWhenAllIs,
    'off-target': say,
    'baseband-up': readyWhenAllIs,
    'baseband-down': say,
    abort: giveUp,
    impossible: giveUp,
  },
  ready: {
    ...over,
    'reception-start-time': beginReception,
    'reception-stop-time': beginTearDown,
    'end-time': beginTearDown,
    'rotator-up': act('pre-position', 'report'),
    'rotator-down': go('set-up'),
    'off-target': go('set-up'),
    'baseband-down': go('set-up'),
    abort: giveUp,
    impossible: giveUp,
  },
  acquiring: { ...duringReception, 'frame-lock': go('locked'), 'lock-lost': stay },
  locked: { ...duringReception, 'frame-lock': stay, 'lock-lost': go('acquiring') },
  'tear-down': {
    ...over,
    'rotator-up': act('park'),
    'baseband-down': lateDelivery,
    'reception-ended': lateDelivery,
    'delivery-overdue': lateDelivery,
    flushed: finish,
    abort: (state, event) => [judged(state, event), ['report']],
    impossible: stay,
  },
  completed: over,
  failed: over,
  aborted: over,
};

function beginLate(state: PassState): PassStep {
  const [inSetUp] = beginSetUp(state, noEvent);
  return go('acquiring', 'connect', 'track')(inSetUp, noEvent);
}

// --- what every phase takes note of ---------------------------------------------------------------------------------------------

function noted(state: PassState, event: PassEvent): PassState {
  switch (event.type) {
    case 'rotator-up':
      return { ...state, rotator: { link: 'up' }, rotatorServed: state.rotatorServed || isReceiving(state.phase) };
    case 'rotator-down':
      return { ...state, rotator: { link: 'down', reason: event.reason }, onTarget: false };
    case 'on-target':
      return { ...state, onTarget: true, offTarget: null };
    case 'off-target':
      return { ...state, onTarget: false, offTarget: event.reason };
    case 'baseband-up':
      return { ...state, baseband: { link: 'up' } };
    case 'baseband-down':
      return { ...state, baseband: { link: 'down', reason: event.reason } };
    case 'fell-back':
      return isReceiving(state.phase) ? { ...state, baseband: { link: 'up' }, fellBack: event.reason } : state;
    case 'frames-received':
    case 'frame-lock':
      return { ...state, framesReceived: true, firstFrameOverdue: false };
    case 'first-frame-due':
      return { ...state, firstFrameOverdue: !state.framesReceived };
    case 'reception-start-time':
      return { ...state, rotatorServed: state.rotatorServed || state.rotator.link === 'up' };
    default:
      return state;
  }
}

/** What an event makes of a pass. A pass that is over stays as it is. */
export function stepPass(state: PassState, event: PassEvent): PassStep {
  if (isOver(state.phase)) return [state, []];
  const [next, actions] = table[state.phase][event.type](noted(state, event), event);
  if (!actions.includes('connect')) return [next, actions];
  return [{ ...next, rotator: { link: 'connecting' }, baseband: { link: 'connecting' } }, actions];
}

/** Why a pass ended as it did or, while it goes on, what is not as it should be; null where all is well. */
export function reasonOf(state: PassState, firstFrameAfterS: number): string | null {
  if (state.verdict !== null) return state.verdict.reason;
  const again = isOver(state.phase) ? '' : ', trying again';
  const reasons = [
    state.rotator.link === 'down' ? `rotator: ${state.rotator.reason}${again}` : state.offTarget,
    state.baseband.link === 'down' ? `baseband unit: ${state.baseband.reason}${again}` : null,
    state.fellBack === null ? null : `the baseband unit receives in the place of the SDR: ${state.fellBack}`,
    state.firstFrameOverdue ? `no frame ${firstFrameAfterS} s after AOS` : null,
    state.deliveryOverdue ? 'the baseband unit did not say that it has delivered everything' : null,
  ].filter((reason) => reason !== null);
  return reasons.length === 0 ? null : reasons.join('; ');
}
