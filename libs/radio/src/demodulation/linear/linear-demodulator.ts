import {
  CARRIER_CHUNK,
  DISCARD_UNIT,
  type DemodulatorLayout,
  type LinearDemodulatorKernel,
  type SpectralSearchKernel,
  SYMBOL_BLOCK,
  linearDemodulatorKernel,
  spectralSearchKernel,
} from '@app/kernels';
import type { Iq } from '../../signal/iq.js';
import type { Demodulator, SoftDecisions } from '../demodulator.js';
import { Acquisition, type AcquisitionParameters, windowSamples } from './acquisition.js';
import { BlockQueue, HELD_BLOCKS } from './block-queue.js';
import { type CheckedOptions, type LinearDemodulatorOptions, checkedOptions, windowOf } from './linear-options.js';
import { LinearTracker } from './linear-tracker.js';
import { type MatchedFilter, matchedFilter } from './matched-filter.js';

/** Clock errors that are looked for; how often a window of noise may look like a signal, until the lock detector has seen it. */
const MAX_STRETCH = 1.1e-3;
const FALSE_ALARM = 1e-3;
/** A signal that begins later in its window, in parts of it, is looked at again in one that begins with it. */
const LATE = 0.1;
/** Samples that are taken at once. */
const SLICE = 8192;
/** Silence before the first sample, for the filter. */
const BEFORE = DISCARD_UNIT;

const down = (value: number, unit: number): number => unit * Math.floor(value / unit);
const up = (value: number, unit: number): number => unit * Math.ceil(value / unit);

/** What makes the kernel: where a host cannot run the module, or a test wants the plain one. */
export type KernelMaker = (layout: DemodulatorLayout) => LinearDemodulatorKernel;

/**
 * Demodulator of BPSK, QPSK and OQPSK. It looks for a signal in windows of symbols, without knowing any: carrier, its rate, clock and phase at
 * once; then loops follow it from its beginning, at most a window back. Decisions come in blocks of 256 symbols, some blocks late: only when
 * enough of those after them show that the signal is still there. Those of noise after the end of a signal are dropped.
 *
 * QPSK is right up to quarter turns, BPSK to half turns; OQPSK to quarter turns, of which odd ones exchange the rails: see `rotatedDecisions`.
 * After a loss `continues` is false, and the quarter may be another one. The first symbol of OQPSK is that of I.
 */
export class LinearDemodulator implements Demodulator {
  private readonly options: CheckedOptions;
  private readonly matched: MatchedFilter;
  private readonly kernel: LinearDemodulatorKernel;
  private readonly acquisition: Acquisition;
  private readonly symbols: number;
  private readonly window: number;
  private readonly hop: number;
  private readonly capacity: number;
  private readonly blocks: BlockQueue;
  private tracker: LinearTracker | null = null;
  /** Samples in the kernel's window; position of its first one in the input. */
  private filled = 0;
  private origin = 0;
  /** Where the next window begins, and what lies before was given out or is no signal: positions in the input. */
  private searchFrom = 0;
  private earliest = 0;
  /** The window was moved to where a signal begins; where the search goes on if there is none. */
  private aimedFrom: number | null = null;
  private out: SoftDecisions[] = [];

  /** Throws SignalError where an option makes no sense. */
  constructor(
    options: LinearDemodulatorOptions,
    makeKernel: KernelMaker = linearDemodulatorKernel,
    search: SpectralSearchKernel = spectralSearchKernel(),
  ) {
    this.options = checkedOptions(options);
    const { waveform, spacing, maxOffset, maxChirp } = this.options;
    const { modulation } = waveform;
    this.matched = matchedFilter(waveform.pulse, spacing);
    const { phases, taps, bank } = this.matched;
    this.symbols = windowOf(waveform);
    const window = this.symbols;
    const parameters: AcquisitionParameters = {
      modulation,
      matched: this.matched,
      spacing,
      window,
      maxOffset,
      maxChirp,
      maxStretch: MAX_STRETCH,
      falseAlarm: FALSE_ALARM,
    };
    this.window = windowSamples(parameters);
    this.hop = up((window / 2) * spacing, CARRIER_CHUNK);
    // Held blocks or a window with one before it, and a slice.
    const held = (HELD_BLOCKS[modulation] + 4) * SYMBOL_BLOCK * spacing * 1.01;
    const most = Math.max(held, this.window) + this.window + window * spacing;
    this.capacity = up(most + SLICE + 4 * DISCARD_UNIT + 2 * taps, DISCARD_UNIT);
    this.kernel = makeKernel({ capacity: this.capacity, phases, taps, bank, outputs: 4 * window });
    this.acquisition = new Acquisition(this.kernel, search, parameters);
    this.blocks = new BlockQueue(this.options);
    this.reset();
  }

  push(samples: Iq): readonly SoftDecisions[] {
    const count = samples.length >>> 1;
    for (let from = 0; from < count;) {
      const length = Math.min(SLICE, count - from, this.capacity - this.filled);
      this.kernel.samples.set(samples.subarray(2 * from, 2 * (from + length)), 2 * this.filled);
      from += length;
      this.take(length);
    }
    return this.given();
  }

  flush(): readonly SoftDecisions[] {
    const end = this.origin + this.filled;
    this.blocks.endAt(end);
    // Silence until all that was there has been looked at.
    const last = end + this.window + SYMBOL_BLOCK * this.options.spacing * 1.01;
    while (this.origin + this.filled < last) {
      const length = Math.min(SLICE, this.capacity - this.filled);
      this.kernel.samples.fill(0, 2 * this.filled, 2 * (this.filled + length));
      this.take(length, end);
    }
    this.out.push(...this.blocks.flush());
    const given = this.given();
    this.reset();
    return given;
  }

  private reset(): void {
    this.kernel.samples.fill(0, 0, 2 * BEFORE);
    this.filled = BEFORE;
    this.origin = -BEFORE;
    this.searchFrom = 0;
    this.earliest = -this.options.spacing;
    this.aimedFrom = null;
    this.tracker = null;
    this.blocks.reset();
    this.out = [];
  }

  private given(): SoftDecisions[] {
    const { out } = this;
    this.out = [];
    return out;
  }

  private take(length: number, end = Infinity): void {
    const from = down(this.filled, 2);
    this.filled += length;
    this.kernel.clean(from, Math.min(up(this.filled, 2), this.capacity) - from);
    while (this.tracker === null ? this.look(end) : this.follow(this.tracker));
    this.discard();
  }

  /** Looks at one window; false where it is not yet there, or beyond the end. */
  private look(end: number): boolean {
    const from = Math.max(0, down(this.searchFrom - this.origin, CARRIER_CHUNK));
    if (this.searchFrom >= end || from + this.window > this.filled) return false;
    const signal = this.acquisition.acquire(from, this.earliest - this.origin);
    if (this.aimedFrom !== null || signal === null) {
      this.searchFrom = (this.aimedFrom ?? this.searchFrom) + this.hop;
      this.aimedFrom = null;
      if (signal === null) return true;
    } else if (signal.at - from > LATE * this.window) {
      this.aimedFrom = this.searchFrom;
      this.searchFrom = Math.floor(this.origin + signal.at - this.options.spacing) - this.matched.taps;
      return true;
    } else this.searchFrom += this.hop;
    this.tracker = new LinearTracker(this.kernel, this.options, this.matched, signal);
    this.blocks.begin();
    return true;
  }

  /** Tracks one block; false where its samples are not yet there. */
  private follow(tracker: LinearTracker): boolean {
    const block = tracker.track(this.filled, this.origin);
    if (block === null) return false;
    this.out.push(...this.blocks.add(block));
    if (!this.blocks.lost) return true;
    // What was held and is signal is given out; behind it the search goes on, a hop further than before at least.
    this.tracker = null;
    this.earliest = Math.max(this.earliest, this.blocks.end);
    this.searchFrom = Math.max(this.searchFrom, this.earliest - this.options.spacing);
    return true;
  }

  private discard(): void {
    const reach = this.matched.taps + 2 * CARRIER_CHUNK;
    const { spacing } = this.options;
    const back = this.symbols * spacing * 1.01;
    const needed =
      this.tracker === null
        ? Math.max(this.searchFrom - back, this.earliest) - reach
        : Math.min(this.blocks.heldFrom - reach, this.tracker.neededFrom(this.origin));
    const shift = down(Math.min(needed - this.origin, this.filled), DISCARD_UNIT);
    // A move costs as much as what stays: only when it makes much room.
    if (shift < DISCARD_UNIT || (this.filled - shift > 2 * shift && this.capacity - this.filled >= SLICE)) return;
    this.kernel.discard(shift, this.filled);
    this.filled -= shift;
    this.origin += shift;
  }
}
