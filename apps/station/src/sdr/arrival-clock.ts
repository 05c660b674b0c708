import { plusSeconds, secondsBetween, type Tai } from '@app/time';

/** An arrival that is later than the line by more than this, and stays so for the time below, tells that samples are missing. */
const LATE_S = 0.05;
const STAYS_S = 1;

/**
 * Gives times to samples that carry none. They come at an even rate, and never before they were taken: of all arrivals so far the earliest
 * is the truest, and the line through it gives the times. Arrivals that are all later than that for a second mean that samples were lost on
 * the way; then the line begins anew.
 */
export class ArrivalClock {
  private since: Tai | undefined;
  private count = 0;
  private lateFrom: number | undefined;
  private leastLateS = Infinity;

  constructor(private readonly sampleRateHz: number) {}

  /** The time of the first of `count` samples that have come in by `now`, and how many seem to be missing before it. */
  take(count: number, now: Tai): { readonly firstSampleAt: Tai; readonly missing: number } {
    const last = this.count + count;
    const origin = plusSeconds(now, -last / this.sampleRateHz);
    if (this.since === undefined || origin < this.since) this.since = origin;
    const lateS = secondsBetween(this.since, origin);
    let missing = 0;
    if (lateS < LATE_S) {
      this.lateFrom = undefined;
      this.leastLateS = Infinity;
    } else {
      this.lateFrom ??= this.count;
      this.leastLateS = Math.min(this.leastLateS, lateS);
      if (last - this.lateFrom > STAYS_S * this.sampleRateHz) {
        missing = Math.round(this.leastLateS * this.sampleRateHz);
        this.since = plusSeconds(this.since, this.leastLateS);
        this.lateFrom = undefined;
        this.leastLateS = Infinity;
      }
    }
    const firstSampleAt = plusSeconds(this.since, this.count / this.sampleRateHz);
    this.count = last;
    return { firstSampleAt, missing };
  }
}
