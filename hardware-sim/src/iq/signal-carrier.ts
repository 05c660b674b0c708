import { type Tai } from '@app/time';
import { type ReceivedCarrier } from '../spacecraft/command-receiver.js';

/** Measurements are kept so far apart. */
const APART_NS = 1_000_000_000n;

interface Measurement {
  readonly at: Tai;
  readonly levelDbm: number;
  readonly offsetHz: number;
}

/** A carrier as a receiver of samples measured it: telemetry of hours ago is worked out when it is played back. */
export class SignalCarrier implements ReceivedCarrier {
  private readonly measured: Measurement[];

  constructor(first: Measurement) {
    this.measured = [first];
  }

  /** Later than the one before. */
  measure(measurement: Measurement): void {
    if (measurement.at - this.measured.at(-1)!.at >= APART_NS) this.measured.push(measurement);
  }

  levelDbm(at: Tai): number {
    return this.measurementAt(at).levelDbm;
  }

  frequencyOffsetHz(at: Tai): number {
    return this.measurementAt(at).offsetHz;
  }

  private measurementAt(at: Tai): Measurement {
    let low = 0;
    let high = this.measured.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.measured[middle]!.at <= at) low = middle + 1;
      else high = middle;
    }
    return this.measured[Math.max(0, low - 1)]!;
  }
}
