import { taiFromUnixNs, type Tai } from '@app/time';
import { WallClock } from './clock.port.js';

/** The machine's UTC, carried forward by its monotonic clock, so that a step of the system time never runs it backwards. */
export class SystemWallClock extends WallClock {
  private readonly unixNsAtStart = BigInt(Date.now()) * 1_000_000n;
  private readonly monotonicAtStart = process.hrtime.bigint();

  override now(): Tai {
    return taiFromUnixNs(this.unixNsAtStart + process.hrtime.bigint() - this.monotonicAtStart);
  }
}
