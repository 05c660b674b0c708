import { type WaveformKernel, type WaveformRun, waveformKernel } from '@app/kernels';
import { tableReach, waveformTable } from '../pulse/pulse-table.js';
import { type Iq, type SamplePolynomial, shifted, valueAt } from '../signal/iq.js';
import { SignalError } from '../signal/signal-error.js';
import { SymbolQueue } from './symbol-queue.js';
import { type Waveform, bitsPerSymbol } from './waveform.js';

/** A piece of signal in which clock and carrier move smoothly. Sample 0 is the first that is rendered. */
export interface Stretch {
  /** In symbols since the leading edge of the first one: symbol n begins at n, its centre is n + ½. At most one symbol a sample. */
  readonly symbolPosition: SamplePolynomial;
  /** Phase of the carrier in turns. */
  readonly carrierTurns: SamplePolynomial;
  /** Root of the mean power; a polynomial where it moves. */
  readonly amplitude: number | SamplePolynomial;
}

/** What follows from sample `k` of a stretch on, as a stretch of its own. */
export function stretchFrom({ symbolPosition, carrierTurns, amplitude }: Stretch, k: number): Stretch {
  return {
    symbolPosition: shifted(symbolPosition, k),
    carrierTurns: shifted(carrierTurns, k),
    amplitude: typeof amplitude === 'number' ? amplitude : shifted(amplitude, k),
  };
}

/**
 * Makes samples of bits. Symbols follow each other; before the first there is no carrier. Rendering goes forward only, at any rate of
 * 1.5 samples a symbol and more, which may change smoothly; phase and clock go on as the stretches say, however calls are cut. A linear
 * waveform has the mean power of amplitude² while random bits are sent, a frequency modulation exactly this.
 *
 * A rectangular pulse is limited to the band of the sample rate, which is that of the first sample ever rendered.
 * The carrier of a frequency modulation goes on and off at once, at the edges of symbols, and keeps its phase through the silence.
 */
export class Modulator {
  private readonly reach: number;
  /** Row of symbol 0 in the queue: before it are as many silent ones as a pulse reaches over. */
  private readonly rowOfFirst: number;
  private readonly queue: SymbolQueue;
  /** Of a frequency modulation: how far a symbol turns the carrier. */
  private readonly turnsPerSymbol: number;
  private kernel: WaveformKernel | null = null;
  /** Half of the taps of the kernel's table. */
  private half = 0;
  /** First bit of a pair whose second is still to come. */
  private openPair: number | null = null;
  private turns = 0;
  private renderedTo = -Infinity;

  /** Throws SignalError where the waveform cannot be rendered: a Gaussian filter that reaches over too many symbols, a wild number. */
  constructor(readonly waveform: Waveform) {
    check('symbol rate', waveform.symbolRateHz > 0, 'more than 0 Hz', waveform.symbolRateHz);
    if ('pulse' in waveform) {
      const { pulse } = waveform;
      if (pulse.kind === 'rrc') check('roll-off', pulse.rollOff >= 0 && pulse.rollOff <= 1, '0 to 1', pulse.rollOff);
      this.turnsPerSymbol = 0;
    } else {
      const { deviationHz, bandwidthTime, symbolRateHz } = waveform;
      check('deviation', Number.isFinite(deviationHz), 'a number of Hz', deviationHz);
      check('bandwidth-time product', bandwidthTime === null || bandwidthTime > 0, 'more than 0', bandwidthTime ?? 0);
      this.turnsPerSymbol = deviationHz / symbolRateHz;
    }
    this.reach = tableReach(waveform);
    this.rowOfFirst = 2 * this.reach + 2;
    this.queue = new SymbolQueue(2);
    this.queue.extend(this.rowOfFirst);
  }

  /** Symbols appended so far, silent ones included. */
  get symbolCount(): number {
    return this.queue.next - this.rowOfFirst;
  }

  /** Symbols that must have been appended before samples up to this position (in symbols) can be rendered: pulses begin early. */
  symbolsNeeded(position: number): number {
    return Math.max(0, Math.floor(position) + this.reach);
  }

  /** Packed bits, the first one highest. Of a modulation with two bits a symbol, an odd bit waits for the next call. */
  append(bits: Uint8Array, bitCount: number): void {
    const fits = Number.isInteger(bitCount) && bitCount >= 0 && bitCount <= 8 * bits.length;
    check('bits', fits, `0 to ${8 * bits.length}`, bitCount);
    if (!('pulse' in this.waveform)) this.appendShifts(bits, bitCount);
    else if (bitsPerSymbol(this.waveform.modulation) === 2) this.appendPairs(bits, bitCount);
    else {
      const { columns, place } = this.queue.extend(bitCount);
      const symbols = columns[0]!;
      for (let n = 0; n < bitCount; n++) symbols[place + n] = 2 * bitAt(bits, n) - 1;
    }
  }

  private appendPairs(bits: Uint8Array, bitCount: number): void {
    const held = this.openPair === null ? 0 : 1;
    const count = (bitCount + held) >> 1;
    const { columns, place } = this.queue.extend(count);
    const [inPhase, quadrature] = [columns[0]!, columns[1]!];
    for (let n = 0; n < count; n++) {
      const first = n === 0 && this.openPair !== null ? this.openPair : bitAt(bits, 2 * n - held);
      inPhase[place + n] = (2 * first - 1) * Math.SQRT1_2;
      quadrature[place + n] = (2 * bitAt(bits, 2 * n + 1 - held) - 1) * Math.SQRT1_2;
    }
    if (((bitCount + held) & 1) === 0) this.openPair = null;
    else if (bitCount > 0) this.openPair = bitAt(bits, bitCount - 1);
  }

  private appendShifts(bits: Uint8Array, bitCount: number): void {
    const { columns, place } = this.queue.extend(bitCount);
    const [symbols, turnsBefore] = [columns[0]!, columns[1]!];
    let turns = this.turns;
    for (let n = 0; n < bitCount; n++) {
      const symbol = 2 * bitAt(bits, n) - 1;
      symbols[place + n] = symbol;
      turnsBefore[place + n] = turns;
      turns += symbol * this.turnsPerSymbol;
      turns -= Math.round(turns);
    }
    this.turns = turns;
  }

  /** No carrier for so many symbols: the transmitter is off, pulses of the neighbours ring out. A bit that waits is paired with a 0. */
  silence(symbols: number): void {
    check('symbols of silence', Number.isInteger(symbols) && symbols >= 0, 'a whole number', symbols);
    if (this.openPair !== null) this.append(new Uint8Array(1), 1);
    const { columns, place } = this.queue.extend(symbols);
    if (!('pulse' in this.waveform)) columns[1]!.fill(this.turns, place, place + symbols);
  }

  /**
   * Adds `count` samples to `out` from `fromSample` on. Throws SignalError, and renders nothing, where the stretch needs symbols that
   * have not been appended (see symbolsNeeded; silence is appended, too) or that were left behind, or where it runs backwards or faster
   * than a symbol a sample.
   */
  render(out: Iq, fromSample: number, count: number, stretch: Stretch): void {
    if (count <= 0) return;
    check('samples', 2 * (fromSample + count) <= out.length, `at most ${out.length / 2 - fromSample}`, count);
    const first = stretch.symbolPosition[0];
    const last = valueAt(stretch.symbolPosition, count - 1);
    check('symbols a sample', last >= first && last - first <= count, '0 to 1', (last - first) / count);
    check('symbol position', Math.floor(first) >= this.renderedTo, `${this.renderedTo} or later`, first);
    const needed = this.symbolsNeeded(last);
    check('symbols appended', this.symbolCount >= needed, `at least ${needed}`, this.symbolCount);
    const kernel = this.kernelFor(stretch.symbolPosition[1]);
    const silent = this.samplesBeforeAll(stretch.symbolPosition, count);
    if (silent < count)
      this.run(kernel, out, fromSample + silent, count - silent, silent === 0 ? stretch : stretchFrom(stretch, silent));
    this.renderedTo = Math.floor(last);
    this.queue.dropBefore(this.renderedTo + this.rowOfFirst - this.half - 1);
  }

  private run(kernel: WaveformKernel, out: Iq, from: number, count: number, stretch: Stretch): void {
    const { symbolPosition, carrierTurns: carrier, amplitude } = stretch;
    const [p0, p1, p2, p3] = symbolPosition;
    const run: WaveformRun = {
      out,
      from,
      count,
      position: [p0 + this.rowOfFirst - this.queue.oldest - this.half, p1, p2, p3],
      carrier,
      amplitude: typeof amplitude === 'number' ? [amplitude, 0, 0, 0] : amplitude,
    };
    const symbols = this.queue.column(0);
    const second = this.queue.column(1);
    if (!('pulse' in this.waveform)) kernel.frequency(run, symbols, second, this.turnsPerSymbol);
    else if (this.waveform.modulation === 'BPSK') kernel.linear(run, symbols, null, 0);
    else kernel.linear(run, symbols, second, this.waveform.modulation === 'OQPSK' ? 0.5 : 0);
  }

  /** How many samples lie so far before symbol 0 that no pulse reaches them. */
  private samplesBeforeAll(position: SamplePolynomial, count: number): number {
    if (position[0] >= -this.reach) return 0;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (valueAt(position, middle) < -this.reach) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private kernelFor(symbolsPerSample: number): WaveformKernel {
    if (this.kernel !== null) return this.kernel;
    const table = waveformTable(this.waveform, 1 / symbolsPerSample);
    this.half = table.taps / 2;
    return (this.kernel = waveformKernel(table));
  }
}

function bitAt(bits: Uint8Array, n: number): number {
  return (bits[n >> 3]! >> (7 - (n & 7))) & 1;
}

function check(field: string, good: boolean, expected: string, found: number): void {
  if (!good) throw new SignalError(field, expected, found);
}
