import {
  AnchoredMissionClock,
  type CancelTimer,
  formatMissionClockSpec,
  missionAt,
  MissionClock,
  type MissionClockAnchor,
  type WallClock,
} from '@app/platform';
import { type Tai } from '@app/time';

interface Timer {
  readonly at: Tai;
  readonly callback: () => void;
  cancel: CancelTimer;
}

/**
 * A mission clock that stands at its beginning until it is started, so that nothing is late because starting took time, and whose rate can
 * be changed while it runs. Who shares it by its text must be told of a new rate.
 */
export class AdjustableMissionClock extends MissionClock {
  private running: AnchoredMissionClock | undefined;
  private readonly timers = new Set<Timer>();

  constructor(
    private readonly wallClock: WallClock,
    private readonly start: Tai,
    private rateNow: number,
  ) {
    super();
  }

  override get rate(): number {
    return this.rateNow;
  }

  override now(): Tai {
    return this.running?.now() ?? this.start;
  }

  /** While it stands, as if it were started now. */
  override describe(): string {
    return this.running?.describe() ?? formatMissionClockSpec(this.anchorAt(this.wallClock.now()));
  }

  override at(at: Tai, callback: () => void): CancelTimer {
    const timer: Timer = { at, callback, cancel: () => undefined };
    this.timers.add(timer);
    this.arm(timer);
    return () => {
      this.timers.delete(timer);
      timer.cancel();
    };
  }

  /** Lets time run. */
  begin(): void {
    if (this.running === undefined) this.follow(this.anchorAt(this.wallClock.now()));
  }

  /** From now on so many mission seconds pass in a second. */
  setRate(rate: number): void {
    const anchor = this.anchorAt(this.wallClock.now());
    this.rateNow = rate;
    if (this.running !== undefined) this.follow({ ...anchor, rate });
  }

  private anchorAt(wall: Tai): MissionClockAnchor {
    const mission = this.running === undefined ? this.start : missionAt(this.running.anchor, wall);
    return { mission, wall, rate: this.rateNow };
  }

  private follow(anchor: MissionClockAnchor): void {
    this.running = new AnchoredMissionClock(this.wallClock, anchor);
    for (const timer of this.timers) {
      timer.cancel();
      this.arm(timer);
    }
  }

  private arm(timer: Timer): void {
    if (this.running === undefined) return;
    timer.cancel = this.running.at(timer.at, () => {
      this.timers.delete(timer);
      timer.callback();
    });
  }
}
