import { describe, expect, it } from '@jest/globals';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { Cop1Error } from './cop1-error.js';
import { clcwConcerns } from './fop-clcw.js';
import { type FopClcw, type FopDirective, type FopEvent, type FopEventName } from './fop-events.js';
import { type FopAction, type FopState, type FopStep, fopParameters, initialFop } from './fop-state.js';
import { fopTable, stepFop } from './fop.machine.js';

const parameters = { windowWidth: 3, t1InitialSeconds: 10, transmissionLimit: 2, timeoutType: 0 };
const ad = (tag: string): FopEvent => ({ kind: 'ad-request', tag });
const bd = (tag: string): FopEvent => ({ kind: 'bd-request', tag });
const clcw = (reportValue: number, flags: Partial<FopClcw> = {}): FopEvent => ({
  kind: 'clcw',
  clcw: { reportValue, lockout: false, wait: false, retransmit: false, ...flags },
});
const directive = (asked: FopDirective, tag: string = asked.type): FopEvent => ({
  kind: 'directive',
  tag,
  directive: asked,
});
const answer = (frame: 'AD' | 'BC' | 'BD', accepted = true): FopEvent => ({ kind: 'lower-layer', frame, accepted });
const timer: FopEvent = { kind: 'timer-expired' };
const start = directive({ type: 'initiate-ad-without-clcw-check' });

/** Runs events, a transmitted frame being accepted at once; gives the last state and all actions. */
function run(from: FopState, ...events: readonly FopEvent[]): { state: FopState; actions: readonly FopAction[] } {
  let state = from;
  const actions: FopAction[] = [];
  const waiting = [...events];
  for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
    const step = stepFop(state, event);
    ({ state } = step);
    actions.push(...step.actions);
    for (const action of step.actions) if (action.kind === 'transmit') waiting.unshift(answer(action.frame.kind));
  }
  return { state, actions };
}
const active = run(initialFop(parameters), start).state;

const words = (actions: readonly FopAction[]): readonly string[] =>
  actions.map((action) => {
    switch (action.kind) {
      case 'transmit':
        return action.frame.kind === 'AD'
          ? `AD ${action.frame.tag} N(S) ${action.frame.frameSequenceNumber}${action.frame.retransmission ? ' again' : ''}`
          : `${action.frame.kind} ${action.frame.tag}`;
      case 'start-timer':
        return `timer ${action.seconds}`;
      case 'cancel-timer':
        return 'cancel';
      case 'alert':
        return `alert ${action.code}`;
      case 'suspend':
        return `suspend ${action.suspendState}`;
      case 'accept':
      case 'reject':
      case 'positive-confirm':
      case 'negative-confirm':
        return `${action.kind} ${action.of.tag}`;
    }
  });

const table = ['telemetry-command', 'cop1', 'fop1-table.json'] as const;
(haveOracle(...table) ? describe : describe.skip)('FOP-1 state table', () => {
  type Traced = Record<string, Record<string, { next: string }>>;

  it('has the cells and next states of the oracle', () => {
    const cells = (of: (state: string, event: string) => string | undefined): string[] =>
      ['S1', 'S2', 'S3', 'S4', 'S5', 'S6'].flatMap((state) =>
        Object.keys(fopTable).flatMap((event) => {
          const next = of(state, event);
          return next === undefined ? [] : [`${state} ${event} ${next}`];
        }),
      );
    const expected = oracleJson<Traced>(...table);
    const ours = cells((state, event) => fopTable[event as FopEventName][state as FopState['name']]?.next);
    expect(ours).toEqual(cells((state, event) => expected[state]?.[event]?.next));
    expect(ours).toHaveLength(Object.values(expected).flatMap((column) => Object.keys(column)).length);
  });
});

describe('FOP-1 AD service', () => {
  it('transmits up to K frames, keeps one waiting and rejects the next (E19, E20)', () => {
    const { state, actions } = run(active, ad('a'), ad('b'), ad('c'), ad('d'));
    expect(words(actions)).toEqual([
      ...['accept a', 'timer 10', 'AD a N(S) 0'],
      ...['accept b', 'timer 10', 'AD b N(S) 1'],
      ...['accept c', 'timer 10', 'AD c N(S) 2'],
    ]);
    // 5.2.4 a: the data unit that waits has no number yet.
    expect(state).toMatchObject({ transmitterFrameSequenceNumber: 3, waitQueue: 'd', name: 'S1' });
    expect(words(run(state, ad('e')).actions)).toEqual(['reject e']);
    // A CLCW that repeats N(R) behind a full window is no error (a peer raises alert NN(R) here).
    expect(stepFop(state, clcw(0))).toMatchObject({ event: 'E5', to: 'S1', actions: [] });
    expect(words(run(state, clcw(2)).actions)).toEqual([
      ...['positive-confirm a', 'positive-confirm b', 'accept d', 'timer 10', 'AD d N(S) 3'],
    ]);
    expect(words(run(state, clcw(3)).actions)).toEqual([
      ...['positive-confirm a', 'positive-confirm b', 'positive-confirm c', 'cancel', 'accept d', 'timer 10'],
      'AD d N(S) 3',
    ]);
  });

  it('sends nothing while the lower procedures hold a frame', () => {
    const held = [ad('a'), ad('b')].reduce((state, event) => stepFop(state, event).state, active);
    expect(held).toMatchObject({ adOutReady: false, waitQueue: 'b', transmitterFrameSequenceNumber: 1 });
    expect(words(stepFop(held, answer('AD')).actions)).toEqual(['accept b', 'timer 10', 'AD b N(S) 1']);
  });

  it('goes back to the first unacknowledged frame on Retransmit (E8) and stops at the limit (E12, E17)', () => {
    const sent = run(active, ad('a'), ad('b'), ad('c')).state;
    const again = run(sent, clcw(1, { retransmit: true }));
    expect(words(again.actions).filter((word) => !word.startsWith('timer'))).toEqual([
      'positive-confirm a',
      'AD b N(S) 1 again',
      'AD c N(S) 2 again',
    ]);
    expect(again.state).toMatchObject({ name: 'S2', transmissionCount: 2 });
    expect(stepFop(again.state, clcw(1, { retransmit: true })).event).toBe('E12');
    expect(words(stepFop(again.state, timer).actions)).toEqual([
      ...['cancel', 'negative-confirm b', 'negative-confirm c', 'alert t1'],
    ]);
  });

  it('waits while FARM-1 waits and retransmits at once when it is over (E11, E10 in S3)', () => {
    const waiting = run(active, ad('a'), clcw(0, { retransmit: true, wait: true }), ad('b')).state;
    expect(waiting).toMatchObject({ name: 'S3', waitQueue: 'b' });
    expect(words(stepFop(waiting, answer('AD')).actions)).toEqual([]);
    const step = stepFop(waiting, clcw(0, { retransmit: true }));
    expect(step).toMatchObject({ event: 'E10', from: 'S3', to: 'S2' });
    expect(words(step.actions)).toContain('AD a N(S) 0 again');
  });

  it('suspends with timeout type 1 and resumes where it was (E18, E31)', () => {
    const suspending = run(active, directive({ type: 'set-timeout-type', value: 1 }), ad('a'), timer).state;
    const suspended = stepFop(suspending, timer);
    expect(suspended).toMatchObject({ event: 'E18', to: 'S6', actions: [{ kind: 'suspend', suspendState: 1 }] });
    expect(stepFop(suspended.state, directive({ type: 'set-vs', value: 9 }))).toMatchObject({
      event: 'E35',
      actions: [{ kind: 'reject' }],
      state: { transmitterFrameSequenceNumber: 1 },
    });
    const resumed = stepFop(suspended.state, directive({ type: 'resume-ad' }));
    expect(resumed).toMatchObject({ event: 'E31', to: 'S1', state: { suspendState: 0 } });
    expect(words(resumed.actions)).toEqual(['accept resume-ad', 'timer 10', 'positive-confirm resume-ad']);
    expect(words(stepFop(resumed.state, clcw(1)).actions)).toEqual(['positive-confirm a', 'cancel']);
  });

  const twoSent = run(active, directive({ type: 'set-timeout-type', value: 1 }), ad('a'), ad('b')).state;
  it.each<[FopState['name'], number, string, FopState]>([
    ['S1', 1, 'E31', run(twoSent, timer).state],
    ['S2', 2, 'E32', run(twoSent, clcw(0, { retransmit: true })).state],
    ['S3', 3, 'E33', run(twoSent, clcw(0, { retransmit: true }), clcw(0, { retransmit: true, wait: true })).state],
    [
      'S4',
      4,
      'E34',
      run(initialFop({ ...parameters, timeoutType: 1 }), directive({ type: 'initiate-ad-with-clcw-check' }, 'go'))
        .state,
    ],
  ])('suspends %s as SS = %i and resumes it with every frame and directive it had (%s)', (name, ss, row, before) => {
    expect(before.name).toBe(name);
    const suspended = stepFop(before, timer);
    expect(suspended).toMatchObject({ to: 'S6', actions: [{ kind: 'suspend', suspendState: ss }] });
    // While suspended nothing is sent, and what is not Resume, Terminate or Initiate does not end it.
    expect(stepFop(suspended.state, ad('c')).actions).toMatchObject([{ kind: 'reject' }]);
    expect(stepFop(suspended.state, clcw(1, { retransmit: true, lockout: true })).state).toEqual(suspended.state);
    const resumed = stepFop(suspended.state, directive({ type: 'resume-ad' }));
    expect(resumed).toMatchObject({ event: row, to: name });
    expect(resumed.state).toEqual({ ...before, suspendState: 0 });
    expect(words(resumed.actions)).toEqual(['accept resume-ad', 'timer 10', 'positive-confirm resume-ad']);
    expect(stepFop(resumed.state, directive({ type: 'resume-ad' })).event).toBe('E30');
  });

  it.each<[string, FopEvent, string, string]>([
    ['lockout', clcw(0, { lockout: true }), 'E14', 'lockout'],
    ['N(R) beyond V(S)', clcw(4), 'E13', 'nn-r'],
    ['N(R) before NN(R)', clcw(255), 'E13', 'nn-r'],
    ['Wait without Retransmit', clcw(0, { wait: true }), 'E7', 'clcw'],
    ['Retransmit with all acknowledged', clcw(3, { retransmit: true }), 'E4', 'synch'],
    ['an invalid CLCW', { kind: 'invalid-clcw' }, 'E15', 'clcw'],
    ['a refused AD frame', answer('AD', false), 'E42', 'llif'],
    ['Terminate', directive({ type: 'terminate-ad' }, 'stop'), 'E29', 'term'],
  ])('an alert gives every data unit back (5.2.15): %s', (_, event, row, code) => {
    const full = run(active, ad('a'), ad('b'), ad('c'), ad('d')).state;
    const step = stepFop(full, event);
    expect(step).toMatchObject({ event: row, to: 'S6' });
    expect(words(step.actions).filter((word) => !word.endsWith('stop'))).toEqual([
      ...['cancel', 'negative-confirm a', 'negative-confirm b', 'negative-confirm c', 'reject d', `alert ${code}`],
    ]);
    // 5.1.8: with no frame outstanding NN(R) = V(S), so that a new AD service has its whole window.
    expect(step.state).toMatchObject({ sentQueue: [], waitQueue: null, expectedAcknowledgement: 3, adOutReady: true });
  });

  it('LIMIT: a transmission limit of 1 forbids retransmission (E101, E102)', () => {
    const sent = run(active, directive({ type: 'set-transmission-limit', value: 1 }), ad('a'), ad('b')).state;
    expect(stepFop(sent, clcw(0, { retransmit: true })).event).toBe('E102');
    const step = stepFop(sent, clcw(1, { retransmit: true }));
    expect(step.event).toBe('E101');
    expect(words(step.actions)).toEqual(['positive-confirm a', 'cancel', 'negative-confirm b', 'alert limit']);
  });
});

describe('FOP-1 BD service', () => {
  it('accepts a BD frame when the lower procedures do (E45), one at a time', () => {
    const step = stepFop(initialFop(parameters), bd('x'));
    expect(words(step.actions)).toEqual(['BD x']);
    expect(words(stepFop(step.state, bd('y')).actions)).toEqual(['reject y']);
    expect(stepFop(step.state, answer('BD'))).toMatchObject({ event: 'E45', state: { bdOutstanding: null } });
    expect(words(stepFop(step.state, answer('BD')).actions)).toEqual(['accept x']);
  });

  it('rejects it when they do not (E46)', () => {
    const step = stepFop(stepFop(active, bd('x')).state, answer('BD', false));
    expect(step).toMatchObject({ event: 'E46', to: 'S6', state: { bdOutstanding: null } });
    expect(words(step.actions)).toEqual(['reject x', 'cancel', 'alert llif']);
  });
});

describe('FOP-1 directives', () => {
  const initial = initialFop(parameters);

  it('trap 28: Initiate with CLCW check confirms on a clean CLCW, takes nothing from it, and is given up on an alert (5.2.15 d)', () => {
    const asked = stepFop(initial, directive({ type: 'initiate-ad-with-clcw-check' }, 'go'));
    expect(asked).toMatchObject({ event: 'E24', to: 'S4' });
    expect(words(asked.actions)).toEqual(['accept go', 'timer 10']);
    expect(words(stepFop(asked.state, clcw(0)).actions)).toEqual(['positive-confirm go', 'cancel']);
    // The CLCW is only checked; a peer takes V(S) from it.
    const elsewhere = stepFop(asked.state, clcw(7));
    expect([elsewhere.event, elsewhere.to, elsewhere.state.transmitterFrameSequenceNumber]).toEqual(['E13', 'S6', 0]);
    const failed = stepFop(asked.state, timer);
    expect(words(failed.actions)).toEqual(['cancel', 'negative-confirm go', 'alert t1']);
    expect(failed.state.openDirective).toBeNull();
  });

  it('Initiate with Unlock sends a BC frame again until the limit (E25, E16, E17)', () => {
    const asked = run(initial, directive({ type: 'initiate-ad-with-unlock' }, 'go'));
    expect(asked.state).toMatchObject({ name: 'S5', transmissionCount: 1, bcOutReady: true });
    expect(words(asked.actions)).toEqual(['accept go', 'timer 10', 'BC go']);
    // 5.3: a CLCW that still shows the lockout is ignored in S5.
    expect(stepFop(asked.state, clcw(0, { lockout: true }))).toMatchObject({ event: 'E14', to: 'S5', actions: [] });
    const again = run(asked.state, timer);
    expect(words(again.actions)).toContain('BC go');
    expect(words(stepFop(again.state, clcw(0)).actions)).toEqual(['positive-confirm go', 'cancel']);
    expect(stepFop(again.state, clcw(0)).state).toMatchObject({ name: 'S1', sentQueue: [], openDirective: null });
    expect(words(stepFop(again.state, timer).actions)).toEqual(['cancel', 'negative-confirm go', 'alert t1']);
  });

  it('retransmits a BC frame only when the lower procedures have taken the one before (E43 in S5)', () => {
    const held = stepFop(initial, directive({ type: 'initiate-ad-with-unlock' }, 'go')).state;
    const due = stepFop(held, timer);
    expect(words(due.actions)).toEqual(['timer 10']);
    expect(words(stepFop(due.state, answer('BC')).actions)).toEqual(['timer 10', 'BC go']);
    expect(words(stepFop(held, answer('BC')).actions)).toEqual([]);
  });

  it('rejects Initiate while a BC frame is still with the lower procedures (E26, E28)', () => {
    const held = stepFop(initial, directive({ type: 'initiate-ad-with-unlock' })).state;
    const ended = stepFop(held, directive({ type: 'terminate-ad' })).state;
    expect(ended).toMatchObject({ name: 'S6', bcOutReady: false });
    expect(stepFop(ended, directive({ type: 'initiate-ad-with-unlock' })).event).toBe('E26');
    expect(stepFop(ended, directive({ type: 'initiate-ad-with-set-vr', value: 1 })).event).toBe('E28');
    expect(stepFop(stepFop(ended, answer('BC')).state, directive({ type: 'initiate-ad-with-unlock' })).event).toBe(
      'E25',
    );
  });

  it('Initiate with Set V(R) sets V(S) and NN(R) and sends the command (E27)', () => {
    const step = stepFop(initial, directive({ type: 'initiate-ad-with-set-vr', value: 200 }));
    expect(step.state).toMatchObject({ transmitterFrameSequenceNumber: 200, expectedAcknowledgement: 200, name: 'S5' });
    expect(step.actions).toContainEqual({
      kind: 'transmit',
      frame: {
        kind: 'BC',
        tag: 'initiate-ad-with-set-vr',
        command: { command: 'set-vr', value: 200 },
        retransmission: false,
      },
    });
  });

  it.each<FopDirective>([
    { type: 'set-vs', value: 256 },
    { type: 'set-sliding-window', value: 0 },
    { type: 'set-sliding-window', value: 256 },
    { type: 'set-t1-initial', value: 0 },
    { type: 'set-transmission-limit', value: 0 },
    { type: 'set-timeout-type', value: 2 },
    { type: 'initiate-ad-with-set-vr', value: -1 },
  ])('rejects %j as invalid (E40)', (asked) => {
    expect(stepFop(initial, directive(asked))).toMatchObject({
      event: 'E40',
      state: initial,
      actions: [{ kind: 'reject' }],
    });
  });

  it('sets its parameters in any state', () => {
    const { state } = run(
      active,
      directive({ type: 'set-sliding-window', value: 255 }),
      directive({ type: 'set-t1-initial', value: 2.5 }),
      directive({ type: 'set-transmission-limit', value: 9 }),
      directive({ type: 'set-timeout-type', value: 1 }),
    );
    expect(state.parameters).toEqual({ windowWidth: 255, t1InitialSeconds: 2.5, transmissionLimit: 9, timeoutType: 1 });
  });

  it.each([
    { ...parameters, windowWidth: 256 },
    { ...parameters, t1InitialSeconds: 0 },
    { ...parameters, transmissionLimit: 0 },
    { ...parameters, timeoutType: 2 },
  ])('refuses managed parameters %j', (wrong) => {
    expect(() => fopParameters(wrong)).toThrow(Cop1Error);
  });
});

describe('FOP-1 as a value', () => {
  it('goes on from a state that was stored as JSON', () => {
    const { state } = run(active, ad('a'), ad('b'), clcw(1, { retransmit: true }), ad('c'), bd('x'));
    const stored = JSON.parse(JSON.stringify(state)) as FopState;
    expect(stored).toEqual(state);
    const next: FopStep = stepFop(stored, clcw(3));
    expect(next).toEqual(stepFop(state, clcw(3)));
  });

  it('is told only of CLCWs of its own channel with COP-1 in effect (5.3.2)', () => {
    expect(clcwConcerns({ copInEffect: 1, vcid: 3 }, 3)).toBe(true);
    expect(clcwConcerns({ copInEffect: 1, vcid: 2 }, 3)).toBe(false);
    expect(clcwConcerns({ copInEffect: 0, vcid: 3 }, 3)).toBe(false);
  });
});
