import { CodecError } from '../codec-error.js';
import { HexError, bytesToHex, hexToBytes } from '../hex.js';
import { type FrameHistory, fingerprintsOf, historyOf } from './frame-history.js';
import { measurePacket } from './packet-assembly.js';
import {
  type FrameRef,
  type PacketGap,
  type PartialPacket,
  type ReceivedPiece,
  packetGaps,
  receivedPieces,
} from './partial-packet.js';

export type PacketKind = 'space' | 'encapsulation';

/** All that extraction remembers of one virtual channel between two frames. A value: it is never changed in place. */
export interface ExtractionState<Ref extends FrameRef> {
  readonly vcid: number;
  /** 256 for TM, 2^24 for AOS. */
  readonly counterModulo: number;
  /** Null before the first frame: a fresh state reports no gap. */
  readonly expectedVcfc: number | null;
  readonly partial: PartialPacket<Ref> | null;
  /** The last octet of the last data field ended a packet: a packet must start at the next one. */
  readonly isBetweenPackets: boolean;
  /** The frames before, without a loss between them. */
  readonly history: FrameHistory | null;
}

/** The state before the first frame of a virtual channel. */
export function initialExtractionState<Ref extends FrameRef>(vcid: number, counterModulo = 256): ExtractionState<Ref> {
  return { vcid, counterModulo, expectedVcfc: null, partial: null, isBetweenPackets: false, history: null };
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
    /** Absent in states that were stored before it was kept: not known. */
    readonly fieldLength?: number | null;
    readonly firstFrame: Ref;
    readonly lastFrame: Ref;
  };
  /** Absent in states that were stored before it was kept: false. */
  readonly isBetweenPackets?: boolean;
  /** Fingerprints, oldest first. Absent in states that were stored before they were kept: none. */
  readonly history?: readonly number[];
}

export function serialiseExtractionState<Ref extends FrameRef>(
  state: ExtractionState<Ref>,
): SerialisedExtractionState<Ref> {
  const { vcid, counterModulo, expectedVcfc, partial, isBetweenPackets, history } = state;
  return {
    vcid,
    counterModulo,
    expectedVcfc,
    partial: partial && {
      length: partial.length,
      position: partial.position,
      pieces: receivedPieces(partial).map(({ offset, bytes }) => ({ offset, hex: bytesToHex(bytes) })),
      gaps: packetGaps(partial),
      fieldLength: partial.fieldLength,
      firstFrame: partial.firstFrame,
      lastFrame: partial.lastFrame,
    },
    isBetweenPackets,
    history: fingerprintsOf(history),
  };
}

const refuse = (where: string, expected: string, found: unknown): never => {
  throw new ExtractionStateError('extraction state', where, expected, String(found));
};
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** The inverse of `serialiseExtractionState`, after a trip through JSON. Throws ExtractionStateError when it does not fit together. */
export function deserialiseExtractionState<Ref extends FrameRef>(
  stored: SerialisedExtractionState<Ref>,
): ExtractionState<Ref> {
  const { vcid, counterModulo, expectedVcfc, partial, isBetweenPackets = false, history = [] } = stored;
  if (!isCount(vcid)) refuse('vcid', 'an integer from 0', vcid);
  if (!isCount(counterModulo) || counterModulo < 2) refuse('counterModulo', 'an integer from 2', counterModulo);
  if (expectedVcfc !== null && !(isCount(expectedVcfc) && expectedVcfc < counterModulo))
    refuse('expectedVcfc', `null or 0 to ${counterModulo - 1}`, expectedVcfc);
  if (typeof isBetweenPackets !== 'boolean') refuse('isBetweenPackets', 'true or false', isBetweenPackets);
  if (!listOf(history, 'history').every(isCount)) refuse('history', 'integers from 0', history.join(', '));
  return {
    vcid,
    counterModulo,
    expectedVcfc,
    partial: partial === null ? null : readPartial(partial),
    isBetweenPackets,
    history: historyOf(history),
  };
}

function readPartial<Ref extends FrameRef>(
  stored: NonNullable<SerialisedExtractionState<Ref>['partial']>,
): PartialPacket<Ref> {
  const { length, position, fieldLength = null, firstFrame, lastFrame } = stored;
  const pieces = listOf(stored.pieces, 'partial.pieces');
  const gaps = listOf(stored.gaps, 'partial.gaps');
  if (fieldLength !== null && !isCount(fieldLength)) refuse('partial.fieldLength', 'null or octets', fieldLength);
  let newest: ReceivedPiece | null = null;
  const spans: { readonly offset: number; readonly length: number }[] = [...gaps];
  for (const { offset, hex } of pieces) {
    const bytes = readHex(hex);
    if (bytes.length === 0) refuse('partial.pieces', 'octets', 'none');
    newest = { offset, bytes, before: newest };
    spans.push({ offset, length: bytes.length });
  }
  // Pieces and gaps, side by side in order, must cover the packet up to its position; its header is there.
  let covered = 0;
  for (const span of spans.sort((a, b) => a.offset - b.offset)) {
    if (span.offset !== covered || !isCount(span.length))
      refuse('partial', `a piece or gap at octet ${covered}`, span.offset);
    covered += span.length;
  }
  if (covered !== position) refuse('partial.position', `${covered}`, position);
  const header = pieces[0]?.offset === 0 ? readHex(pieces[0].hex) : refuse('partial.pieces', 'one at octet 0', 'none');
  const measured = measurePacket(header, 0, header.length, Number.MAX_SAFE_INTEGER);
  if ('reason' in measured) return refuse('partial.pieces', `a packet header: ${measured.expected}`, measured.found);
  if (measured.length !== length) refuse('partial.length', `${measured.length}, as the header says`, length);
  const hasGaps = gaps.length > 0;
  if (length === null ? hasGaps || pieces.length > 1 : position > length || (position === length && !hasGaps))
    refuse('partial.position', 'octets that are still to come', position);
  return { length, position, newest, hasGaps, fieldLength, firstFrame, lastFrame };
}

/** What JSON held may be anything. */
function listOf<T>(value: readonly T[] | undefined, where: string): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : refuse(where, 'a list', typeof value);
}

function readHex(text: string): Uint8Array {
  try {
    return hexToBytes(text);
  } catch (error) {
    if (error instanceof HexError) return refuse('partial.pieces', error.expected, error.found);
    throw error;
  }
}
