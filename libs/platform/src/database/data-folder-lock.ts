import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { DataFolderInUseError } from './database-errors.js';

// PGlite takes no lock of its own, and two processes in one folder destroy it. So: a file beside the folder that names its holder.

interface Holder {
  readonly pid: number;
  /** What tells two processes with one id apart, where the system says it: their start. */
  readonly birth: string | undefined;
}

/** A lock without content is one being written right now, unless it is older than this: then its writer died. */
const EMPTY_LOCK_IS_STALE_AFTER_MS = 5_000;
const heldHere = new Set<string>();

/** Start of a process in clock ticks since boot (Linux, proc(5), field 22 of `stat`); undefined elsewhere, 'dead' for a zombie. */
function birthOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'dead' : fields[19];
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readLock(path: string): { text: string; holder: Holder | undefined } | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    const [pid, birth] = text.trim().split(' ');
    return {
      text,
      holder: pid !== undefined && /^\d+$/.test(pid) ? { pid: Number(pid), birth } : undefined,
    };
  } catch {
    return undefined;
  }
}

function isStale(path: string, holder: Holder | undefined): boolean {
  if (holder === undefined) {
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    return age > EMPTY_LOCK_IS_STALE_AFTER_MS;
  }
  if (!isRunning(holder.pid)) return true;
  const birth = birthOf(holder.pid);
  if (birth !== undefined && holder.birth !== undefined) return birth !== holder.birth;
  return holder.pid === process.pid && !heldHere.has(path);
}

/** Moves a stale lock out of the way; false when another process was faster and the lock is now its own. */
function removeStale(path: string, staleText: string): boolean {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return true;
  }
  if (readLock(aside)?.text === staleText) {
    rmSync(aside, { force: true });
    return true;
  }
  renameSync(aside, path);
  return false;
}

export interface DataFolderLock {
  readonly file: string;
  release(): void;
}

/**
 * Takes the lock file `<folder>.lock`. A lock whose process is dead is taken over.
 * Throws DataFolderInUseError, naming the process, when the folder is open elsewhere or here.
 */
export function lockDataFolder(folder: string): DataFolderLock {
  const file = `${folder}.lock`;
  const mine = [process.pid, birthOf(process.pid)].filter((part) => part !== undefined).join(' ');
  for (;;) {
    try {
      const descriptor = openSync(file, 'wx');
      writeSync(descriptor, mine);
      closeSync(descriptor);
      heldHere.add(file);
      return {
        file,
        release: () => {
          heldHere.delete(file);
          if (readLock(file)?.text === mine) rmSync(file, { force: true });
        },
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const found = readLock(file);
    if (found === undefined) continue;
    if (!isStale(file, found.holder) || !removeStale(file, found.text))
      throw new DataFolderInUseError(folder, file, found.holder?.pid);
  }
}
