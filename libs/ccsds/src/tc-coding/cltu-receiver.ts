// Reception of CLTUs on board: CCSDS 231.0-B, CLTU reception logic (from memory): search for the start sequence, decode until a
// codeblock is rejected. Left out: inverted bits, LDPC coding.
import { randomizeTc } from '../coding/randomizer.js';
import { BitBuffer } from '../sync/bit-buffer.js';
import { BCH_CODEBLOCK_LENGTH, BCH_DATA_LENGTH, type BchMode, decodeBchCodeblock } from './bch.js';
import {
  CLTU_START_LENGTH,
  CLTU_START_SEQUENCE,
  CltuError,
  type DelimitedFrames,
  cltuTailSequence,
  delimitTcFrames,
} from './cltu.js';

export interface CltuReceiverParameters {
  /** 'sec' also takes a start sequence with one bit error; 'ted' takes none. */
  readonly mode: BchMode;
  readonly randomized: boolean;
  /** A CLTU of more codeblocks is abandoned: 1 or more, default 4 096 (28 672 octets of frames). */
  readonly maxCodeblocks?: number;
}

/** 'first-codeblock': a start sequence with no good codeblock behind it. 'too-long': see maxCodeblocks. 'reset': bit lock was lost. */
export type CltuAbandonReason = 'first-codeblock' | 'too-long' | 'reset';

export type CltuReceiverOutput =
  | {
      readonly type: 'cltu';
      /** What the codeblocks carried, derandomized, fill included: seven octets for each. */
      readonly data: Uint8Array;
      readonly codeblocks: number;
      readonly correctedBits: number;
      /** The frames in `data`, by their length fields. They are not checked. */
      readonly delimited: DelimitedFrames;
      /** Bit errors in the start sequence: 0 or 1. */
      readonly startErrors: number;
      /** Position in the whole stream of the first bit of the start sequence. */
      readonly firstBitIndex: number;
      /** What ended it: the tail sequence (with one bit error at most), or a codeblock that cannot be decoded. */
      readonly end: 'tail' | 'undecodable';
    }
  | {
      readonly type: 'abandoned';
      readonly reason: CltuAbandonReason;
      /** Codeblocks that had been decoded. */
      readonly codeblocks: number;
      readonly firstBitIndex: number;
    };

export type CltuReceiverState = 'search' | 'decode';

interface OpenCltu {
  readonly firstBitIndex: number;
  readonly startErrors: number;
  data: Uint8Array;
  codeblocks: number;
  correctedBits: number;
}

/** What is taken in at once of a larger chunk, in octets. */
const SLICE_LENGTH = 1_048_576;
const START_BITS = 8 * CLTU_START_LENGTH;
const CODEBLOCK_BITS = 8 * BCH_CODEBLOCK_LENGTH;
const tails = [cltuTailSequence('ccsds'), cltuTailSequence('legacy')];

/**
 * A streaming receiver. Chunks may have any number of bits; how the stream is cut does not change what comes out, only when. The bits of
 * a rejected codeblock are searched for a start sequence again, and so are those behind a start sequence without a good codeblock.
 */
export class CltuReceiver {
  private readonly mode: BchMode;
  private readonly randomized: boolean;
  private readonly startTolerance: number;
  private readonly maxCodeblocks: number;
  private readonly buffer = new BitBuffer();
  /** Next place to search at, or of the next codeblock. */
  private cursor = 0;
  private open: OpenCltu | null = null;

  /** Throws CltuError. */
  constructor(parameters: CltuReceiverParameters) {
    const maxCodeblocks = parameters.maxCodeblocks ?? 4096;
    if (!Number.isInteger(maxCodeblocks) || maxCodeblocks < 1)
      throw new CltuError('CLTU receiver', 'maxCodeblocks', 'an integer from 1 on', String(maxCodeblocks));
    this.mode = parameters.mode;
    this.randomized = parameters.randomized;
    this.startTolerance = parameters.mode === 'sec' ? 1 : 0;
    this.maxCodeblocks = maxCodeblocks;
  }

  get state(): CltuReceiverState {
    return this.open === null ? 'search' : 'decode';
  }

  /** Bits taken in so far. */
  get bitCount(): number {
    return this.buffer.end;
  }

  /** Takes the first `bitCount` bits of `bits`, most significant first, and gives what they complete, in order. Throws CltuError. */
  push(bits: Uint8Array, bitCount = 8 * bits.length): CltuReceiverOutput[] {
    if (!Number.isInteger(bitCount) || bitCount < 0 || bitCount > 8 * bits.length)
      throw new CltuError('bit stream', 'bitCount', `0 to ${8 * bits.length}`, String(bitCount));
    const outputs: CltuReceiverOutput[] = [];
    for (let at = 0; 8 * at < bitCount; at += SLICE_LENGTH) {
      this.buffer.append(bits.subarray(at, at + SLICE_LENGTH), Math.min(8 * SLICE_LENGTH, bitCount - 8 * at));
      while (this.open === null ? this.search() : this.decode(outputs, this.open));
      // Behind a start sequence without a codeblock the search may have to begin again.
      const restart = this.open !== null && this.open.codeblocks === 0 ? this.open.firstBitIndex + 1 : this.cursor;
      this.buffer.dropBefore(restart);
    }
    return outputs;
  }

  /** Bit lock is lost: an open CLTU is abandoned, and the search begins with the next bit that comes. */
  reset(): CltuReceiverOutput[] {
    const outputs: CltuReceiverOutput[] = [];
    if (this.open !== null) this.abandon(outputs, this.open, 'reset');
    this.cursor = this.buffer.end;
    this.buffer.dropBefore(this.cursor);
    return outputs;
  }

  /** Looks for the start sequence; false when more bits are needed. */
  private search(): boolean {
    const last = this.buffer.end - START_BITS;
    for (; this.cursor <= last; this.cursor++) {
      const startErrors = onesIn((this.buffer.word(this.cursor) >>> 16) ^ CLTU_START_SEQUENCE);
      if (startErrors > this.startTolerance) continue;
      this.open = {
        firstBitIndex: this.cursor,
        startErrors,
        data: new Uint8Array(0),
        codeblocks: 0,
        correctedBits: 0,
      };
      this.cursor += START_BITS;
      return true;
    }
    return false;
  }

  /** Decodes the next codeblock; false when more bits are needed. */
  private decode(outputs: CltuReceiverOutput[], open: OpenCltu): boolean {
    if (this.buffer.end - this.cursor < CODEBLOCK_BITS) return false;
    const codeblock = this.buffer.octets(this.cursor, BCH_CODEBLOCK_LENGTH, false);
    const decoded = decodeBchCodeblock(codeblock, this.mode);
    if (!decoded.decodable) {
      this.close(outputs, open, codeblock);
    } else if (open.codeblocks === this.maxCodeblocks) {
      this.abandon(outputs, open, 'too-long');
    } else {
      append(open, decoded.data);
      open.correctedBits += decoded.correctedBits;
      this.cursor += CODEBLOCK_BITS;
    }
    return true;
  }

  private close(outputs: CltuReceiverOutput[], open: OpenCltu, rejected: Uint8Array): void {
    if (open.codeblocks === 0) {
      this.abandon(outputs, open, 'first-codeblock');
      this.cursor = open.firstBitIndex + 1;
      return;
    }
    const { firstBitIndex, startErrors, codeblocks, correctedBits } = open;
    const decoded = open.data.slice(0, BCH_DATA_LENGTH * codeblocks);
    const data = this.randomized ? randomizeTc(decoded) : decoded;
    outputs.push({
      type: 'cltu',
      data,
      codeblocks,
      correctedBits,
      delimited: delimitTcFrames(data),
      startErrors,
      firstBitIndex,
      end: isTail(rejected) ? 'tail' : 'undecodable',
    });
    this.open = null;
  }

  private abandon(outputs: CltuReceiverOutput[], open: OpenCltu, reason: CltuAbandonReason): void {
    outputs.push({ type: 'abandoned', reason, codeblocks: open.codeblocks, firstBitIndex: open.firstBitIndex });
    this.open = null;
  }
}

function append(open: OpenCltu, information: Uint8Array): void {
  const at = BCH_DATA_LENGTH * open.codeblocks;
  if (at + BCH_DATA_LENGTH > open.data.length) {
    const larger = new Uint8Array(2 * at + 32 * BCH_DATA_LENGTH);
    larger.set(open.data);
    open.data = larger;
  }
  open.data.set(information, at);
  open.codeblocks++;
}

function isTail(codeblock: Uint8Array): boolean {
  return tails.some((tail) => {
    let errors = 0;
    for (let i = 0; i < tail.length; i++) errors += onesIn(tail[i]! ^ codeblock[i]!);
    return errors <= 1;
  });
}

function onesIn(value: number): number {
  let ones = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) ones++;
  return ones;
}
