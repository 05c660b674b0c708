import { allocateOctets } from './octet-slab.js';

/** A frame's name, given by the caller: an archive's row, an index, a time. */
export type FrameRef = string | number;

/** Octets of a packet that no frame brought. */
export interface PacketGap {
  readonly offset: number;
  readonly length: number;
}

/** Octets that a frame brought, with their place in the packet; chained to those that came before them. */
export interface ReceivedPiece {
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly before: ReceivedPiece | null;
}

/** A packet whose end has not come yet, or has come behind a gap and waits for the next first header pointer to confirm it. */
export interface PartialPacket<Ref extends FrameRef> {
  /** The whole packet's length in octets, null while its header is not complete. */
  readonly length: number | null;
  /** Octets received and missing so far. */
  readonly position: number;
  /** What was received, newest first; what lies between is missing. */
  readonly newest: ReceivedPiece | null;
  /** Octets are missing before `position`. */
  readonly hasGaps: boolean;
  /**
   * Octets of the data fields that it came in; null where they differed or idle frames came in between, so that it cannot be told how much
   * a lost frame held.
   */
  readonly fieldLength: number | null;
  readonly firstFrame: Ref;
  readonly lastFrame: Ref;
}

/** The pieces in order of their place. */
export function receivedPieces<Ref extends FrameRef>({ newest }: PartialPacket<Ref>): readonly ReceivedPiece[] {
  const pieces: ReceivedPiece[] = [];
  for (let piece = newest; piece !== null; piece = piece.before) pieces.push(piece);
  return pieces.reverse();
}

/** What is missing before `position`, in order. */
export function packetGaps<Ref extends FrameRef>(partial: PartialPacket<Ref>): readonly PacketGap[] {
  if (!partial.hasGaps) return [];
  const gaps: PacketGap[] = [];
  let covered = 0;
  for (const { offset, bytes } of receivedPieces(partial)) {
    if (offset > covered) gaps.push({ offset: covered, length: offset - covered });
    covered = offset + bytes.length;
  }
  if (partial.position > covered) gaps.push({ offset: covered, length: partial.position - covered });
  return gaps;
}

/** Adds what the next frame brought. */
export function withPiece<Ref extends FrameRef>(
  partial: PartialPacket<Ref>,
  bytes: Uint8Array,
  lastFrame: Ref,
): PartialPacket<Ref> {
  if (bytes.length === 0) return partial;
  const { length, position, newest, hasGaps, fieldLength, firstFrame } = partial;
  return {
    length,
    position: position + bytes.length,
    newest: { offset: position, bytes, before: newest },
    hasGaps,
    fieldLength,
    firstFrame,
    lastFrame,
  };
}

/** Declares the next `length` octets missing. */
export function withGap<Ref extends FrameRef>(partial: PartialPacket<Ref>, length: number): PartialPacket<Ref> {
  if (length === 0) return partial;
  return { ...partial, position: partial.position + length, hasGaps: true };
}

/** Everything from the first gap on is not to be believed: it becomes part of that gap. Without a gap nothing changes. */
export function distrustAfterGap<Ref extends FrameRef>(partial: PartialPacket<Ref>): PartialPacket<Ref> {
  if (!partial.hasGaps) return partial;
  let believed: ReceivedPiece | null = null;
  let covered = 0;
  for (const { offset, bytes } of receivedPieces(partial)) {
    if (offset !== covered) break;
    believed = { offset, bytes, before: believed };
    covered += bytes.length;
  }
  return { ...partial, newest: believed };
}

/** The packet's octets, of a packet with known length; missing ones are 0. */
export function assemblePacket<Ref extends FrameRef>(partial: PartialPacket<Ref>): Uint8Array {
  const bytes = allocateOctets(partial.length ?? partial.position);
  for (let piece = partial.newest; piece !== null; piece = piece.before) bytes.set(piece.bytes, piece.offset);
  return bytes;
}
