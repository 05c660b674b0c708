import { accessSync, constants, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { acquirePidLock, LockedError, type PidLock } from '@app/platform';

/** Where the parts of one installation keep their data. Only these names are ours; nothing else in the folder is touched. */
export interface DataFolder {
  readonly root: string;
  readonly database: string;
  readonly frameLogs: string;
  readonly stations: string;
  readonly missionClock: string;
  readonly simulatorLog: string;
  readonly telecommandLog: string;
  readonly logFile: string;
}

const parts = {
  database: 'database',
  frameLogs: 'frame-logs',
  stations: 'stations',
  missionClock: 'mission-clock.json',
  simulatorLog: 'simulator.jsonl',
  telecommandLog: 'telecommands.jsonl',
  logFile: 'smms.log',
} as const;

export function dataFolder(path: string): DataFolder {
  const root = resolve(path);
  return {
    root,
    database: join(root, parts.database),
    frameLogs: join(root, parts.frameLogs),
    stations: join(root, parts.stations),
    missionClock: join(root, parts.missionClock),
    simulatorLog: join(root, parts.simulatorLog),
    telecommandLog: join(root, parts.telecommandLog),
    logFile: join(root, parts.logFile),
  };
}

/** The data folder cannot be used: it cannot be made or written, or another process works in it. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
  constructor(
    readonly folder: string,
    readonly expected: string,
    readonly found: string,
    options?: ErrorOptions,
  ) {
    super(`data folder ${folder}: expected ${expected}, found ${found}`, options);
  }
}

const systemReasons: Readonly<Record<string, string>> = {
  EACCES: 'no permission to write there',
  EPERM: 'no permission to write there',
  EROFS: 'a read-only file system',
  EEXIST: 'a file of that name',
  ENOTDIR: 'a file in its path',
  ENOSPC: 'no space left',
};

/** Makes the folder where there is none, and sees that it can be written. Throws DataFolderError. */
export function makeDataFolder({ root }: DataFolder): void {
  try {
    mkdirSync(root, { recursive: true });
    accessSync(root, constants.W_OK);
  } catch (error) {
    throw unusable(root, error);
  }
}

/** Makes the folder and takes it for this process; before anything in it is touched. Throws DataFolderError. */
export async function lockDataFolder(folder: DataFolder): Promise<PidLock> {
  makeDataFolder(folder);
  try {
    return await acquirePidLock(join(folder.root, 'lock'));
  } catch (error) {
    if (!(error instanceof LockedError)) throw unusable(folder.root, error);
    const holder = error.pid === undefined ? 'a lock that does not say whose it is' : `process ${error.pid}`;
    const advice = `lock file ${error.file}; --data takes another folder`;
    throw new DataFolderError(folder.root, 'no other process in it', `${holder} (${advice})`, { cause: error });
  }
}

function unusable(root: string, error: unknown): DataFolderError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = systemReasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new DataFolderError(root, 'a folder that can be written', reason, { cause: error });
}

/** Forgets what earlier runs left in the folder. */
export function emptyDataFolder(folder: DataFolder): void {
  for (const name of Object.values(parts)) {
    if (name === parts.logFile) continue; // it goes on, and says what was here before
    const path = join(folder.root, name);
    if (existsSync(path)) rmSync(path, { recursive: true });
  }
}
