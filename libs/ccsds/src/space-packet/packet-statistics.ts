// What a collection of packets holds, APID by APID.
import { crc16 } from '../coding/crc16.js';
import { type StreamPacket } from './packet-stream.js';
import { type SequenceTally, initialSequenceTally, tallySequenceCount } from './sequence-count.js';
import { IDLE_APID, type PacketType, type SequenceFlags } from './space-packet.js';

export interface ApidStatistics {
  readonly apid: number;
  readonly packets: number;
  readonly octets: number;
  readonly minLength: number;
  readonly maxLength: number;
  /** Version, type and secondary header flag are those of the first packet. */
  readonly version: number;
  readonly type: PacketType;
  readonly secondaryHeaderFlag: boolean;
  readonly firstSequenceCount: number;
  readonly lastSequenceCount: number;
  /** Of idle packets the counts say nothing: no gaps, no duplicates. */
  readonly sequence: SequenceTally;
  readonly sequenceFlags: Readonly<Record<SequenceFlags, number>>;
  /** Packets whose last two octets are the CRC-16 of all before: every one, or by chance one in 65 536. */
  readonly errorControlled: number;
}

/** One packet more of its APID; `before` is undefined for the first. */
export function countPacket(before: ApidStatistics | undefined, packet: StreamPacket): ApidStatistics {
  const { length } = packet.bytes;
  const tally = before?.sequence ?? initialSequenceTally;
  const flags = before?.sequenceFlags ?? { continuation: 0, first: 0, last: 0, unsegmented: 0 };
  return {
    apid: packet.apid,
    packets: (before?.packets ?? 0) + 1,
    octets: (before?.octets ?? 0) + length,
    minLength: Math.min(before?.minLength ?? length, length),
    maxLength: Math.max(before?.maxLength ?? length, length),
    version: (before ?? packet).version,
    type: (before ?? packet).type,
    secondaryHeaderFlag: (before ?? packet).secondaryHeaderFlag,
    firstSequenceCount: before?.firstSequenceCount ?? packet.sequenceCount,
    lastSequenceCount: packet.sequenceCount,
    sequence: packet.apid === IDLE_APID ? tally : tallySequenceCount(tally, packet.sequenceCount).tally,
    sequenceFlags: { ...flags, [packet.sequenceFlags]: flags[packet.sequenceFlags] + 1 },
    errorControlled: (before?.errorControlled ?? 0) + (crc16(packet.bytes) === 0 ? 1 : 0),
  };
}

/** The statistics of each APID, in the order in which they first appear. */
export function packetStatistics(packets: Iterable<StreamPacket>): ReadonlyMap<number, ApidStatistics> {
  const statistics = new Map<number, ApidStatistics>();
  for (const packet of packets) statistics.set(packet.apid, countPacket(statistics.get(packet.apid), packet));
  return statistics;
}
