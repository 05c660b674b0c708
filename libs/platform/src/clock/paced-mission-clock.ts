import { formatUtc, type Tai } from '@app/time';
import { MissionClock, type CancelTimer, type WallClock } from './clock.port.js';
import { formatMissionClockSpec, type MissionClockAnchor } from './mission-clock-spec.js';
import { TimerQueue } from './timer-queue.js';

// In shared memory: mission time in nanoseconds, number of the step, and the last step that the follower has done.
const TIME = 0;
const STEP = 1;
const FOLLOWED = 2;
const NOBODY_FOLLOWS = -1n;

const LEADER_PERIOD_MS = 4;
const FOLLOWER_PERIOD_MS = 2;
/** A step is never longer than this much wall time, however late it comes. */
const LONGEST_STEP_NS = 8_000_000n;

/** Memory by which one thread follows another thread's mission clock. */
export function sharedClockMemory(): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT);
  new BigInt64Array(memory)[FOLLOWED] = NOBODY_FOLLOWS;
  return memory;
}

/**
 * Mission time in small steps, paced by what the process can do: a step is taken when the event loop comes to it and the thread that
 * follows has done the one before. A stall therefore costs wall time, never mission time: at a high rate neither side finds itself
 * seconds of mission time late. The rate is the highest that is reached.
 */
export class PacedMissionClock extends MissionClock {
  private readonly timers = new TimerQueue();
  private readonly shared: BigInt64Array;
  private time: Tai;
  private lastStep: Tai | undefined;
  private interval: NodeJS.Timeout | undefined;

  constructor(
    private readonly wallClock: WallClock,
    { mission, rate }: Pick<MissionClockAnchor, 'mission' | 'rate'>,
    memory: SharedArrayBuffer,
  ) {
    super();
    this.time = mission;
    this.rate = rate;
    this.shared = new BigInt64Array(memory);
    Atomics.store(this.shared, TIME, mission);
  }

  override readonly rate: number;

  override now(): Tai {
    return this.time;
  }

  override describe(): string {
    return formatMissionClockSpec({ mission: this.time, wall: this.wallClock.now(), rate: this.rate });
  }

  override at(at: Tai, callback: () => void): CancelTimer {
    return this.timers.add(at, callback);
  }

  /** Lets time run, from where it stands. */
  start(): void {
    this.lastStep ??= this.wallClock.now();
    this.interval ??= setInterval(() => this.step(), LEADER_PERIOD_MS);
  }

  /** Time stands from here on, and no timer fires any more. */
  stop(): void {
    clearInterval(this.interval);
    this.interval = undefined;
    this.lastStep = undefined;
  }

  /** The thread that followed is no more: time goes on without it. */
  letGo(): void {
    Atomics.store(this.shared, FOLLOWED, NOBODY_FOLLOWS);
  }

  private step(): void {
    const wall = this.wallClock.now();
    const elapsed = wall - (this.lastStep ?? wall);
    this.lastStep = wall;
    const followed = Atomics.load(this.shared, FOLLOWED);
    if (followed !== NOBODY_FOLLOWS && followed < Atomics.load(this.shared, STEP)) return;
    const wallNs = elapsed < LONGEST_STEP_NS ? elapsed : LONGEST_STEP_NS;
    this.time += BigInt(Math.round(Number(wallNs) * this.rate));
    Atomics.store(this.shared, TIME, this.time);
    Atomics.add(this.shared, STEP, 1n);
    this.timers.fire(this.time);
  }
}

/** Another thread's mission clock, by shared memory. It says of each step that it is done, so that the leader may go on. */
export class FollowingMissionClock extends MissionClock {
  private readonly timers = new TimerQueue();
  private readonly shared: BigInt64Array;
  private readonly interval: NodeJS.Timeout;

  constructor(
    memory: SharedArrayBuffer,
    override readonly rate: number,
  ) {
    super();
    this.shared = new BigInt64Array(memory);
    Atomics.store(this.shared, FOLLOWED, Atomics.load(this.shared, STEP));
    this.interval = setInterval(() => this.follow(), FOLLOWER_PERIOD_MS);
  }

  override now(): Tai {
    return Atomics.load(this.shared, TIME);
  }

  override describe(): string {
    return `following another thread, at ${formatUtc(this.now())}`;
  }

  override at(at: Tai, callback: () => void): CancelTimer {
    return this.timers.add(at, callback);
  }

  /** No longer holds the leader back. */
  stop(): void {
    clearInterval(this.interval);
    Atomics.store(this.shared, FOLLOWED, NOBODY_FOLLOWS);
  }

  private follow(): void {
    const step = Atomics.load(this.shared, STEP);
    if (step === Atomics.load(this.shared, FOLLOWED)) return;
    this.timers.fire(this.now());
    Atomics.store(this.shared, FOLLOWED, step);
  }
}
