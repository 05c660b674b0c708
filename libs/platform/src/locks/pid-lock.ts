import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { LockedError } from './locked.error.js';

const holder = z.object({
  pid: z.int().min(1),
  /** When the process started, in kernel ticks, where the kernel says: a pid alone may have been given again. */
  startedAt: z.string().nullable(),
});
type Holder = z.infer<typeof holder>;

export interface PidLock {
  readonly file: string;
  /** The dead process whose lock was taken over, if there was one. */
  readonly takenFrom: number | undefined;
  /** Removes the lock file, unless it has become somebody else's. */
  release(): Promise<void>;
}

/** A lock is written whole or not at all; one that is empty for this long lost its content in a power failure. */
const EMPTY_LOCK_IS_STALE_AFTER_MS = 5_000;
/** Where no start times are told, these tell our own locks from those of an earlier process with our pid. */
const heldHere = new Set<string>();

/** State and start (fields 3 and 22 of /proc/PID/stat, proc(5), counted behind the command's closing parenthesis); undefined where there is no such file. */
async function processStat(pid: number): Promise<{ zombie: boolean; startedAt: string | null } | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { zombie: fields[0] === 'Z', startedAt: fields[19] ?? null };
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'; // EPERM: alive, another user's
  }
}

async function isAlive({ pid, startedAt }: Holder, file: string): Promise<boolean> {
  if (!isRunning(pid)) return false;
  const now = await processStat(pid);
  if (now?.zombie === true) return false;
  if (startedAt !== null && now !== undefined && now.startedAt !== null) return startedAt === now.startedAt;
  return pid !== process.pid || heldHere.has(file);
}

async function unlessMissing<T>(what: Promise<T>): Promise<T | undefined> {
  try {
    return await what;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const readText = (file: string): Promise<string | undefined> => unlessMissing(readFile(file, 'utf8'));

function parseHolder(text: string): Holder | undefined {
  try {
    return holder.parse(JSON.parse(text));
  } catch {
    return undefined; // not ours to judge: treated as held
  }
}

async function isHeld(file: string, text: string, other: Holder | undefined): Promise<boolean> {
  if (other !== undefined) return isAlive(other, file);
  if (text !== '') return true;
  const writtenAt = (await unlessMissing(stat(file)))?.mtimeMs ?? 0;
  return Date.now() - writtenAt <= EMPTY_LOCK_IS_STALE_AFTER_MS;
}

/** Gives `file` its whole content at once, or nothing if it exists. */
async function createOnce(file: string, text: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}.new`;
  await writeFile(draft, text);
  try {
    await link(draft, file);
    heldHere.add(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

/** Moves away the lock of a dead process; puts it back if it has become somebody else's meanwhile. */
async function removeStale(file: string, judged: string): Promise<void> {
  const aside = `${file}.${randomUUID()}.stale`;
  if ((await unlessMissing(rename(file, aside).then(() => true))) === undefined) return;
  if ((await readText(aside)) !== judged) await link(aside, file);
  await unlink(aside);
}

/**
 * Takes a lock file for this process, which keeps every other one out until it is released or this process has died.
 * @throws LockedError while the holder lives, this same process included
 */
export async function acquirePidLock(path: string): Promise<PidLock> {
  const file = resolve(path);
  const startedAt = (await processStat(process.pid))?.startedAt ?? null;
  // The token makes each lock's text its own, so that a lock is never taken for the one before it.
  const mine = JSON.stringify({ pid: process.pid, startedAt, token: randomUUID() });
  let takenFrom: number | undefined;
  if (!(await createOnce(file, mine))) {
    const text = await readText(file);
    const other = text === undefined ? undefined : parseHolder(text);
    if (text !== undefined) {
      if (await isHeld(file, text, other)) throw new LockedError(file, other?.pid);
      await removeStale(file, text);
    }
    if (!(await createOnce(file, mine))) throw new LockedError(file, undefined);
    takenFrom = other?.pid;
  }
  const release = async (): Promise<void> => {
    if ((await readText(file)) !== mine) return;
    heldHere.delete(file);
    await rm(file, { force: true });
  };
  return { file, takenFrom, release };
}
