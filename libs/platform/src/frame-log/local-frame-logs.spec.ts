import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LockedError } from '../locks/locked.error.js';
import { FrameLogClosedError, FrameLogFailedError } from './frame-log.errors.js';
import { LocalFrameLogs } from './local-frame-logs.js';
import { openSegmentFile } from './segment-file.js';
import { type FrameLogEvent } from './segment-log.js';
import { describeFrameLog } from './testing/frame-log.conformance.js';

async function makePlace(segmentBytes: number) {
  const root = await mkdtemp(join(tmpdir(), 'smms-frame-log-'));
  return {
    open: () => LocalFrameLogs.openRoot(root, { onEvent: () => undefined, segmentBytes }),
    remove: () => rm(root, { recursive: true }),
  };
}

describeFrameLog('local, one segment', () => makePlace(64 * 1024 * 1024));
describeFrameLog('local, a few records a segment', () => makePlace(200));

describe('the folder of local frame logs', () => {
  it("is one opener's alone, and says when it was taken over from an earlier process", async () => {
    const root = await mkdtemp(join(tmpdir(), 'smms-frame-log-'));
    const events: FrameLogEvent[] = [];
    const options = { onEvent: (event: FrameLogEvent) => void events.push(event) };
    const logs = await LocalFrameLogs.openRoot(root, options);
    await expect(LocalFrameLogs.openRoot(root, options)).rejects.toBeInstanceOf(LockedError);
    await logs.close();
    const file = join(root, 'lock');
    await writeFile(file, JSON.stringify({ pid: process.pid, startedAt: null }));
    await (await LocalFrameLogs.openRoot(root, options)).close();
    expect(events).toEqual([{ kind: 'lock-taken-over', file, pid: process.pid }]);
    await rm(root, { recursive: true });
  });

  it('opens a log anew after a write that failed: for everybody, and nothing acknowledged is lost', async () => {
    const root = await mkdtemp(join(tmpdir(), 'smms-frame-log-'));
    const problem = Object.assign(new Error('input/output error'), { code: 'EIO' });
    let failures = 0;
    const logs = await LocalFrameLogs.openRoot(root, {
      onEvent: () => undefined,
      openFile: async (path, size) => {
        const file = await openSegmentFile(path, size);
        return {
          ...file,
          async datasync() {
            if (failures-- > 0) throw problem;
            await file.datasync();
          },
        };
      },
    });
    const record = (octet: number) => ({ header: {}, payload: Uint8Array.of(octet), id: `id-${octet}` });
    const log = await logs.open('mission.GF-1');
    const reading = (async () => {
      for await (const records of log.follow(1, undefined)) expect(records).toHaveLength(1);
    })();
    await log.append([record(1)]);
    failures = 1;
    await expect(log.append([record(2), record(3)])).rejects.toBeInstanceOf(FrameLogFailedError);
    const [again, too] = await Promise.all([logs.open('mission.GF-1'), logs.open('mission.GF-1')]);
    expect(again).not.toBe(log);
    expect(too).toBe(again);
    await expect(reading).rejects.toBeInstanceOf(FrameLogClosedError);
    await again.append([record(2), record(3), record(4)]);
    expect((await again.read(1)).map(({ payload }) => payload[0])).toEqual([1, 2, 3, 4]);
    expect(await logs.open('mission.GF-1')).toBe(again);
    await logs.close();
    await rm(root, { recursive: true });
  });
});
