import { type Tai } from '@app/time';
import { MissionClock, type CancelTimer } from '../clock.port.js';
import { TimerQueue } from '../timer-queue.js';

/** A mission clock that a test moves by hand. */
export class ManualMissionClock extends MissionClock {
  override readonly rate = 1;
  private readonly timers = new TimerQueue();

  constructor(private time: Tai) {
    super();
  }

  override now(): Tai {
    return this.time;
  }

  override describe(): string {
    return 'manual';
  }

  override at(at: Tai, callback: () => void): CancelTimer {
    return this.timers.add(at, callback);
  }

  /** Moves to `to`, firing due timers in their order at their times. */
  advanceTo(to: Tai): void {
    this.timers.fire(to, (at) => {
      if (at > this.time) this.time = at;
    });
    if (to > this.time) this.time = to;
  }
}
