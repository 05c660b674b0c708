import {
  CARRIER_CHUNK,
  type LinearDemodulatorKernel,
  type StateWord,
  SYMBOL_BLOCK,
  railsOf,
  stateIndex,
} from '@app/kernels';
import type { AcquiredSignal } from './acquisition.js';
import { type CheckedOptions, habits } from './linear-options.js';
import { carrierGains, detectorSlopes, timingGains } from './loop-gains.js';
import type { MatchedFilter } from './matched-filter.js';
import { SignalQuality, lineOf, momentsOf } from './signal-quality.js';

/** A block of symbols that was tracked. Positions are those of the middles of symbols, in samples of the input. */
export interface TrackedBlock {
  readonly decisions: Int8Array;
  readonly first: number;
  /** Of the symbol after the last. */
  readonly next: number;
  /** Turns of the carrier from the one to the other. */
  readonly advance: number;
  /** How much of it is signal, 0 to 1. */
  readonly line: number;
  /** Of OQPSK: 1 in the mean where the constellation stands, 0 where it turns round and of noise; of the others 1. */
  readonly standing: number;
  /** Mean error of the timing, symbols. */
  readonly timingError: number;
  readonly esN0: number;
  readonly power: number;
}

/** How fast a direct-current offset is followed, per symbol. */
const OFFSET_GAIN = 1 / 4096;
/** Blocks over which the signal's strength is averaged. */
const AVERAGED = 12;

const SUMS = [
  'inBlock',
  'sumMagnitude',
  'sumSquare',
  'sumFourth',
  'sumQuadrature',
  'sumTiming',
  'advance',
  'sumPower',
  'sumContrast',
  'sumFourfold',
] as const;

/** Follows one signal: sets the kernel's loops, block by block, to how strong the signal is. */
export class LinearTracker {
  /** What the loops are set by, and what is told: slower. */
  private readonly quality: SignalQuality;
  private readonly slow: SignalQuality;
  private readonly symbolsOfDecision: 1 | 2;

  constructor(
    private readonly kernel: LinearDemodulatorKernel,
    private readonly options: CheckedOptions,
    private readonly matched: MatchedFilter,
    signal: AcquiredSignal,
  ) {
    this.quality = new SignalQuality(options.waveform.modulation, signal, AVERAGED);
    this.slow = new SignalQuality(options.waveform.modulation, signal, 3 * AVERAGED);
    this.symbolsOfDecision = options.waveform.modulation === 'BPSK' ? 1 : 2;
    const at = Math.floor(signal.at);
    const turnedTo = CARRIER_CHUNK * Math.floor((at - matched.taps / 2) / CARRIER_CHUNK);
    kernel.state.fill(0);
    this.set('at', at);
    this.set('fraction', signal.at - at);
    this.set('spacing', signal.spacing);
    this.set('phase', signal.phase - Math.floor(signal.phase));
    this.set('frequency', signal.frequency);
    this.set('chirp', signal.chirp);
    this.set('turnedTo', turnedTo);
    const turned = signal.phase - signal.frequency * (signal.at - turnedTo);
    this.set('turnedPhase', turned - Math.floor(turned));
    this.set('power', signal.power);
    this.set('amplitude', 1);
    this.set('offsetGain', OFFSET_GAIN);
    this.tune();
  }

  /** Position in the input of the first sample that is still needed: that of the block, and its filter's. */
  neededFrom(origin: number): number {
    const next = origin + Math.min(this.word('turnedTo'), this.word('at') - this.matched.taps / 2 - 1);
    return this.word('inBlock') === 0 ? next : Math.min(next, this.first - this.matched.taps);
  }

  /** Goes on as far as there are samples; gives a block when one is full. `origin` is the position of the kernel's first sample. */
  track(available: number, origin: number): TrackedBlock | null {
    const { kernel, options } = this;
    const { modulation } = options.waveform;
    const before = this.word('inBlock') === 0 ? this.position(origin) : this.first;
    this.first = before;
    if (kernel.track(available, railsOf[modulation]) < SYMBOL_BLOCK) return null;
    const moments = momentsOf(kernel.state, modulation);
    this.quality.add(moments);
    this.slow.add(moments);
    const { timing } = this.slopes();
    const block: TrackedBlock = {
      decisions: kernel.decisions.slice(0, this.symbolsOfDecision * SYMBOL_BLOCK),
      first: before,
      next: this.position(origin),
      advance: this.word('advance'),
      line: lineOf(moments, modulation),
      standing: this.standing(),
      timingError: this.word('sumTiming') / SYMBOL_BLOCK / timing,
      esN0: this.slow.esN0,
      power: this.word('sumPower') / SYMBOL_BLOCK,
    };
    for (const sum of SUMS) this.set(sum, 0);
    this.tune();
    return block;
  }

  private first = 0;

  private position(origin: number): number {
    return origin + this.word('at') + this.word('fraction');
  }

  private get certainty(): number {
    const { signal, noise } = this.quality;
    return Math.max(habits[this.options.waveform.modulation].leastCertainty, Math.min(1000, signal / noise));
  }

  /**
   * By the two things that random symbols of OQPSK show only where they stand: a rail has more power at its middles than between, and the mean
   * of z⁴ is not 0. Symbols that do not change show the second alone, and more of it.
   */
  private standing(): number {
    const { options, matched, quality } = this;
    if (options.waveform.modulation !== 'OQPSK') return 1;
    const squared = this.word('amplitude') ** 2 * quality.signal;
    const points = 2 * SYMBOL_BLOCK;
    const contrast = 1 - matched.powerBetween;
    const fourfold = 2 + 2 * matched.fourthBetween - 3 * contrast ** 2;
    return (
      (this.word('sumContrast') / squared / contrast + this.word('sumFourfold') / squared ** 2 / fourfold) / 2 / points
    );
  }

  private slopes(): { readonly phase: number; readonly timing: number } {
    return detectorSlopes(this.options.waveform.modulation, this.certainty, this.matched);
  }

  private tune(): void {
    const { options, quality } = this;
    const amplitude = 1 / Math.sqrt(quality.signal);
    const ratio = amplitude / this.word('amplitude');
    for (const word of ['lastMiddleI', 'lastMiddleQ', 'offsetI', 'offsetQ'] as const)
      this.set(word, this.word(word) * ratio);
    this.set('amplitude', amplitude);
    this.set('certainty', this.certainty);
    this.set('scale', options.decisionLevel / (quality.magnitude * amplitude));
    const slopes = this.slopes();
    const carrier = carrierGains(options.carrierBandwidth);
    const perTurn = 2 * Math.PI * slopes.phase;
    this.set('carrier1', carrier[0] / perTurn);
    this.set('carrier2', carrier[1] / perTurn);
    this.set('carrier3', carrier[2] / perTurn);
    const timing = timingGains(options.timingBandwidth);
    this.set('timing1', timing[0] / slopes.timing);
    this.set('timing2', timing[1] / slopes.timing);
  }

  private word(name: StateWord): number {
    return this.kernel.state[stateIndex[name]]!;
  }

  private set(name: StateWord, value: number): void {
    this.kernel.state[stateIndex[name]] = value;
  }
}
