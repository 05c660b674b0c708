import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';

/** Milliseconds that the event loop was held beyond its time; the design's bound is 20 ms (rule 14). */
export interface EventLoopDelay {
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** The process's metrics in Prometheus form. One instance a process. */
export class Metrics {
  readonly registry = new Registry();
  private readonly delay: IntervalHistogram;
  private readonly counters = new Map<string, Counter>();

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'smms_' });
    this.delay = monitorEventLoopDelay({ resolution: 5 });
    this.delay.enable();
    const read = (): EventLoopDelay => this.eventLoopDelay();
    new Gauge({
      name: 'smms_event_loop_delay_milliseconds',
      help: 'Event-loop delay since start or the last reset',
      labelNames: ['quantile'],
      registers: [this.registry],
      collect() {
        const { meanMs, p50Ms, p99Ms, maxMs } = read();
        this.set({ quantile: 'mean' }, meanMs);
        this.set({ quantile: '0.5' }, p50Ms);
        this.set({ quantile: '0.99' }, p99Ms);
        this.set({ quantile: '1' }, maxMs);
      },
    });
  }

  /** Delay beyond the sampling interval, since start or the last reset. */
  eventLoopDelay(): EventLoopDelay {
    const ms = (ns: number): number => (Number.isFinite(ns) ? Math.max(0, ns / 1e6 - 5) : 0);
    return {
      meanMs: ms(this.delay.mean),
      p50Ms: ms(this.delay.percentile(50)),
      p99Ms: ms(this.delay.percentile(99)),
      maxMs: ms(this.delay.max),
    };
  }

  resetEventLoopDelay(): void {
    this.delay.reset();
  }

  /** Adds to a counter, which is made at its first use. */
  count(name: string, help: string, labels: Record<string, string> = {}, by = 1): void {
    let counter = this.counters.get(name);
    if (counter === undefined) {
      counter = new Counter({ name, help, labelNames: Object.keys(labels), registers: [this.registry] });
      this.counters.set(name, counter);
    }
    counter.inc(labels, by);
  }

  close(): void {
    this.delay.disable();
    this.registry.clear();
  }
}
