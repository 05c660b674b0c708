import { NS_PER_SECOND, type Tai } from '@app/time';
import { type LineOfSight } from '../channel/line-of-sight.js';

/** The sky is looked at on this grid of whole steps since 1958, and a change is found to a millisecond: the same whoever looks when. */
export const LOOK_NS = 10n * NS_PER_SECOND;
const MS = 1_000_000n;

export interface HorizonCrossing {
  readonly kind: 'aos' | 'los';
  /** When the first signal comes in at the antenna, or the last. */
  readonly at: Tai;
}

/** Rise and set of one spacecraft above the horizon of one antenna, in order, from an instant on. */
export class HorizonCrossings {
  private visible: boolean;

  constructor(
    private readonly lineOfSight: Pick<LineOfSight, 'at'>,
    /** Worked through up to here. */
    private looked: Tai,
  ) {
    this.visible = lineOfSight.at(looked).visible;
  }

  /** The next crossings whose signal was emitted up to `until`, also with it; each is given once. */
  upTo(until: Tai): readonly HorizonCrossing[] {
    const crossings: HorizonCrossing[] = [];
    while (this.looked < until) {
      const next = (this.looked / LOOK_NS + 1n) * LOOK_NS;
      const crossing = this.step(next < until ? next : until);
      if (crossing !== undefined) crossings.push(crossing);
    }
    return crossings;
  }

  private step(to: Tai): HorizonCrossing | undefined {
    const { visible: before, looked: from } = this;
    this.looked = to;
    this.visible = this.lineOfSight.at(to).visible;
    if (this.visible === before) return undefined;
    // Whole milliseconds: the first at which it has changed.
    let low = from / MS;
    let high = (to + MS - 1n) / MS;
    while (high - low > 1n) {
      const middle = (low + high) / 2n;
      if (this.lineOfSight.at(middle * MS).visible === before) low = middle;
      else high = middle;
    }
    return { kind: before ? 'los' : 'aos', at: this.lineOfSight.at(high * MS).received };
  }
}
