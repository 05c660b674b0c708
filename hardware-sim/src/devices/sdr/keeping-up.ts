/** What a look at the samples of an SDR found. */
export interface SampleLook {
  /** Samples that have fallen due since the look before. */
  readonly due: number;
  /** Of all that were due, those that were left out since the machine was behind. */
  readonly leftOut: number;
  /** Samples that fall due in a second of wall time. */
  readonly perWallS: number;
}

/** What an antenna gives: samples, or only frames (by its baseband unit). */
export type ReceptionLevel = 'samples' | 'frames';

/** Looks are judged together over so much wall time in which samples were due. A hiccup, however long, is seen at one look: it spoils one span. */
const SPAN_WALL_S = 2.5;
/** So many spans in a row, each with more than this share left out, are no hiccup. */
const SPANS = 2;
const MOST_LEFT_OUT = 0.25;

/**
 * Whether a machine makes samples as fast as they fall due. Where it does not for some seconds of wall time it gives up, and tries again
 * once fewer a second are asked for: by a lower rate of the clock, or of the samples.
 */
export class KeepingUp {
  private due = 0;
  private leftOut = 0;
  private wallS = 0;
  private spansBehind = 0;
  /** Samples in a second of wall time that were too many. */
  private tooMany: number | undefined;

  get level(): ReceptionLevel {
    return this.tooMany === undefined ? 'samples' : 'frames';
  }

  /** The level from this look on. */
  look({ due, leftOut, perWallS }: SampleLook): ReceptionLevel {
    if (this.tooMany !== undefined) {
      if (perWallS < this.tooMany) this.tooMany = undefined;
      return this.level;
    }
    this.due += due;
    this.leftOut += leftOut;
    this.wallS += due / perWallS;
    if (this.wallS < SPAN_WALL_S) return this.level;
    this.spansBehind = this.leftOut > MOST_LEFT_OUT * this.due ? this.spansBehind + 1 : 0;
    this.beginSpan();
    if (this.spansBehind < SPANS) return this.level;
    this.spansBehind = 0;
    this.tooMany = perWallS;
    return this.level;
  }

  private beginSpan(): void {
    [this.due, this.leftOut, this.wallS] = [0, 0, 0];
  }
}
