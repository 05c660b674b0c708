import { ASM_LENGTH, type CodedFrame, CodedFrameSynchroniser, type Rails, parseAsm } from '@app/ccsds';
import { type SignalEstimate, type SoftDecisions } from '../demodulation/demodulator.js';
import { type Modulation, bitsPerSymbol } from '../modulation/waveform.js';
import { CodeblockJudge } from './codeblock-judge.js';
import { type ReceivedTelemetryFrame } from './received-telemetry-frame.js';
import { SymbolPositions } from './symbol-positions.js';
import { type TelemetryCoding, ebN0Db } from './telemetry-coding.js';

export interface SoftDecisionReceiverParameters {
  readonly coding: TelemetryCoding;
  /** Of the decisions: two a symbol of QPSK and OQPSK, whose quarter turn is found. Usual: BPSK. */
  readonly modulation?: Modulation;
  /** Samples of the receiver's input for one of the demodulator's: positions are multiplied by it. Usual: 1. */
  readonly positionScale?: number;
  /** What a frame must be beside its coding, by its octets. */
  readonly isFrame?: (frame: Uint8Array) => boolean;
}

const rails: Readonly<Partial<Record<Modulation, Rails>>> = { QPSK: 'simultaneous', OQPSK: 'staggered' };
/** Decisions that go to the synchroniser together. */
const BATCH = 2048;
const NOTHING_KNOWN: SignalEstimate = {
  carrierOffsetHz: Number.NaN,
  symbolRateHz: Number.NaN,
  esN0Db: Number.NaN,
  level: Number.NaN,
};
/** CADUs that the synchroniser may give late. */
const LATE = 12;

/** The part of a receiver behind the demodulator: soft decisions to transfer frames with their quality and their place in the samples. */
export class SoftDecisionReceiver {
  private readonly judge: CodeblockJudge;
  private readonly synchroniser: CodedFrameSynchroniser;
  private readonly positions: SymbolPositions;
  private readonly modulation: Modulation;
  private readonly scale: number;
  private readonly caduDecisions: number;
  /** Decisions at the end of a codeblock in which the next marker may stand, bits having been lost. */
  private readonly overlap: number;
  private batch: Int8Array[] = [];
  private batchLength = 0;
  /** End of the last good frame, a decision of the stream; one that begins before it is none. */
  private goodUpTo = Number.NEGATIVE_INFINITY;

  /** Throws CaduError, ReedSolomonError, ConvolutionalError, SynchroniserError. */
  constructor(private readonly parameters: SoftDecisionReceiverParameters) {
    const { coding, modulation = 'BPSK', positionScale = 1, isFrame } = parameters;
    const { convolutional, differential, reedSolomon } = coding;
    this.modulation = modulation;
    this.scale = positionScale;
    const judge = new CodeblockJudge(coding, isFrame);
    this.judge = judge;
    const perBit = convolutional === null ? 1 : 2;
    this.caduDecisions = perBit * 8 * (ASM_LENGTH + judge.codeblockLength);
    const redundant = reedSolomon === null ? 8 : reedSolomon.e * reedSolomon.interleave;
    this.overlap = perBit * 8 * redundant;
    this.positions = new SymbolPositions(
      bitsPerSymbol(modulation),
      modulation === 'OQPSK',
      LATE * this.caduDecisions + 65_536,
    );
    const ways = rails[modulation];
    this.synchroniser = new CodedFrameSynchroniser({
      codeblockLength: judge.codeblockLength,
      asm: parseAsm(coding.asm),
      convolutional,
      differential,
      ...(ways === undefined ? {} : { rails: ways }),
      // Where the content is judged the marker need not be as sure.
      ...(judge.canTell
        ? { searchTolerance: 4, isFrame: (codeblock: Uint8Array) => judge.judge(codeblock).isFrame === true }
        : {}),
    });
  }

  /** Markers are found where they are due. */
  get isLocked(): boolean {
    return this.synchroniser.isLocked;
  }

  /** The frames that these decisions complete. Throws SynchroniserError. */
  push(decisions: SoftDecisions): ReceivedTelemetryFrame[] {
    const frames = decisions.continues ? [] : this.flush();
    this.positions.push(decisions);
    this.batch.push(decisions.decisions);
    this.batchLength += decisions.decisions.length;
    if (this.batchLength >= BATCH) frames.push(...this.drain());
    return frames;
  }

  /** The frames of all decisions so far: those that waited for more go on their way. */
  drain(): ReceivedTelemetryFrame[] {
    if (this.batchLength === 0) return [];
    const joined = new Int8Array(this.batchLength);
    let at = 0;
    for (const piece of this.batch) {
      joined.set(piece, at);
      at += piece.length;
    }
    this.batch = [];
    this.batchLength = 0;
    return this.received(this.synchroniser.push(joined));
  }

  /** The stream has ended: frames that were held back, and a fresh start. */
  flush(): ReceivedTelemetryFrame[] {
    const frames = [...this.drain(), ...this.received(this.synchroniser.flush())];
    this.positions.clear();
    this.goodUpTo = Number.NEGATIVE_INFINITY;
    return frames;
  }

  private received(frames: readonly CodedFrame[]): ReceivedTelemetryFrame[] {
    return frames.flatMap((frame) => {
      const received = this.receivedOf(frame);
      return received === null ? [] : [received];
    });
  }

  private receivedOf(coded: CodedFrame): ReceivedTelemetryFrame | null {
    const { codeblock, firstBitIndex, asmErrors, inverted, state } = coded;
    const { frame, correctedSymbols, isFrame } = this.judge.judge(codeblock);
    const isGood = isFrame ?? state !== 'unverified';
    // What begins inside of a good frame is a piece of it.
    if (firstBitIndex < this.goodUpTo - this.overlap && (!isGood || this.parameters.coding.fecf !== true)) return null;
    if (!isGood && state === 'unverified') return null;
    if (isGood) this.goodUpTo = firstBitIndex + this.caduDecisions;
    const piece = this.positions.pieceAt(firstBitIndex + (this.caduDecisions >>> 1));
    const { esN0Db, carrierOffsetHz } = piece?.estimate ?? NOTHING_KNOWN;
    return {
      quality: isGood ? 'good' : 'uncorrectable',
      frame,
      codeblock,
      correctedSymbols,
      asmErrors,
      inverted,
      syncState: state,
      firstBitAt: this.scale * this.positions.instantOf(firstBitIndex),
      esN0Db,
      ebN0Db: ebN0Db(esN0Db, this.modulation, this.parameters.coding),
      carrierOffsetHz,
      carrierLock: piece?.carrierLock ?? false,
      symbolLock: piece?.symbolLock ?? false,
    };
  }
}
