import { ipKeyGenerator } from 'express-rate-limit';
import type { Tai } from '@app/time';
import { WallClock } from '../clock/index.js';

/** How many refusals of one origin are kept in a span of time. */
export interface RefusalLimits {
  readonly perOrigin: number;
  /** Of all origins together. */
  readonly total: number;
  readonly windowS: number;
}

/** One subscriber has an IPv6 network of this prefix at least. */
const IPV6_PREFIX_BITS = 64;

const defaults: RefusalLimits = { perOrigin: 30, total: 300, windowS: 60 };

/** What may be written of refusals that cost their sender nothing: else whoever knocks could fill the audit. */
export class RefusalBudget {
  private windowStart: Tai | undefined;
  private readonly spent = new Map<string, number>();
  private total = 0;

  constructor(
    private readonly clock: WallClock,
    private readonly limits: RefusalLimits = defaults,
  ) {}

  /**
   * Seconds of wall time that `from` is told to wait; 0: this one is still within the budget, and is counted. IPv6 addresses of one
   * network of 64 bits are one origin; an IPv4 address is the same however it is written.
   */
  spend(from: string): number {
    const origin = ipKeyGenerator(from, IPV6_PREFIX_BITS);
    const now = this.clock.now();
    const { perOrigin, total, windowS } = this.limits;
    const window = BigInt(windowS) * 1_000_000_000n;
    if (this.windowStart === undefined || now >= this.windowStart + window) {
      this.windowStart = now;
      this.spent.clear();
      this.total = 0;
    }
    const spent = this.spent.get(origin) ?? 0;
    if (spent >= perOrigin || this.total >= total)
      return Number((this.windowStart + window - now + 999_999_999n) / 1_000_000_000n);
    this.spent.set(origin, spent + 1);
    this.total++;
    return 0;
  }
}
