import { NS_PER_SECOND, type Tai } from '@app/time';

/** The bits of a modulator on the time line of the mission: bit `k` begins `k` bit durations after the origin. */
export class BitClock {
  private readonly milliBitsPerS: bigint;

  constructor(
    /** Leading edge of bit 0. */
    readonly origin: Tai,
    readonly bitRateBps: number,
  ) {
    this.milliBitsPerS = BigInt(Math.round(bitRateBps * 1000));
  }

  /** Leading edge of a bit, rounded down to the nanosecond; no error adds up. */
  instantOf(bit: number): Tai {
    return this.origin + (BigInt(bit) * NS_PER_SECOND * 1000n) / this.milliBitsPerS;
  }

  /** The first bit that begins at or after an instant, not before the origin. */
  firstFrom(at: Tai): number {
    if (at <= this.origin) return 0;
    let bit = Number(((at - this.origin) * this.milliBitsPerS) / (NS_PER_SECOND * 1000n));
    while (this.instantOf(bit) < at) bit++;
    return bit;
  }
}
