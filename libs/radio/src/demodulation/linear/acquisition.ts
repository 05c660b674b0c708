import { CARRIER_CHUNK, type LinearDemodulatorKernel, type SpectralSearchKernel } from '@app/kernels';
import type { LinearModulation } from '../../modulation/waveform.js';
import { type CarrierLine, findLine, refinedLine } from './carrier-line.js';
import { coarseFrequencies } from './coarse-frequency.js';
import type { MatchedFilter } from './matched-filter.js';
import { signalStart } from './signal-start.js';
import { PLACES, symbolTiming } from './symbol-timing.js';
import { fourthPowers, linePart, squares } from './symbol-powers.js';

export interface AcquisitionParameters {
  readonly modulation: LinearModulation;
  readonly matched: MatchedFilter;
  /** Samples a symbol, as expected. */
  readonly spacing: number;
  /** Symbols of a window, and before it at most, in which the beginning of the signal is looked for. */
  readonly window: number;
  /** Carriers that are looked for: turns a sample; rates of them: turns a symbol². */
  readonly maxOffset: number;
  readonly maxChirp: number;
  /** Errors of the symbol clock, as a part of it. */
  readonly maxStretch: number;
  readonly falseAlarm: number;
}

/** A signal at the middle of a symbol, where its tracking begins. */
export interface AcquiredSignal {
  /** In samples of the kernel's window. */
  readonly at: number;
  readonly spacing: number;
  /** Turns, turns a sample, turns a sample and symbol. */
  readonly phase: number;
  readonly frequency: number;
  readonly chirp: number;
  /** Mean power of the input. */
  readonly power: number;
  /** Mean squares on and across the symbols' axis (BPSK), or of a rail's amplitude and noise, behind filter and gain. */
  readonly signal: number;
  readonly noise: number;
  /** How much of it is signal, 0 to 1. */
  readonly line: number;
}

/** Samples that a window needs: symbols, their filter, and what clock errors and whole chunks add. */
export function windowSamples({ window, spacing, matched, maxStretch }: AcquisitionParameters): number {
  return Math.ceil(window * spacing * (1 + maxStretch)) + 2 * matched.taps + Math.ceil(2 * spacing) + 3 * CARRIER_CHUNK;
}

/** What a signal must show beside its carrier: a clock (noise has 7 in one window of 200), and symbols. */
const LEAST_CLOCK = 7;
const LEAST_LINE: Readonly<Record<LinearModulation, number>> = { BPSK: 0.15, QPSK: 0.12, OQPSK: 0.12 };

const power = (modulation: LinearModulation): 2 | 4 => (modulation === 'QPSK' ? 4 : 2);

/** Finds a signal and its parameters in a window of samples, without knowing a symbol of it. */
export class Acquisition {
  private readonly first: number;
  private readonly powers: Float64Array;
  /** A rate of the carrier's frequency can be seen in a window. */
  private readonly chirped: boolean;

  constructor(
    private readonly kernel: LinearDemodulatorKernel,
    private readonly search: SpectralSearchKernel,
    private readonly parameters: AcquisitionParameters,
  ) {
    this.first = parameters.matched.taps + Math.ceil(parameters.spacing);
    this.powers = new Float64Array(PLACES * parameters.window);
    this.chirped = power(parameters.modulation) * parameters.maxChirp * parameters.window ** 2 > 0.3;
  }

  /**
   * Looks at the window from sample `from` (a multiple of 64) on; the beginning of the signal is looked for from sample `earliest` on.
   * Null where there is none.
   */
  acquire(from: number, earliest: number): AcquiredSignal | null {
    const { kernel, search, parameters } = this;
    const { matched, spacing, window, maxOffset, maxChirp } = parameters;
    const count = windowSamples(parameters);
    const level = meanPower(kernel.samples, from, count);
    if (!(level > 0)) return null;
    const candidates = coarseFrequencies({ search, matched, spacing, maxOffset }, kernel.samples, from, count);
    for (const frequency of candidates) {
      const coarse: Carrier = { frequency, chirp: 0 };
      this.prepare(from, coarse, level);
      const line = findLine(search, {
        count: window,
        lines: parameters.modulation === 'OQPSK' ? 2 : 1,
        maxFrequency: parameters.modulation === 'QPSK' ? 0.35 : 0.15,
        maxChirp: power(parameters.modulation) * maxChirp,
        maxSplit: parameters.maxStretch,
        falseAlarm: parameters.falseAlarm / candidates.length,
      });
      if (line === null) continue;
      const refined = refinedLine(search, line, window, parameters.modulation === 'OQPSK' ? 2 : 1, this.chirped);
      const fine = this.moved(coarse, refined);
      if (Math.abs(fine.frequency) > maxOffset + 0.02 / spacing && maxOffset < 0.5) continue;
      const signal = this.complete(from, earliest, fine, level, line.split);
      if (signal !== null) return signal;
    }
    return null;
  }

  /** Instant of the middle of the window's symbol number `window` / 2 before its timing is known. */
  private middle(from: number): number {
    return from + this.first + (this.parameters.window / 2) * this.parameters.spacing;
  }

  private moved(carrier: Carrier, line: CarrierLine): Carrier {
    const { modulation, spacing } = this.parameters;
    const n = power(modulation);
    return {
      frequency: carrier.frequency + line.frequency / (n * spacing),
      chirp: carrier.chirp + line.chirp / (n * spacing ** 2),
    };
  }

  private turnBack(from: number, to: number, origin: number, { frequency, chirp }: Carrier, level: number): void {
    const end = CARRIER_CHUNK * Math.ceil(to / CARRIER_CHUNK);
    this.kernel.turnBack(from, end, origin, frequency, chirp, 1 / Math.sqrt(level));
  }

  /**
   * Carrier off, filter, and into the search's sequences what has a line: BPSK y², added up over the symbol; QPSK y⁴/|y|² at the symbols'
   * middles; OQPSK the two parts of y² at half the clock above and below. Gives the timing where it was looked for.
   */
  private prepare(from: number, carrier: Carrier, level: number): Timing | null {
    const { kernel, parameters } = this;
    const { spacing, window, modulation } = parameters;
    this.turnBack(from, from + windowSamples(parameters) - CARRIER_CHUNK, this.middle(from), carrier, level);
    kernel.filterAll(from + this.first, 0, spacing / PLACES, PLACES * window);
    if (modulation !== 'QPSK') {
      squares(kernel.outputs, this.search.sequences, window, modulation);
      return null;
    }
    const timing = this.timingOf(from, () => 1);
    this.filterSymbols(timing, window, -window / 2, spacing * (1 + timing.stretch));
    fourthPowers(kernel.outputs, this.search.sequences[0], window, 1);
    return timing;
  }

  /** Timing by the clock's line in the power of the filter's output, or in that of its part at a phase. */
  private timingOf(from: number, partAt: (symbol: number) => number | Axis): Timing {
    const { outputs } = this.kernel;
    const { window, spacing, maxStretch } = this.parameters;
    for (let m = 0; m < window; m++) {
      const axis = partAt(m);
      for (let n = PLACES * m; n < PLACES * (m + 1); n++) {
        const i = outputs[2 * n]!;
        const q = outputs[2 * n + 1]!;
        this.powers[n] = typeof axis === 'number' ? i * i + q * q : (i * axis.cosine + q * axis.sine) ** 2;
      }
    }
    const { delay, stretch, strength } = symbolTiming(this.powers, window, 1.2 * maxStretch);
    return { middle: this.middle(from) + delay * spacing, stretch, strength };
  }

  /** Outputs at the middles of `count` symbols, the first `offset` symbols after the window's middle one. */
  private filterSymbols({ middle }: Timing, count: number, offset: number, spacing: number): void {
    const at = middle + offset * spacing;
    this.kernel.filterAll(Math.floor(at), at - Math.floor(at), spacing, count);
  }

  private complete(
    from: number,
    earliest: number,
    carrier: Carrier,
    level: number,
    split: number,
  ): AcquiredSignal | null {
    const { search, parameters } = this;
    const { modulation, window, spacing } = parameters;
    const clock = this.prepare(from, carrier, level);
    const near: CarrierLine = { frequency: 0, chirp: 0, split, phases: [0, 0] };
    let timing: Timing;
    if (modulation === 'OQPSK') {
      const { phases, split: final } = refinedLine(search, near, window, 2, this.chirped);
      // Phases of the lines: 2 φ ∓ the clock's.
      timing = {
        middle: this.middle(from) + (wrapped(phases[1] - phases[0]) / 2) * spacing,
        stretch: -final,
        strength: Infinity,
      };
    } else if (modulation === 'BPSK') {
      const line = refinedLine(search, near, window, 1, this.chirped);
      timing = this.timingOf(from, (m) => axisAt(line, m - window / 2));
    } else timing = clock!;
    if (timing.strength < LEAST_CLOCK) return null;
    const signal = this.begin(earliest, carrier, level, timing, from);
    return signal.line < LEAST_LINE[modulation] ? null : signal;
  }

  /** With carrier and clock known: phase, where the signal begins, how strong it is. */
  private begin(earliest: number, carrier: Carrier, level: number, timing: Timing, from: number): AcquiredSignal {
    const { kernel, search, parameters } = this;
    const { modulation, window, matched } = parameters;
    const spacing = parameters.spacing * (1 + timing.stretch);
    const origin = this.middle(from);
    const reach = matched.taps / 2 + 2;
    const room = Math.floor((timing.middle - (window / 2) * spacing - Math.max(earliest, reach)) / spacing);
    const before = Math.max(0, Math.min(window, room));
    const start = timing.middle - (window / 2 + before) * spacing;
    const begin = CARRIER_CHUNK * Math.max(0, Math.floor((start - reach) / CARRIER_CHUNK));
    this.turnBack(begin, timing.middle + (window / 2 + 1) * spacing + reach, origin, carrier, level);
    const perSymbol = modulation === 'OQPSK' ? 2 : 1;
    this.filterSymbols(timing, perSymbol * (window + before), -(window / 2 + before) * perSymbol, spacing / perSymbol);
    const values = kernel.outputs.slice(0, 2 * perSymbol * (window + before));
    const [sequence] = search.sequences;
    linePart(values, modulation, sequence, before, window);
    const line = refinedLine(search, { frequency: 0, chirp: 0, split: 0, phases: [0, 0] }, window, 1, this.chirped);
    const final = this.moved(carrier, line);
    const n = power(modulation);
    const phase = line.phases[0] / n;
    const turnsAt = (m: number): number => phase + (m * (line.frequency + 0.5 * line.chirp * m)) / n;
    const begins = signalStart(values, modulation, before + window, (m) => turnsAt(m - before - window / 2));
    // Not before what was given out, but for a quarter of a symbol.
    const symbol = Math.max(begins.symbol, Math.ceil((earliest - start) / spacing + 0.25));
    const at = start + symbol * spacing;
    // The phases of the line are those behind the carrier that was taken off from `origin` on.
    const since = at - origin;
    const taken = since * (carrier.frequency + 0.5 * carrier.chirp * since);
    return {
      at,
      spacing,
      phase: taken + turnsAt(symbol - before - window / 2),
      frequency: final.frequency + final.chirp * (at - timing.middle) + carrier.chirp * (timing.middle - origin),
      chirp: final.chirp * spacing,
      power: level,
      line: begins.line,
      signal: begins.signal,
      noise: begins.noise,
    };
  }
}

interface Carrier {
  /** Turns a sample in the window's middle; turns a sample². */
  readonly frequency: number;
  readonly chirp: number;
}

interface Timing {
  /** Instant of the middle of the window's symbol number count / 2. */
  readonly middle: number;
  readonly stretch: number;
  /** Of the clock's line over the noise; that of OQPSK was found with the carrier. */
  readonly strength: number;
}

interface Axis {
  readonly cosine: number;
  readonly sine: number;
}

/** The axis of BPSK at a symbol, from the line of its square. */
function axisAt({ frequency, chirp, phases }: CarrierLine, symbol: number): Axis {
  const angle = Math.PI * (phases[0] + symbol * (frequency + 0.5 * chirp * symbol));
  return { cosine: Math.cos(angle), sine: Math.sin(angle) };
}

const wrapped = (turns: number): number => turns - Math.round(turns);

function meanPower(samples: Float32Array, from: number, count: number): number {
  let sum = 0;
  for (let n = 2 * from; n < 2 * (from + count); n++) sum += samples[n]! ** 2;
  return sum / count;
}
