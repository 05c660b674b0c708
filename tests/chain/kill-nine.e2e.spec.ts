// Issue: "kill -9 of the ground process in mid-pass while hardware-sim goes on as a process of its own, and a restart: every frame that
// the station had logged is archived exactly once, counted from the simulator's own log."
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Contact, type PassStatus } from '@app/contracts';
import { formatUtc, parseUtc, type Tai } from '@app/time';
import { frameHash } from '../../apps/smms/src/demonstration/evidence.js';
import {
  type ArchivedFrame,
  type ArchivedGap,
  type ArchivedPacket,
  BUSY,
  type ContactStatistics,
  until,
} from './chain-api.js';
import {
  logLinesSince,
  simulatedCadus,
  type SimulatedCadu,
  type StationRecord,
  stationRecords,
} from './chain-evidence.js';
import type { ProcessEnd } from './smms-process.js';
import { TwoProcesses } from './two-processes.js';

const KILL_AT_FRAMES = 300;
const DEAD_MS = 1500;
/** Mission seconds from the start of the ground to the end of the pass, and more. */
const WHOLE_PASS_S = 1200;

const checkout = fileURLToPath(new URL('../../', import.meta.url));

const routedFrames = ({ frames }: PassStatus): number => frames.good + frames.corrected;
const keyOf = (stationLog: string, sequence: number): string => `${stationLog} ${sequence}`;

describe('kill -9 of the ground process in mid-pass, while the simulator goes on', () => {
  let contact: Contact;
  let killed: { end: ProcessEnd; pid: number; at: Tai; status: PassStatus };
  let second: { startedAt: Tai; startedAtWall: Tai; end: ProcessEnd; phases: Set<string>; status: PassStatus };
  let simulatorEnd: ProcessEnd | undefined;
  let archived: ArchivedFrame[];
  let packets: ArchivedPacket[];
  let gaps: ArchivedGap[];
  let statistics: ContactStatistics;
  let records: StationRecord[];
  let cadus: SimulatedCadu[];

  let chain: TwoProcesses;

  const run = async (): Promise<void> => {
    contact = await chain.prepare();
    const wholePassS = 30 + chain.wallSeconds(WHOLE_PASS_S);
    const first = await chain.startGround();
    const status = await until(`${KILL_AT_FRAMES} frames`, wholePassS, async () => {
      const seen = await first.api.pass(contact);
      return { answer: seen !== undefined && routedFrames(seen) >= KILL_AT_FRAMES ? seen : undefined, seen };
    });
    const end = await first.process.end('SIGKILL', 30);
    killed = { end, pid: first.process.pid, at: chain.missionNow(), status };
    await delay(DEAD_MS);

    const [startedAt, startedAtWall] = [chain.missionNow(), chain.wallNow()];
    const { process, api } = await chain.startGround();
    const phases = new Set<string>();
    const last = await until('the end of the pass', wholePassS, async () => {
      const seen = await api.pass(contact);
      if (seen !== undefined) phases.add(seen.phase);
      const over = seen !== undefined && ['completed', 'failed', 'aborted'].includes(seen.phase);
      return { answer: over ? seen : undefined, seen };
    });
    statistics = await until('the archive has caught up', 120, async () => {
      const seen = await api.statistics(contact.id);
      return { answer: (seen.totals['frames'] ?? 0) >= routedFrames(last) ? seen : undefined, seen: seen.totals };
    });
    [archived, packets, gaps] = [await api.frames(contact), await api.packets(contact), await api.gaps(contact)];
    second = { startedAt, startedAtWall, end: await process.end('SIGTERM', 60), phases, status: last };
    simulatorEnd = await chain.stopSimulator();
    records = await stationRecords(chain.ground.frameLogs, contact);
    cadus = simulatedCadus(chain.simulatorLog, contact);
  };

  beforeAll(async () => {
    execFileSync(process.execPath, [join(checkout, 'bin/build-if-stale.js')], { stdio: 'inherit' });
    chain = new TwoProcesses();
    try {
      await run();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${reason}\n\n${chain.output()}`, { cause: error });
    }
  }, BUSY * 600_000);

  afterAll(() => chain.remove(), 60_000);

  const toRoute = (): StationRecord[] => records.filter(({ annotation }) => annotation.disposition === 'route');

  it('is killed in the middle of the pass, and the second process ends in good order', () => {
    expect(killed.end).toEqual({ code: null, signal: 'SIGKILL' });
    expect(['acquiring', 'locked']).toContain(killed.status.phase);
    expect(second.startedAt < parseUtc(contact.window.los)).toBe(true);
    expect(second.end).toEqual({ code: 0, signal: null });
    expect(simulatorEnd).toEqual({ code: 0, signal: null });
    const { root, frameLogs, database, missionClock } = chain.ground;
    expect([join(root, 'lock'), join(frameLogs, 'lock'), `${database}.lock`].filter(existsSync)).toEqual([]);
    expect(JSON.parse(readFileSync(missionClock, 'utf8'))).toMatchObject({ stoppedAt: expect.any(String) });
  });

  it('takes the locks of the dead process over, and the pass up again by itself', () => {
    const said = logLinesSince(chain.ground.logFile, second.startedAtWall);
    expect(said).toContainEqual(
      expect.objectContaining({ event: expect.objectContaining({ kind: 'lock-taken-over', pid: killed.pid }) }),
    );
    expect(said.filter(({ level }) => level >= 50)).toEqual([]);
    expect([...second.phases]).toEqual(expect.arrayContaining(['locked', 'completed']));
    expect(second.status).toMatchObject({ contact: contact.id, phase: 'completed' });
    // The pass is one: what the dead process had logged of it counts.
    expect(routedFrames(second.status)).toBe(toRoute().length);
  });

  it('archives every frame that the station had logged exactly once', () => {
    expect(toRoute().length).toBeGreaterThan(2 * KILL_AT_FRAMES);
    const inArchive = archived.map(({ stationLog, stationSequence }) => keyOf(stationLog, stationSequence));
    expect(inArchive.sort()).toEqual(
      toRoute()
        .map(({ stationLog, sequence }) => keyOf(stationLog, sequence))
        .sort(),
    );
    const logged = new Map(toRoute().map((one) => [keyOf(one.stationLog, one.sequence), one]));
    for (const { stationLog, stationSequence, octets, earthReceiveTime, fault } of archived) {
      const record = logged.get(keyOf(stationLog, stationSequence));
      const sha256 = frameHash(Buffer.from(octets, 'hex'));
      expect({ sha256, earthReceiveTime, fault }).toEqual({
        sha256: record?.sha256,
        earthReceiveTime: record?.annotation.earthReceiveTime,
        fault: null,
      });
    }
  });

  it('archives what the simulator sent to that antenna, by its own log, and nothing twice', () => {
    const sent = new Set(cadus.map(({ sha256 }) => sha256));
    const hashes = archived.map(({ octets }) => frameHash(Buffer.from(octets, 'hex')));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes.filter((hash) => !sent.has(hash))).toEqual([]);
    expect(new Set(archived.map(({ antenna }) => antenna))).toEqual(new Set([contact.antenna]));
  });

  it('archives frames from before the kill and from after the restart, and none of the time between', () => {
    const times = archived.map(({ earthReceiveTime }) => parseUtc(earthReceiveTime));
    expect(times.filter((at) => at < killed.at).length).toBeGreaterThanOrEqual(routedFrames(killed.status));
    expect(times.filter((at) => at >= killed.at && at < second.startedAt)).toEqual([]);
    expect(times.filter((at) => at >= second.startedAt).length).toBeGreaterThan(KILL_AT_FRAMES);
    // The spacecraft went on meanwhile: what the antenna was sent has no gap.
    expect(cadus.map(({ cadu }) => cadu)).toEqual(cadus.map((_, i) => (cadus[0]?.cadu ?? 0) + i));
  });

  it('says how many frames are missing: as many as the simulator sent in the gap', () => {
    const { lastBefore, firstAfter } = aroundTheGap();
    const missing = cadus.filter(({ received }) => received > lastBefore + 1000n && received < firstAfter - 1000n);
    const over = gaps.filter(({ before }) => parseUtc(before) === firstAfter);
    expect(over).toEqual([
      { channel: 'master', missingFrames: missing.length, after: formatUtc(lastBefore), before: formatUtc(firstAfter) },
    ]);
    expect(statistics.totals['missingFrames']).toBe(gaps.reduce((sum, { missingFrames }) => sum + missingFrames, 0));
  });

  it('stitches nothing: no packet reaches over the gap, and what is not whole is marked', () => {
    const { lastBeforeSequence } = aroundTheGap();
    expect(packets.filter(({ quality }) => quality === 'checksum-error')).toEqual([]);
    expect(packets.filter(({ quality }) => quality === 'complete').length).toBeGreaterThan(2 * KILL_AT_FRAMES);
    for (const { quality, gaps: holes, container, firstStationSequence, lastStationSequence } of packets) {
      expect(quality === 'partial').toBe(holes.length > 0);
      if (quality === 'partial') expect(container).toBeNull();
      expect(firstStationSequence <= lastBeforeSequence && lastStationSequence > lastBeforeSequence).toBe(false);
    }
  });

  it('counts in its statistics what is in the archive', () => {
    expect(statistics.totals['frames']).toBe(archived.length);
    expect(statistics.channels.reduce((sum, { frames }) => sum + frames, 0)).toBe(archived.length);
    const of = (quality: ArchivedPacket['quality']): number => packets.filter((one) => one.quality === quality).length;
    expect(statistics.totals).toMatchObject({
      packetsComplete: of('complete'),
      packetsPartial: of('partial'),
      packetsChecksumError: 0,
      faultyFrames: 0,
      repeatedFrames: 0,
    });
  });

  function aroundTheGap(): { lastBefore: Tai; firstAfter: Tai; lastBeforeSequence: number } {
    const sorted = [...archived].sort((a, b) => a.stationSequence - b.stationSequence);
    const next = sorted.findIndex(({ earthReceiveTime }) => parseUtc(earthReceiveTime) >= second.startedAt);
    const [last, first] = [sorted[next - 1]!, sorted[next]!];
    return {
      lastBefore: parseUtc(last.earthReceiveTime),
      firstAfter: parseUtc(first.earthReceiveTime),
      lastBeforeSequence: last.stationSequence,
    };
  }
});
