import type { LinkProfile } from '@app/contracts';
import type { Iq, Waveform } from '@app/radio';
import type { Tai } from '@app/time';
import type { DemodulatedFrames } from '../pass/reception.js';

/** What of a downlink the demodulator has to know. */
export interface DemodulationSettings {
  readonly waveform: Waveform;
  readonly frame: LinkProfile['downlink']['frame'];
  /** Nominal carrier, and its Doppler shift over the pass as it is predicted: what arrives less nominal. Instants rise. */
  readonly carrierHz: number;
  readonly doppler: readonly { readonly at: Tai; readonly hz: number }[];
}

/** A block of samples as an SDR gives them. */
export interface SampleBlock {
  readonly samples: Iq;
  readonly firstSampleAt: Tai;
  readonly centerHz: number;
  readonly sampleRateHz: number;
  /** The first sample follows the last one before it. */
  readonly continues: boolean;
}

/** The demodulation of one reception. Blocks are taken in order; both calls reject with DemodulationFailedError. */
export interface Demodulation {
  /** The frames that this block completes. */
  take(block: SampleBlock): Promise<DemodulatedFrames>;
  /** What was held back; nothing is taken after it. */
  finish(): Promise<DemodulatedFrames>;
  /** Ends it without a result. */
  abandon(): void;
}

/** Where demodulation runs: not on the event loop (design rule 14). */
export abstract class DemodulationRunner {
  abstract begin(settings: DemodulationSettings): Demodulation;
}

/** A demodulation ended by itself, with its own words. */
export class DemodulationFailedError extends Error {
  override readonly name = 'DemodulationFailedError';
  constructor(readonly reason: string) {
    super(`demodulation: ${reason}`);
  }
}
