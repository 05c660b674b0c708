import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the parts of one installation keep their data. Only these names are ours; nothing else in the folder is touched. */
export interface DataFolder {
  readonly root: string;
  readonly database: string;
  readonly frameLogs: string;
  readonly stations: string;
  readonly missionClock: string;
  readonly simulatorLog: string;
  readonly logFile: string;
}

const parts = {
  database: 'database',
  frameLogs: 'frame-logs',
  stations: 'stations',
  missionClock: 'mission-clock.json',
  simulatorLog: 'simulator.jsonl',
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
    logFile: join(root, parts.logFile),
  };
}

/** Makes the folder; with `fresh`, forgets what earlier runs left in it. */
export function prepareDataFolder(folder: DataFolder, fresh: boolean): void {
  mkdirSync(folder.root, { recursive: true });
  if (!fresh) return;
  for (const name of Object.values(parts)) {
    if (name === parts.logFile) continue; // it goes on, and says what was here before
    const path = join(folder.root, name);
    if (existsSync(path)) rmSync(path, { recursive: true });
  }
}
