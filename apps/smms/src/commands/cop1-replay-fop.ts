import {
  type FopAction,
  type FopDirectiveType,
  type FopEvent,
  type FopPractice,
  type FopState,
  type FopSubject,
  initialFop,
  prebuiltFramesPractice,
  stepFop,
} from '@app/ccsds';
import { type ReplayDifference, type ReplayResult, compareFields } from './cop1-replay-result.js';
import {
  type FopTraceHeader,
  type FopTraceStep,
  type TracedDirective,
  type TracedRun,
  type TracedTransition,
} from './cop1-replay-trace.js';

const directiveTypes: Readonly<Record<TracedDirective, FopDirectiveType>> = {
  INIT_AD_WITHOUT_CLCW: 'initiate-ad-without-clcw-check',
  INIT_AD_WITH_CLCW: 'initiate-ad-with-clcw-check',
  INIT_AD_WITH_UNLOCK: 'initiate-ad-with-unlock',
  INIT_AD_WITH_SET_V_R: 'initiate-ad-with-set-vr',
  TERMINATE: 'terminate-ad',
  RESUME: 'resume-ad',
  SET_V_S: 'set-vs',
  SET_FOP_SLIDING_WINDOW: 'set-sliding-window',
  SET_T1_INITIAL: 'set-t1-initial',
  SET_TRANSMISSION_LIMIT: 'set-transmission-limit',
  SET_TIMEOUT_TYPE: 'set-timeout-type',
};
const directiveNames = Object.fromEntries(Object.entries(directiveTypes).map(([name, type]) => [type, name]));

function eventOf(step: FopTraceStep): FopEvent {
  if ('ad' in step) return { kind: 'ad-request', tag: `${step.ad}` };
  if ('bd' in step) return { kind: 'bd-request', tag: `bd-${step.step}` };
  if ('timer' in step) return { kind: 'timer-expired' };
  if ('clcw' in step) {
    const { nr: reportValue, ...flags } = step.clcw;
    return { kind: 'clcw', clcw: { reportValue, ...flags } };
  }
  return { kind: 'directive', tag: `${step.step}`, directive: { type: directiveTypes[step.dir], value: step.q } };
}

const responses = {
  accept: 'ACCEPT_RESPONSE',
  reject: 'REJECT_RESPONSE',
  'positive-confirm': 'POSITIVE_CONFIRM',
  'negative-confirm': 'NEGATIVE_CONFIRM',
} as const;

function subjectText(subject: FopSubject): string {
  if (subject.service === 'directive') return `dir:${directiveNames[subject.directive] ?? subject.directive}`;
  return subject.service === 'AD' ? `AD:${subject.tag}` : 'BD';
}

/** An action in the trace's words; null for timers, which it does not record. AD frames are named by their N(S). */
function actionText(action: FopAction): string | null {
  switch (action.kind) {
    case 'transmit':
      return action.frame.kind === 'AD' ? `tx:AD:${action.frame.frameSequenceNumber}` : `tx:${action.frame.kind}`;
    case 'alert':
      return `alert:${action.code.toUpperCase().replace('-', '_')}`;
    case 'suspend':
      return 'suspend';
    case 'start-timer':
    case 'cancel-timer':
      return null;
    case 'accept':
    case 'reject':
    case 'positive-confirm':
    case 'negative-confirm':
      return `${responses[action.kind]}:${subjectText(action.of)}`;
  }
}

/** What one line of the trace tells: transitions in order, and outputs in order, each response with the transition it belongs to. */
interface Outputs {
  readonly events: readonly TracedTransition[];
  readonly outputs: readonly string[];
}

const BD_ACCEPT = 'ACCEPT_RESPONSE:BD';

/**
 * The trace writes outputs before their transition, but a transmission by another thread: before or after it. Order tells all
 * transmissions; every other output is compared with its transition beside it.
 */
const placed = (text: string, event: string | undefined): string =>
  text.startsWith('tx:') ? text : `${text} at ${event ?? 'no event'}`;

function tracedOutputs(out: FopTraceStep['out']): Outputs {
  const events = out.filter((item) => typeof item !== 'string');
  const outputs = out.flatMap((item, index) => {
    if (typeof item !== 'string') return [];
    const owner = out.slice(index).find((later) => typeof later !== 'string');
    return [placed(item, owner?.event)];
  });
  return { events, outputs };
}

/** Steps FOP-1 with a lower layer that accepts every frame at once. */
function stepThrough(start: FopState, first: FopEvent, practice: FopPractice): Outputs & { readonly state: FopState } {
  const waiting: FopEvent[] = [first];
  const events: TracedTransition[] = [];
  const outputs: string[] = [];
  let state = start;
  for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
    const step = stepFop(state, event, practice);
    state = step.state;
    events.push({ event: step.event, from: step.from, to: step.to });
    for (const action of step.actions) {
      const text = actionText(action);
      if (text !== null) outputs.push(placed(text, step.event));
      if (action.kind === 'transmit') waiting.push({ kind: 'lower-layer', frame: action.frame.kind, accepted: true });
    }
  }
  return { state, events, outputs };
}

const traceBdAccept = placed(BD_ACCEPT, 'E21');
const bookBdAccept = placed(BD_ACCEPT, 'E45');
const without = (outputs: readonly string[], text: string): readonly string[] =>
  outputs.filter((output) => output !== text);

/** The trace's own practice carries the state from step to step: `practice` sees it without the number that a waiting data unit has there. */
function seenBy(practice: FopPractice, state: FopState): FopState {
  if (practice.numbering === 'on-request' || state.waitQueue === null) return state;
  const transmitterFrameSequenceNumber = (state.transmitterFrameSequenceNumber + 255) % 256;
  return { ...state, transmitterFrameSequenceNumber };
}

/** What a step of the trace says, and what FOP-1 did, in the same words. */
function factsOf({ events, outputs }: Outputs, state: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { outputs, events: events.map(({ event, from, to }) => `${event} ${from} to ${to}`), ...state };
}

/**
 * Steps FOP-1 through the runs of a trace and compares each step: outputs, transitions, state and variables. One departure is exempt: the
 * trace has a BD frame's Accept at E21, the book at E45. Another practice than the trace's own is compared step by step, each from the
 * state that the trace has reached. Throws Cop1Error: parameters out of range.
 */
export function replayFop(
  runs: readonly TracedRun<FopTraceHeader, FopTraceStep>[],
  practice: FopPractice,
): ReplayResult {
  const differences: ReplayDifference[] = [];
  let exempted = 0;
  for (const { header, steps } of runs) {
    const { K: windowWidth, transmissionLimit, timeoutType } = header;
    let state = initialFop({ windowWidth, transmissionLimit, timeoutType, t1InitialSeconds: 1 });
    for (const traced of steps) {
      const event = eventOf(traced);
      const found = stepThrough(seenBy(practice, state), event, practice);
      ({ state } = stepThrough(state, event, prebuiltFramesPractice));
      const expected = tracedOutputs(traced.out);
      const exempt = 'bd' in traced && expected.outputs.includes(traceBdAccept) && found.outputs.includes(bookBdAccept);
      if (exempt) exempted += 1;
      const { state: name, vs, nnr, txCount, ss, sentQueue, waitQueue } = traced;
      const after = found.state;
      differences.push(
        ...compareFields(
          traced.run,
          traced.step,
          factsOf(
            { ...expected, outputs: exempt ? without(expected.outputs, traceBdAccept) : expected.outputs },
            { state: name, vs, nnr, txCount, ss, sentQueue, waitQueue },
          ),
          factsOf(
            { ...found, outputs: exempt ? without(found.outputs, bookBdAccept) : found.outputs },
            {
              state: after.name,
              vs: after.transmitterFrameSequenceNumber,
              nnr: after.expectedAcknowledgement,
              txCount: after.transmissionCount,
              ss: after.suspendState,
              sentQueue: after.sentQueue.length,
              waitQueue: after.waitQueue !== null,
            },
          ),
        ),
      );
    }
  }
  const steps = runs.reduce((sum, run) => sum + run.steps.length, 0);
  return { runs: runs.length, steps, differences, exempted };
}
