// Frame synchronisation behind a demodulator: soft symbols, a convolutional code whose node phase is not known, NRZ-M, then the ASM
// (131.0-B; traps 5 and 7).
import { type ConvolutionalParameters } from '../coding/convolutional.js';
import { ConvolutionalDecoder, type DecodedBits } from '../coding/convolutional-decoder.js';
import { NrzMCodec } from '../coding/nrz-m.js';
import { FrameSynchroniser, type SynchroniserOutput, type SynchroniserParameters } from './frame-synchroniser.js';

export interface CodedSynchroniserParameters extends SynchroniserParameters {
  readonly convolutional: ConvolutionalParameters | null;
  /** The bits were coded by NRZ-M before the convolutional code. */
  readonly differential: boolean;
}

/** A frame as `FrameSynchroniser` gives it; `firstBitIndex` counts channel symbols. Bits that belong to no frame are not given. */
export type CodedFrame = Extract<SynchroniserOutput, { kind: 'frame' }>;

/** The way of one node phase: symbols to bits to frames. */
class NodePhase {
  private readonly decoder: ConvolutionalDecoder | null;
  private readonly nrzM: NrzMCodec | null;
  private readonly synchroniser: FrameSynchroniser;

  constructor(
    parameters: CodedSynchroniserParameters,
    /** Symbols before the first pair. */
    private readonly phase: number,
  ) {
    this.decoder = parameters.convolutional && new ConvolutionalDecoder(parameters.convolutional);
    this.nrzM = parameters.differential ? new NrzMCodec() : null;
    this.synchroniser = new FrameSynchroniser(parameters);
  }

  get isLocked(): boolean {
    return this.synchroniser.mode === 'lock';
  }

  push(symbols: Int8Array): CodedFrame[] {
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
    const frames: CodedFrame[] = [];
    for (const output of outputs)
      if (output.kind === 'frame')
        frames.push(
          this.decoder === null ? output : { ...output, firstBitIndex: 2 * output.firstBitIndex + this.phase },
        );
    return frames;
  }
}

/** The sign of each symbol; 0, of which nothing is known, counts as bit 0. */
function hardBits(symbols: Int8Array): DecodedBits {
  const bits = new Uint8Array((symbols.length + 7) >>> 3);
  for (let i = 0; i < symbols.length; i++) if (symbols[i]! > 0) bits[i >>> 3]! |= 0x80 >>> (i & 7);
  return { bits, bitCount: symbols.length };
}

/**
 * Streaming: soft symbols (-128 to 127, positive = bit 1) to frames. With a convolutional code both node phases are decoded, and a frame
 * is given by the phase in which the markers stand at the right distance; a slipped symbol changes the phase and costs the frame that it
 * happened in. Chunks may have any number of symbols.
 */
export class CodedFrameSynchroniser {
  private phases: readonly NodePhase[];
  /** The first symbol of the stream belongs to phase 0 only. */
  private isBegun = false;

  /** Throws SynchroniserError, ConvolutionalError. */
  constructor(private readonly parameters: CodedSynchroniserParameters) {
    this.phases = this.begin();
  }

  private begin(): readonly NodePhase[] {
    const phases = this.parameters.convolutional === null ? [0] : [0, 1];
    return phases.map((phase) => new NodePhase(this.parameters, phase));
  }

  /** Markers are found where they are due. */
  get isLocked(): boolean {
    return this.phases.some(({ isLocked }) => isLocked);
  }

  /**
   * The frames that these symbols complete, in order of their first symbol. Across calls each node phase is in order; what the losing phase
   * takes for a frame while nothing confirms it may come late. Throws SynchroniserError.
   */
  push(symbols: Int8Array): CodedFrame[] {
    if (symbols.length === 0) return [];
    const late = this.isBegun ? symbols : symbols.subarray(1);
    this.isBegun = true;
    return inOrder(this.phases.map((phase, i) => phase.push(i === 0 ? symbols : late)));
  }

  /** The stream has ended: frames that were held back, and a fresh start; positions count from the next symbol. */
  flush(): CodedFrame[] {
    const frames = inOrder(this.phases.map((phase) => phase.flush()));
    this.phases = this.begin();
    this.isBegun = false;
    return frames;
  }
}

function inOrder(frames: readonly CodedFrame[][]): CodedFrame[] {
  if (frames.length === 1) return frames[0]!;
  return frames.flat().sort((a, b) => a.firstBitIndex - b.firstBitIndex);
}
