import { plusSeconds, secondsBetween, type Tai } from '@app/time';

interface Anchor {
  readonly bitIndex: number;
  readonly time: Tai;
  readonly bitRateBps: number;
}

/**
 * When each bit of one reception was received, by the time tags of its messages: a tag holds from its bit on until the next.
 * So a bit that slips shifts no time beyond its own message, and within it `slipped` sets the rest right.
 */
export class ReceptionClock {
  private anchors: Anchor[] = [];
  private previous: { readonly bitIndex: number; readonly time: Tai } | undefined;

  /** The message that begins with this bit of the stream has this time tag and rate. */
  tag(bitIndex: number, time: Tai, bitRateBps: number): void {
    this.anchors.push({ bitIndex, time, bitRateBps });
  }

  /** Leading edge of a bit. Bits before the one asked for need not be asked for again. */
  timeOf(bitIndex: number): Tai {
    while (this.anchors.length > 1 && (this.anchors[1]?.bitIndex ?? Infinity) <= bitIndex) this.anchors.shift();
    const anchor = this.anchors[0];
    if (anchor === undefined) return 0n;
    return plusSeconds(anchor.time, (bitIndex - anchor.bitIndex) / anchor.bitRateBps);
  }

  /**
   * Leading edge of a frame that follows the frame before it without a pause, though its marker came `slippedBits` from its place.
   * Where no time tag accounts for the slip, it was in this message: the times in the rest of it are moved by the slip.
   */
  timeOfFrame(bitIndex: number, periodBits: number, slippedBits: number): Tai {
    let time = this.timeOf(bitIndex);
    const [anchor] = this.anchors;
    if (slippedBits !== 0 && this.previous !== undefined && anchor !== undefined) {
      const bitsApart = secondsBetween(this.previous.time, time) * anchor.bitRateBps;
      const unaccounted = Math.round(bitsApart - periodBits);
      if (unaccounted !== 0 && Math.abs(unaccounted) <= Math.abs(slippedBits)) {
        time = plusSeconds(time, -unaccounted / anchor.bitRateBps);
        this.anchors[0] = { bitIndex, time, bitRateBps: anchor.bitRateBps };
      }
    }
    this.previous = { bitIndex, time };
    return time;
  }
}
