import type { Tai } from '@app/time';
import type { WallClock } from '../clock/index.js';

/** How often a refusal was repeated since it was last written, at `since` (wall time). */
export interface Repeats {
  readonly more: number;
  readonly since: Tai;
}

/** A refusal is written once in this time, in nanoseconds. */
const WRITTEN_ONCE_IN_NS = 60_000_000_000n;
/** More different refusals are not kept in mind: then each is written anew. */
const MAX_KEPT = 10_000;

/** Which refusals have just been written down, and how often they were repeated since. */
export class RepeatedRefusals {
  private readonly written = new Map<string, { more: number; readonly since: Tai }>();

  constructor(private readonly clock: WallClock) {}

  /** What to write of the repeats together with this refusal; undefined: it was written within the minute, and is counted. */
  note(refusal: string): Repeats | undefined {
    const now = this.clock.now();
    const last = this.written.get(refusal);
    if (last !== undefined && now < last.since + WRITTEN_ONCE_IN_NS) {
      last.more++;
      return undefined;
    }
    if (last === undefined && this.written.size >= MAX_KEPT) this.written.clear();
    this.written.set(refusal, { more: 0, since: now });
    return last ?? { more: 0, since: now };
  }

  /** It could not be written: the next time it is. */
  forget(refusal: string): void {
    this.written.delete(refusal);
  }
}
