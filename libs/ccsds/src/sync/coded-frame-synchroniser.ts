// Frame synchronisation behind a demodulator: soft symbols, a convolutional code whose node phase is not known, NRZ-M, then the ASM
// (131.0-B; traps 5 and 7).
import { type ConvolutionalParameters } from '../coding/convolutional.js';
import { ConvolutionalDecoder, type DecodedBits } from '../coding/convolutional-decoder.js';
import { NrzMCodec } from '../coding/nrz-m.js';
import { ASM_LENGTH } from './cadu.js';
import { type Rails, turned } from './quarter-turn.js';
import { FrameSynchroniser, type SynchroniserOutput, type SynchroniserParameters } from './frame-synchroniser.js';
import { SymbolHistory } from './symbol-history.js';

export interface CodedSynchroniserParameters extends SynchroniserParameters {
  readonly convolutional: ConvolutionalParameters | null;
  /** The bits were coded by NRZ-M before the convolutional code. */
  readonly differential: boolean;
  /** Symbols come in pairs of rails whose quarter turn is not known (I first); absent: there is one rail, or the quarter is known. */
  readonly rails?: Rails;
}

/** A frame as `FrameSynchroniser` gives it; `firstBitIndex` counts channel symbols. Bits that belong to no frame are not given. */
export type CodedFrame = Extract<SynchroniserOutput, { kind: 'frame' }>;

/** How symbols become bits: which of what is not known. */
interface WayChoice {
  /** Symbols before the first pair of the code. */
  readonly phase: 0 | 1;
  readonly isTurned: boolean;
}

/** One way from symbols to bits to frames. It begins with symbol `first` of the stream. */
class Way {
  private readonly decoder: ConvolutionalDecoder | null;
  private readonly nrzM: NrzMCodec | null;
  private readonly synchroniser: FrameSynchroniser;
  /** Where the last frame began that came with its marker in place. */
  lastLocked: number | null = null;
  /** Symbols to leave out before the first pair. */
  private toSkip: number;

  constructor(
    parameters: CodedSynchroniserParameters,
    readonly choice: WayChoice,
    private readonly first: number,
  ) {
    this.toSkip = choice.phase;
    this.decoder = parameters.convolutional && new ConvolutionalDecoder(parameters.convolutional);
    this.nrzM = parameters.differential ? new NrzMCodec() : null;
    this.synchroniser = new FrameSynchroniser(parameters);
  }

  get isLocked(): boolean {
    return this.synchroniser.mode === 'lock';
  }

  /** Takes symbols that are turned already. */
  push(all: Int8Array): CodedFrame[] {
    const symbols = this.toSkip === 0 ? all : all.subarray(this.toSkip);
    this.toSkip = Math.max(0, this.toSkip - all.length);
    if (symbols.length === 0) return [];
    return this.framesOf(this.takeBits(this.decoder === null ? hardBits(symbols) : this.decoder.push(symbols)));
  }

  flush(): CodedFrame[] {
    const last = this.decoder === null ? [] : this.takeBits(this.decoder.flush());
    return this.framesOf([...last, ...this.synchroniser.flush()]);
  }

  private takeBits({ bits, bitCount }: DecodedBits): SynchroniserOutput[] {
    return this.synchroniser.push(this.nrzM === null ? bits : this.nrzM.decode(bits, bitCount), bitCount);
  }

  private framesOf(outputs: readonly SynchroniserOutput[]): CodedFrame[] {
    const perBit = this.decoder === null ? 1 : 2;
    const before = this.first + this.choice.phase;
    const frames = outputs
      .filter((output) => output.kind === 'frame')
      .map((frame) => ({ ...frame, firstBitIndex: before + perBit * frame.firstBitIndex }));
    this.lastLocked = frames.findLast(({ state }) => state === 'locked')?.firstBitIndex ?? this.lastLocked;
    return frames;
  }
}

/** The sign of each symbol; 0, of which nothing is known, counts as bit 0. */
function hardBits(symbols: Int8Array): DecodedBits {
  const bits = new Uint8Array((symbols.length + 7) >>> 3);
  for (let i = 0; i < symbols.length; i++) if (symbols[i]! > 0) bits[i >>> 3]! |= 0x80 >>> (i & 7);
  return { bits, bitCount: symbols.length };
}

/** Symbols by which a decoder's frames may be late. */
const DECODER_DELAY = 4096;

/**
 * Streaming: soft symbols (-128 to 127, positive = bit 1) to frames. With a convolutional code both node phases are decoded, with two rails
 * both quarter turns, and a frame is given by the way in which the markers stand at the right distance. In lock only that way runs on: the
 * others sleep, and are woken with the symbols since the last frame as soon as one fails to come. A slipped symbol changes the node phase
 * and costs the frame that it happened in. Chunks may have any number of symbols.
 */
export class CodedFrameSynchroniser {
  private readonly choices: readonly WayChoice[];
  private readonly period: number;
  private ways: Way[];
  /** Symbols since the beginning of the last frame, while ways sleep. */
  private readonly recent = new SymbolHistory();
  /** The way that runs alone, and where its last frame began. */
  private awake: { readonly way: Way; lastFrame: number } | null = null;
  private taken = 0;
  /** The first of a pair of rails whose second has not come. */
  private half: number | null = null;

  /** Throws SynchroniserError, ConvolutionalError. */
  constructor(private readonly parameters: CodedSynchroniserParameters) {
    const { convolutional, codeblockLength, rails } = parameters;
    const phases = convolutional === null ? ([0] as const) : ([0, 1] as const);
    const turns = rails === undefined ? [false] : [false, true];
    this.choices = turns.flatMap((isTurned) => phases.map((phase) => ({ phase, isTurned })));
    this.period = (convolutional === null ? 1 : 2) * 8 * (ASM_LENGTH + codeblockLength);
    this.ways = this.begin();
  }

  private begin(): Way[] {
    return this.choices.map((choice) => new Way(this.parameters, choice, 0));
  }

  /** Markers are found where they are due. */
  get isLocked(): boolean {
    return this.ways.some(({ isLocked }) => isLocked);
  }

  /** Ways that run: one in lock. */
  get runningWays(): number {
    return this.ways.length;
  }

  /**
   * The frames that these symbols complete, in order of their first symbol. Across calls each way is in order; what a losing way takes for
   * a frame while nothing confirms it may come late. Throws SynchroniserError.
   */
  push(symbols: Int8Array): CodedFrame[] {
    const whole = this.wholePairs(symbols);
    const frames: CodedFrame[] = [];
    // No further at once than to where a frame may be missed.
    for (let at = 0; at < whole.length; at += this.period)
      frames.push(...this.take(whole.subarray(at, at + this.period)));
    return frames;
  }

  private take(symbols: Int8Array): CodedFrame[] {
    this.taken += symbols.length;
    this.recent.push(symbols);
    const frames = this.run(symbols);
    const { awake } = this;
    if (awake === null) {
      this.sleep();
    } else {
      for (const { firstBitIndex } of frames) awake.lastFrame = Math.max(awake.lastFrame, firstBitIndex);
      this.recent.dropBefore(awake.lastFrame - 1);
      if (this.taken > awake.lastFrame + 2 * this.period + DECODER_DELAY) frames.push(...this.wake(awake));
    }
    if (this.awake === null) this.recent.dropBefore(this.taken - 4 * this.period - DECODER_DELAY);
    return frames;
  }

  /** All ways but the one that gave a frame where it was due need not run. */
  private sleep(): void {
    if (this.choices.length === 1) return;
    for (const way of this.ways) {
      const { lastLocked } = way;
      if (lastLocked === null || !way.isLocked) continue;
      this.awake = { way, lastFrame: lastLocked };
      this.ways = [way];
      return;
    }
  }

  /** The others go over what has come since the last frame. */
  private wake({ way, lastFrame }: { readonly way: Way; readonly lastFrame: number }): CodedFrame[] {
    this.awake = null;
    way.lastLocked = null;
    // Node phases and rails count from an even symbol.
    const first = Math.max(this.recent.first + (this.recent.first % 2), lastFrame - (lastFrame % 2));
    const others = this.choices
      .filter((choice) => choice !== way.choice)
      .map((choice) => new Way(this.parameters, choice, first));
    this.ways = [way, ...others];
    const symbols = this.recent.from(first);
    return inOrder(others.map((other) => other.push(this.turnedFor(other, symbols))));
  }

  private run(symbols: Int8Array): CodedFrame[] {
    return inOrder(this.ways.map((way) => way.push(this.turnedFor(way, symbols))));
  }

  private turnedFor({ choice }: Way, symbols: Int8Array): Int8Array {
    const { rails } = this.parameters;
    return choice.isTurned && rails !== undefined ? turned(symbols, rails) : symbols;
  }

  private wholePairs(symbols: Int8Array): Int8Array {
    if (this.parameters.rails === undefined || symbols.length === 0) return symbols;
    const held = this.half === null ? 0 : 1;
    const all = new Int8Array(held + symbols.length);
    if (this.half !== null) all[0] = this.half;
    all.set(symbols, held);
    this.half = all.length % 2 === 1 ? all[all.length - 1]! : null;
    return all.subarray(0, all.length & ~1);
  }

  /** The stream has ended: frames that were held back, and a fresh start; positions count from the next symbol. */
  flush(): CodedFrame[] {
    const last = this.half === null ? [] : this.run(Int8Array.of(this.half));
    const frames = this.awake === null ? [] : this.wake(this.awake);
    frames.push(...last, ...inOrder(this.ways.map((way) => way.flush())));
    this.ways = this.begin();
    this.awake = null;
    this.recent.clear();
    this.taken = 0;
    this.half = null;
    return frames;
  }
}

function inOrder(frames: readonly CodedFrame[][]): CodedFrame[] {
  if (frames.length === 1) return frames[0]!;
  return frames.flat().sort((a, b) => a.firstBitIndex - b.firstBitIndex);
}
