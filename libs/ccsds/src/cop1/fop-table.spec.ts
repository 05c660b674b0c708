// Every cell of the FOP-1 state table that events can lead to, walked: what the oracle's table names must be seen to happen, and nothing else.
import { describe, expect, it } from '@jest/globals';
import { seededNumbers } from '../testing/bits.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { type FopClcw, type FopDirective, type FopEvent, type FopEventName } from './fop-events.js';
import { type FopAction, type FopAlertCode, type FopState, type FopStep, initialFop } from './fop-state.js';
import { fopTable, stepFop } from './fop.machine.js';
import { nextNumber, stepsAhead } from './sequence-number.js';

interface Observation {
  readonly before: FopState;
  readonly event: FopEvent;
  readonly step: FopStep;
}

const parameters = { windowWidth: 3, t1InitialSeconds: 10, transmissionLimit: 3, timeoutType: 0 };

/** One event that may come next, chosen by dice; the lower procedures answer only for what they hold. */
function anyEvent(state: FopState, next: () => number, tag: string): FopEvent {
  const below = (count: number): number => next() % count;
  const pick = <T>(...choices: readonly T[]): T => choices[below(choices.length)]!;
  const held = [
    ...(state.adOutReady ? [] : (['AD'] as const)),
    ...(state.bcOutReady ? [] : (['BC'] as const)),
    ...(state.bdOutstanding === null ? [] : (['BD'] as const)),
  ];
  const { expectedAcknowledgement, transmitterFrameSequenceNumber, suspendState } = state;
  const clcw = (): FopClcw => ({
    reportValue: pick(
      ...[expectedAcknowledgement, expectedAcknowledgement, nextNumber(expectedAcknowledgement)],
      ...[transmitterFrameSequenceNumber, transmitterFrameSequenceNumber, nextNumber(transmitterFrameSequenceNumber)],
    ),
    lockout: below(20) === 0,
    wait: below(3) === 0,
    retransmit: below(2) === 0,
  });
  const directive = (): FopDirective =>
    pick<FopDirective>(
      { type: 'initiate-ad-without-clcw-check' },
      { type: 'initiate-ad-with-clcw-check' },
      { type: 'initiate-ad-with-unlock' },
      { type: 'initiate-ad-with-set-vr', value: below(256) },
      { type: below(4) === 0 ? 'terminate-ad' : 'resume-ad' },
      { type: 'resume-ad' },
      { type: 'set-vs', value: below(256) },
      { type: 'set-sliding-window', value: 1 + below(4) },
      { type: 'set-t1-initial', value: 1 + below(9) },
      { type: 'set-transmission-limit', value: 1 + below(3) },
      { type: 'set-timeout-type', value: below(2) },
      { type: 'set-timeout-type', value: 2 },
    );
  if (held.length > 0 && below(3) === 0) return { kind: 'lower-layer', frame: pick(...held), accepted: below(6) > 0 };
  if (suspendState > 0 && below(4) === 0) return { kind: 'directive', tag, directive: { type: 'resume-ad' } };
  switch (below(10)) {
    case 0:
      return { kind: 'bd-request', tag };
    case 1:
      return { kind: 'timer-expired' };
    case 2:
      return below(4) === 0 ? { kind: 'invalid-clcw' } : { kind: 'ad-request', tag };
    case 3:
    case 4:
    case 5:
      return { kind: 'ad-request', tag };
    case 6:
    case 7:
      return { kind: 'clcw', clcw: clcw() };
    default:
      return { kind: 'directive', tag, directive: directive() };
  }
}

/** What decides which row an event is: states that agree in it are one kind. */
const kindOf = ({ name, parameters: { transmissionLimit, timeoutType }, ...state }: FopState): string =>
  [
    ...[name, timeoutType, transmissionLimit === 1, state.transmissionCount >= transmissionLimit, state.suspendState],
    ...[Math.min(state.sentQueue.length, 2), state.waitQueue === null, state.bdOutstanding === null],
    ...[state.adOutReady, state.bcOutReady],
  ].join(' ');

/**
 * Steps from states that were stepped into before, every kind of state as often as any other. Each is one that events have led to from
 * the Initial state.
 */
function walk(steps: number): ReadonlyMap<string, readonly Observation[]> {
  const dice = seededNumbers(232);
  const next = (): number => dice() >>> 8;
  const cells = new Map<string, Observation[]>();
  const start = initialFop(parameters);
  const kinds: string[] = [kindOf(start)];
  const states = new Map<string, FopState>([[kindOf(start), start]]);
  for (let i = 0; i < steps; i++) {
    const before = states.get(kinds[next() % kinds.length]!)!;
    const event = anyEvent(before, next, `t${i}`);
    const step = stepFop(before, event);
    const cell = `${step.from} ${step.event}`;
    const seen = cells.get(cell) ?? [];
    if (seen.length < 200) cells.set(cell, [...seen, { before, event, step }]);
    const kind = kindOf(step.state);
    if (!states.has(kind)) kinds.push(kind);
    states.set(kind, step.state);
  }
  return cells;
}

const has = (step: FopStep, kind: FopAction['kind']): boolean => step.actions.some((action) => action.kind === kind);
const transmitted = (step: FopStep, kind: 'AD' | 'BC' | 'BD'): boolean =>
  step.actions.some((action) => action.kind === 'transmit' && action.frame.kind === kind);
const answers = (step: FopStep, kind: FopAction['kind'], tag: string | undefined): boolean =>
  step.actions.some((action) => action.kind === kind && 'of' in action && action.of.tag === tag);
const tagOf = (event: FopEvent): string | undefined => ('tag' in event ? event.tag : undefined);
const valueOf = (event: FopEvent): number | undefined =>
  event.kind === 'directive' && 'value' in event.directive ? event.directive.value : undefined;
const confirmedFrames = ({ actions }: FopStep): number =>
  actions.filter((action) => action.kind === 'positive-confirm' && action.of.service === 'AD').length;

const purged = (before: FopState, step: FopStep): boolean => {
  const refused = before.sentQueue.filter(({ kind }) => kind === 'AD').slice(confirmedFrames(step));
  return (
    step.state.sentQueue.length === 0 &&
    step.state.waitQueue === null &&
    step.state.openDirective === null &&
    has(step, 'cancel-timer') &&
    refused.every(({ tag }) => answers(step, 'negative-confirm', tag)) &&
    (before.waitQueue === null || answers(step, 'reject', before.waitQueue))
  );
};
const numbersAre = ({ state }: FopStep, value: number | undefined): boolean =>
  state.transmitterFrameSequenceNumber === value && state.expectedAcknowledgement === value;
/** Nothing that could be sent is left: 5.2.10. */
const lookedForFrame = ({ state }: FopStep): boolean =>
  !state.adOutReady ||
  (!state.sentQueue.some(({ kind, toBeRetransmitted }) => kind === 'AD' && toBeRetransmitted) &&
    (state.waitQueue === null ||
      stepsAhead(state.expectedAcknowledgement, state.transmitterFrameSequenceNumber) >= state.parameters.windowWidth));

/** How each action that the oracle's table names shows. */
const evidence: Readonly<Record<string, (observation: Observation) => boolean>> = {
  accept: ({ before, event, step }) =>
    answers(step, 'accept', step.event === 'E45' ? (before.bdOutstanding ?? undefined) : tagOf(event)),
  confirm: ({ event, step }) => answers(step, 'positive-confirm', tagOf(event)),
  reject: ({ event, step }) => answers(step, 'reject', tagOf(event)),
  alert: ({ before, step }) => has(step, 'alert') && purged(before, step),
  cancelTimer: ({ step }) => has(step, 'cancel-timer'),
  restartTimer: ({ step }) => has(step, 'start-timer'),
  removeAckFramesFromSentQueue: ({ before, event, step }) =>
    event.kind === 'clcw' &&
    confirmedFrames(step) === stepsAhead(before.expectedAcknowledgement, event.clcw.reportValue) &&
    (has(step, 'alert') || step.state.expectedAcknowledgement === event.clcw.reportValue),
  lookForFrame: ({ step }) => lookedForFrame(step),
  lookForDirective: ({ step: { state } }) =>
    !state.bcOutReady || !state.sentQueue.some(({ kind, toBeRetransmitted }) => kind === 'BC' && toBeRetransmitted),
  initiateAdRetransmission: ({ before, step }) =>
    has(step, 'start-timer') &&
    // The timer may run out with nothing on the Sent_Queue after Resume; a new frame then begins to count at 1.
    (before.sentQueue.length === 0 ||
      step.state.transmissionCount === (confirmedFrames(step) > 0 ? 1 : before.transmissionCount) + 1),
  initiateBcRetransmission: ({ before, step }) =>
    has(step, 'start-timer') && step.state.transmissionCount === before.transmissionCount + 1,
  addToWaitQueue: ({ before, event, step }) =>
    before.waitQueue === null && (step.state.waitQueue === tagOf(event) || transmitted(step, 'AD')),
  transmitTypeBdFrame: ({ event, step }) => transmitted(step, 'BD') && step.state.bdOutstanding === tagOf(event),
  transmitTypeBcFrameUnlock: ({ step }) => transmitted(step, 'BC') && !step.state.bcOutReady,
  transmitTypeBcFrameSetVr: ({ event, step }) =>
    step.actions.some(
      (action) =>
        action.kind === 'transmit' &&
        action.frame.kind === 'BC' &&
        action.frame.command.command === 'set-vr' &&
        action.frame.command.value === valueOf(event),
    ),
  registerPendingInitAd: ({ event, step }) => step.state.openDirective?.tag === tagOf(event),
  // None is open where an alert while S4 was suspended has ended it.
  confirmPendingInitAdWithClcw: ({ before: { openDirective }, step }) =>
    openDirective === null ||
    (answers(step, 'positive-confirm', openDirective.tag) && step.state.openDirective === null),
  confirmPendingInitAdWithBcFrame: ({ before, step }) =>
    answers(step, 'positive-confirm', before.openDirective?.tag) && step.state.openDirective === null,
  releaseBcFrame: ({ step }) => step.state.sentQueue.length === 0,
  initialise: ({ step: { state } }) =>
    state.waitQueue === null &&
    state.sentQueue.every(({ kind }) => kind === 'BC') &&
    state.transmissionCount === 1 &&
    state.suspendState === 0,
  suspend: ({ step }) => has(step, 'suspend'),
  setSuspendState: ({ step }) => step.state.suspendState === Number(step.from.slice(1)),
  resume: ({ step }) => step.state.suspendState === 0 && has(step, 'start-timer'),
  setVs: ({ event, step }) => numbersAre(step, valueOf(event)),
  prepareForSetVr: ({ event, step }) => numbersAre(step, valueOf(event)),
  setFopSlidingWindow: ({ event, step }) => step.state.parameters.windowWidth === valueOf(event),
  setT1Initial: ({ event, step }) => step.state.parameters.t1InitialSeconds === valueOf(event),
  setTransmissionLimit: ({ event, step }) => step.state.parameters.transmissionLimit === valueOf(event),
  setTimeoutType: ({ event, step }) => step.state.parameters.timeoutType === valueOf(event),
  setAdOutReadyFlag: ({ step }) => step.state.adOutReady || transmitted(step, 'AD'),
  setBcOutReadyFlag: ({ step }) => step.state.bcOutReady || transmitted(step, 'BC'),
  setBdOutReadyFlag: ({ step }) => step.state.bdOutstanding === null,
};

const nameOf = (action: string): string => action.slice(0, action.indexOf('('));
const alertCodes: Readonly<Record<string, FopAlertCode>> = {
  ...{
    LIMIT: 'limit',
    T1: 't1',
    LOCKOUT: 'lockout',
    SYNCH: 'synch',
    NN_R: 'nn-r',
    CLCW: 'clcw',
    LLIF: 'llif',
    TERM: 'term',
  },
};

/** What is seen and must not be, where the cell does not name it. */
function unnamed({ event, step }: Observation, names: ReadonlySet<string>): readonly string[] {
  const sends = [
    'lookForFrame',
    'lookForDirective',
    'transmitTypeBdFrame',
    'transmitTypeBcFrameUnlock',
    'transmitTypeBcFrameSetVr',
  ];
  return [
    ...(has(step, 'alert') && !names.has('alert') ? ['alert'] : []),
    ...(has(step, 'suspend') && !names.has('suspend') ? ['suspend'] : []),
    ...(has(step, 'transmit') && !sends.some((name) => names.has(name)) ? ['transmit'] : []),
    ...(tagOf(event) !== undefined && answers(step, 'reject', tagOf(event)) && !names.has('reject') ? ['reject'] : []),
    ...(tagOf(event) !== undefined && answers(step, 'positive-confirm', tagOf(event)) && !names.has('confirm')
      ? ['confirm']
      : []),
  ];
}

// Decision 9: a BD frame is accepted when the lower procedures have taken it (E45, not E21); when Wait ends, the first frame goes out at once.
const notHere = new Set(['S1 E21', 'S2 E21', 'S3 E21', 'S4 E21', 'S5 E21', 'S6 E21'].map((cell) => `${cell} accept`));
const hereToo = new Set(['S3 E10 transmit']);
// An AD data unit waits only while the AD service is active or suspended in S1 to S3: S4 and S5 begin with an empty Wait_Queue.
const notReached = ['S4 E20', 'S5 E20'];

const table = ['telemetry-command', 'cop1', 'fop1-table.json'] as const;
(haveOracle(...table) ? describe : describe.skip)('FOP-1 walked through its state table', () => {
  type Cells = Record<string, Record<string, { actions: string[]; next: string }>>;
  const oracle = haveOracle(...table) ? oracleJson<Cells>(...table) : {};
  const cells = Object.entries(oracle).flatMap(([state, row]) =>
    Object.entries(row).map(([event, cell]) => ({ cell: `${state} ${event}`, ...cell })),
  );
  const seen = walk(400_000);

  it('leads to every cell of the oracle but two, and to no other', () => {
    expect(cells.filter(({ cell }) => !seen.has(cell)).map(({ cell }) => cell)).toEqual(notReached);
    const known = new Set(cells.map(({ cell }) => cell));
    expect([...seen.keys()].filter((cell) => !known.has(cell)).filter((cell) => isApplicable(cell))).toEqual([]);
  });

  it.each(cells.filter(({ cell }) => !notReached.includes(cell)))(
    '$cell: $actions, then $next',
    ({ cell, actions, next }) => {
      const faults = new Set<string>();
      for (const observation of seen.get(cell)!) {
        const { before, step } = observation;
        if (step.to !== (next === 'same' ? step.from : next)) faults.add(`goes to ${step.to}`);
        // E35 in S6 is two cells in one: rejected while suspended, executed else.
        const named =
          cell !== 'S6 E35'
            ? actions
            : actions.filter((action) => before.suspendState > 0 === (nameOf(action) === 'reject'));
        const names = new Set(named.map(nameOf));
        for (const action of named) {
          const name = nameOf(action);
          if (!notHere.has(`${cell} ${name}`) && !evidence[name]!(observation)) faults.add(`without ${name}`);
          const code = alertCodes[action.slice(action.lastIndexOf('.') + 1)];
          if (name === 'alert' && !step.actions.some((done) => done.kind === 'alert' && done.code === code))
            faults.add(`not alert ${code}`);
        }
        for (const more of unnamed(observation, names))
          if (!hereToo.has(`${cell} ${more}`)) faults.add(`besides ${more}`);
      }
      expect([...faults]).toEqual([]);
    },
  );
});

/** Whether the machine's own table has the cell; one that it has not is ignored. */
function isApplicable(cell: string): boolean {
  const [state, event] = cell.split(' ') as [FopState['name'], FopEventName];
  return fopTable[event][state] !== undefined;
}
