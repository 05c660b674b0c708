import { type Iq } from '@app/radio';
import { type Tai } from '@app/time';

/** What a receiver listens to: the radio frequency that comes out as 0 Hz, and complex samples a second. */
export interface ReceiverTuning {
  readonly centerHz: number;
  readonly sampleRateHz: number;
}

/** A band from an instant on: sample `n` was taken `n / sampleRateHz` after it. */
export interface IqStream {
  /** The next samples, in an array that belongs to the caller. The noise of a sample has power 1. */
  take(count: number): Iq;
  close(): void;
}

/** What comes down an antenna's cable. */
export abstract class IqSource {
  /** The band of a tuning from an instant on, which may lie a little in the past. */
  abstract listen(tuning: ReceiverTuning, since: Tai): IqStream;
}

/** What an antenna radiates. */
export abstract class IqSink {
  /** Samples of full scale 1 in the band of a tuning; the first one's instant. What is not radiated between two pieces is silence. */
  abstract radiate(samples: Iq, firstSampleAt: Tai, tuning: ReceiverTuning): void;
}
