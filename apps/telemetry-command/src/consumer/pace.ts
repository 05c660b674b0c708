import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work after which others get their turn; the design's bound is 20 (rule 14). */
const SLICE_MS = 6;

/** Keeps slices of work short: `breathe` between two steps lets timers and sockets run once a slice is used up. */
export class Pace {
  private startedAt = performance.now();

  /** True when it is time to breathe. */
  get due(): boolean {
    return performance.now() - this.startedAt >= SLICE_MS;
  }

  async breathe(): Promise<void> {
    await nextTurn();
    this.startedAt = performance.now();
  }

  /** Runs a generator to its end, in slices. */
  async run<Result>(work: Generator<undefined, Result>): Promise<Result> {
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
      if (this.due) await this.breathe();
    }
  }
}
