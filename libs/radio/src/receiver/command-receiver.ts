import { type BchMode, CltuReceiver, type CltuReceiverOutput } from '@app/ccsds';
import { type Demodulator, type SoftDecisions } from '../demodulation/demodulator.js';
import { LinearDemodulator } from '../demodulation/linear/linear-demodulator.js';
import { type LinearWaveform } from '../modulation/waveform.js';
import { type Iq } from '../signal/iq.js';
import { SymbolPositions } from './symbol-positions.js';

export interface CommandReceiverParameters {
  /** Direct BPSK, NRZ-L. */
  readonly waveform: LinearWaveform & { readonly modulation: 'BPSK' };
  readonly sampleRateHz: number;
  /**
   * Carriers that are looked for. Usual: a tenth of the bit rate. Below a quarter of it: the acquisition sequence 0101… has lines at half the
   * bit rate, which else may be taken for the carrier.
   */
  readonly maxCarrierOffsetHz?: number;
  /** Decoding of codeblocks: 231.0-B. */
  readonly bch: BchMode;
  readonly randomized: boolean;
}

export type ReceivedCltu = Extract<CltuReceiverOutput, { type: 'cltu' }> & {
  /** All bits came complemented: BPSK does not know which way is up. */
  readonly inverted: boolean;
  /** Leading edge of the first bit of the start sequence, in samples of the input. */
  readonly firstBitAt: number;
};

/** Symbols before the last one whose place is asked for at most: a CLTU of 4 096 codeblocks, and what is held back. */
const MEMORY = 8 * 8 * 4096 + 65_536;

/** The receiver of a spacecraft: samples to CLTUs. The start sequence is looked for upright and complemented. */
export class CommandReceiver {
  private readonly demodulator: Demodulator;
  private readonly positions = new SymbolPositions(1, false, MEMORY);
  private readonly upright: CltuReceiver;
  private readonly complemented: CltuReceiver;
  /** The positions of the receivers go on over breaks in the stream; those of symbols begin anew. */
  private bitsBefore = 0;
  private locked = false;

  /** Throws SignalError, CltuError. */
  constructor(parameters: CommandReceiverParameters) {
    const { waveform, sampleRateHz, maxCarrierOffsetHz, bch, randomized } = parameters;
    this.demodulator = new LinearDemodulator({
      waveform,
      sampleRateHz,
      maxCarrierOffsetHz: maxCarrierOffsetHz ?? waveform.symbolRateHz / 10,
    });
    this.upright = new CltuReceiver({ mode: bch, randomized });
    this.complemented = new CltuReceiver({ mode: bch, randomized });
  }

  /** Bits are there. */
  get bitLock(): boolean {
    return this.locked;
  }

  /** The CLTUs that these samples complete. */
  push(samples: Iq): ReceivedCltu[] {
    return this.demodulator.push(samples).flatMap((piece) => this.take(piece));
  }

  /** The input has ended. The receiver begins afresh, positions count from 0. */
  flush(): ReceivedCltu[] {
    const cltus = this.demodulator.flush().flatMap((piece) => this.take(piece));
    this.lose();
    return cltus;
  }

  private take(piece: SoftDecisions): ReceivedCltu[] {
    if (!piece.continues) this.lose();
    this.locked = piece.symbolLock && piece.carrierLock;
    this.positions.push(piece);
    const { decisions } = piece;
    const bits = new Uint8Array((decisions.length + 7) >>> 3);
    for (let n = 0; n < decisions.length; n++) if (decisions[n]! > 0) bits[n >>> 3]! |= 0x80 >>> (n & 7);
    const flipped = bits.map((octet) => octet ^ 0xff);
    return [
      ...this.cltus(this.upright.push(bits, decisions.length), false),
      ...this.cltus(this.complemented.push(flipped, decisions.length), true),
    ];
  }

  /** Bit lock was lost: a CLTU that is open has no end. */
  private lose(): void {
    this.bitsBefore = this.upright.bitCount;
    for (const receiver of [this.upright, this.complemented]) receiver.reset();
    this.positions.clear();
    this.locked = false;
  }

  private cltus(outputs: readonly CltuReceiverOutput[], inverted: boolean): ReceivedCltu[] {
    return outputs.flatMap((output) =>
      output.type === 'cltu'
        ? [{ ...output, inverted, firstBitAt: this.positions.instantOf(output.firstBitIndex - this.bitsBefore) }]
        : [],
    );
  }
}
