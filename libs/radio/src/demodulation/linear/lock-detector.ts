/** Blocks over which a detector averages, what it must see to lock, and what it must fall below to lose lock. */
export interface LockThresholds {
  readonly blocks: number;
  readonly lock: number;
  readonly loss: number;
}

/** A detector with hysteresis: the mean of the last values against two thresholds. */
export class LockDetector {
  private readonly values: number[] = [];
  private state = false;
  private last = 0;

  constructor(private readonly thresholds: LockThresholds) {}

  get locked(): boolean {
    return this.state;
  }

  /** Of the last values. */
  get mean(): number {
    return this.last;
  }

  /** The values are as many as are averaged. */
  get filled(): boolean {
    return this.values.length === this.thresholds.blocks;
  }

  add(value: number): void {
    this.values.push(value);
    if (this.values.length > this.thresholds.blocks) this.values.shift();
    if (!this.filled) return;
    this.last = this.values.reduce((a, b) => a + b, 0) / this.values.length;
    this.state = this.last > (this.state ? this.thresholds.loss : this.thresholds.lock);
  }
}

/** How many of the first values are signal when those after are noise: where the sum of values less a third of `level` is highest. */
export function signalEnd(values: readonly number[], level: number): number {
  let sum = 0;
  let best = 0;
  let end = 0;
  values.forEach((value, n) => {
    sum += value - level / 3;
    if (sum > best) {
      best = sum;
      end = n + 1;
    }
  });
  return end;
}
