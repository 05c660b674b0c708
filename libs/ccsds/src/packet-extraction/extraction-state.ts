import { CodecError } from '../codec-error.js';
import { bytesToHex, hexToBytes } from '../hex.js';

/** A frame's name, given by the caller: an archive's row, an index, a time. */
export type FrameRef = string | number;

/** Octets of a packet that no frame brought. */
export interface PacketGap {
  readonly offset: number;
  readonly length: number;
}

export type PacketKind = 'space' | 'encapsulation';

/** A packet whose end has not come yet. */
export interface PartialPacket<Ref extends FrameRef> {
  /** The whole packet's length in octets, null while its header is not complete. */
  readonly length: number | null;
  /** Octets received and missing so far. */
  readonly position: number;
  /** What was received, each piece with its offset in the packet. */
  readonly pieces: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
  readonly gaps: readonly PacketGap[];
  readonly firstFrame: Ref;
  readonly lastFrame: Ref;
}

/** All that extraction remembers of one virtual channel between two frames. A value: it is never changed in place. */
export interface ExtractionState<Ref extends FrameRef> {
  readonly vcid: number;
  /** 256 for TM, 2^24 for AOS. */
  readonly counterModulo: number;
  /** Null before the first frame: a fresh state reports no gap. */
  readonly expectedVcfc: number | null;
  readonly partial: PartialPacket<Ref> | null;
}

/** The state before the first frame of a virtual channel. */
export function initialExtractionState<Ref extends FrameRef>(vcid: number, counterModulo = 256): ExtractionState<Ref> {
  return { vcid, counterModulo, expectedVcfc: null, partial: null };
}

/** A stored extraction state that cannot be read back. */
export class ExtractionStateError extends CodecError {
  override readonly name = 'ExtractionStateError';
}

/** The state as plain JSON: octets are hexadecimal text. */
export interface SerialisedExtractionState<Ref extends FrameRef = FrameRef> {
  readonly vcid: number;
  readonly counterModulo: number;
  readonly expectedVcfc: number | null;
  readonly partial: null | {
    readonly length: number | null;
    readonly position: number;
    readonly pieces: readonly { readonly offset: number; readonly hex: string }[];
    readonly gaps: readonly PacketGap[];
    readonly firstFrame: Ref;
    readonly lastFrame: Ref;
  };
}

export function serialiseExtractionState<Ref extends FrameRef>(
  state: ExtractionState<Ref>,
): SerialisedExtractionState<Ref> {
  const { partial } = state;
  return {
    ...state,
    partial: partial && {
      ...partial,
      pieces: partial.pieces.map(({ offset, bytes }) => ({ offset, hex: bytesToHex(bytes) })),
    },
  };
}

/** The inverse of `serialiseExtractionState`, after a trip through JSON. Throws ExtractionStateError when it does not fit together. */
export function deserialiseExtractionState<Ref extends FrameRef>(
  stored: SerialisedExtractionState<Ref>,
): ExtractionState<Ref> {
  const refuse = (where: string, expected: string, found: unknown): never => {
    throw new ExtractionStateError('extraction state', where, expected, String(found));
  };
  const { vcid, counterModulo, expectedVcfc, partial } = stored;
  if (!Number.isInteger(vcid) || vcid < 0) refuse('vcid', 'an integer from 0', vcid);
  if (!Number.isInteger(counterModulo) || counterModulo < 2)
    refuse('counterModulo', 'an integer from 2', counterModulo);
  if (expectedVcfc !== null && !(Number.isInteger(expectedVcfc) && expectedVcfc >= 0 && expectedVcfc < counterModulo))
    refuse('expectedVcfc', `null or 0 to ${counterModulo - 1}`, expectedVcfc);
  if (partial === null) return { vcid, counterModulo, expectedVcfc, partial };
  const pieces = partial.pieces.map(({ offset, hex }) => ({ offset, bytes: hexToBytes(hex) }));
  // Pieces and gaps, side by side in order, must cover the packet up to its position.
  const spans = [...pieces.map(({ offset, bytes }) => ({ offset, length: bytes.length })), ...partial.gaps];
  let covered = 0;
  for (const { offset, length } of spans.sort((a, b) => a.offset - b.offset)) {
    if (offset !== covered) refuse('partial', `a piece or gap at octet ${covered}`, offset);
    covered += length;
  }
  if (covered !== partial.position) refuse('partial.position', `${covered}`, partial.position);
  if (partial.length !== null && !(partial.length > covered))
    refuse('partial.length', `more than ${covered}`, partial.length);
  return { vcid, counterModulo, expectedVcfc, partial: { ...partial, pieces } };
}
