import { type Levels } from './eye.js';
import { MARGIN, PER_SYMBOL, WINDOW_SYMBOLS } from './matched-window.js';

/** Taps on either side of the middle one, a quarter of a symbol apart. */
const REACH = 6;
const TAPS = 2 * REACH + 1;
/** What one window less counts for than the next. */
const MEMORY = 0.98;
/** Weight of the taps at the start against what the decisions say, a share of the mean power of the inputs of a window. */
const STIFFNESS = 2;
/** Windows after which taps have settled; then one of so many is learnt from. */
const SETTLED = 32;
const INTERVAL = 8;

/**
 * From matched values to symbols: a filter that begins as the integration over a symbol and becomes what makes the decisions best for the
 * pulse and the noise as they arrive (least squares with exponential memory, led by the decisions).
 */
export class Equaliser {
  readonly symbols = new Float32Array(WINDOW_SYMBOLS);
  /** Integrates over half a symbol on either side: over the whole one. */
  private readonly taps = Float64Array.from({ length: TAPS }, (_, k) => (Math.abs(k - REACH) === 1 ? 0.5 : 0));
  private readonly start = this.taps.slice();
  private readonly products = new Float64Array(TAPS * TAPS);
  private readonly targets = new Float64Array(TAPS);
  private readonly inputs = new Float64Array(TAPS);
  private windows = 0;

  /** Fills `symbols` from a window of matched values. */
  apply(values: Float32Array, centre: number): void {
    const { taps, symbols } = this;
    for (let n = 0; n < WINDOW_SYMBOLS; n++) {
      const from = MARGIN + n * PER_SYMBOL - REACH;
      let sum = 0;
      for (let k = 0; k < TAPS; k++) sum += taps[k]! * (values[from + k]! - centre);
      symbols[n] = sum + centre;
    }
  }

  /** Takes the decisions on the window as right, and finds better taps. */
  learn(values: Float32Array, { centre, amplitude }: Levels): void {
    if (this.windows++ > SETTLED && this.windows % INTERVAL !== 0) return;
    const { products, targets, inputs, symbols } = this;
    for (let i = 0; i < products.length; i++) products[i]! *= MEMORY;
    for (let i = 0; i < TAPS; i++) targets[i]! *= MEMORY;
    for (let n = 0; n < WINDOW_SYMBOLS; n++) {
      const from = MARGIN + n * PER_SYMBOL - REACH;
      for (let k = 0; k < TAPS; k++) inputs[k] = values[from + k]! - centre;
      const target = symbols[n]! > centre ? amplitude : -amplitude;
      for (let k = 0; k < TAPS; k++) {
        const input = inputs[k]!;
        targets[k]! += target * input;
        for (let l = 0; l <= k; l++) products[TAPS * k + l]! += input * inputs[l]!;
      }
    }
    this.solve();
  }

  /** Cholesky's method on the products, held to the taps of the start. */
  private solve(): void {
    let power = 0;
    for (let k = 0; k < TAPS; k++) power += this.products[(TAPS + 1) * k]!;
    const stiffness = (STIFFNESS * power) / TAPS / (this.windows < 50 ? this.windows + 1 : 50);
    if (!(stiffness > 0)) return;
    const factor = this.products.slice();
    const x = Float64Array.from(this.targets, (target, k) => target + stiffness * this.start[k]!);
    for (let k = 0; k < TAPS; k++) {
      factor[(TAPS + 1) * k]! += stiffness;
      for (let l = 0; l <= k; l++) {
        let sum = factor[TAPS * k + l]!;
        for (let m = 0; m < l; m++) sum -= factor[TAPS * k + m]! * factor[TAPS * l + m]!;
        factor[TAPS * k + l] = k === l ? Math.sqrt(Math.max(sum, 1e-12 * stiffness)) : sum / factor[(TAPS + 1) * l]!;
      }
    }
    for (let k = 0; k < TAPS; k++) {
      for (let m = 0; m < k; m++) x[k]! -= factor[TAPS * k + m]! * x[m]!;
      x[k]! /= factor[(TAPS + 1) * k]!;
    }
    for (let k = TAPS - 1; k >= 0; k--) {
      for (let m = k + 1; m < TAPS; m++) x[k]! -= factor[TAPS * m + k]! * x[m]!;
      x[k]! /= factor[(TAPS + 1) * k]!;
    }
    this.taps.set(x);
  }
}
