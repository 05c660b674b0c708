import type { Iq } from '../signal/iq.js';

/** What a demodulator knows of the signal that it follows. */
export interface SignalEstimate {
  /** Carrier, from the middle of the band that was given, Hz. */
  readonly carrierOffsetHz: number;
  /** Symbols a second as received. */
  readonly symbolRateHz: number;
  /** Energy of a channel symbol over noise density, decibels: per modulated symbol, two bits of QPSK and OQPSK. */
  readonly esN0Db: number;
  /** Root of the mean power of signal and noise in the input, its full scale being 1. */
  readonly level: number;
}

/**
 * Soft decisions in order: -128 to 127, positive = bit 1, 0 = nothing known; one a symbol, two (I, then Q) of QPSK and OQPSK. Rounded,
 * never cut off towards one side. A carrier phase that is not known turns BPSK by half a turn, QPSK by quarters: who takes the decisions
 * resolves it by the frame marker.
 */
export interface SoftDecisions {
  readonly decisions: Int8Array;
  /**
   * Where the leading edge of the first symbol is, in samples of the input since its beginning (fractions; symbol centre less half a
   * symbol), group delays taken off: 0 is the instant of the first sample.
   */
  readonly firstSymbolAt: number;
  /** Samples from one symbol to the next, the mean of these. */
  readonly samplesPerSymbol: number;
  /** No symbol was lost or made up, and no phase turned (as far as the demodulator knows), since the decisions before these. */
  readonly continues: boolean;
  readonly carrierLock: boolean;
  readonly symbolLock: boolean;
  readonly estimate: SignalEstimate;
}

/**
 * A streaming demodulator. How the input is cut does not change what comes out, only when. Where no signal is found nothing comes out; it
 * goes on looking. Nothing is thrown for what is in the samples: NaN counts as 0.
 */
export interface Demodulator {
  push(samples: Iq): readonly SoftDecisions[];
  /** The input has ended: what was held back. The demodulator begins afresh, positions count from 0. */
  flush(): readonly SoftDecisions[];
}
