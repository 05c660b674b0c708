import { type FrameSyncState } from '@app/ccsds';

/** Where in the input a frame stood. */
export type FramePlace =
  /** Line of a text, from 1. */
  | { readonly line: number }
  /** Octet of a file of frames back to back, from 0. */
  | { readonly firstOctet: number }
  /** Bit of a stream, from 0: the first of the sync marker or start sequence. */
  | { readonly firstBit: number };

/** What the synchroniser knows of a frame. */
export interface FrameSync {
  readonly inverted: boolean;
  readonly asmErrors: number;
  readonly state: FrameSyncState;
  readonly slippedBits: number;
}

/** A transfer frame out of its coding, or what there is of one that is lost. */
export interface ReceivedFrame {
  /** The frame; where `errors` says that it is none, as many of its octets as could be had, uncorrected. */
  readonly octets: Uint8Array;
  /** Why this is no frame; empty for one that is still to be read. */
  readonly errors: readonly string[];
  /** The octets are none of a frame at all: nothing in them is a header. */
  readonly isNoFrame?: true;
  readonly place: FramePlace;
  readonly sync?: FrameSync;
  /** Symbols corrected in each Reed-Solomon codeword. */
  readonly codewords?: readonly (number | 'uncorrectable')[];
  /** Bits corrected in the BCH codeblocks of the whole CLTU. */
  readonly correctedBits?: number;
}

/** Makes frames of an input that comes in pieces. How it is cut does not change what comes out. */
export interface FrameSource {
  push(piece: Uint8Array): ReceivedFrame[];
  /** The input has ended. */
  end(): ReceivedFrame[];
}

const NOTHING = new Uint8Array(0);

/** A piece of the input that is no frame. */
export function noFrame(reason: string, place: FramePlace, octets: Uint8Array = NOTHING): ReceivedFrame {
  return { octets, errors: [reason], isNoFrame: true, place };
}
