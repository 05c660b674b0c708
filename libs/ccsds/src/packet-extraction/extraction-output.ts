// What packet extraction takes and gives.
import { type ExtractionState, type PacketKind } from './extraction-state.js';
import { type FrameRef, type PacketGap } from './partial-packet.js';

/** What extraction needs of a frame; a `TmFrame` fits. */
export interface ExtractableFrame {
  readonly vcid: number;
  readonly vcfc: number;
  readonly syncFlag: boolean;
  readonly isIdle: boolean;
  readonly firstHeaderPointer: number;
  readonly dataField: Uint8Array;
}

export type ExtractionErrorReason =
  /** The frame belongs to another virtual channel, or its data field holds no packets (sync flag 1). The frame is ignored. */
  | 'virtual-channel'
  | 'not-packets'
  /** Neither a space nor an encapsulation packet; extraction resumes at the next first header pointer. */
  | 'packet-version'
  | 'packet-length'
  /** First header pointer beyond the data field. */
  | 'first-header-pointer'
  /** Trap 14: a packet ended before the place where the next one starts. */
  | 'octets-between-packets'
  /** Trap 14: a packet should go on where the first header pointer has another one start. */
  | 'packet-overruns-next'
  /** Frames were lost, or the next packet starts, before a packet's header was complete. */
  | 'header-incomplete';

export type ExtractionOutput<Ref extends FrameRef> =
  | {
      readonly kind: PacketKind;
      readonly vcid: number;
      /** The packet from its first header octet on; octets inside `gaps` are 0. May be a view into the frame's data field. */
      readonly bytes: Uint8Array;
      /** Every octet was received, and no first header pointer that has come contradicts its end. */
      readonly complete: boolean;
      readonly gaps: readonly PacketGap[];
      readonly isIdle: boolean;
      /** The first and the last frame that brought octets of it. */
      readonly firstFrame: Ref;
      readonly lastFrame: Ref;
    }
  /** Idle packets that ended in this frame, when they are not delivered. */
  | {
      readonly kind: 'idle';
      readonly vcid: number;
      readonly frame: Ref;
      readonly packets: number;
      readonly octets: number;
    }
  | {
      readonly kind: 'gap';
      readonly vcid: number;
      readonly frame: Ref;
      readonly expectedVcfc: number;
      readonly foundVcfc: number;
      readonly missingFrames: number;
    }
  /** A frame that came before (the same counter and contents as one of the last); its data is ignored. */
  | { readonly kind: 'duplicate'; readonly vcid: number; readonly frame: Ref; readonly vcfc: number }
  /** Octets that belong to a packet whose start is not known: after a loss, an error, or at the start of a pass. */
  | {
      readonly kind: 'skipped';
      readonly vcid: number;
      readonly frame: Ref;
      readonly offset: number;
      readonly length: number;
    }
  | {
      readonly kind: 'error';
      readonly vcid: number;
      readonly frame: Ref;
      readonly reason: ExtractionErrorReason;
      /** Octet of the data field. */
      readonly offset: number;
      readonly expected: string;
      readonly found: string;
    };

/** A packet that came out. */
export type ExtractedPacket<Ref extends FrameRef> = Extract<ExtractionOutput<Ref>, { complete: boolean }>;

export interface ExtractionOptions {
  /** Longer packets are taken for errors (trap 23); default 262 144 octets. Only encapsulation packets can be longer than 65 542. */
  readonly maxPacketLength?: number;
  /** Deliver idle packets as well, with `isIdle`; default: they are counted only. */
  readonly deliverIdle?: boolean;
}

export interface ExtractionStep<Ref extends FrameRef> {
  readonly state: ExtractionState<Ref>;
  readonly outputs: readonly ExtractionOutput<Ref>[];
}
