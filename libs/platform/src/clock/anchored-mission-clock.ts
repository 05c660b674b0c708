import { type Tai } from '@app/time';
import { MissionClock, type CancelTimer, type WallClock } from './clock.port.js';
import { formatMissionClockSpec, missionAt, type MissionClockAnchor } from './mission-clock-spec.js';

const LONGEST_TIMER_MS = 2 ** 30;

interface PendingTimer {
  readonly at: Tai;
  readonly callback: () => void;
  timeout: NodeJS.Timeout | undefined;
}

/** Mission time as a straight line over wall time. Held, it stands at its anchor until it is released. */
export class AnchoredMissionClock extends MissionClock {
  private readonly timers = new Set<PendingTimer>();

  constructor(
    private readonly wallClock: WallClock,
    private current: MissionClockAnchor,
    private held = false,
  ) {
    super();
  }

  get anchor(): MissionClockAnchor {
    return this.current;
  }

  override get rate(): number {
    return this.current.rate;
  }

  override now(): Tai {
    return this.held ? this.current.mission : missionAt(this.current, this.wallClock.now());
  }

  override describe(): string {
    return formatMissionClockSpec(this.current);
  }

  /** Lets a held clock run, from the mission time at which it stood. Answers the anchor that others must share. */
  release(): MissionClockAnchor {
    if (this.held) {
      this.current = { ...this.current, wall: this.wallClock.now() };
      this.held = false;
      for (const timer of this.timers) this.arm(timer);
    }
    return this.current;
  }

  override at(at: Tai, callback: () => void): CancelTimer {
    const timer: PendingTimer = { at, callback, timeout: undefined };
    this.timers.add(timer);
    if (!this.held || at <= this.current.mission) this.arm(timer);
    return () => {
      clearTimeout(timer.timeout);
      this.timers.delete(timer);
    };
  }

  private arm(timer: PendingTimer): void {
    clearTimeout(timer.timeout);
    const missionNs = timer.at - this.now();
    const wallMs = missionNs <= 0n ? 0 : Number(missionNs) / 1e6 / this.current.rate;
    timer.timeout = setTimeout(
      () => {
        if (this.now() < timer.at) {
          this.arm(timer);
          return;
        }
        this.timers.delete(timer);
        timer.callback();
      },
      Math.min(Math.ceil(wallMs), LONGEST_TIMER_MS),
    );
  }
}
