import type { LinearModulation } from '../../modulation/waveform.js';
import { PLACES } from './symbol-timing.js';

/**
 * y² of four values a symbol, added up over the symbol: of BPSK as they are, a line at twice the carrier; of OQPSK turned back by the clock into
 * the first sequence and forward into the second.
 */
export function squares(
  outputs: Float32Array,
  sequences: readonly [Float32Array, Float32Array],
  window: number,
  modulation: LinearModulation,
): void {
  const [first, second] = sequences;
  for (let m = 0; m < window; m++) {
    const sums = [0, 0, 0, 0];
    for (let n = 0; n < PLACES; n++) {
      const i = outputs[2 * (PLACES * m + n)]!;
      const q = outputs[2 * (PLACES * m + n) + 1]!;
      // Even and odd places apart: 1 and -1, j and -j.
      const sign = n < 2 ? 1 : -1;
      const both = modulation === 'BPSK' ? 1 : sign;
      const place = modulation === 'BPSK' ? 0 : 2 * (n % 2);
      sums[place]! += both * (i * i - q * q);
      sums[place + 1]! += both * 2 * i * q;
    }
    // Even part ∓ j times the odd one.
    first[2 * m] = sums[0]! + sums[3]!;
    first[2 * m + 1] = sums[1]! - sums[2]!;
    second[2 * m] = sums[0]! - sums[3]!;
    second[2 * m + 1] = sums[1]! + sums[2]!;
  }
}

/** -y⁴/|y|²: a line at four times the carrier. */
export function fourthPowers(values: Float32Array, out: Float32Array, count: number, step: number, from = 0): void {
  for (let m = 0; m < count; m++) {
    const i = values[2 * step * (from + m)]!;
    const q = values[2 * step * (from + m) + 1]!;
    const a = i * i - q * q;
    const b = 2 * i * q;
    const size = -1 / (i * i + q * q + 1e-30);
    out[2 * m] = size * (a * a - b * b);
    out[2 * m + 1] = size * 2 * a * b;
  }
}

/** What has a line at twice or four times the carrier, from values at the middles of symbols (OQPSK: and half a symbol later). */
export function linePart(
  values: Float32Array,
  modulation: LinearModulation,
  out: Float32Array,
  from: number,
  count: number,
): void {
  if (modulation === 'QPSK') return fourthPowers(values, out, count, 1, from);
  const step = modulation === 'OQPSK' ? 2 : 1;
  for (let m = 0; m < count; m++) {
    const n = 2 * step * (from + m);
    const i = values[n]!;
    const q = values[n + 1]!;
    const late = step === 2;
    const i2 = late ? values[n + 2]! : 0;
    const q2 = late ? values[n + 3]! : 0;
    out[2 * m] = i * i - q * q - (i2 * i2 - q2 * q2);
    out[2 * m + 1] = 2 * i * q - 2 * i2 * q2;
  }
}
