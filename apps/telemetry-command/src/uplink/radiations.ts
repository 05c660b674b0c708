import type { CltuId } from '@app/contracts';
import type { Tai } from '@app/time';

/** A CLTU that may still be radiated. */
export interface Radiation {
  /** Whether its frame can change V(R): AD and BC frames; a BD frame does not. */
  readonly movesFarm: boolean;
  /** Its last bit has left by then, if it leaves at all. */
  readonly latestEnd: Tai;
  /** How long it takes. */
  readonly seconds: number;
}

/**
 * Until when what was sent may still reach FARM-1. V(R) in a CLCW is where the next AD service starts only when nothing of an earlier
 * one is on its way: else an old frame takes the number of a new one, and is acknowledged in its stead.
 */
export class Radiations {
  private readonly open = new Map<CltuId, Radiation>();

  /** `lastEnd`: until then what nobody here knows of may be radiated, as after a restart. */
  constructor(private lastEnd: Tai) {}

  given(id: CltuId, radiation: Radiation, now: Tai): void {
    for (const [other, { latestEnd }] of this.open) if (latestEnd <= now) this.ended(other, latestEnd);
    this.open.set(id, radiation);
  }

  /** It was refused, or came back: no bit of it leaves. */
  dropped(id: CltuId): void {
    this.open.delete(id);
  }

  ended(id: CltuId, at: Tai): void {
    const movesFarm = this.open.get(id)?.movesFarm ?? true;
    this.open.delete(id);
    if (movesFarm && at > this.lastEnd) this.lastEnd = at;
  }

  /** From here on no frame sent until now can change V(R) on its way through the modulator. */
  get quietFrom(): Tai {
    let quietFrom = this.lastEnd;
    for (const { movesFarm, latestEnd } of this.open.values())
      if (movesFarm && latestEnd > quietFrom) quietFrom = latestEnd;
    return quietFrom;
  }

  /** What the modulator may still have before it, seconds. */
  backlogSeconds(now: Tai): number {
    return [...this.open.values()].reduce((sum, one) => (one.latestEnd > now ? sum + one.seconds : sum), 0);
  }
}
