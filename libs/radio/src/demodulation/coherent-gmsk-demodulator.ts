import { type FrequencyWaveform } from '../modulation/waveform.js';
import { type Iq } from '../signal/iq.js';
import { SignalError } from '../signal/signal-error.js';
import { type Demodulator, type SoftDecisions } from './demodulator.js';
import { LinearDemodulator } from './linear/linear-demodulator.js';

export interface CoherentGmskParameters {
  /** MSK or GMSK: the deviation is a quarter of the symbol rate. */
  readonly waveform: FrequencyWaveform;
  /** 1 to 8 times the symbol rate. */
  readonly sampleRateHz: number;
  /** Carriers from minus to plus this are looked for; the whole band where it is not given. */
  readonly maxCarrierOffsetHz?: number;
  /** Bit 1 is the lower frequency. */
  readonly inverted?: boolean;
}

/** Of the deviation from a quarter of the symbol rate, as a part of it: more turns the phase away within the loop's memory. */
const TOLERANCE = 1e-3;
/** Bits of a symbol of OQPSK, decibels. */
const TWO_BITS_DB = 10 * Math.log10(2);

/**
 * Demodulator of MSK and GMSK by the phase: received as OQPSK of half as many symbols, whose rails it compares one with the other, as a bit is
 * what turns the phase by a quarter up or down from one to the next. So no phase is ambiguous. It needs some 10 000 bits to find a signal and
 * a clock that is right to 1e-3; for bursts and other deviations there is `FrequencyDemodulator`.
 */
export class CoherentGmskDemodulator implements Demodulator {
  private readonly demodulator: LinearDemodulator;
  private readonly sign: 1 | -1;
  /** The last decision on Q, 0 where it is not known. */
  private before = 0;

  /** Throws SignalError. */
  constructor({ waveform, sampleRateHz, maxCarrierOffsetHz, inverted }: CoherentGmskParameters) {
    const { symbolRateHz, deviationHz, bandwidthTime } = waveform;
    if (Math.abs((4 * deviationHz) / symbolRateHz - 1) > TOLERANCE)
      throw new SignalError('deviation', 'a quarter of the symbol rate', deviationHz);
    this.sign = inverted === true ? -1 : 1;
    this.demodulator = new LinearDemodulator({
      waveform: {
        modulation: 'OQPSK',
        symbolRateHz: symbolRateHz / 2,
        pulse: { kind: 'laurent', bandwidthTime },
      },
      sampleRateHz,
      ...(maxCarrierOffsetHz === undefined ? {} : { maxCarrierOffsetHz }),
    });
  }

  push(samples: Iq): readonly SoftDecisions[] {
    return this.demodulator.push(samples).map((piece) => this.bitsOf(piece));
  }

  flush(): readonly SoftDecisions[] {
    const rest = this.demodulator.flush().map((piece) => this.bitsOf(piece));
    this.before = 0;
    return rest;
  }

  private bitsOf(piece: SoftDecisions): SoftDecisions {
    if (!piece.continues) this.before = 0;
    const { estimate } = piece;
    const decisions = piece.decisions.map((rail, n) => {
      // From Q to I a quarter up complements; from I to Q it does not.
      const bit = (n % 2 === 0 ? -this.sign : this.sign) * Math.sign(rail) * Math.sign(this.before);
      const size = Math.min(127, Math.abs(rail), Math.abs(this.before));
      this.before = rail;
      return bit * size;
    });
    return {
      ...piece,
      decisions,
      samplesPerSymbol: piece.samplesPerSymbol / 2,
      estimate: {
        ...estimate,
        symbolRateHz: 2 * estimate.symbolRateHz,
        esN0Db: estimate.esN0Db - TWO_BITS_DB,
      },
    };
  }
}
