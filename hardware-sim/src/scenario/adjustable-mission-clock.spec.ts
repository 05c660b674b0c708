import { describe, expect, it } from '@jest/globals';
import { SystemWallClock, WallClock } from '@app/platform';
import { parseUtc, plusSeconds, secondsBetween, type Tai } from '@app/time';
import { AdjustableMissionClock } from './adjustable-mission-clock.js';

class HandWallClock extends WallClock {
  constructor(public time: Tai) {
    super();
  }
  override now(): Tai {
    return this.time;
  }
}

const start = parseUtc('2026-04-24T06:00:00Z');
const wallStart = parseUtc('2026-11-30T12:00:00Z');

describe('a mission clock that can be adjusted', () => {
  it('stands until it is begun, runs at its rate, and goes on without a jump at another', () => {
    const wall = new HandWallClock(wallStart);
    const clock = new AdjustableMissionClock(wall, start, 10);
    const missionS = (wallS: number): number => {
      wall.time = plusSeconds(wallStart, wallS);
      return secondsBetween(start, clock.now());
    };
    expect(missionS(5)).toBe(0);
    clock.begin();
    expect(missionS(7)).toBe(20);
    clock.setRate(2);
    expect([missionS(7), missionS(10)]).toEqual([20, 26]);
    expect(clock.describe()).toBe('2026-04-24T06:00:20.000000000Z@2026-11-30T12:00:07.000000000Zx2');
    clock.begin();
    expect(missionS(10)).toBe(26);
  });

  it('fires timers that were set while it stood, and those of another rate, once each', async () => {
    const clock = new AdjustableMissionClock(new SystemWallClock(), start, 1);
    const fired: string[] = [];
    clock.after(3600, () => fired.push('hour'));
    const cancel = clock.after(1, () => fired.push('never'));
    cancel();
    clock.begin();
    clock.setRate(1000);
    clock.setRate(900);
    await clock.sleep(3601);
    expect(fired).toEqual(['hour']);
  });
});
