import type { SdrEvent, SdrListener } from './sdr.port.js';

/**
 * Gives events to a listener one by one. Samples that would make more wait than the limit are dropped, and the gap is told before the
 * samples that come next: memory does not grow because somebody is slow.
 */
export class EventQueue {
  /** Samples that were dropped since the beginning. */
  dropped = 0;
  private readonly waiting: SdrEvent[] = [];
  private waitingSamples = 0;
  private lost = 0;
  private busy: Promise<void> | undefined;

  constructor(
    private readonly listener: SdrListener,
    private readonly mostSamples: number,
  ) {}

  /** Samples that wait. */
  get depth(): number {
    return this.waitingSamples;
  }

  push(event: SdrEvent): void {
    if (event.type !== 'samples') {
      this.waiting.push(event);
    } else {
      const count = event.samples.length / 2;
      if (this.waitingSamples > 0 && this.waitingSamples + count > this.mostSamples) {
        this.lost += count;
        this.dropped += count;
        return;
      }
      if (this.lost > 0) {
        this.waiting.push({ type: 'gap', missing: this.lost, reason: 'they were not taken in time' });
        this.lost = 0;
        this.waiting.push({ ...event, continues: false });
      } else this.waiting.push(event);
      this.waitingSamples += count;
    }
    this.busy ??= this.drain().finally(() => (this.busy = undefined));
  }

  /** Until the listener has had everything. */
  async idle(): Promise<void> {
    await this.busy;
  }

  private async drain(): Promise<void> {
    for (let event = this.waiting.shift(); event !== undefined; event = this.waiting.shift()) {
      // The listener may give the samples away, to another thread.
      const count = event.type === 'samples' ? event.samples.length / 2 : 0;
      await this.listener(event);
      this.waitingSamples -= count;
    }
  }
}
