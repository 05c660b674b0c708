import type { Iq } from '@app/radio';
import type { Tai } from '@app/time';
import type { SdrError } from './sdr.errors.js';

/** The radio frequency that comes out as 0 Hz, converters before the radio counted in, and complex samples a second. */
export interface SdrTuning {
  readonly centerHz: number;
  readonly sampleRateHz: number;
}

/** Decibels, or the radio's own choice. */
export type SdrGain = number | 'automatic';

/** Samples in order, of full scale 1. */
export interface SdrSamples extends SdrTuning {
  readonly type: 'samples';
  readonly samples: Iq;
  /** When the first was taken: by the radio's own stamp, or by when it came in, less what the way takes at least. */
  readonly firstSampleAt: Tai;
  readonly timing: 'stamped' | 'arrival';
  /** The first follows the last of the block before: nothing is missing, and the tuning is the same. */
  readonly continues: boolean;
}

export type SdrEvent =
  | { readonly type: 'up' }
  /** The radio is tried again, for as long as it is wanted. */
  | { readonly type: 'down'; readonly error: SdrError }
  | SdrSamples
  /** Samples are missing before those that come next; null where nobody knows how many. */
  | { readonly type: 'gap'; readonly missing: number | null; readonly reason: string }
  /** No samples for so long; the connection, if there is one, stays. Said once, until samples come again. */
  | { readonly type: 'stalled'; readonly error: SdrError };

/** What takes the events, one after the other: while it is busy with one, those behind it wait, and what cannot wait is a gap. */
export type SdrListener = (event: SdrEvent) => void | Promise<void>;

/** The receiving half of a software-defined radio. It never throws for what the radio does: that is an event. */
export abstract class SdrReceiver {
  /** Holds from the next sample on that the radio takes by it. Throws SdrTuningError, and nothing changes. */
  abstract tune(tuning: SdrTuning): void;
  abstract setGain(gain: SdrGain): void;
  /** Begins, and goes on through failures until it is stopped. Once only. */
  abstract start(listener: SdrListener): void;
  abstract stop(): Promise<void>;
}
