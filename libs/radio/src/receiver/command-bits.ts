import { type BchMode, type CltuAbandonReason, CltuReceiver, type CltuReceiverOutput } from '@app/ccsds';
import { type SoftDecisions } from '../demodulation/demodulator.js';
import { SymbolPositions } from './symbol-positions.js';

type CltuOutput = Extract<CltuReceiverOutput, { type: 'cltu' }>;

export type DemodulatedCltu =
  | {
      readonly kind: 'cltu';
      readonly frames: readonly Uint8Array[];
      /** Why there are no more frames: see delimitTcFrames. */
      readonly rest: CltuOutput['delimited']['rest'];
      readonly codeblocks: number;
      readonly correctedBits: number;
      readonly startErrors: number;
      /** All bits came complemented. */
      readonly inverted: boolean;
      /** Leading edge of its first bit and trailing edge of the last one of its tail sequence, in samples of the demodulator. */
      readonly beginsAt: number;
      readonly endsAt: number;
    }
  | { readonly kind: 'abandoned'; readonly reason: CltuAbandonReason };

const CODEBLOCK_BITS = 64;
const START_BITS = 16;
/** Places that are asked for: a long CLTU, and what is held back. */
const MEMORY = 8 * 8 * 4096;

interface Sense {
  readonly receiver: CltuReceiver;
  readonly inverted: boolean;
}

/**
 * From soft decisions to CLTUs. BPSK does not know which way is up: both senses are looked at, and the one whose start sequence came first
 * has the bits until its CLTU is over. What the other one makes of them in that time is nothing.
 */
export class CommandBits {
  private readonly senses: readonly Sense[];
  private readonly positions = new SymbolPositions(1, false, MEMORY);
  private owner: Sense | undefined;
  /** Bits of the receivers before the first one whose place is known. */
  private bitsBefore = 0;

  /** Throws CltuError. */
  constructor({ bch, randomizer }: { readonly bch: BchMode; readonly randomizer: boolean }) {
    this.senses = [false, true].map((inverted) => ({
      inverted,
      receiver: new CltuReceiver({ mode: bch, randomized: randomizer }),
    }));
  }

  push(piece: SoftDecisions): DemodulatedCltu[] {
    const given = piece.continues ? [] : this.lose();
    this.positions.push(piece);
    const { decisions } = piece;
    for (let at = 0; at < decisions.length; at += 8) {
      const count = Math.min(8, decisions.length - at);
      let octet = 0;
      for (let n = 0; n < count; n++) if (decisions[at + n]! > 0) octet |= 0x80 >>> n;
      given.push(...this.take(octet, count));
    }
    return given;
  }

  /** Bit lock is lost: a CLTU that is open has no end. */
  lose(): DemodulatedCltu[] {
    const { owner } = this;
    const given: DemodulatedCltu[] = [];
    for (const sense of this.senses)
      for (const output of sense.receiver.reset())
        if (sense === owner && output.type === 'abandoned' && output.codeblocks > 0)
          given.push({ kind: 'abandoned', reason: output.reason });
    this.owner = undefined;
    this.positions.clear();
    this.bitsBefore = this.senses[0]!.receiver.bitCount;
    return given;
  }

  private take(octet: number, count: number): DemodulatedCltu[] {
    const given: DemodulatedCltu[] = [];
    for (const sense of this.senses) {
      const bits = Uint8Array.of(sense.inverted ? octet ^ 0xff : octet);
      for (const output of sense.receiver.push(bits, count)) {
        if (this.owner !== undefined && this.owner !== sense) continue;
        this.owner = undefined;
        if (output.type === 'cltu') given.push(this.cltuOf(output, sense));
        else if (output.reason !== 'first-codeblock') given.push({ kind: 'abandoned', reason: output.reason });
      }
      if (sense.receiver.state === 'decode') this.owner ??= sense;
    }
    if (given.length > 0) for (const sense of this.senses) if (sense !== this.owner) sense.receiver.reset();
    return given;
  }

  private cltuOf(output: CltuOutput, { inverted }: Sense): DemodulatedCltu {
    const { delimited, codeblocks, correctedBits, startErrors, firstBitIndex } = output;
    const first = firstBitIndex - this.bitsBefore;
    const end = first + START_BITS + CODEBLOCK_BITS * (codeblocks + 1);
    return {
      kind: 'cltu',
      ...{ frames: delimited.frames, rest: delimited.rest, codeblocks, correctedBits, startErrors, inverted },
      beginsAt: this.positions.instantOf(first),
      endsAt: this.positions.instantOf(end),
    };
  }
}
