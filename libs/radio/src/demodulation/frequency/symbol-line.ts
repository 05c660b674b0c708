import { type FrequencyWaveform } from '../../modulation/waveform.js';
import { MARGIN, PER_SYMBOL, PIECE_SYMBOLS, WINDOW_PIECES } from './matched-window.js';

/**
 * The spectral line that the squared change from one matched value to the one after the next has at the symbol rate: its argument is the
 * timing, its size over `power` how sure it is. The change knows no centre, and leaves of the signal what makes the line.
 */
export interface SymbolLine {
  readonly re: number;
  readonly im: number;
  readonly power: number;
}

/** Matched values on either side that a change is taken between: a whole symbol where there is noise, half of one where pulses are long. */
export type LineChange = 1 | 2;

const LONG_PULSE = 0.45;

/** The change that shows the line of a waveform best. */
export function lineChange({ bandwidthTime }: FrequencyWaveform): LineChange {
  return bandwidthTime !== null && bandwidthTime < LONG_PULSE ? 1 : 2;
}

/** The lines of the pieces of a window of matched values. */
export function symbolLines(values: Float32Array, change: LineChange): SymbolLine[] {
  const lines: SymbolLine[] = [];
  for (let piece = 0; piece < WINDOW_PIECES; piece++) {
    const from = MARGIN + piece * PIECE_SYMBOLS * PER_SYMBOL;
    const power = [0, 0, 0, 0];
    for (let i = 0; i < PIECE_SYMBOLS * PER_SYMBOL; i++)
      power[i & 3]! += (values[from + i + change]! - values[from + i - change]!) ** 2;
    const [a, b, c, d] = power as [number, number, number, number];
    // Changes are largest between symbols: turned by half a symbol, so that the argument is that of their middle.
    lines.push({ re: c - a, im: b - d, power: a + b + c + d });
  }
  return lines;
}

/** The sum of lines of pieces one behind the other, of a clock that gains `turns` symbols a piece. */
export function addLines(lines: readonly SymbolLine[], turns = 0): SymbolLine {
  let [re, im, power] = [0, 0, 0];
  const [stepCos, stepSin] = turns === 0 ? [1, 0] : [Math.cos(2 * Math.PI * turns), Math.sin(2 * Math.PI * turns)];
  let [cosine, sine] = [1, 0];
  for (const line of lines) {
    re += line.re * cosine - line.im * sine;
    im += line.re * sine + line.im * cosine;
    power += line.power;
    [cosine, sine] = [cosine * stepCos - sine * stepSin, sine * stepCos + cosine * stepSin];
  }
  return { re, im, power };
}

/** 0: no line; 0.3 and more: a clean signal. */
export function lineStrength({ re, im, power }: SymbolLine): number {
  return power > 0 ? Math.hypot(re, im) / power : 0;
}

/** How much later than the places of the values the middle of the symbols is, in symbols: -0.5 to 0.5. */
export function lineTiming({ re, im }: SymbolLine): number {
  return -Math.atan2(im, re) / (2 * Math.PI);
}
