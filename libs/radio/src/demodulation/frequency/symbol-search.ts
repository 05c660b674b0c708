import { PIECE_SYMBOLS, WINDOW_PIECES } from './matched-window.js';
import { type SymbolLine, addLines, lineStrength, lineTiming } from './symbol-line.js';

/** How far the symbol rate may be off. */
export const MAX_RATE_ERROR = 0.015;
/** Windows that are added up, and the line that noise gives in them once in some 10^4 tries. */
const tries = [
  { windows: 4, strength: 0.17 },
  { windows: 16, strength: 0.085 },
] as const;
export const SEARCH_WINDOWS = 16;
/** Windows for which a line that stood out is watched: the beginning of a signal makes a weak one, and a clock that is wrong. */
const PATIENCE = 3;

/** A signal that was found. */
export interface FoundSignal {
  /** Windows that were added up. */
  readonly windows: 4 | 16;
  /** Windows that have come since. */
  windowsAgo: number;
  /** The line at its beginning. */
  readonly line: SymbolLine;
  /** Of the symbol rate, a share of it: positive = more symbols than nominal. */
  readonly rateError: number;
}

/** Adds up the symbol lines of windows one behind the other, for all rates that may be, until one stands out of noise. */
export class SymbolSearch {
  private readonly lines: SymbolLine[] = [];
  private candidate: FoundSignal | null = null;
  private patience = 0;

  /** Takes the lines of a window. A signal is given when its line has ceased to grow. */
  push(lines: readonly SymbolLine[]): FoundSignal | null {
    this.lines.push(...lines.map(normalised));
    while (this.lines.length > SEARCH_WINDOWS * WINDOW_PIECES) this.lines.shift();
    const { candidate } = this;
    const found = this.look(candidate?.windows ?? 0);
    if (candidate !== null) candidate.windowsAgo++;
    if (found !== null && (candidate === null || lineStrength(found.line) > lineStrength(candidate.line)))
      this.candidate = found;
    if (this.candidate === null || ++this.patience <= PATIENCE) return null;
    const given = this.candidate;
    this.clear();
    return given;
  }

  /** The shortest sum that stands out, or, after a first one, the sum of as many windows. */
  private look(watched: number): FoundSignal | null {
    for (const { windows, strength } of tries) {
      if (this.lines.length < windows * WINDOW_PIECES || windows < watched) continue;
      const found = strongest(this.lines.slice(-windows * WINDOW_PIECES), windows);
      if (lineStrength(found.line) > strength) return found;
    }
    return null;
  }

  clear(): void {
    this.lines.length = 0;
    this.candidate = null;
    this.patience = 0;
  }
}

/** Every piece counts alike: neither loud noise nor silence before a signal hides that there is none yet. */
function normalised({ re, im, power }: SymbolLine): SymbolLine {
  return power > 0 ? { re: re / power, im: im / power, power: 1 } : { re: 0, im: 0, power: 1 };
}

function strongest(lines: readonly SymbolLine[], windows: 4 | 16): FoundSignal {
  const step = 0.5 / (lines.length * PIECE_SYMBOLS);
  let best: FoundSignal = { windows, windowsAgo: 0, line: { re: 0, im: 0, power: 0 }, rateError: 0 };
  for (let n = Math.ceil(-MAX_RATE_ERROR / step); n <= MAX_RATE_ERROR / step; n++) {
    const rateError = n * step;
    const line = addLines(lines, -rateError * PIECE_SYMBOLS);
    if (lineStrength(line) > lineStrength(best.line)) best = { windows, windowsAgo: 0, line, rateError };
  }
  return refined(lines, best);
}

/** The rate by which the two halves are in step, closer than the lines' own width. */
function refined(lines: readonly SymbolLine[], { windows, rateError }: FoundSignal): FoundSignal {
  const turns = -rateError * PIECE_SYMBOLS;
  const half = lines.length / 2;
  const first = addLines(lines.slice(0, half), turns);
  const second = addLines(lines.slice(half), turns);
  const late = lineTiming(second) - half * turns - lineTiming(first);
  const closer = rateError - (late - Math.round(late)) / (half * PIECE_SYMBOLS);
  return { windows, windowsAgo: 0, line: addLines(lines, -closer * PIECE_SYMBOLS), rateError: closer };
}
