import { type FrequencyDemodulatorKernel, frequencyDemodulatorKernel } from '@app/kernels';
import { type FrequencyWaveform } from '../../modulation/waveform.js';
import { type Iq } from '../../signal/iq.js';
import { type Demodulator, type SoftDecisions } from '../demodulator.js';
import { FrequencyDemodulatorError } from './frequency-demodulator.error.js';
import { detectionLossDb } from './detection-loss.js';
import { Discriminator } from './discriminator.js';
import { Equaliser } from './equaliser.js';
import { type Levels, measureEye, splitLevels } from './eye.js';
import { channelFilter } from './channel-filter.js';
import { matchedBank } from './matched-bank.js';
import { MARGIN, PER_SYMBOL, PIECE_SYMBOLS, WINDOW_SYMBOLS, WINDOW_VALUES } from './matched-window.js';
import { SampleWindow } from './sample-window.js';
import { type LineChange, lineChange, lineTiming, symbolLines } from './symbol-line.js';
import { SEARCH_WINDOWS, SymbolSearch } from './symbol-search.js';
import { SymbolTracker } from './symbol-tracker.js';

export interface FrequencyDemodulatorParameters {
  readonly waveform: FrequencyWaveform;
  readonly sampleRateHz: number;
  /**
   * 'complex': samples before any detection. 'audio': what an FM discriminator made of them, in I; Q is not looked at, levels and their
   * centre may be any.
   */
  readonly input?: 'complex' | 'audio';
  /** Carriers from minus to plus this are looked for; the whole band where it is not given. */
  readonly maxCarrierOffsetHz?: number;
  /** Bit 1 is the lower frequency. */
  readonly inverted?: boolean;
}

/** Soft decision of a symbol without noise. */
const FULL_DECISION = 48;
/** Windows before the ones where a signal stood out of the noise that are demodulated as well: its beginning. */
const WINDOWS_BEFORE = { 4: 3, 16: 12 } as const;
/** Windows over which a signal is followed for a start; then its beginning is demodulated by what was learnt. */
const TRAINING_WINDOWS = 20;
const BLOCK = 1024;
/** What a matched value integrates over, in symbols; the equaliser makes the rest of it. */
const MATCHED_SPAN = 0.5;

/**
 * Demodulator of FSK, MSK and GMSK by the frequency of the signal: channel filter, discriminator, integration over the symbol at any
 * place between samples (2 samples a symbol or more). Timing starts feed-forward from the line that the squared signal has at the symbol
 * rate, which noise has not, so that bursts are found and noise gives nothing; then a loop follows timing, rate, centre and size.
 */
export class FrequencyDemodulator implements Demodulator {
  private readonly kernel: FrequencyDemodulatorKernel;
  private readonly discriminator: Discriminator | null;
  private readonly window: SampleWindow;
  private readonly search = new SymbolSearch();
  private readonly values = new Float32Array(WINDOW_VALUES);
  private readonly period: number;
  /** Of the discriminator; of audio nobody knows what was before it. */
  private readonly lossDb: number;
  private readonly change: LineChange;
  private readonly reach: number;
  private tracker: SymbolTracker | null = null;
  /** Windows of the training that are still to come. */
  private training = 0;
  /** Windows that may belong to the signal, too, before those where it stood out. */
  private before = 0;
  /** Windows of the beginning of a signal, in which nothing is measured. */
  private unmeasured = 0;
  /** Place up to which there was a search. */
  private searched = 0;
  /** Place of the middle of the next symbol. */
  private cursor: number;
  /** No symbol before this place is given again. */
  private given = Number.NEGATIVE_INFINITY;
  private continues = false;
  private block: Iq;
  private blockUsed = 0;
  private taken = 0;
  private power = 0;

  /** Throws FrequencyDemodulatorError. */
  constructor(private readonly parameters: FrequencyDemodulatorParameters) {
    const { waveform, sampleRateHz, input = 'complex' } = parameters;
    const { symbolRateHz, deviationHz } = waveform;
    this.period = sampleRateHz / symbolRateHz;
    requireRange('samples a symbol', this.period, 2, 4096);
    requireRange('deviation', deviationHz / symbolRateHz, 0.05, 20);
    this.lossDb = input === 'audio' ? 0 : detectionLossDb(waveform);
    this.change = lineChange(waveform);
    const bank = matchedBank(this.period * MATCHED_SPAN);
    const channelTaps = input === 'audio' ? new Float32Array(0) : channelFilter(waveform, sampleRateHz);
    this.kernel = frequencyDemodulatorKernel({
      ...bank,
      channelTaps,
      frequencyLimit: Math.min(0.5, (2 * deviationHz) / sampleRateHz),
    });
    this.reach = bank.matchedLength + 2 + (MARGIN / PER_SYMBOL) * this.period;
    this.window = new SampleWindow(Math.ceil(this.reach + 2 * this.period));
    this.cursor = 0;
    this.discriminator =
      input === 'audio'
        ? null
        : new Discriminator(
            this.kernel,
            BLOCK,
            channelTaps.length,
            Math.min(
              0.5 - Math.min(0.4, deviationHz / sampleRateHz),
              (parameters.maxCarrierOffsetHz ?? sampleRateHz) / sampleRateHz,
            ),
            this.window,
            () => this.tracker?.levels.centre ?? null,
          );
    this.block = new Float32Array(2 * BLOCK);
  }

  push(samples: Iq): readonly SoftDecisions[] {
    const outputs: SoftDecisions[] = [];
    const count = samples.length >>> 1;
    for (let at = 0; at < count;) {
      const more = Math.min(BLOCK - this.blockUsed, count - at);
      for (let i = 0; i < 2 * more; i++) {
        const value = samples[2 * at + i]!;
        this.block[2 * this.blockUsed + i] = Number.isFinite(value) ? value : 0;
      }
      this.blockUsed += more;
      this.taken += more;
      at += more;
      if (this.blockUsed === BLOCK) this.takeBlock(outputs);
    }
    return outputs;
  }

  flush(): readonly SoftDecisions[] {
    const outputs: SoftDecisions[] = [];
    const end = this.taken;
    // Zeros until the last symbol has come through all filters.
    const delay = this.discriminator?.delay ?? 0;
    const zeros = Math.ceil(delay + this.reach + (TRAINING_WINDOWS + 2) * WINDOW_SYMBOLS * 1.02 * this.period);
    for (let left = zeros + BLOCK; left > 0; left -= BLOCK) {
      this.block.fill(0, 2 * this.blockUsed);
      this.blockUsed = BLOCK;
      this.takeBlock(outputs);
    }
    while (this.discriminator?.flush() === true) this.demodulate(outputs);
    const whole = outputs.flatMap((output) => cutAt(output, end));
    this.discriminator?.reset();
    this.window.clear();
    this.search.clear();
    this.tracker = null;
    this.training = 0;
    this.unmeasured = 0;
    this.cursor = 0;
    this.given = Number.NEGATIVE_INFINITY;
    this.continues = false;
    this.blockUsed = 0;
    this.taken = 0;
    this.power = 0;
    return whole;
  }

  private takeBlock(outputs: SoftDecisions[]): void {
    const { block } = this;
    let power = 0;
    for (let i = 0; i < block.length; i++) power += block[i]! * block[i]!;
    this.power += 0.2 * (power / BLOCK - this.power);
    this.blockUsed = 0;
    if (this.discriminator === null) {
      const room = this.window.grow(BLOCK);
      for (let i = 0; i < BLOCK; i++) room[i] = block[2 * i]!;
    } else {
      this.block = new Float32Array(2 * BLOCK);
      if (!this.discriminator.push(block)) return;
    }
    this.demodulate(outputs);
  }

  private demodulate(outputs: SoftDecisions[]): void {
    while (this.match()) {
      if (this.tracker === null) this.look();
      else this.track(this.tracker, outputs);
    }
    const held =
      this.tracker === null || this.training > 0 ? SEARCH_WINDOWS + TRAINING_WINDOWS + WINDOWS_BEFORE[16] + 4 : 1;
    this.window.dropBefore(this.cursor - held * WINDOW_SYMBOLS * this.period * 1.02 - this.reach - this.period);
  }

  /** Matched values of the window at the cursor; false when its samples are not there yet. */
  private match(): boolean {
    const step = (this.tracker?.period ?? this.period) / PER_SYMBOL;
    if (this.cursor + step * PER_SYMBOL * (WINDOW_SYMBOLS + 1) + this.reach > this.window.end) return false;
    this.matchAt(this.cursor, step);
    return true;
  }

  private matchAt(place: number, step: number): void {
    const start = place - MARGIN * step - this.window.first;
    this.kernel.match(this.window.held, start, step, WINDOW_VALUES, this.values);
  }

  private look(): void {
    const { values } = this;
    const found = this.search.push(symbolLines(values, this.change));
    const length = WINDOW_SYMBOLS * this.period;
    if (found === null) {
      this.cursor += length;
      return;
    }
    this.searched = this.cursor + length;
    // Back to the beginning of what was added up, and a little before it.
    const period = this.period / (1 + found.rateError);
    const timing = lineTiming(found.line) + (found.rateError * PIECE_SYMBOLS) / 2;
    this.cursor += timing * period - (found.windows + found.windowsAgo - 1) * length;
    // Levels from the last window, now that it is known where its symbols are.
    this.matchAt(this.cursor + (found.windows - 1) * WINDOW_SYMBOLS * period, period / PER_SYMBOL);
    const start = new Equaliser();
    start.apply(values, 0);
    const levels = splitLevels(start.symbols);
    this.tracker = new SymbolTracker(this.change, this.period, period, levels, measureEye(start.symbols, levels).noise);
    this.training = TRAINING_WINDOWS;
    this.before = WINDOWS_BEFORE[found.windows];
    this.continues = false;
  }

  /** Where the middle of the next symbol may be at the earliest. */
  private get earliest(): number {
    return Math.max(this.given, -this.period / 2 - (this.discriminator?.delay ?? 0));
  }

  private track(tracker: SymbolTracker, outputs: SoftDecisions[]): void {
    const { values, cursor } = this;
    const { period, levels, equaliser } = tracker;
    equaliser.apply(values, levels.centre);
    const later = this.unmeasured > 0 ? 0 : tracker.follow(values);
    this.unmeasured = Math.max(0, this.unmeasured - 1);
    this.cursor = cursor + WINDOW_SYMBOLS * period + later;
    if (this.training === 0) {
      outputs.push(this.output(cursor, period, levels, tracker));
      this.given = this.cursor - period / 2;
      this.continues = true;
    } else if (tracker.isLocked && --this.training === 0) this.begin(tracker);
    if (tracker.isLocked) return;
    // What was searched is not searched again.
    this.cursor = Math.max(this.cursor, this.searched);
    this.tracker = null;
    this.training = 0;
    this.continues = false;
  }

  /** The training is over: back to the beginning of the signal, and a little before it. */
  private begin({ period }: SymbolTracker): void {
    const length = WINDOW_SYMBOLS * period;
    this.cursor -= TRAINING_WINDOWS * length;
    this.unmeasured = this.before;
    while (this.unmeasured > 0 && this.cursor - this.unmeasured * length < this.earliest) this.unmeasured--;
    this.cursor -= this.unmeasured * length;
    while (this.cursor < this.earliest) this.cursor += period;
  }

  private output(cursor: number, period: number, { centre, amplitude }: Levels, tracker: SymbolTracker): SoftDecisions {
    const { sampleRateHz, input, inverted } = this.parameters;
    const scale = ((inverted === true ? -1 : 1) * FULL_DECISION) / Math.max(amplitude, Number.MIN_VALUE);
    const decisions = Int8Array.from(tracker.equaliser.symbols, (symbol) =>
      Math.max(-127, Math.min(127, Math.round((symbol - centre) * scale))),
    );
    return {
      decisions,
      firstSymbolAt: cursor - period / 2 - (this.discriminator?.delay ?? 0),
      samplesPerSymbol: period,
      continues: this.continues,
      carrierLock: tracker.isLocked,
      symbolLock: tracker.isLocked,
      estimate: {
        carrierOffsetHz: input === 'audio' ? 0 : centre * sampleRateHz,
        symbolRateHz: sampleRateHz / period,
        esN0Db: 10 * Math.log10(tracker.signalToNoise / 2) + this.lossDb,
        level: Math.sqrt(this.power),
      },
    };
  }
}

/** Symbols whose middle lies before sample `end`. */
function cutAt(output: SoftDecisions, end: number): SoftDecisions[] {
  const { decisions, firstSymbolAt, samplesPerSymbol } = output;
  const count = Math.floor((end - firstSymbolAt) / samplesPerSymbol + 0.5);
  if (count >= decisions.length) return [output];
  return count <= 0 ? [] : [{ ...output, decisions: decisions.slice(0, count) }];
}

function requireRange(where: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max)) throw new FrequencyDemodulatorError(where, `${min} to ${max}`, String(value));
}
