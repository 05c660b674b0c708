import { describe, expect, it } from '@jest/globals';
import { parseUtc, plusSeconds } from '@app/time';
import { sgp4 } from 'satellite.js';
import { syntheticElements } from '../testing/synthetic-elements.js';
import { createPropagator, propagateTeme, propagateTemeMinutes } from './propagator.js';
import { DECAYED, sgp4Reason } from './sgp4-error.js';

describe('createPropagator, propagateTeme', () => {
  it('counts from the exact epoch: elements and instant moved together by a microsecond give the same state', () => {
    const set = syntheticElements();
    const at = plusSeconds(set.epoch, 86_400);
    const state = propagateTeme(createPropagator(set), at);
    const moved = propagateTeme(createPropagator({ ...set, epoch: set.epoch + 1000n }), at + 1000n);
    expect(state).toEqual(moved);
    const late = propagateTeme(createPropagator(set), at + 1000n);
    if (!state.ok || !late.ok) throw new Error('no state');
    // 7.5 km/s for one microsecond.
    const distance = Math.hypot(...state.position.map((value, axis) => value - late.position[axis]!));
    expect(distance).toBeGreaterThan(7.4e-3);
    expect(distance).toBeLessThan(7.7e-3);
  });

  it('counts a leap second as elapsed time', () => {
    const set = syntheticElements({ epoch: parseUtc('2016-12-31T23:59:00Z') });
    const propagator = createPropagator(set);
    const twoMinutes = propagateTeme(propagator, parseUtc('2017-01-01T00:00:59Z'));
    expect(twoMinutes).toEqual(propagateTemeMinutes(propagator, 2));
  });

  it('takes an epoch inside a leap second', () => {
    const inside = syntheticElements({ epoch: parseUtc('2016-12-31T23:59:60.250000Z'), meanMotionRevPerDay: 2 });
    const after = { ...inside, epoch: inside.epoch + 750_000_000n };
    const [a, b] = [inside, after].map((set) => propagateTemeMinutes(createPropagator(set), 0));
    if (a?.ok !== true || b?.ok !== true) throw new Error('no state');
    expect(Math.hypot(...a.position.map((value, axis) => value - b.position[axis]!))).toBeLessThan(50);
  });

  it('calls a satellite decayed where SGP4 alone would go on, and for good', () => {
    const propagator = createPropagator(syntheticElements({ bstar: 0.05 }));
    const codes: number[] = [];
    let wouldGoOn = 0;
    for (let day = 0; day < 400; day++) {
      const alone = sgp4(propagator.satrec, day * 1440);
      const ours = propagateTemeMinutes(propagator, day * 1440);
      codes.push(ours.ok ? 0 : ours.code);
      if (alone !== null && !ours.ok) wouldGoOn += 1;
    }
    expect(codes[0]).toBe(0);
    expect(wouldGoOn).toBeGreaterThan(0);
    const first = codes.findIndex((code) => code !== 0);
    expect(codes.slice(first)).not.toContain(0);
    expect(codes).toContain(DECAYED);
    expect(sgp4Reason(DECAYED)).toMatch(/decayed/);
  });
});
