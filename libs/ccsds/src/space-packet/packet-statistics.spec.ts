import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { appendPacketErrorControl } from '../pus/packet-error-control.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { packetStatistics } from './packet-statistics.js';
import { type StreamPacket, scanPackets } from './packet-stream.js';
import { buildIdlePacket, buildSpacePacket, sequenceFlagNames } from './space-packet.js';

const scanned = (...packets: readonly Uint8Array[]): StreamPacket[] =>
  [...scanPackets(Uint8Array.from(packets.flatMap((packet) => [...packet])))].filter((item) => item.kind === 'packet');

describe('packet statistics', () => {
  it('tell gaps from duplicates, idle packets apart (trap 20)', () => {
    const packet = (apid: number, sequenceCount: number, octets = 1): Uint8Array =>
      buildSpacePacket({ apid, sequenceCount, data: new Uint8Array(octets) });
    const checked = appendPacketErrorControl(packet(5, 3, 3).subarray(0, -2));
    const statistics = packetStatistics(
      scanned(packet(5, 16_383), packet(5, 0, 4), buildIdlePacket(9), packet(5, 0), buildIdlePacket(9), checked),
    );
    expect([...statistics.keys()]).toEqual([5, 2047]);
    expect(statistics.get(5)).toEqual({
      ...{ apid: 5, packets: 4, octets: 7 + 10 + 7 + 9, minLength: 7, maxLength: 10 },
      ...{
        version: 0,
        type: 'telemetry',
        secondaryHeaderFlag: false,
        firstSequenceCount: 16_383,
        lastSequenceCount: 3,
      },
      sequence: { lastCount: 3, gaps: 1, missing: 2, duplicates: 1 },
      sequenceFlags: { continuation: 0, first: 0, last: 0, unsegmented: 4 },
      errorControlled: 1,
    });
    expect(statistics.get(2047)).toMatchObject({ packets: 2, sequence: { gaps: 0, missing: 0, duplicates: 0 } });
  });
});

interface Expected {
  size: number;
  packets: number;
  trailingBytes: number;
  apids: Record<string, Record<string, unknown>>;
}
const folder = ['telemetry-command', 'packets'] as const;
const index = [...folder, 'index.json'] as const;
(haveOracle(...index) ? describe : describe.skip)('packet files of others', () => {
  const files = haveOracle(...index) ? Object.entries(oracleJson<Record<string, Expected>>(...index)) : [];
  it('has five files and 16 APIDs', () => {
    expect(files.length).toBe(5);
    expect(files.flatMap(([, { apids }]) => Object.keys(apids)).length).toBe(16);
  });

  it.each(files)('%s: every field of every APID', (name, expected) => {
    const bytes = new Uint8Array(readFileSync([process.env.SMMS_ORACLES, ...folder, name].join('/')));
    expect(bytes.length).toBe(expected.size);
    // Some of these files have version 1 in their headers.
    const items = [...scanPackets(bytes, { versions: [0, 1] })];
    const packets = items.filter((item) => item.kind === 'packet');
    expect(packets.length).toBe(expected.packets);
    expect(items.length - packets.length).toBe(expected.trailingBytes === 0 ? 0 : 1);
    const found = [...packetStatistics(packets).values()].map((apid) => {
      // The hash is over the whole packets of the APID, one behind the other.
      const hash = createHash('sha256');
      for (const packet of packets) if (packet.apid === apid.apid) hash.update(packet.bytes);
      const flags = sequenceFlagNames.map((flag, value) => [value, apid.sequenceFlags[flag]] as const);
      return [
        String(apid.apid),
        {
          count: apid.packets,
          bytes: apid.octets,
          version: apid.version,
          type: apid.type === 'telecommand' ? 1 : 0,
          secHdr: apid.secondaryHeaderFlag ? 1 : 0,
          firstSeq: apid.firstSequenceCount,
          lastSeq: apid.lastSequenceCount,
          sequenceBreaks: apid.sequence.gaps + apid.sequence.duplicates,
          crc16Valid: apid.errorControlled,
          minLen: apid.minLength,
          maxLen: apid.maxLength,
          seqFlags: Object.fromEntries(flags.filter(([, count]) => count > 0)),
          sha256: hash.digest('hex'),
        },
      ];
    });
    expect(Object.fromEntries(found)).toEqual(expected.apids);
  });
});
