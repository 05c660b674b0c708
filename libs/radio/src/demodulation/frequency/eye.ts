import { WINDOW_SYMBOLS } from './matched-window.js';

/** The two levels of a signal. */
export interface Levels {
  readonly centre: number;
  readonly amplitude: number;
}

/** Splits the values at symbol centres into an upper and a lower group, for a start. */
export function splitLevels(symbols: Float32Array): Levels {
  let centre = symbols.reduce((sum, value) => sum + value, 0) / WINDOW_SYMBOLS;
  let amplitude = 0;
  for (let round = 0; round < 6; round++) {
    let [high, low, highs] = [0, 0, 0];
    for (const value of symbols) {
      if (value > centre) {
        high += value;
        highs++;
      } else low += value;
    }
    if (highs === 0 || highs === WINDOW_SYMBOLS) break;
    const [upper, lower] = [high / highs, low / (WINDOW_SYMBOLS - highs)];
    centre = (upper + lower) / 2;
    amplitude = (upper - lower) / 2;
  }
  return { centre, amplitude };
}

/** What the decisions on a window say: means of what is left over, and its power. */
export interface Eye {
  /** Of value less centre and decision times amplitude: how far the centre is off. */
  readonly centreError: number;
  /** Mean size along the decisions. */
  readonly amplitude: number;
  /** Power around the two levels. */
  readonly noise: number;
}

/** Measures the values at symbol centres against the levels so far. */
export function measureEye(symbols: Float32Array, { centre, amplitude }: Levels): Eye {
  let [balance, sum, squares] = [0, 0, 0];
  for (const symbol of symbols) {
    const value = symbol - centre;
    balance += value > 0 ? value - amplitude : value + amplitude;
    sum += Math.abs(value);
    squares += value * value;
  }
  const mean = sum / WINDOW_SYMBOLS;
  return {
    centreError: balance / WINDOW_SYMBOLS,
    amplitude: mean,
    noise: Math.max(0, squares / WINDOW_SYMBOLS - mean * mean),
  };
}
