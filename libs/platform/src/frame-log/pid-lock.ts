import { randomUUID } from 'node:crypto';
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { LockedError } from './frame-log.errors.js';

const holder = z.object({
  pid: z.int().min(1),
  /** When the process started, in kernel ticks, where the kernel says: a pid alone may have been given again. */
  startedAt: z.string().nullable(),
});
type Holder = z.infer<typeof holder>;

export interface PidLock {
  /** The dead process whose lock was taken over, if there was one. */
  readonly takenFrom: number | undefined;
  release(): Promise<void>;
}

/** Field 22 of /proc/PID/stat, counted behind the command's closing parenthesis. Null where there is no such file. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

async function isAlive({ pid, startedAt }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false; // EPERM: alive, another user's
  }
  const now = await startOf(pid);
  return startedAt === null || now === null || startedAt === now;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    return holder.parse(JSON.parse(text));
  } catch {
    return undefined; // not ours to judge: treated as held
  }
}

/** Gives `file` its whole content at once, or nothing if it exists. */
async function createOnce(file: string, text: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}.new`;
  await writeFile(draft, text);
  try {
    await link(draft, file);
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
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readText(aside)) !== judged) await link(aside, file);
  await unlink(aside);
}

/**
 * Takes a lock file for this process, which keeps every other one out until it is released or this process has died.
 * @throws LockedError while the holder lives, this same process included
 */
export async function acquirePidLock(file: string): Promise<PidLock> {
  const mine = JSON.stringify({ pid: process.pid, startedAt: await startOf(process.pid) } satisfies Holder);
  let takenFrom: number | undefined;
  if (!(await createOnce(file, mine))) {
    const text = await readText(file);
    const other = text === undefined ? undefined : parseHolder(text);
    if (text !== undefined) {
      if (other === undefined || (await isAlive(other))) throw new LockedError(file, other?.pid);
      await removeStale(file, text);
    }
    if (!(await createOnce(file, mine))) throw new LockedError(file, undefined);
    takenFrom = other?.pid;
  }
  return { takenFrom, release: () => unlink(file) };
}
