import { describe, expect, it } from '@jest/globals';
import type { CltuId } from '@app/contracts';
import { Radiations } from './radiations.js';

const id = (n: number) => `00000000-0000-4000-9000-00000000000${n}` as CltuId;
const cltu = (latestEnd: bigint, movesFarm = true) => ({ movesFarm, latestEnd, seconds: 0.5 });

describe('what may still be radiated', () => {
  it('is what an earlier process may have sent, until its time is over', () => {
    const radiations = new Radiations(100n);
    expect(radiations.quietFrom).toBe(100n);
    radiations.ended(id(1), 90n);
    expect(radiations.quietFrom).toBe(100n);
  });

  it('ends when the station says so, else at the latest possible moment', () => {
    const radiations = new Radiations(0n);
    radiations.given(id(1), cltu(50n), 1n);
    radiations.given(id(2), cltu(60n), 2n);
    expect(radiations.quietFrom).toBe(60n);
    radiations.ended(id(2), 20n);
    expect(radiations.quietFrom).toBe(50n);
    radiations.ended(id(1), 10n);
    expect(radiations.quietFrom).toBe(20n);
    radiations.given(id(3), cltu(70n), 30n);
    radiations.dropped(id(3));
    expect(radiations.quietFrom).toBe(20n);
  });

  it('is remembered when it has left unseen, and BD frames move no V(R)', () => {
    const radiations = new Radiations(0n);
    radiations.given(id(1), cltu(50n), 1n);
    radiations.given(id(2), cltu(900n, false), 51n);
    expect(radiations.quietFrom).toBe(50n);
    radiations.ended(id(2), 60n);
    expect(radiations.quietFrom).toBe(50n);
  });

  it('is as long as all of it, of whatever kind', () => {
    const radiations = new Radiations(0n);
    radiations.given(id(1), cltu(50n), 1n);
    radiations.given(id(2), cltu(60n, false), 1n);
    expect([10n, 55n, 70n].map((now) => radiations.backlogSeconds(now))).toEqual([1, 0.5, 0]);
  });
});
