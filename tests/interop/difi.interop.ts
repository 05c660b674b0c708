// Our DIFI packets, judged by a receiver that is not ours, from a capture and as datagrams.
import { createSocket } from 'node:dgram';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import {
  type DifiContext,
  type DifiPacket,
  type DifiTimeScale,
  difiSampleMultiple,
  encodeDifi,
  encodeDifiItems,
  unknownDifiState,
} from '@app/radio';
import { pcapOf } from '../../libs/radio/src/formats/testing/pcap.js';
import { describeWith, inFolder, runPython } from './judge.js';
import { seededOctets } from './rendered-link.js';

const SAMPLE_RATE_HZ = 1_000_000;
const SECONDS = 1_777_017_600;

/** Context, version, then `packets` of data with a context after each ten. */
function streamOf(
  itemBits: number,
  scale: DifiTimeScale,
  packets: number,
): { datagrams: Uint8Array[]; samples: Float32Array } {
  const each = 320 - (320 % difiSampleMultiple(itemBits));
  const random = seededOctets(itemBits, 2 * each * packets);
  const samples = Float32Array.from(random, (octet) => (octet - 128) / 128);
  const datagrams: Uint8Array[] = [];
  const sequences = { data: 0, context: 0, version: 0 };
  const send = (packet: DifiPacket): void => void datagrams.push(encodeDifi(packet));
  const prologueAt = (n: number, type: DifiPacket['type']) => ({
    streamId: 0x53_4d_4d_53,
    sequence: sequences[type]++ & 15,
    timestamp: { kind: 'time', scale, seconds: SECONDS, picoseconds: n * each * 1_000_000 } as const,
  });
  const context = (n: number): DifiContext => ({
    ...{ type: 'context', ...prologueAt(n, 'context'), changed: n === 0, referencePoint: 100 },
    ...{ bandwidthHz: 800_000, ifFrequencyHz: 70e6, rfFrequencyHz: 8.2e9, ifBandOffsetHz: -1000 },
    ...{
      referenceLevelDbm: -30.5,
      scalingLevelDb: -10,
      gainStage1Db: 20,
      gainStage2Db: 0,
      sampleRateHz: SAMPLE_RATE_HZ,
    },
    ...{ timestampAdjustmentFs: 0n, timestampCalibrationS: SECONDS, itemBits },
    state: { ...unknownDifiState, calibratedTime: true, validData: true, referenceLock: true },
  });
  send(context(0));
  const version = { year: 2026, day: 114, revision: 1, deviceType: 0, icdVersion: 0 };
  send({ type: 'version', ...prologueAt(0, 'version'), changed: true, ...version });
  for (let n = 0; n < packets; n++) {
    const { payload } = encodeDifiItems(samples.subarray(2 * n * each, 2 * (n + 1) * each), itemBits);
    send({ type: 'data', ...prologueAt(n, 'data'), padBits: 0, payload });
    if (n % 10 === 9) send(context(n + 1));
  }
  return { datagrams, samples };
}

describeWith([], 'DIFI packets as another receiver reads them', () => {
  it.each([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])('of %d bits, from a capture', async (itemBits) => {
    const scale = (['utc', 'gps', 'other'] as const)[itemBits % 3]!;
    const { datagrams, samples } = streamOf(itemBits, scale, 40);
    await inFolder(async (folder) => {
      const [capture, out] = [join(folder, 'difi.pcap'), join(folder, 'out.cf32')];
      writeFileSync(capture, pcapOf(datagrams));
      const { code, stdout } = await runPython('difi_check.py', ['--pcap', capture, '--out', out]);
      expect(stdout).toContain(`'context': 5, 'data': 40, 'version': 1} samples ${samples.length / 2} `);
      expect(stdout).toContain("'bw': 800000.0, 'if_': 70000000.0, 'rf': 8200000000.0, 'rate': 1000000.0");
      expect(stdout).toContain(`'bits': ${itemBits}, 'ref_dbm': -30.5, 'valid': 1`);
      expect(stdout).toContain('\n0 errors');
      expect(code).toBe(0);
      // It makes samples of octets and of words of 16 bits only.
      if (itemBits === 8 || itemBits === 16) {
        const octets = readFileSync(out);
        expect([...new Float32Array(octets.buffer, octets.byteOffset, octets.length / 4)]).toEqual([...samples]);
      }
    });
  });

  it('as datagrams, in order', async () => {
    const PORT = 50_000 + (process.pid % 10_000);
    const { datagrams } = streamOf(16, 'utc', 100);
    const judge = runPython('difi_check.py', ['--udp', String(PORT), '--seconds', '3']);
    const socket = createSocket('udp4');
    await delay(1500);
    for (const datagram of datagrams) {
      socket.send(datagram, PORT, '127.0.0.1');
      await delay(1);
    }
    const { stdout } = await judge;
    socket.close();
    expect(stdout).toContain("'data': 100");
    expect(stdout).toContain('\n0 errors');
  });

  it('and it finds a packet that we leave out', async () => {
    const { datagrams } = streamOf(8, 'utc', 40);
    await inFolder(async (folder) => {
      const capture = join(folder, 'difi.pcap');
      writeFileSync(capture, pcapOf(datagrams.toSpliced(7, 1)));
      const { code, stdout } = await runPython('difi_check.py', ['--pcap', capture]);
      expect(stdout).toMatch(/data: seq 4->6/);
      expect(code).toBe(1);
    });
  });
});
