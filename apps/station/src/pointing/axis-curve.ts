/**
 * One axis by time, and its motion rounded off: the mean over the time that the drive needs to its full rate. What is within the rate
 * stays within it, a change from rest to full rate keeps within the acceleration, and the rounding comes before a corner as much as
 * behind it.
 */
export class AxisCurve {
  /** Integral from the first point to each. */
  private readonly integral: Float64Array;
  private readonly rampS: number;

  /** Straight lines between the points, and constant before and after them; `seconds` rise. */
  constructor(
    private readonly seconds: readonly number[],
    private readonly degrees: readonly number[],
    private readonly limits: {
      readonly minDeg: number;
      readonly maxDeg: number;
      readonly rateDegPerS: number;
      readonly accelerationDegPerS2: number;
    },
  ) {
    this.rampS = limits.rateDegPerS / limits.accelerationDegPerS2;
    this.integral = new Float64Array(seconds.length);
    for (let i = 1; i < seconds.length; i++) {
      const [t0 = 0, t1 = 0, a = 0, b = 0] = [seconds[i - 1], seconds[i], degrees[i - 1], degrees[i]];
      this.integral[i] = (this.integral[i - 1] as number) + ((a + b) / 2) * (t1 - t0);
    }
  }

  positionAt(atS: number): number {
    const half = this.rampS / 2;
    return this.within((this.integralTo(atS + half) - this.integralTo(atS - half)) / this.rampS);
  }

  rateAt(atS: number): number {
    const half = this.rampS / 2;
    return (this.valueAt(atS + half) - this.valueAt(atS - half)) / this.rampS;
  }

  /**
   * The target that makes a drive pass a time at that time's position and rate: where it would come to rest if it braked there. A drive
   * that is only told where to stand is behind a moving target by just this braking distance.
   */
  aimAt(atS: number): number {
    const { rateDegPerS, accelerationDegPerS2 } = this.limits;
    const rate = Math.min(rateDegPerS, Math.max(-rateDegPerS, this.rateAt(atS)));
    return this.within(this.positionAt(atS) + (rate * Math.abs(rate)) / (2 * accelerationDegPerS2));
  }

  private within(degrees: number): number {
    return Math.min(this.limits.maxDeg, Math.max(this.limits.minDeg, degrees));
  }

  private valueAt(atS: number): number {
    const i = this.indexAt(atS);
    const [t0 = 0, t1 = t0, a = 0, b = a] = [
      this.seconds[i],
      this.seconds[i + 1],
      this.degrees[i],
      this.degrees[i + 1],
    ];
    return atS <= t0 || t1 <= t0 ? a : a + ((b - a) * (Math.min(atS, t1) - t0)) / (t1 - t0);
  }

  private integralTo(atS: number): number {
    const i = this.indexAt(atS);
    const [from = 0, value = 0] = [this.seconds[i], this.degrees[i]];
    return (this.integral[i] as number) + ((value + this.valueAt(atS)) / 2) * (atS - from);
  }

  /** Of the last point not after a time, or the first. */
  private indexAt(atS: number): number {
    let [low, high] = [0, this.seconds.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.seconds[middle] as number) <= atS) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
