import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Cop1Error } from './cop1-error.js';
import { checkWindows } from './cop1-windows.js';
import { type FarmEvent, type FarmState, farmParameters, farmReport, initialFarm } from './farm-state.js';
import { stepFarm } from './farm.machine.js';

const parameters = farmParameters(10);
const ad = (frameSequenceNumber: number, bufferAvailable = true): FarmEvent => ({
  kind: 'ad-frame',
  frameSequenceNumber,
  bufferAvailable,
});
const bd: FarmEvent = { kind: 'bd-frame' };
const unlock: FarmEvent = { kind: 'bc-frame', command: { command: 'unlock' } };
const setVr = (value: number): FarmEvent => ({ kind: 'bc-frame', command: { command: 'set-vr', value } });
const after = (start: FarmState, ...events: readonly FarmEvent[]): FarmState =>
  events.reduce((state, event) => stepFarm(parameters, state, event).state, start);

describe('FARM-1 managed parameters', () => {
  it.each([0, 1, 3, 255, 256, 10.5, Number.NaN])('refuses W = %p', (width) => {
    expect(() => farmParameters(width)).toThrow(Cop1Error);
  });

  it('K must not exceed PW (5.1: 1 <= K <= PW)', () => {
    expect(() => checkWindows(5, parameters)).not.toThrow();
    expect(() => checkWindows(1, parameters)).not.toThrow();
    for (const k of [0, 6, 255, 2.5]) expect(() => checkWindows(k, parameters)).toThrow(Cop1Error);
  });
});

describe('FARM-1 table 6-1', () => {
  it('every N(S) falls into one part of the window: 1 in sequence, PW - 1 ahead, NW repeated, the rest outside', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 127 }), fc.integer({ min: 0, max: 255 }), (half, vr) => {
        const wide = farmParameters(half * 2);
        const state = initialFarm({ receiverFrameSequenceNumber: vr });
        const rows = Array.from({ length: 256 }, (_, offset) => stepFarm(wide, state, ad((vr + offset) % 256)).event);
        expect(rows).toEqual([
          'E1',
          ...Array.from({ length: half - 1 }, () => 'E3'),
          ...Array.from({ length: 256 - 2 * half }, () => 'E5'),
          ...Array.from({ length: half }, () => 'E4'),
        ]);
      }),
    );
  });

  it('E1 delivers, counts V(R) through 255 to 0 and clears Retransmit', () => {
    const start = after(initialFarm({ receiverFrameSequenceNumber: 255 }), ad(1));
    expect(start.retransmit).toBe(true);
    const step = stepFarm(parameters, start, ad(255));
    expect(step).toMatchObject({ event: 'E1', actions: [{ kind: 'deliver', frame: 'AD' }] });
    expect(farmReport(step.state)).toEqual({
      lockout: false,
      wait: false,
      retransmit: false,
      farmBCounter: 0,
      reportValue: 0,
    });
  });

  it('E2 without a buffer waits and asks for retransmission; nothing is taken until E10 releases it', () => {
    const waiting = stepFarm(parameters, initialFarm(), ad(0, false));
    expect(waiting).toMatchObject({ event: 'E2', from: 'S1', to: 'S2', actions: [{ reason: 'no-buffer' }] });
    expect(waiting.state).toMatchObject({ wait: true, retransmit: true, receiverFrameSequenceNumber: 0 });
    expect(stepFarm(parameters, waiting.state, ad(0)).actions).toMatchObject([{ kind: 'discard', reason: 'waiting' }]);
    const released = stepFarm(parameters, waiting.state, { kind: 'buffer-release' });
    expect(released).toMatchObject({ event: 'E10', to: 'S1', state: { wait: false, retransmit: true } });
    expect(stepFarm(parameters, released.state, ad(0)).actions).toEqual([{ kind: 'deliver', frame: 'AD' }]);
  });

  it('a frame outside the window locks FARM-1 out, from S2 too, and only Unlock opens it (trap 26)', () => {
    const locked = after(initialFarm(), ad(100));
    expect(locked).toMatchObject({ name: 'S3', lockout: true });
    const tried = after(locked, ad(0), ad(1), setVr(7), { kind: 'buffer-release' });
    expect(tried).toMatchObject({ name: 'S3', lockout: true, receiverFrameSequenceNumber: 0, farmBCounter: 1 });
    expect(after(tried, unlock)).toEqual({ ...initialFarm(), farmBCounter: 2 });
    const lockedWaiting = after(initialFarm(), ad(0, false), ad(100));
    expect(lockedWaiting).toMatchObject({ name: 'S3', lockout: true, wait: true });
    expect(after(lockedWaiting, unlock)).toMatchObject({ name: 'S1', lockout: false, wait: false, retransmit: false });
  });

  it('Set V(R) opens S2 and sets V(R)', () => {
    expect(after(initialFarm(), ad(0, false), setVr(9))).toEqual({
      ...initialFarm({ receiverFrameSequenceNumber: 9 }),
      farmBCounter: 1,
    });
  });

  it('BD frames are delivered in every state and FARM-B counts modulo 4', () => {
    for (const name of ['S1', 'S2', 'S3'] as const) {
      const step = stepFarm(parameters, initialFarm({ name }), bd);
      expect(step).toMatchObject({ event: 'E6', to: name, actions: [{ kind: 'deliver', frame: 'BD' }] });
      expect(after(initialFarm({ name }), bd, bd, bd, bd, bd).farmBCounter).toBe(1);
    }
  });

  it('an invalid frame and report time change nothing', () => {
    const state = after(initialFarm(), ad(0), ad(3), bd);
    expect(stepFarm(parameters, state, { kind: 'invalid-frame' })).toMatchObject({
      event: 'E9',
      state,
      actions: [{ kind: 'discard', frame: 'invalid', reason: 'invalid' }],
    });
    expect(stepFarm(parameters, state, { kind: 'report' })).toMatchObject({ event: 'E11', state, actions: [] });
  });
});
