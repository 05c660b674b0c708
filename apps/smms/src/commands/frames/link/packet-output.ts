/** Octets of a packet that no frame brought. */
export type Gap = readonly [offset: number, length: number];

/** What comes out of the frames of one virtual channel, in order. Frames are named by their index in the input. */
export type PacketOutput = {
  readonly spacecraftId: number;
  readonly virtualChannelId: number;
} & (
  | {
      readonly kind: 'space' | 'encap';
      readonly good: boolean;
      readonly isIdle: boolean;
      readonly octets: Uint8Array;
      readonly gaps: readonly Gap[];
      readonly firstFrame: number;
      readonly lastFrame: number;
      /** Multiplexer access point, in TC. */
      readonly mapId?: number;
    }
  /** The bits of one B_PDU. */
  | {
      readonly kind: 'bitstream';
      readonly validBits: number;
      readonly octets: Uint8Array;
      readonly frameCount: number;
      readonly frame: number;
    }
  /** A data field of the mission's own: virtual channel access. */
  | { readonly kind: 'vca'; readonly octets: Uint8Array; readonly frameCount: number; readonly frame: number }
  /** Frames of the virtual channel are missing. */
  | {
      readonly kind: 'gap';
      readonly expected: number;
      readonly received: number;
      readonly missing: number;
      readonly frame: number;
    }
  | { readonly kind: 'duplicate'; readonly frame: number }
  /** Idle packets that were dropped. */
  | { readonly kind: 'idle'; readonly packets: number }
  /** Octets that belong to no packet whose start is known. */
  | { readonly kind: 'skipped'; readonly octets: number; readonly frame: number }
  | { readonly kind: 'error'; readonly text: string; readonly frame: number }
);
