import { IDLE_OCTETS_BETWEEN_CLTUS } from '@app/radio';
import { plusSeconds, type Tai } from '@app/time';

export interface RadiationTimes {
  readonly begin: Tai;
  readonly end: Tai;
}

/** What a baseband unit was given and has not answered, and when it will be through with it: it radiates in order, without pauses. */
export class RadiationQueue {
  private readonly given = new Set<bigint>();
  private busyUntil: Tai = 0n;

  constructor(private readonly bitRateBps: number) {}

  get length(): number {
    return this.given.size;
  }

  /** When a CLTU of so many octets would begin and end, were it given now. */
  timesOf(octets: number, now: Tai): RadiationTimes {
    const begin = this.busyUntil > now ? this.busyUntil : now;
    return { begin, end: plusSeconds(begin, (8 * octets) / this.bitRateBps) };
  }

  give(identifier: bigint, octets: number, now: Tai): void {
    const { end } = this.timesOf(octets, now);
    this.busyUntil = plusSeconds(end, (8 * IDLE_OCTETS_BETWEEN_CLTUS) / this.bitRateBps);
    this.given.add(identifier);
  }

  answered(identifier: bigint): void {
    if (this.given.delete(identifier) && this.given.size === 0) this.busyUntil = 0n;
  }

  /** The unit has dropped its queue. */
  clear(): void {
    this.given.clear();
    this.busyUntil = 0n;
  }
}
