import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PassPhase } from '@app/contracts';
import {
  initialPass,
  isOver,
  type PassAction,
  type PassEvent,
  type PassState,
  reasonOf,
  stepPass,
  terminalPhases,
} from './pass.machine.js';

const event = {
  setUp: { type: 'set-up-time' },
  start: { type: 'reception-start-time' },
  due: { type: 'first-frame-due' },
  stop: { type: 'reception-stop-time' },
  end: { type: 'end-time' },
  rotatorUp: { type: 'rotator-up' },
  rotatorDown: { type: 'rotator-down', reason: 'no answer' },
  onTarget: { type: 'on-target' },
  offTarget: { type: 'off-target', reason: '3 degrees off' },
  basebandUp: { type: 'baseband-up' },
  basebandDown: { type: 'baseband-down', reason: 'refused' },
  fellBack: { type: 'fell-back', reason: 'no samples' },
  frames: { type: 'frames-received' },
  lock: { type: 'frame-lock' },
  loss: { type: 'lock-lost' },
  ended: { type: 'reception-ended' },
  overdue: { type: 'delivery-overdue' },
  flushed: { type: 'flushed' },
  abort: { type: 'abort', reason: 'cancelled' },
  impossible: { type: 'impossible', failure: 'no-hardware', reason: 'no address' },
} as const satisfies Record<string, PassEvent>;
type EventName = keyof typeof event;
const everyEvent = Object.keys(event) as EventName[];

const path = {
  scheduled: [],
  'set-up': ['setUp'],
  ready: ['setUp', 'rotatorUp', 'basebandUp', 'onTarget'],
  acquiring: ['setUp', 'rotatorUp', 'basebandUp', 'onTarget', 'start'],
  locked: ['setUp', 'rotatorUp', 'basebandUp', 'onTarget', 'start', 'lock'],
  'tear-down': ['setUp', 'rotatorUp', 'basebandUp', 'onTarget', 'start', 'lock', 'stop'],
  completed: ['setUp', 'rotatorUp', 'basebandUp', 'onTarget', 'start', 'lock', 'stop', 'ended', 'flushed'],
  failed: ['impossible'],
  aborted: ['abort'],
} as const satisfies Record<PassPhase, readonly EventName[]>;
const everyPhase = Object.keys(path) as PassPhase[];

function run(names: readonly EventName[], from: PassState = initialPass): { state: PassState; actions: PassAction[] } {
  let state = from;
  const actions: PassAction[] = [];
  for (const name of names) {
    const [next, more] = stepPass(state, event[name]);
    state = next;
    actions.push(...more);
  }
  return { state, actions };
}

/** The phase after an event in a phase, where it is another one. */
const moves: Readonly<Record<PassPhase, Partial<Record<EventName, PassPhase>>>> = {
  scheduled: {
    setUp: 'set-up',
    start: 'acquiring',
    stop: 'failed',
    end: 'failed',
    abort: 'aborted',
    impossible: 'failed',
  },
  'set-up': { start: 'acquiring', stop: 'tear-down', end: 'tear-down', abort: 'tear-down', impossible: 'tear-down' },
  ready: {
    start: 'acquiring',
    stop: 'tear-down',
    end: 'tear-down',
    rotatorDown: 'set-up',
    offTarget: 'set-up',
    basebandDown: 'set-up',
    abort: 'tear-down',
    impossible: 'tear-down',
  },
  acquiring: { lock: 'locked', stop: 'tear-down', end: 'tear-down', abort: 'tear-down', impossible: 'tear-down' },
  locked: {
    loss: 'acquiring',
    basebandDown: 'acquiring',
    fellBack: 'acquiring',
    stop: 'tear-down',
    end: 'tear-down',
    abort: 'tear-down',
    impossible: 'tear-down',
  },
  'tear-down': {},
  completed: {},
  failed: {},
  aborted: {},
};

describe('pass state machine', () => {
  it('reaches every phase by its path', () => {
    for (const phase of everyPhase) expect(run(path[phase]).state.phase).toBe(phase);
  });

  it.each(everyPhase.flatMap((phase) => everyEvent.map((name) => [phase, name] as const)))(
    'in %s, %s leads where the table of this test says',
    (phase, name) => {
      const [next, actions] = stepPass(run(path[phase]).state, event[name]);
      expect(next.phase).toBe(moves[phase][name] ?? phase);
      if (next.phase !== phase) expect(actions).toContain('report');
      if (isOver(phase)) expect(actions).toEqual([]);
    },
  );

  it('ends, whatever happened, once the end of the contact has passed and nothing more is waited for', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...everyEvent), { maxLength: 60 }), (names) => {
        const { state, actions } = run([...names, 'end', 'overdue', 'flushed']);
        expect(terminalPhases).toContain(state.phase);
        expect(actions.filter((action) => action === 'disconnect')).toHaveLength(1);
        if (state.phase !== 'completed') expect(reasonOf(state, 30)).not.toBeNull();
      }),
      { numRuns: 2000 },
    );
  });

  it('receives only between start and stop, and only with a baseband unit', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...everyEvent), { maxLength: 60 }), (names) => {
        let state = initialPass;
        for (const name of names) {
          const [next, actions] = stepPass(state, event[name]);
          if (actions.includes('start-reception')) {
            expect(['acquiring', 'locked']).toContain(next.phase);
            expect(next.baseband.link).toBe('up');
          }
          if (actions.includes('track')) expect(['acquiring', 'locked']).toContain(next.phase);
          state = next;
        }
      }),
    );
  });

  it('does a pass in this order', () => {
    const { state, actions } = run([
      'setUp',
      'basebandUp',
      'rotatorUp',
      'onTarget',
      'start',
      'lock',
      'loss',
      'lock',
      'stop',
      'end',
      'ended',
      'flushed',
    ]);
    expect(actions.filter((action) => action !== 'report')).toEqual([
      'connect',
      'pre-position',
      'track',
      'start-reception',
      'stop-reception',
      'park',
      'flush',
      'disconnect',
    ]);
    expect([state.phase, reasonOf(state, 30)]).toEqual(['completed', null]);
  });

  it('waits for bits that the unit received in time, even beyond the end of the contact', () => {
    const { state } = run(['setUp', 'basebandUp', 'start', 'lock', 'stop', 'end']);
    expect(state).toMatchObject({ phase: 'tear-down', awaitingDelivery: true });
    const late = run(['overdue', 'flushed'], state).state;
    expect([late.phase, reasonOf(late, 30)]).toEqual([
      'completed',
      'the baseband unit did not say that it has delivered everything',
    ]);
  });

  it('goes on without its devices, says so, and begins anew when they are back', () => {
    const lost = run(['setUp', 'rotatorUp', 'basebandUp', 'onTarget', 'start', 'lock', 'rotatorDown', 'basebandDown']);
    expect(lost.state.phase).toBe('acquiring');
    expect(reasonOf(lost.state, 30)).toBe('rotator: no answer, trying again; baseband unit: refused, trying again');
    const back = run(['rotatorUp', 'basebandUp', 'onTarget', 'lock'], lost.state);
    expect(back.actions).toEqual(['track', 'report', 'start-reception', 'report', 'report', 'report']);
    expect([back.state.phase, reasonOf(back.state, 30)]).toEqual(['locked', null]);
  });

  it('begins reception anew by the baseband unit where the SDR is silent, and says so to the end', () => {
    const { state, actions } = run(['setUp', 'basebandDown', 'start', 'fellBack']);
    expect(actions.filter((action) => action !== 'report')).toEqual(['connect', 'track', 'start-reception']);
    const reason = 'the baseband unit receives in the place of the SDR: no samples';
    expect([state.phase, reasonOf(state, 30)]).toEqual(['acquiring', reason]);
    const over = run(['lock', 'stop', 'ended', 'flushed'], state).state;
    expect([over.phase, reasonOf(over, 30)]).toEqual(['completed', reason]);
  });

  it('takes a pass up in the middle after a restart, with the frames that an earlier process received', () => {
    const { state, actions } = run(['setUp', 'start', 'due', 'basebandUp', 'rotatorUp'], {
      ...initialPass,
      framesReceived: true,
    });
    expect([state.phase, reasonOf(state, 30)]).toEqual(['acquiring', null]);
    expect(actions.filter((action) => action !== 'report')).toEqual(['connect', 'track', 'start-reception', 'track']);
    expect(run(['stop', 'ended', 'flushed'], state).state.phase).toBe('completed');
  });

  it('says that no frame has come, until one comes', () => {
    const silent = run(['setUp', 'basebandUp', 'rotatorUp', 'start', 'due']).state;
    expect(reasonOf(silent, 30)).toBe('no frame 30 s after AOS');
    expect(reasonOf(run(['lock'], silent).state, 30)).toBeNull();
    const over = run(['stop', 'ended', 'flushed'], silent).state;
    expect([over.phase, reasonOf(over, 30)]).toEqual(['failed', 'no frame was received']);
  });

  it('completes a pass whose few frames came without a lock', () => {
    const { state } = run(['setUp', 'basebandUp', 'start', 'due', 'stop', 'frames', 'ended', 'flushed']);
    expect([state.phase, reasonOf(state, 30)]).toEqual(['completed', null]);
  });

  it('fails a pass whose baseband unit was never there, by that reason', () => {
    const { state } = run(['setUp', 'basebandDown', 'rotatorUp', 'start', 'basebandDown', 'stop', 'flushed']);
    expect([state.phase, reasonOf(state, 30)]).toEqual(['failed', 'baseband unit: refused']);
  });

  it.each([
    ['rotator-dead', 'rotator: no answer', ['setUp', 'rotatorDown', 'basebandUp', 'start', 'stop', 'ended', 'flushed']],
    [
      'baseband-dead',
      'baseband unit: refused; rotator: no answer',
      ['setUp', 'rotatorDown', 'basebandDown', 'start', 'stop', 'flushed'],
    ],
    [
      'no-frame',
      'no frame was received',
      ['setUp', 'rotatorUp', 'basebandUp', 'start', 'rotatorDown', 'stop', 'ended', 'flushed'],
    ],
  ] as const)('fails a pass without a frame as %s: %s', (failure, reason, events) => {
    const { state } = run(events);
    expect(state.verdict).toEqual({ phase: 'failed', failure, reason });
  });

  it('completes a pass whose frames came without a rotator, and says that it was dead', () => {
    const { state } = run(['setUp', 'rotatorDown', 'basebandUp', 'start', 'lock', 'stop', 'ended', 'flushed']);
    expect([state.phase, reasonOf(state, 30)]).toEqual(['completed', 'rotator: no answer']);
  });

  it.each(['impossible', 'abort'] as const)('frees the antenna at once at %s before reception', (name) => {
    const { actions } = run(['setUp', 'rotatorUp', 'basebandUp', name, 'flushed']);
    const after = actions.slice(actions.indexOf('park')).filter((action) => action !== 'report');
    expect(after).toEqual(['park', 'flush', 'disconnect']);
    expect(actions).not.toContain('stop-reception');
  });

  it('brings what it has into the log before it is aborted', () => {
    const { state, actions } = run(['setUp', 'basebandUp', 'start', 'lock', 'abort', 'ended', 'flushed']);
    expect([state.phase, reasonOf(state, 30)]).toEqual(['aborted', 'cancelled']);
    expect(actions.indexOf('flush')).toBeLessThan(actions.indexOf('disconnect'));
  });
});
