import { describe, expect, it } from '@jest/globals';
import type { Clcw } from '@app/ccsds';
import { stepUplink, type UplinkEvent, type UplinkState } from './uplink.machine.js';
import type { FollowedContact } from './uplink-target.js';

const contactAt = (antenna: string): FollowedContact =>
  ({ contact: `GF-1_${antenna}_7`, antenna, site: antenna.slice(0, 6) }) as unknown as FollowedContact;
const [one, other] = [contactAt('CN-MYN-1'), contactAt('PK-KHI-1')];
const good: Clcw = {
  statusField: 0,
  copInEffect: 1,
  vcid: 0,
  noRfAvailable: false,
  noBitLock: false,
  lockout: false,
  wait: false,
  retransmit: false,
  farmBCounter: 0,
  reportValue: 12,
};
const clcw = (changes: Partial<Clcw> = {}, at = 10n, settled = true): UplinkEvent => ({
  type: 'clcw',
  clcw: { ...good, ...changes },
  at,
  settled,
});
const ready = (contact = one, at = 10n): UplinkEvent => ({ type: 'ready', contact, at });
const gone = (contact = one, over = true): UplinkEvent => ({
  type: 'gone',
  contact: contact.contact,
  reason: 'the uplink is gone',
  over,
});
const fop = (
  name: 'S1' | 'S2' | 'S4' | 'S5' | 'S6',
  suspendState: 0 | 1 = 0,
  alert?: 'limit' | 'lockout' | 'llif' | 't1',
): UplinkEvent => ({
  type: 'fop',
  name,
  suspendState,
  alert,
});

function after(...events: UplinkEvent[]) {
  let state: UplinkState = { phase: 'no-uplink' };
  let last: readonly { kind: string }[] = [];
  for (const event of events) [state, last] = stepUplink(state, event);
  return { phase: state.phase, state, actions: last };
}

describe('stepUplink', () => {
  it.each([
    ['no RF available', clcw({ noRfAvailable: true }), 'awaiting-clcw'],
    ['no bit lock', clcw({ noBitLock: true }), 'awaiting-clcw'],
    ['received before the uplink was ready', clcw({}, 9n), 'awaiting-clcw'],
    ['what was sent before may still change V(R)', clcw({}, 10n, false), 'awaiting-clcw'],
    ['wait', clcw({ wait: true, retransmit: true }), 'awaiting-clcw'],
    ['lockout', clcw({ lockout: true }), 'lockout'],
    ['nothing against it', clcw(), 'initialising'],
  ])('first CLCW of a contact: %s', (_, event, phase) => {
    const step = after(ready(), event);
    expect(step.phase).toBe(phase);
    expect(step.actions).toHaveLength(phase === 'initialising' ? 1 : 0);
  });

  it('starts with Set V(R) to V(R) itself where Retransmit is left over', () => {
    expect(after(ready(), clcw({ retransmit: true })).actions).toEqual([
      { kind: 'initiate', directive: 'with-set-vr', reportValue: 12 },
    ]);
  });

  it.each([
    [[fop('S4')], 'initialising'],
    [[fop('S4'), fop('S1')], 'active'],
    [[fop('S1'), fop('S2')], 'active'],
    [[fop('S1'), fop('S6', 0, 'limit')], 'halted'],
    // A start that nobody answered in time is tried again; an AD service that had begun is for a person.
    [[fop('S4'), fop('S6', 0, 't1')], 'awaiting-clcw'],
    [[fop('S4'), fop('S1'), fop('S6', 0, 't1')], 'halted'],
    [[fop('S1'), fop('S6', 0, 'lockout')], 'lockout'],
    [[fop('S1'), fop('S6', 1)], 'suspended'],
    [[fop('S1'), fop('S6', 1), fop('S1')], 'active'],
    [[fop('S1'), fop('S6', 0, 'limit'), fop('S5'), fop('S1')], 'active'],
    // An expedited CLTU was refused before the AD service had been started: that start is still to come.
    [[gone(), ready(), fop('S6', 0, 'llif')], 'awaiting-clcw'],
  ])('follows FOP-1 %#', (events, phase) => {
    expect(after(ready(), clcw(), ...events).phase).toBe(phase);
  });

  it('ends with its own contact alone, once the last CLCWs had their time', () => {
    expect(after(ready(), gone(other)).phase).toBe('awaiting-clcw');
    const closing = after(ready(), clcw(), fop('S1'), gone());
    expect([closing.phase, closing.actions]).toEqual(['closing', [{ kind: 'await-last-reports' }]]);
    expect(after(ready(), gone(), fop('S6', 0, 'limit'), clcw()).phase).toBe('closing');
    expect(after(ready(), gone(), gone()).actions).toEqual([]);
    const over = after(ready(), gone(), { type: 'closed' });
    expect([over.phase, over.actions]).toEqual(['no-uplink', [{ kind: 'end', reason: 'the uplink is gone' }]]);
    expect(after(ready(), { type: 'closed' }).phase).toBe('awaiting-clcw');
  });

  it('goes on where it was when the uplink comes back, and follows FOP-1 meanwhile', () => {
    const active = [ready(), clcw(), fop('S1')];
    const back = after(...active, gone(one, false), ready(one, 20n));
    expect(back.state).toEqual({ phase: 'active', contact: one, readySince: 20n });
    expect(back.actions).toEqual([{ kind: 'go-on' }]);
    expect(after(...active, gone(one, false), fop('S6', 0, 'limit'), ready()).phase).toBe('halted');
    expect(after(...active, gone(one, false), gone(other), ready()).phase).toBe('active');
    // Not once it is over, or its time is.
    expect(after(...active, gone(one, false), gone(), ready()).phase).toBe('awaiting-clcw');
    expect(after(...active, gone(one, false), { type: 'closed' }, ready()).phase).toBe('awaiting-clcw');
    expect(after(...active, gone(one, false), ready(other)).actions.map(({ kind }) => kind)).toEqual(['end', 'begin']);
  });

  it('awaits the next CLCW where FOP-1 does not take the directive to start', () => {
    const rejected = after(ready(), clcw(), { type: 'not-initiated' });
    expect(rejected.phase).toBe('awaiting-clcw');
    expect(after(ready(), clcw(), { type: 'not-initiated' }, clcw()).actions).toHaveLength(1);
    expect(after(ready(), clcw(), fop('S1'), { type: 'not-initiated' }).phase).toBe('active');
  });

  it('follows another contact only when the first is gone, and ends that one before', () => {
    expect(after(ready(), ready(other)).state).toMatchObject({ contact: one });
    const next = after(ready(), gone(), ready(other, 20n));
    expect(next.state).toEqual({ phase: 'awaiting-clcw', contact: other, readySince: 20n });
    expect(next.actions.map(({ kind }) => kind)).toEqual(['end', 'begin']);
  });
});
