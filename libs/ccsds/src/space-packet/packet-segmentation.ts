// Units longer than a packet: segmentation and reassembly by sequence flags, CCSDS 133.0-B-2, 4.1.3.4 (from memory). Trap 21: 01 first, 00
// continuation, 10 last, 11 whole. A unit is what the application gave, without secondary headers.
import { cutUnit } from '../segmentation/cut-unit.js';
import {
  type OpenUnits,
  type UnitDropReason,
  type UnitOutcome,
  addPiece,
  dropOpenUnit,
  dropOpenUnits,
  endsWithPiece,
} from '../segmentation/unit-reassembly.js';
import { compareSequenceCount } from './sequence-count.js';
import {
  IDLE_APID,
  type PacketType,
  SEQUENCE_COUNT_MODULO,
  SPACE_PACKET_HEADER_LENGTH,
  SPACE_PACKET_MAX_LENGTH,
  SPACE_PACKET_MIN_LENGTH,
  type SpacePacket,
  SpacePacketError,
  buildSpacePacket,
} from './space-packet.js';

export interface PacketSegmentation {
  readonly apid: number;
  readonly type?: PacketType;
  /** Put into every packet. */
  readonly secondaryHeader?: Uint8Array;
  /** Of the first packet; the others count on, modulo 16 384. */
  readonly sequenceCount: number;
  /** Octets of the longest packet, 7 to 65 542. */
  readonly maxPacketLength: number;
}

/**
 * Cuts a unit into as few packets as `maxPacketLength` allows; one that fits is unsegmented. Throws SpacePacketError: no octet, no room for
 * one, as many packets as there are sequence counts or more, or a field out of its range.
 */
export function segmentIntoPackets(unit: Uint8Array, segmentation: PacketSegmentation): readonly Uint8Array[] {
  const { maxPacketLength, sequenceCount, secondaryHeader } = segmentation;
  const refuse = (where: string, expected: string, found: number): SpacePacketError =>
    new SpacePacketError('packet segmentation', where, expected, `${found}`);
  const headers = SPACE_PACKET_HEADER_LENGTH + (secondaryHeader?.length ?? 0);
  if (!Number.isInteger(maxPacketLength) || maxPacketLength <= headers || maxPacketLength > SPACE_PACKET_MAX_LENGTH)
    throw refuse('maxPacketLength', `${Math.max(SPACE_PACKET_MIN_LENGTH, headers + 1)} to 65542`, maxPacketLength);
  if (unit.length === 0) throw refuse('unit', '1 octet or more', 0);
  const room = maxPacketLength - headers;
  const packets = Math.ceil(unit.length / room);
  if (packets >= SEQUENCE_COUNT_MODULO) throw refuse('packets', 'fewer than 16384', packets);
  return cutUnit(unit, room).map(({ sequenceFlags, data }, i) =>
    buildSpacePacket({
      apid: segmentation.apid,
      type: segmentation.type ?? 'telemetry',
      ...(secondaryHeader === undefined ? {} : { secondaryHeader }),
      sequenceFlags,
      sequenceCount: i === 0 ? sequenceCount : (sequenceCount + i) % SEQUENCE_COUNT_MODULO,
      data,
    }),
  );
}

/** The units of a stream of packets that have begun and not ended, by APID, and the count of the last segment of each APID. */
export interface PacketReassemblyState {
  readonly open: OpenUnits;
  readonly lastCounts: ReadonlyMap<number, number>;
}

export const initialPacketReassemblyState: PacketReassemblyState = { open: new Map(), lastCounts: new Map() };

export interface PacketReassemblyOptions {
  /** Octets of the longest unit. */
  readonly maxUnitLength: number;
  /** Octets of the secondary header, where the flag tells of one; none unless given. They are not part of the unit. */
  readonly secondaryHeaderLength?: number;
}

/** 'lost': the stream was interrupted since the last packet; no unit that is open can be whole. */
export type PacketReassemblyEvent =
  { readonly kind: 'packet'; readonly packet: SpacePacket } | { readonly kind: 'lost' };

/** 'secondary-header': a packet too short for the one that its flag tells of. */
export type PacketDropReason = UnitDropReason | 'secondary-header';

export type PacketReassemblyOutput =
  | { readonly kind: 'unit'; readonly apid: number; readonly data: Uint8Array; readonly packets: number }
  | {
      readonly kind: 'dropped';
      readonly apid: number;
      readonly reason: PacketDropReason;
      readonly packets: number;
      readonly octets: number;
    }
  /** Packets of this APID are missing before this one. Told while a unit is open, which is dropped then. */
  | { readonly kind: 'gap'; readonly apid: number; readonly missing: number; readonly beforeCount: number }
  /** A segment that repeats the one before, count and octets; it is passed over. */
  | { readonly kind: 'duplicate'; readonly apid: number; readonly sequenceCount: number };

export interface PacketReassemblyStep {
  readonly state: PacketReassemblyState;
  readonly outputs: readonly PacketReassemblyOutput[];
}

/**
 * One step of reassembly, each APID for itself. Packets that are unsegmented pass through, whatever their count; idle packets do not. A unit
 * with a packet missing is dropped whole; one of more than `maxUnitLength` octets is dropped as soon as it is known to be.
 */
export function reassemblePackets(
  state: PacketReassemblyState,
  event: PacketReassemblyEvent,
  options: PacketReassemblyOptions,
): PacketReassemblyStep {
  if (event.kind === 'lost')
    return { state: initialPacketReassemblyState, outputs: dropOpenUnits(state.open).outcomes.map(ofApid) };
  const { packet } = event;
  const { apid, sequenceFlags, sequenceCount } = packet;
  if (apid === IDLE_APID) return { state, outputs: [] };
  const outputs: PacketReassemblyOutput[] = [];
  const skipped = packet.secondaryHeaderFlag ? (options.secondaryHeaderLength ?? 0) : 0;
  const data = packet.data.subarray(skipped);
  let { open } = state;
  if (sequenceFlags !== 'unsegmented') {
    const missing = missingBefore(state, packet, data);
    if (missing === 'repeated') return { state, outputs: [{ kind: 'duplicate', apid, sequenceCount }] };
    if (missing > 0 && open.has(apid)) {
      const dropped = dropOpenUnit(open, apid);
      ({ open } = dropped);
      outputs.push({ kind: 'gap', apid, missing, beforeCount: sequenceCount });
      outputs.push(...dropped.outcomes.map(ofApid));
    }
  }
  const lastCounts = withCount(state.lastCounts, apid, sequenceFlags === 'unsegmented' ? undefined : sequenceCount);
  if (packet.data.length < skipped) {
    const dropped = dropOpenUnit(open, apid);
    outputs.push(...dropped.outcomes.map(ofApid));
    outputs.push({ kind: 'dropped', apid, reason: 'secondary-header', packets: 1, octets: packet.data.length });
    return { state: { open: dropped.open, lastCounts }, outputs };
  }
  const added = addPiece(open, apid, { sequenceFlags, data }, options.maxUnitLength);
  return { state: { open: added.open, lastCounts }, outputs: [...outputs, ...added.outcomes.map(ofApid)] };
}

/**
 * How many packets are missing before this segment, or that it is the last one again. The count alone does not tell: after a restart on board it
 * begins anew.
 */
function missingBefore(
  { open, lastCounts }: PacketReassemblyState,
  { apid, sequenceFlags, sequenceCount }: SpacePacket,
  data: Uint8Array,
): number | 'repeated' {
  const step = compareSequenceCount(lastCounts.get(apid) ?? null, sequenceCount);
  if (step.kind === 'gap') return step.missing;
  if (step.kind !== 'duplicate') return 0;
  const isRepeated = open.has(apid) ? endsWithPiece(open, apid, data) : sequenceFlags !== 'first';
  return isRepeated ? 'repeated' : SEQUENCE_COUNT_MODULO - 1;
}

function withCount(
  counts: ReadonlyMap<number, number>,
  apid: number,
  count: number | undefined,
): ReadonlyMap<number, number> {
  if (count === counts.get(apid)) return counts;
  const changed = new Map(counts);
  if (count === undefined) changed.delete(apid);
  else changed.set(apid, count);
  return changed;
}

function ofApid({ key: apid, pieces: packets, ...outcome }: UnitOutcome): PacketReassemblyOutput {
  return { apid, packets, ...outcome };
}
