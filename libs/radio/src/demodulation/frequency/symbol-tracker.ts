import { Equaliser } from './equaliser.js';
import { type Levels, measureEye } from './eye.js';
import { WINDOW_SYMBOLS } from './matched-window.js';
import { type LineChange, type SymbolLine, addLines, lineStrength, lineTiming, symbolLines } from './symbol-line.js';
import { MAX_RATE_ERROR } from './symbol-search.js';

/** Shares of a measured error that are taken over a window: quick for a start, then slow. */
const gains = [
  { until: 6, timing: 0.45, rate: 0.1, level: 0.4 },
  { until: 16, timing: 0.3, rate: 0.04, level: 0.3 },
  { until: Number.POSITIVE_INFINITY, timing: 0.12, rate: 0.006, level: 0.2 },
] as const;
const DRIFT = 0.015;
/** Windows after which timing and levels are good enough for decisions that the equaliser may trust. */
const UNTRAINED = 4;
/** Size of a window's symbols below which there is nothing, a share of what it was. */
const SILENCE = 0.2;
/** The line of a window that counts for the timing in full. */
const SURE_LINE = 0.15;
/** Windows over which the lock is watched. */
const WATCH = 16;
const LEAST_LINE = 0.045;
/** Amplitude squared over noise above which the eye alone is proof of a signal: in runs of equal bits there is no line. */
const OPEN_EYE = 12;

/**
 * Follows symbol timing, levels and noise from window to window: feed-forward measurements, filtered by a loop of second order (timing
 * and rate) and of first order (levels, by decisions, so that long runs do not move the centre).
 */
export class SymbolTracker {
  readonly equaliser = new Equaliser();
  private noise: number;
  private amplitude: number;
  private centre: number;
  /** What the centre gains a window: a carrier that moves. */
  private drift = 0;
  private windows = 0;
  private readonly lines: SymbolLine[] = [];
  private openEyes = 0;

  constructor(
    private readonly change: LineChange,
    private readonly nominalPeriod: number,
    /** Samples a symbol. */
    public period: number,
    levels: Levels,
    noise: number,
  ) {
    this.centre = levels.centre;
    this.amplitude = levels.amplitude;
    this.noise = noise;
  }

  get levels(): Levels {
    return { centre: this.centre, amplitude: this.amplitude };
  }

  /** Amplitude squared over the power of the noise around it. */
  get signalToNoise(): number {
    const signal = this.amplitude * this.amplitude;
    return signal / Math.max(this.noise, 1e-6 * signal, Number.MIN_VALUE);
  }

  /** The line of symbols is seen, or an eye that is wide open. */
  get isLocked(): boolean {
    return this.openEyes > 0 || this.lines.length < WATCH || this.seenLine() > LEAST_LINE;
  }

  private seenLine(): number {
    const { re, power } = addLines(this.lines);
    return power > 0 ? re / power : 0;
  }

  /** Takes a window of matched values, to which the equaliser was applied; gives by how many samples the next one begins later. */
  follow(values: Float32Array): number {
    const { timing, rate, level } = gains.find(({ until }) => this.windows < until) ?? gains[2];
    this.windows++;
    const line = addLines(symbolLines(values, this.change));
    this.lines.push(line);
    if (this.lines.length > WATCH) this.lines.shift();
    const eye = measureEye(this.equaliser.symbols, this.levels);
    // Noise of the size of the signal gives a closed eye; silence has none.
    const isOpen =
      eye.amplitude > 0.4 * this.amplitude &&
      eye.amplitude < 2 * this.amplitude &&
      eye.amplitude ** 2 > OPEN_EYE * eye.noise;
    this.openEyes = isOpen ? WATCH : Math.max(0, this.openEyes - 1);
    if (eye.amplitude < SILENCE * this.amplitude) return 0;
    if (this.windows > UNTRAINED) this.equaliser.learn(values, this.levels);
    this.drift += DRIFT * eye.centreError;
    this.centre += level * eye.centreError + this.drift;
    this.amplitude += level * (eye.amplitude - this.amplitude);
    this.noise += level * (eye.noise - this.noise);
    const error = this.period * lineTiming(line) * Math.min(1, lineStrength(line) / SURE_LINE);
    this.period += (rate * error) / WINDOW_SYMBOLS;
    const { nominalPeriod } = this;
    this.period = Math.max(
      nominalPeriod * (1 - 1.2 * MAX_RATE_ERROR),
      Math.min(nominalPeriod * (1 + 1.2 * MAX_RATE_ERROR), this.period),
    );
    return timing * error;
  }
}
