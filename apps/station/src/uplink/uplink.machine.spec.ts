import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { UplinkState } from '@app/contracts';
import { initialUplink, stepUplink, type Uplink, type UplinkAction, type UplinkEvent } from './uplink.machine.js';

const event = {
  open: { type: 'window-open' },
  close: { type: 'window-close' },
  lock: { type: 'telemetry-lock' },
  loss: { type: 'telemetry-lost' },
  holdOver: { type: 'hold-over' },
  unitUp: { type: 'unit-up' },
  unitDown: { type: 'unit-down' },
  carrierUp: { type: 'carrier', up: true },
  carrierDown: { type: 'carrier', up: false },
  good: { type: 'clcw', noRfAvailable: false, noBitLock: false, current: true },
  stale: { type: 'clcw', noRfAvailable: false, noBitLock: false, current: false },
  noRf: { type: 'clcw', noRfAvailable: true, noBitLock: true, current: true },
  noBitLock: { type: 'clcw', noRfAvailable: false, noBitLock: true, current: true },
  clcwOverdue: { type: 'clcw-overdue' },
  overdue: { type: 'acquisition-overdue' },
  look: { type: 'look' },
  end: { type: 'end' },
} as const satisfies Record<string, UplinkEvent>;
type EventName = keyof typeof event;
const everyEvent = Object.keys(event) as EventName[];

const up = ['unitUp', 'lock', 'open', 'carrierUp'] as const;
const path = {
  'not-permitted': [],
  waiting: [],
  acquiring: up,
  ready: [...up, 'good'],
  lost: [...up, 'good', 'noRf'],
  off: [...up, 'close'],
} as const satisfies Record<UplinkState, readonly EventName[]>;
const everyState = Object.keys(path) as UplinkState[];

function run(
  names: readonly EventName[],
  from: Uplink = initialUplink(true),
): { uplink: Uplink; actions: UplinkAction[] } {
  let uplink = from;
  const actions: UplinkAction[] = [];
  for (const name of names) {
    const [next, more] = stepUplink(uplink, event[name]);
    uplink = next;
    actions.push(...more);
  }
  return { uplink, actions };
}
const at = (state: UplinkState): Uplink => run(path[state], initialUplink(state !== 'not-permitted')).uplink;

/** The state after an event in a state, where it is another one. */
const moves: Readonly<Record<UplinkState, Partial<Record<EventName, UplinkState>>>> = {
  'not-permitted': {},
  waiting: { close: 'off', end: 'off' },
  acquiring: { good: 'ready', close: 'off', end: 'off', unitDown: 'waiting', carrierDown: 'waiting' },
  ready: {
    noRf: 'lost',
    noBitLock: 'lost',
    clcwOverdue: 'lost',
    close: 'off',
    end: 'off',
    unitDown: 'waiting',
    carrierDown: 'waiting',
  },
  lost: { good: 'ready', close: 'off', end: 'off', unitDown: 'waiting', carrierDown: 'waiting' },
  off: {},
};

const sequences = fc.array(fc.constantFrom(...everyEvent), { maxLength: 60 });

describe('uplink state machine', () => {
  it('reaches every state by its path', () => {
    for (const state of everyState) expect(at(state).state).toBe(state);
  });

  it.each(everyState.flatMap((state) => everyEvent.map((name) => [state, name] as const)))(
    'in %s, %s leads where the table of this test says',
    (state, name) => {
      const [next, actions] = stepUplink(at(state), event[name]);
      expect(next.state).toBe(moves[state][name] ?? state);
      if (next.state !== state) expect(actions).toContain('report');
    },
  );

  it.each(['unitUp', 'lock', 'open'] as const)('waits for %s, whatever comes before it, and then comes up', (last) => {
    const others = (['unitUp', 'lock', 'open'] as const).filter((name) => name !== last);
    const waiting = run([...others, 'look', 'good']);
    expect([waiting.uplink.state, waiting.actions]).toEqual(['waiting', []]);
    const { uplink, actions } = run([last], waiting.uplink);
    expect([uplink.state, actions]).toEqual(['acquiring', ['carrier-up', 'await-acquisition', 'report']]);
  });

  it('brings the carrier up only with telemetry, within the permitted part, with a unit; never where it is not permitted', () => {
    fc.assert(
      fc.property(fc.boolean(), sequences, (permitted, names) => {
        let uplink = initialUplink(permitted);
        for (const name of names) {
          const [next, actions] = stepUplink(uplink, event[name]);
          if (actions.includes('carrier-up'))
            expect([permitted, next.telemetry, next.windowOpen, next.unit]).toEqual([true, true, true, true]);
          uplink = next;
        }
      }),
    );
  });

  it('is down for good once the permitted part or the pass is over, whatever happens then', () => {
    fc.assert(
      fc.property(sequences, fc.constantFrom('close' as const, 'end' as const), sequences, (before, end, after) => {
        const ended = run([...before, end]);
        expect(ended.uplink.state).toBe('off');
        const later = run(after, ended.uplink);
        expect([later.uplink.state, later.actions.includes('carrier-up')]).toEqual(['off', false]);
        // Every carrier that went up was ordered down, or its unit was lost or said that it fell.
        const last = [...run(before).actions].reverse().find((one) => one === 'carrier-up' || one === 'carrier-down');
        if (['acquiring', 'ready', 'lost'].includes(run(before).uplink.state)) {
          expect(last).toBe('carrier-up');
          expect(ended.actions.at(-3)).toBe('carrier-down');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is ready only by a current CLCW that shows both, while the unit says that the carrier is up', () => {
    expect(run(['unitUp', 'lock', 'open', 'good']).uplink.state).toBe('acquiring');
    expect(run([...up, 'stale', 'noBitLock']).uplink).toMatchObject({ state: 'acquiring', noRfAvailable: false });
    fc.assert(
      fc.property(sequences, (names) => {
        const { uplink } = run(names);
        if (uplink.state === 'ready')
          expect([uplink.carrierUp, uplink.noRfAvailable, uplink.noBitLock]).toEqual([true, false, false]);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps the carrier up while telemetry drops out for a moment, and takes it down where it stays away', () => {
    const dropped = run(['loss'], at('ready'));
    expect([dropped.uplink.state, dropped.actions]).toEqual(['ready', ['hold']]);
    expect(run(['lock'], dropped.uplink)).toMatchObject({ uplink: { state: 'ready' }, actions: ['release-hold'] });
    const gone = run(['holdOver'], dropped.uplink);
    expect([gone.uplink.state, gone.actions]).toEqual(['waiting', ['carrier-down', 'release-hold', 'report']]);
    expect(run(['lock'], gone.uplink).uplink.state).toBe('acquiring');
  });

  it('brings a carrier that fell up again at the next look, not at once: a unit that refuses is not asked without end', () => {
    const fell = run(['carrierDown'], at('acquiring'));
    expect([fell.uplink.state, fell.actions]).toEqual(['waiting', ['release-hold', 'report']]);
    expect(run(['look'], fell.uplink).actions).toContain('carrier-up');
  });

  it('waits for its acquisition once, and is overdue, where a carrier falls each time that it is brought up', () => {
    const failing = run(['unitUp', 'lock', 'open', 'carrierDown', 'look', 'carrierDown', 'look', 'carrierDown']);
    expect(failing.actions.filter((action) => action === 'carrier-up')).toHaveLength(3);
    expect(failing.actions.filter((action) => action === 'await-acquisition')).toHaveLength(1);
    const late = run(['overdue'], failing.uplink);
    expect([late.uplink.state, late.uplink.overdue, late.actions]).toEqual(['waiting', true, ['report']]);
    expect(run(['look', 'carrierDown', 'look', 'carrierDown'], late.uplink).uplink.overdue).toBe(true);
    expect(run(['look', 'carrierUp', 'good'], late.uplink).uplink).toMatchObject({ state: 'ready', overdue: false });
  });

  it.each(['loss', 'unitDown', 'close', 'end'] as const)('is not overdue any more after %s, and says so', (name) => {
    const late = run(['unitUp', 'lock', 'open', 'carrierDown', 'overdue']).uplink;
    expect(late).toMatchObject({ state: 'waiting', overdue: true });
    const { uplink, actions } = run([name], late);
    expect([uplink.overdue, actions.includes('report')]).toEqual([false, true]);
    // What is left of the earlier wait says nothing of the next one.
    expect(run(['overdue'], uplink).uplink.overdue).toBe(false);
  });

  it('is overdue only while telemetry, elevation and unit are there, or its carrier is up; never while ready', () => {
    fc.assert(
      fc.property(sequences, (names) => {
        const { uplink } = run(names);
        if (!uplink.overdue) return;
        expect(['waiting', 'acquiring', 'lost']).toContain(uplink.state);
        if (uplink.state === 'waiting')
          expect([uplink.telemetry, uplink.windowOpen, uplink.unit]).toEqual([true, true, true]);
      }),
      { numRuns: 2000 },
    );
  });

  it('is overdue until it is ready, and again where it is lost for long', () => {
    const late = run(['overdue'], at('acquiring')).uplink;
    expect([late.state, late.overdue]).toEqual(['acquiring', true]);
    expect(run(['good'], late).uplink.overdue).toBe(false);
    expect(run(['overdue'], at('lost')).uplink.overdue).toBe(true);
    expect(run(['overdue'], at('ready')).uplink.overdue).toBe(false);
    expect(run(['end'], late).uplink.overdue).toBe(false);
  });
});
