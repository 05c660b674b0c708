import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LockedError } from './frame-log.errors.js';
import { LocalFrameLogs } from './local-frame-logs.js';
import { acquirePidLock } from './pid-lock.js';
import { type FrameLogEvent } from './segment-log.js';

async function pidOfTheDead(): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-p', 'process.pid']);
  return Number(stdout);
}

describe('pid lock', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'smms-lock-'));
    file = join(folder, 'lock');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps a second holder out until it is released, and leaves no other file', async () => {
    const lock = await acquirePidLock(file);
    expect(lock.takenFrom).toBeUndefined();
    const second = acquirePidLock(file);
    await expect(second).rejects.toBeInstanceOf(LockedError);
    await expect(second).rejects.toMatchObject({ file, pid: process.pid });
    expect(await readdir(folder)).toEqual(['lock']);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
    await (await acquirePidLock(file)).release();
  });

  it('takes over the lock of a dead process', async () => {
    const pid = await pidOfTheDead();
    await writeFile(file, JSON.stringify({ pid, startedAt: null }));
    const lock = await acquirePidLock(file);
    expect(lock.takenFrom).toBe(pid);
    await expect(acquirePidLock(file)).rejects.toMatchObject({ pid: process.pid });
    expect(await readdir(folder)).toEqual(['lock']);
    await lock.release();
  });

  it('a pid that was given again to another process holds nothing, where the kernel tells start times', async () => {
    await writeFile(file, JSON.stringify({ pid: process.pid, startedAt: '1' }));
    const taken = acquirePidLock(file);
    if (existsSync('/proc/self/stat')) expect((await taken).takenFrom).toBe(process.pid);
    else await expect(taken).rejects.toBeInstanceOf(LockedError);
  });

  it('of two that find a dead lock at once, exactly one gets it', async () => {
    await writeFile(file, JSON.stringify({ pid: await pidOfTheDead(), startedAt: null }));
    const outcomes = await Promise.allSettled([acquirePidLock(file), acquirePidLock(file)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { name: 'LockedError' } });
    expect(await readdir(folder)).toEqual(['lock']);
  });

  it.each(['', 'x', '{"pid":0}'])('a lock file with the content %j is left alone', async (text) => {
    await writeFile(file, text);
    await expect(acquirePidLock(file)).rejects.toMatchObject({ name: 'LockedError', pid: undefined });
  });

  it('guards a folder of frame logs, and says when it was taken over', async () => {
    const events: FrameLogEvent[] = [];
    const options = { onEvent: (event: FrameLogEvent) => void events.push(event) };
    const logs = await LocalFrameLogs.openRoot(folder, options);
    await expect(LocalFrameLogs.openRoot(folder, options)).rejects.toBeInstanceOf(LockedError);
    await logs.close();
    const pid = await pidOfTheDead();
    await writeFile(file, JSON.stringify({ pid, startedAt: null }));
    await (await LocalFrameLogs.openRoot(folder, options)).close();
    expect(events).toEqual([{ kind: 'lock-taken-over', file, pid }]);
  });
});
