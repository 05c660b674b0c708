import { type Hash, createHash } from 'node:crypto';
import {
  type ApidStatistics,
  type SequenceFlags,
  type StreamPacket,
  compareSequenceCount,
  countPacket,
} from '@app/ccsds';

/** What is counted of one APID beside the library's statistics. */
interface Tally {
  statistics: ApidStatistics;
  sequenceBreaks: number;
  readonly hash: Hash;
}

// In the order of their binary values 00, 01, 10, 11.
const sequenceFlags: readonly SequenceFlags[] = ['continuation', 'first', 'last', 'unsegmented'];

/** Packets of all APIDs, counted. */
export class ApidTally {
  private readonly tallies = new Map<number, Tally>();
  packets = 0;

  count(packet: StreamPacket): void {
    this.packets++;
    const before = this.tallies.get(packet.apid);
    const statistics = countPacket(before?.statistics, packet);
    if (before === undefined) {
      const hash = createHash('sha256').update(packet.bytes);
      this.tallies.set(packet.apid, { statistics, sequenceBreaks: 0, hash });
      return;
    }
    // A count that is not the next one, idle packets and duplicates included.
    const { kind } = compareSequenceCount(before.statistics.lastSequenceCount, packet.sequenceCount);
    if (kind !== 'next') before.sequenceBreaks++;
    before.statistics = statistics;
    before.hash.update(packet.bytes);
  }

  get apids(): number {
    return this.tallies.size;
  }

  /** One line of JSON an APID, in their order. `sha256` is over all octets of its packets. To be called once. */
  lines(): string[] {
    return [...this.tallies]
      .sort(([a], [b]) => a - b)
      .map(([apid, { statistics, sequenceBreaks, hash }]) =>
        JSON.stringify({
          apid,
          count: statistics.packets,
          bytes: statistics.octets,
          version: statistics.version,
          type: statistics.type === 'telecommand' ? 1 : 0,
          secHdr: statistics.secondaryHeaderFlag ? 1 : 0,
          firstSeq: statistics.firstSequenceCount,
          lastSeq: statistics.lastSequenceCount,
          sequenceBreaks,
          crc16Valid: statistics.errorControlled,
          minLen: statistics.minLength,
          maxLen: statistics.maxLength,
          seqFlags: Object.fromEntries(
            sequenceFlags
              .map((flag, value) => [value, statistics.sequenceFlags[flag]] as const)
              .filter(([, count]) => count > 0),
          ),
          sha256: hash.digest('hex'),
        }),
      );
  }
}
