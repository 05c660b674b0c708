import { type FrameSyncState } from '@app/ccsds';

/** A frame out of the receiver, or what there is of one that is lost. */
export interface ReceivedTelemetryFrame {
  /**
   * 'good': decoded, and what stands in it vouches for it (FECF, Reed-Solomon at the right place; without both, markers where they are due).
   * 'uncorrectable': markers say that there was a frame, its content is not to be believed.
   */
  readonly quality: 'good' | 'uncorrectable';
  /** Good: the transfer frame. Else as many of its octets as there are, derandomized and uncorrected. */
  readonly frame: Uint8Array;
  /** What followed the marker, upright, nothing else undone. */
  readonly codeblock: Uint8Array;
  /** Symbols corrected in each Reed-Solomon codeword; empty without the code. */
  readonly correctedSymbols: readonly (number | 'uncorrectable')[];
  /** Wrong bits of the sync marker. */
  readonly asmErrors: number;
  /** All bits came complemented. */
  readonly inverted: boolean;
  readonly syncState: FrameSyncState;
  /** Leading edge of the first bit of the sync marker, in samples of the input since its beginning. */
  readonly firstBitAt: number;
  readonly esN0Db: number;
  /** By the rate of the codes; markers do not count. */
  readonly ebN0Db: number;
  readonly carrierOffsetHz: number;
  readonly carrierLock: boolean;
  readonly symbolLock: boolean;
}
