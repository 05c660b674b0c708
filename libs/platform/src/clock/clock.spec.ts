import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formatUtc, parseUtc, plusSeconds, secondsBetween, type Tai } from '@app/time';
import {
  AnchoredMissionClock,
  FollowingMissionClock,
  PacedMissionClock,
  sharedClockMemory,
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

const turn = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const wallNow = parseUtc('2026-11-22T10:00:00Z');

describe('wall clock', () => {
  it('follows the system time forward at once, backward by standing, and keeps to the monotonic clock between', () => {
    const machine = { ms: 1_000_000, ns: 5_000_000_000n };
    const steps: number[] = [];
    const clock = new SystemWallClock((seconds) => steps.push(seconds), {
      unixMs: () => machine.ms,
      monotonicNs: () => machine.ns,
    });
    const first = clock.now();
    const pass = (monotonicMs: number, systemMs: number): number => {
      machine.ns += BigInt(monotonicMs) * 1_000_000n;
      machine.ms += systemMs;
      return secondsBetween(first, clock.now());
    };
    expect(pass(500, 500)).toBe(0.5);
    expect(pass(400, 3_600_400)).toBe(0.9); // set forward by an hour, not yet noticed
    expect(pass(200, 200)).toBe(3601.1);
    expect(pass(1000, -9000)).toBe(3601.1); // set back by ten seconds: it stands
    expect(pass(9000, 9000)).toBe(3601.1);
    expect(pass(2000, 2000)).toBe(3603.1);
    expect(steps).toEqual([3600, -10]);
  });
});

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
    const store = new MissionClockStore(path, 'simulation');
    expect(store.resume(wallNow)).toBeUndefined();
    const anchor = parseMissionClockSpec('2026-04-24T08:00:00Zx10', wallNow);
    store.started(anchor);
    const later = plusSeconds(wallNow, 60);
    expect(store.resume(later)).toEqual(anchor);
    store.stopped(anchor, parseUtc('2026-04-24T08:10:00Z'));
    const nextDay = plusSeconds(wallNow, 86_400);
    expect(store.resume(nextDay)).toEqual({
      mission: parseUtc('2026-04-24T08:10:00Z'),
      wall: nextDay,
      rate: 10,
    });
    expect(() => new MissionClockStore(path, 'operational').resume(later)).toThrow(
      /belongs to mode simulation, this process works in mode operational/,
    );
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

  it('paced, it stands until it is started, and a stall costs no mission time', async () => {
    const wall = new SystemWallClock();
    const mission = parseUtc('2026-04-24T08:00:00Z');
    const clock = new PacedMissionClock(wall, { mission, rate: 100 }, sharedClockMemory());
    await turn(20);
    expect(clock.now()).toBe(mission);
    clock.start();
    await clock.sleep(2);
    const before = clock.now();
    const busyUntil = wall.now() + 200_000_000n;
    while (wall.now() < busyUntil);
    await turn(0);
    expect(secondsBetween(before, clock.now())).toBeLessThanOrEqual(2 * 0.8); // two steps of at most 8 ms
    clock.stop();
    const stood = clock.now();
    await turn(20);
    expect(clock.now()).toBe(stood);
  });

  it('paced, it waits for the thread that follows, which sees the same time and fires its timers by it', async () => {
    const memory = sharedClockMemory();
    const leader = new PacedMissionClock(new SystemWallClock(), { mission: 0n, rate: 100 }, memory);
    const follower = new FollowingMissionClock(memory, 100);
    leader.start();
    let fired = 0n;
    follower.after(3, () => (fired = follower.now()));
    await leader.sleep(5);
    expect(fired).toBeGreaterThanOrEqual(3_000_000_000n);
    expect(fired).toBeLessThan(5_000_000_000n);
    expect(follower.now()).toBe(leader.now());
    // A follower that does not come to its steps holds the leader.
    const stalled = new BigInt64Array(memory);
    follower.stop();
    Atomics.store(stalled, 2, Atomics.load(stalled, 1) - 1n);
    const stood = leader.now();
    await turn(40);
    expect(leader.now()).toBe(stood);
    leader.letGo();
    await leader.sleep(1);
    leader.stop();
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
