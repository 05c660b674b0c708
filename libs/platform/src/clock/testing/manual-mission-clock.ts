import { type Tai } from '@app/time';
import { MissionClock, type CancelTimer } from '../clock.port.js';

/** A mission clock that a test moves by hand. */
export class ManualMissionClock extends MissionClock {
  override readonly rate = 1;
  private timers: { at: Tai; callback: () => void }[] = [];

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
    const timer = { at, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Moves to `to`, firing due timers in their order at their times. */
  advanceTo(to: Tai): void {
    for (;;) {
      const due = this.timers
        .filter((timer) => timer.at <= to)
        .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0];
      if (due === undefined) break;
      this.timers = this.timers.filter((other) => other !== due);
      if (due.at > this.time) this.time = due.at;
      due.callback();
    }
    if (to > this.time) this.time = to;
  }
}
