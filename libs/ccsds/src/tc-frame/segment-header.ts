// TC segment header: CCSDS 232.0-B, 4.1.3.2.2 (from memory), the first octet of the data field where the MAP sublayer is in use.
import { defineHeader } from '../header/define-header.js';
import { type SequenceFlags, sequenceFlagNames } from '../space-packet/space-packet.js';
import { TcFrameError } from './tc-frame-error.js';

export const segmentHeaderLayout = defineHeader([
  ['sequenceFlags', 2],
  ['mapId', 6],
] as const);

export const SEGMENT_HEADER_LENGTH = 1;

export interface SegmentHeader {
  /** Trap 29: 'first', 'continuation' and 'last' segment of a unit, or an unsegmented one (or several whole packets). */
  readonly sequenceFlags: SequenceFlags;
  /** Multiplexer access point, 0 to 63. */
  readonly mapId: number;
}

/** The octet of a segment header. Throws TcFrameError with reason 'segment-header': a MAP beyond six bits. */
export function encodeSegmentHeader({ sequenceFlags, mapId }: SegmentHeader): number {
  if (!Number.isInteger(mapId) || mapId < 0 || mapId > 63)
    throw new TcFrameError('segment-header', 'MAP identifier', 'an integer from 0 to 63', String(mapId));
  const values = { sequenceFlags: sequenceFlagNames.indexOf(sequenceFlags), mapId };
  return segmentHeaderLayout.encode(values)[0]!;
}

/** The segment header at `offset`. Throws TcFrameError with reason 'segment-header' where there is no octet. */
export function parseSegmentHeader(bytes: Uint8Array, offset = 0): SegmentHeader {
  if (bytes.length - offset < SEGMENT_HEADER_LENGTH)
    throw new TcFrameError('segment-header', 'segment header', '1 octet', '0');
  const { read } = segmentHeaderLayout;
  return {
    sequenceFlags: sequenceFlagNames[read.sequenceFlags(bytes, offset)]!,
    mapId: read.mapId(bytes, offset),
  };
}
