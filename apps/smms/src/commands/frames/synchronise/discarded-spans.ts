const SHOWN = 20;

/** What of a stream belongs to no frame, from the places of the frames in it. */
export class DiscardedSpans {
  private accounted = 0;
  private spans = 0;
  private total = 0;
  private readonly shown: string[] = [];

  constructor(private readonly framePeriod: number) {}

  /** A frame begins at `first`, behind all others so far. */
  frameAt(first: number): void {
    this.discardUpTo(first);
    this.accounted = Math.max(this.accounted, first + this.framePeriod);
  }

  private discardUpTo(place: number): void {
    if (place <= this.accounted) return;
    this.spans++;
    this.total += place - this.accounted;
    if (this.spans <= SHOWN) this.shown.push(`${this.accounted} to ${place - 1}`);
  }

  /** The first spans and the sum of all, a stream of `length` bits or symbols having ended. */
  text(length: number, unit: 'bits' | 'symbols'): string {
    this.discardUpTo(length);
    const more = this.spans > SHOWN ? `, and ${this.spans - SHOWN} more` : '';
    const where = this.spans === 0 ? '' : ` (${this.shown.join(', ')}${more})`;
    return `discarded: ${this.total} of ${length} ${unit} in ${this.spans} spans${where}\n`;
  }
}
