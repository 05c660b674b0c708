import { DecimationChain, type Iq } from '@app/radio';
import { plusSeconds, secondsBetween, type Tai } from '@app/time';
import { type ReceiverTuning } from '../devices/sdr/iq-source.js';

/** Parts of a sample that two pieces may be off each other's beat. */
const OFF_BEAT = 0.05;

/** Samples that follow each other in one beat, decimated; between them the signal is interpolated. */
export class RadiatedRun {
  /** Samples that were fed. */
  fed = 0;
  /** No more will be fed. */
  private ended = false;
  private readonly chain: DecimationChain;
  private readonly rateHz: number;
  /** Decimated samples from number `base` on. */
  private held: Iq = new Float32Array(4096);
  private base = 0;
  private count = 0;

  constructor(
    /** Instant of the first sample. */
    readonly first: Tai,
    readonly tuning: ReceiverTuning,
    /** Decimated to this rate, or to as little more as whole numbers allow. */
    rateHz: number,
  ) {
    this.chain = new DecimationChain(Math.max(1, tuning.sampleRateHz / rateHz));
    this.rateHz = tuning.sampleRateHz / this.chain.factor;
  }

  /** The instant behind what was fed. */
  get end(): Tai {
    return this.instantOf(this.fed);
  }

  instantOf(sample: number): Tai {
    return plusSeconds(this.first, sample / this.tuning.sampleRateHz);
  }

  /** Number of the sample at an instant; undefined where samples of it do not fit into this run. */
  placeOf(instant: Tai, { centerHz, sampleRateHz }: ReceiverTuning): number | undefined {
    const { tuning } = this;
    if (this.ended || tuning.centerHz !== centerHz || tuning.sampleRateHz !== sampleRateHz) return undefined;
    const exact = secondsBetween(this.first, instant) * sampleRateHz;
    const place = Math.round(exact);
    return Math.abs(exact - place) > OFF_BEAT || place < this.fed ? undefined : place;
  }

  feed(samples: Iq): void {
    this.fed += samples.length / 2;
    for (const piece of this.chain.push(samples)) this.hold(piece);
  }

  finish(): void {
    if (this.ended) return;
    this.ended = true;
    for (const piece of this.chain.flush()) this.hold(piece);
  }

  /** Whether nothing of it is left at an instant and later. */
  isOver(instant: Tai): boolean {
    return this.ended && this.end <= instant;
  }

  /** Adds the signal at `count` instants of radiation from `fromS` after the first sample on, `stepS` apart, to samples from `at` on. */
  addTo(out: Iq, at: number, count: number, fromS: number, stepS: number): void {
    const { held, rateHz } = this;
    for (let n = 0; n < count; n++) {
      const place = (fromS + n * stepS) * rateHz - this.base;
      const whole = Math.floor(place);
      if (whole < -1 || whole >= this.count) continue;
      // Lagrange's cubic through two samples to either side.
      const x = place - whole;
      const [a, b, c, d] = [
        (-x * (x - 1) * (x - 2)) / 6,
        ((x + 1) * (x - 1) * (x - 2)) / 2,
        (-(x + 1) * x * (x - 2)) / 2,
        ((x + 1) * x * (x - 1)) / 6,
      ];
      for (let part = 0; part < 2; part++) {
        const value = (k: number): number => (k < 0 || k >= this.count ? 0 : held[2 * k + part]!);
        out[2 * (at + n) + part]! +=
          a * value(whole - 1) + b * value(whole) + c * value(whole + 1) + d * value(whole + 2);
      }
    }
    const old = Math.floor((fromS + count * stepS) * rateHz) - 4 - this.base;
    if (old > 1024) this.forget(Math.min(old, this.count));
  }

  private forget(count: number): void {
    this.held.copyWithin(0, 2 * count, 2 * this.count);
    this.base += count;
    this.count -= count;
  }

  private hold(piece: Iq): void {
    const needed = 2 * this.count + piece.length;
    if (needed > this.held.length) {
      const longer = new Float32Array(2 * needed);
      longer.set(this.held.subarray(0, 2 * this.count));
      this.held = longer;
    }
    this.held.set(piece, 2 * this.count);
    this.count += piece.length / 2;
  }
}
