import { type Tai } from '@app/time';
import type { CancelTimer } from './clock.port.js';

interface Timer {
  readonly at: Tai;
  readonly callback: () => void;
}

/** Timers of a clock that moves in steps: they fire in the order of their times. */
export class TimerQueue {
  private readonly timers = new Set<Timer>();

  add(at: Tai, callback: () => void): CancelTimer {
    const timer = { at, callback };
    this.timers.add(timer);
    return () => {
      this.timers.delete(timer);
    };
  }

  /** Fires what is due up to `now`, also what callbacks add on the way; `before` hears the time of each. */
  fire(now: Tai, before: (at: Tai) => void = () => undefined): void {
    for (let due = this.first(now); due !== undefined; due = this.first(now)) {
      this.timers.delete(due);
      before(due.at);
      due.callback();
    }
  }

  private first(now: Tai): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers) if (timer.at <= now && (first === undefined || timer.at < first.at)) first = timer;
    return first;
  }
}
