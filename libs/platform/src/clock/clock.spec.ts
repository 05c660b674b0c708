import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formatUtc, parseUtc, plusSeconds, type Tai } from '@app/time';
import {
  AnchoredMissionClock,
  ManualMissionClock,
  MissionClockStore,
  SystemWallClock,
  WallClock,
  formatMissionClockSpec,
  parseMissionClockSpec,
} from './index.js';

class FixedWallClock extends WallClock {
  constructor(public time: Tai) {
    super();
  }
  override now(): Tai {
    return this.time;
  }
}

const wallNow = parseUtc('2026-11-22T10:00:00Z');

describe('mission clock', () => {
  it('runs from its anchor at its rate', () => {
    const wall = new FixedWallClock(wallNow);
    const clock = new AnchoredMissionClock(wall, parseMissionClockSpec('2026-04-24T08:00:00Zx10', wallNow));
    wall.time = plusSeconds(wallNow, 1.5);
    expect(formatUtc(clock.now())).toBe('2026-04-24T08:00:15.000000Z');
  });

  it('is shared by its text', () => {
    const anchor = parseMissionClockSpec('2026-04-24T08:00:00Z@2026-11-22T09:00:00.123456789Zx2.5', wallNow);
    expect(parseMissionClockSpec(formatMissionClockSpec(anchor), 0n)).toEqual(anchor);
  });

  it.each(['', 'tomorrow', '2026-04-24T08:00:00Zx0', '2026-04-24T08:00:00Zx5000', '2026-04-24T08:00:00Z@nowx1'])(
    'refuses the spec "%s"',
    (spec) => {
      expect(() => parseMissionClockSpec(spec, wallNow)).toThrow(/mission clock: found/);
    },
  );

  it('resumes where it stood after a stop, and where it would be after a crash', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'smms-clock-')), 'mission-clock.json');
    const store = new MissionClockStore(path);
    expect(store.resume(wallNow)).toBeUndefined();
    const anchor = parseMissionClockSpec('2026-04-24T08:00:00Zx10', wallNow);
    store.started(anchor);
    const later = plusSeconds(wallNow, 60);
    expect(store.resume(later)).toEqual({ anchor, stood: false });
    store.stopped(anchor, later);
    const nextDay = plusSeconds(wallNow, 86_400);
    expect(store.resume(nextDay)).toEqual({
      anchor: { mission: parseUtc('2026-04-24T08:10:00Z'), wall: nextDay, rate: 10 },
      stood: true,
    });
    writeFileSync(path, '{}');
    expect(() => store.resume(later)).toThrow(/--fresh/);
  });

  it('fires timers in mission time, in order, and not after they were cancelled', () => {
    const clock = new ManualMissionClock(0n);
    const fired: string[] = [];
    clock.after(2, () => fired.push('two'));
    clock.after(1, () => fired.push('one'));
    const cancel = clock.after(1.5, () => fired.push('never'));
    const stop = clock.every(1, () => fired.push('tick'));
    cancel();
    clock.advanceTo(2_000_000_000n);
    stop();
    clock.advanceTo(9_000_000_000n);
    expect(fired).toEqual(['one', 'tick', 'two', 'tick']);
  });

  it('stands while it is held, and runs its timers from its release on', async () => {
    const wall = new SystemWallClock();
    const mission = parseUtc('2026-04-24T08:00:00Z');
    const clock = new AnchoredMissionClock(wall, { mission, wall: wall.now() - 3_600_000_000_000n, rate: 1000 }, true);
    expect(clock.now()).toBe(mission);
    let fired = false;
    clock.after(5, () => (fired = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([clock.now(), fired]).toEqual([mission, false]);
    const { wall: released } = clock.release();
    expect(released).toBeGreaterThan(wall.now() - 1_000_000_000n);
    await clock.sleep(10);
    expect(fired).toBe(true);
  });

  it('waits in real time at its rate', async () => {
    const wall = new SystemWallClock();
    const clock = new AnchoredMissionClock(wall, { mission: 0n, wall: wall.now(), rate: 1000 });
    const before = wall.now();
    await clock.sleep(20);
    expect(clock.now()).toBeGreaterThanOrEqual(20_000_000_000n);
    expect(wall.now() - before).toBeGreaterThanOrEqual(19_000_000n);
    const controller = new AbortController();
    const waiting = clock.sleep(1e6, controller.signal);
    controller.abort();
    await waiting;
  });
});
