import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LockedError } from './locked.error.js';
import { acquirePidLock } from './pid-lock.js';

async function pidOfTheDead(): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-p', 'process.pid']);
  return Number(stdout);
}

const startTimesAreTold = existsSync('/proc/self/stat');

describe('pid lock', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'smms-lock-'));
    file = join(folder, 'lock');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const held = (pid: number, startedAt: string | null) => writeFile(file, JSON.stringify({ pid, startedAt }));

  it('keeps a second holder out until it is released, and leaves no other file', async () => {
    const lock = await acquirePidLock(file);
    expect(lock).toMatchObject({ file, takenFrom: undefined });
    const second = acquirePidLock(file);
    await expect(second).rejects.toBeInstanceOf(LockedError);
    await expect(second).rejects.toMatchObject({ file, pid: process.pid });
    expect(await readdir(folder)).toEqual(['lock']);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
    await (await acquirePidLock(file)).release();
  });

  it('refuses when a living process holds it, and names it', async () => {
    await held(process.ppid, null);
    await expect(acquirePidLock(file)).rejects.toThrow(`process ${process.ppid}`);
  });

  it('takes over the lock of a dead process', async () => {
    const pid = await pidOfTheDead();
    await held(pid, null);
    const lock = await acquirePidLock(file);
    expect(lock.takenFrom).toBe(pid);
    await expect(acquirePidLock(file)).rejects.toMatchObject({ pid: process.pid });
    expect(await readdir(folder)).toEqual(['lock']);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  it('a pid that was given again to another process holds nothing, where the kernel tells start times', async () => {
    await held(process.ppid, '1');
    const taken = acquirePidLock(file);
    if (startTimesAreTold) expect((await taken).takenFrom).toBe(process.ppid);
    else await expect(taken).rejects.toBeInstanceOf(LockedError);
  });

  it.each(['1', null])('an earlier process with our own pid, start %j, holds nothing', async (startedAt) => {
    await held(process.pid, startedAt);
    expect((await acquirePidLock(file)).takenFrom).toBe(process.pid);
  });

  it('of two that find a dead lock at once, exactly one gets it', async () => {
    await held(await pidOfTheDead(), null);
    const outcomes = await Promise.allSettled([acquirePidLock(file), acquirePidLock(file)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { name: 'LockedError' } });
    expect(await readdir(folder)).toEqual(['lock']);
  });

  it.each(['', 'x', '{"pid":0}'])('a lock file with the content %j is left alone', async (text) => {
    await writeFile(file, text);
    await expect(acquirePidLock(file)).rejects.toMatchObject({ name: 'LockedError', pid: undefined });
  });

  it('takes over one that was left empty long ago', async () => {
    await writeFile(file, '');
    await utimes(file, 1, 1);
    await (await acquirePidLock(file)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('a release leaves the lock of another alone', async () => {
    const lock = await acquirePidLock(file);
    await held(process.ppid, null);
    await lock.release();
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: process.ppid });
  });
});
