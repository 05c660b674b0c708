// Viterbi decoding of the basic convolutional code of 131.0-B, streaming, soft decisions.
import { MAX_BRANCH_COST, MAX_STEPS, type ViterbiKernel, viterbiKernel } from '@app/kernels';
import { type ConvolutionalParameters, ConvolutionalError, validateConvolutional } from './convolutional.js';

/** Bits that are given out together; whole octets. */
const BLOCK_BITS = 512;
/** A survivor is followed back so far before its bits are believed: eighteen constraint lengths. */
const DEPTH_BITS = 128;

export interface DecodedBits {
  /** First bit in the highest place of the first octet. */
  readonly bits: Uint8Array;
  readonly bitCount: number;
}

/**
 * Soft symbols to bits. A symbol is -128 to 127: positive = bit 1, its size how sure it is, 0 = nothing is known. Chunks may have any
 * number of symbols; how the stream is cut does not change the bits. Bits come out in blocks of 512, 128 bits behind the symbols; the
 * first symbol that is pushed is taken for the first of a pair (a stream that begins with a second one decodes to nonsense: node
 * synchronisation is `CodedFrameSynchroniser`'s).
 */
export class ConvolutionalDecoder {
  private readonly kernel: ViterbiKernel;
  /** Symbols that were not taken yet: less than a pair, behind the last call. */
  private half: number | null = null;
  private steps = 0;
  private emitted = 0;
  private totalCost = 0;

  /** `startState`: the last six bits before the first pair, if known. Throws ConvolutionalError. */
  constructor(
    parameters: ConvolutionalParameters,
    private readonly startState: number | null = null,
  ) {
    const { order, invertG2 = true } = validateConvolutional(parameters);
    requireState('startState', startState);
    this.kernel = viterbiKernel({ swapped: order === 'nasa-dsn', inverted: invertG2 });
    this.kernel.reset(startState);
  }

  /** Pairs taken in so far. */
  get pairCount(): number {
    return this.steps;
  }

  /**
   * How badly the best way through the trellis fits the symbols so far, a pair: 0 = every symbol was as sure and right as can be,
   * 0.5 = all symbols were 0. Noise in place of a code gives more than the code in the same noise.
   */
  get costPerPair(): number {
    return this.steps === 0 ? 0 : this.totalCost / (this.steps * MAX_BRANCH_COST);
  }

  /** Takes symbols and gives the bits that they complete: whole octets. */
  push(symbols: Int8Array): DecodedBits {
    let from = symbols;
    if (this.half !== null && symbols.length > 0) {
      from = new Int8Array(symbols.length + 1);
      from[0] = this.half;
      from.set(symbols, 1);
    }
    const pairs = from.length >>> 1;
    this.half = from.length === 0 ? this.half : from.length % 2 === 1 ? from[from.length - 1]! : null;
    const blocks: Uint8Array[] = [];
    for (let taken = 0; taken < pairs;) {
      const due = this.emitted + BLOCK_BITS + DEPTH_BITS;
      const count = Math.min(pairs - taken, due - this.steps);
      this.totalCost += this.kernel.addCompareSelect(from, taken, count, this.steps % MAX_STEPS);
      taken += count;
      this.steps += count;
      if (this.steps === due) {
        blocks.push(this.kernel.traceBack(this.kernel.bestState(), this.steps % MAX_STEPS, DEPTH_BITS, BLOCK_BITS));
        this.emitted += BLOCK_BITS;
      }
    }
    return { bits: joined(blocks), bitCount: BLOCK_BITS * blocks.length };
  }

  /**
   * The stream has ended: gives the bits that were held back, and starts anew. `endState`: the last six bits, where the encoder was
   * brought to a known state. Throws ConvolutionalError.
   */
  flush(endState?: number): DecodedBits {
    requireState('endState', endState ?? null);
    const bitCount = this.steps - this.emitted;
    const state = endState ?? this.kernel.bestState();
    const end = this.steps % MAX_STEPS;
    const rest = bitCount % 8;
    const whole = this.kernel.traceBack(state, end, rest, bitCount - rest);
    const bits = new Uint8Array((bitCount + 7) >>> 3);
    bits.set(whole);
    if (rest > 0) bits[bits.length - 1] = (this.kernel.traceBack(state, end, 0, 8)[0]! << (8 - rest)) & 0xff;
    this.kernel.reset(this.startState);
    this.half = null;
    this.steps = 0;
    this.emitted = 0;
    this.totalCost = 0;
    return { bits, bitCount };
  }
}

function requireState(where: string, state: number | null): void {
  if (state !== null && (!Number.isInteger(state) || state < 0 || state > 63))
    throw new ConvolutionalError('convolutional decoder', where, 'an integer from 0 to 63', String(state));
}

function joined(blocks: readonly Uint8Array[]): Uint8Array {
  if (blocks.length === 1) return blocks[0]!;
  const bits = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    bits.set(block, at);
    at += block.length;
  }
  return bits;
}
