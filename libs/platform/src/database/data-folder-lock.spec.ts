import { afterAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataFolder } from './data-folder-lock.js';
import { DataFolderInUseError } from './database-errors.js';

const scratch = mkdtempSync(join(tmpdir(), 'smms-lock-'));
let folders = 0;
const folder = (): string => join(scratch, `data-${++folders}`);
afterAll(() => rmSync(scratch, { recursive: true }));

function deadProcess(): number {
  return spawnSync(process.execPath, ['-e', '0']).pid;
}

describe('the lock beside a data folder', () => {
  it('refuses a second opener and names the holder; released, it is gone', () => {
    const data = folder();
    const lock = lockDataFolder(data);
    expect(() => lockDataFolder(data)).toThrow(DataFolderInUseError);
    expect(() => lockDataFolder(data)).toThrow(`process ${process.pid}`);
    expect(() => lockDataFolder(data)).toThrow(data);
    lock.release();
    expect(existsSync(lock.file)).toBe(false);
    lockDataFolder(data).release();
  });

  it('refuses when a living process holds it', () => {
    const data = folder();
    writeFileSync(`${data}.lock`, String(process.ppid));
    expect(() => lockDataFolder(data)).toThrow(`process ${process.ppid}`);
  });

  it.each([
    ['a process that has ended', () => String(deadProcess())],
    ['an earlier process with the id of a living one', () => `${process.ppid} -1`],
    ['an earlier process with our own id', () => `${process.pid} -1`],
  ])('takes over from %s', (_, content) => {
    const data = folder();
    writeFileSync(`${data}.lock`, content());
    // Where the system does not tell when a process started, a living id must be believed.
    const believed = !existsSync('/proc/self/stat') && content().startsWith(`${process.ppid} `);
    if (believed) return expect(() => lockDataFolder(data)).toThrow(DataFolderInUseError);
    const lock = lockDataFolder(data);
    expect(readFileSync(lock.file, 'utf8')).toMatch(new RegExp(`^${process.pid}\\b`));
    lock.release();
  });

  it('waits for the writer of an empty lock, and takes over one that was left empty', () => {
    const data = folder();
    writeFileSync(`${data}.lock`, '');
    expect(() => lockDataFolder(data)).toThrow(DataFolderInUseError);
    utimesSync(`${data}.lock`, 1, 1);
    lockDataFolder(data).release();
  });
});
