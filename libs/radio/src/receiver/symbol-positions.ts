import { type SoftDecisions } from '../demodulation/demodulator.js';

/** Where the decisions of a stream were in the samples, and what was known of the signal then. */
export class SymbolPositions {
  private pieces: { readonly first: number; readonly decisions: SoftDecisions }[] = [];
  private taken = 0;

  /** `rails`: decisions a symbol; `staggered`: the second comes half a symbol after the first. */
  constructor(
    private readonly rails: 1 | 2,
    private readonly staggered: boolean,
    /** Decisions before the last one that are asked for at most. */
    private readonly memory: number,
  ) {}

  push(decisions: SoftDecisions): void {
    this.pieces.push({ first: this.taken, decisions });
    this.taken += decisions.decisions.length;
    const oldest = this.taken - this.memory;
    if (this.pieces.length > 64 && this.pieces[this.pieces.length >>> 1]!.first < oldest)
      this.pieces = this.pieces.slice(this.pieces.length >>> 1);
  }

  clear(): void {
    this.pieces = [];
    this.taken = 0;
  }

  /** The piece that decision `index` of the stream belongs to; null before the first one. */
  pieceAt(index: number): SoftDecisions | null {
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.pieces[middle]!.first <= index) low = middle + 1;
      else high = middle;
    }
    return this.pieces[low - 1]?.decisions ?? null;
  }

  /** The instant of the leading edge of decision `index`, in samples of the demodulator's input; NaN where nothing is known. */
  instantOf(index: number): number {
    let low = this.pieces.length - 1;
    while (low > 0 && this.pieces[low]!.first > index) low--;
    const piece = this.pieces[low];
    if (piece === undefined) return Number.NaN;
    const symbols = (index - piece.first) / this.rails;
    const { firstSymbolAt, samplesPerSymbol } = piece.decisions;
    return firstSymbolAt + (this.staggered ? symbols : Math.floor(symbols)) * samplesPerSymbol;
  }
}
