import { type Iq } from '@app/radio';

/** Samples a symbol that it takes in, and symbols that are looked at together. */
export const DETECTOR_OVERSAMPLING = 8;
export const DETECTOR_SYMBOLS = 64;
/** Samples that are added up first: half of this many remain a symbol. */
const ADDED = 2;
/** Bins of half the resolution, of the squared signal. */
const BINS_A_SYMBOL = 2 * DETECTOR_SYMBOLS;
/** A line is so much stronger than the mean of all bins, dB: in noise alone once in some thousand blocks. */
const LEAST_LINE = 10 ** 1.1;
/** Of the last blocks so many have a line when the carrier is found, and fewer than so many of more when it is lost. */
const TO_LOCK = { of: 4, least: 3 } as const;
const TO_LOSE = { of: 8, least: 2 } as const;
/** Part of the signal that is the carrier itself: modulation has come below this, and gone when it was above for so many blocks. */
const ALONE = 0.6;
const ALONE_BLOCKS = 4;

/**
 * Finds a carrier, alone or modulated with BPSK, by the line that the square of the signal has at twice its frequency. It takes blocks of
 * 64 symbols at 8 samples each.
 */
export class CarrierDetector {
  private readonly bins: number;
  private readonly tables: Float32Array[] = [];
  private seen: boolean[] = [];
  private locked = false;
  private offset = 0;
  private modulated = false;
  private aloneBlocks = 0;

  /** `range`: carriers from minus to plus this are looked for, in symbol rates; below a quarter, where the idle sequence has lines. */
  constructor(range: number) {
    this.bins = Math.floor(2 * range * BINS_A_SYMBOL);
    const count = (DETECTOR_SYMBOLS * DETECTOR_OVERSAMPLING) / ADDED;
    for (let bin = -this.bins; bin <= this.bins; bin++) {
      const table = new Float32Array(2 * count);
      for (let n = 0; n < count; n++) {
        const angle = (2 * Math.PI * bin * n * ADDED) / (BINS_A_SYMBOL * DETECTOR_OVERSAMPLING);
        table[2 * n] = Math.cos(angle);
        table[2 * n + 1] = -Math.sin(angle);
      }
      this.tables.push(table);
    }
  }

  get carrierLock(): boolean {
    return this.locked;
  }

  /** Of the last block with a line: carrier less the middle of the band, in symbol rates. */
  get carrierOffset(): number {
    return this.offset;
  }

  /** What is received is more than a carrier alone. */
  get isModulated(): boolean {
    return this.modulated;
  }

  /** Takes one block; whether it has a line. */
  take(samples: Iq): boolean {
    const values = addedUp(samples);
    const squares = squaresOf(values);
    const powers = this.tables.map((table) => powerOf(squares, table));
    let energy = 0;
    for (const x of squares) energy += x * x;
    let peak = 0;
    powers.forEach((power, bin) => {
      if (power > powers[peak]!) peak = bin;
    });
    // What is not in the line is noise: its mean in a bin is its energy.
    const line = powers[peak]! / (squares.length / 2);
    const noise = Math.max(energy - line, 1e-6 * energy);
    const found = energy > 0 && line > LEAST_LINE * (noise / (squares.length / 2));
    if (found) {
      this.offset = this.offsetOf(powers, peak);
      this.judgeModulation(values, line);
    }
    this.seen = [...this.seen, found].slice(-TO_LOSE.of);
    const lately = (blocks: number): number => this.seen.slice(-blocks).filter(Boolean).length;
    this.locked = this.locked ? lately(TO_LOSE.of) >= TO_LOSE.least : lately(TO_LOCK.of) >= TO_LOCK.least;
    if (!this.locked) this.modulated = false;
    return found;
  }

  /** The square of a carrier has the same line with and without modulation; the carrier's own line goes with it. */
  private judgeModulation(values: Float32Array, line: number): void {
    const count = values.length / 2;
    const [step, power] = [(2 * Math.PI * this.offset * ADDED) / DETECTOR_OVERSAMPLING, Math.sqrt(line / count)];
    let [re, im] = [0, 0];
    for (let n = 0; n < count; n++) {
      const [c, s] = [Math.cos(step * n), Math.sin(step * n)];
      re += values[2 * n]! * c + values[2 * n + 1]! * s;
      im += values[2 * n + 1]! * c - values[2 * n]! * s;
    }
    const isAlone = (re * re + im * im) / count ** 2 > ALONE * power;
    this.aloneBlocks = isAlone ? this.aloneBlocks + 1 : 0;
    if (!isAlone) this.modulated = true;
    else if (this.aloneBlocks >= ALONE_BLOCKS) this.modulated = false;
  }

  reset(): void {
    this.seen = [];
    this.locked = false;
    this.offset = 0;
    this.modulated = false;
    this.aloneBlocks = 0;
  }

  /** Of the line between bins, by a parabola through the roots of their powers. */
  private offsetOf(powers: readonly number[], peak: number): number {
    const root = (bin: number): number => Math.sqrt(powers[bin] ?? 0);
    const [before, at, after] = [root(peak - 1), root(peak), root(peak + 1)];
    const bend = before - 2 * at + after;
    const isInside = peak > 0 && peak < powers.length - 1 && bend < 0;
    const part = isInside ? (0.5 * (before - after)) / bend : 0;
    return (peak - this.bins + part) / BINS_A_SYMBOL / 2;
  }
}

function addedUp(samples: Iq): Float32Array {
  const sums = new Float32Array(samples.length / ADDED);
  for (let n = 0; n < samples.length / 2; n++) {
    const place = 2 * Math.floor(n / ADDED);
    sums[place]! += samples[2 * n]!;
    sums[place + 1]! += samples[2 * n + 1]!;
  }
  return sums;
}

function squaresOf(values: Float32Array): Float32Array {
  const squares = new Float32Array(values.length);
  for (let n = 0; n < values.length; n += 2) {
    const [i, q] = [values[n]!, values[n + 1]!];
    squares[n] = i * i - q * q;
    squares[n + 1] = 2 * i * q;
  }
  return squares;
}

function powerOf(values: Float32Array, table: Float32Array): number {
  let [re, im] = [0, 0];
  for (let n = 0; n < values.length; n += 2) {
    re += values[n]! * table[n]! - values[n + 1]! * table[n + 1]!;
    im += values[n]! * table[n + 1]! + values[n + 1]! * table[n]!;
  }
  return re * re + im * im;
}
