import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OfflineIo } from '../offline/offline-io.js';

/** What a command did with files that exist in memory only. */
export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The lines of `out` as values. */
  readonly lines: readonly Record<string, unknown>[];
  readonly written: ReadonlyMap<string, Uint8Array>;
}

export type MemoryFiles = Readonly<Record<string, Uint8Array | string | object>>;

function contentOf(file: Uint8Array | string | object): Uint8Array {
  if (file instanceof Uint8Array) return file;
  return Buffer.from(typeof file === 'string' ? file : JSON.stringify(file), 'latin1');
}

/** Runs a command on `files` (octets, text, or a value to be written as JSON), read in pieces of `pieceLength` octets. */
export async function runInMemory(
  files: MemoryFiles,
  command: (io: OfflineIo) => Promise<number>,
  pieceLength = 1 << 16,
): Promise<CommandResult> {
  let out = '';
  let err = '';
  const pieces = new Map<string, Uint8Array[]>();
  const code = await command({
    readOctets: async function* (path) {
      const file = files[path];
      if (file === undefined) throw Object.assign(new RangeError('none'), { code: 'ENOENT' });
      const octets = contentOf(file);
      for (let at = 0; at < octets.length; at += pieceLength) yield octets.subarray(at, at + pieceLength);
    },
    openOutput: async (path) => {
      if (path.includes('/')) throw Object.assign(new RangeError('none'), { code: 'ENOENT' });
      const written: Uint8Array[] = [];
      return {
        write: async (octets) => void written.push(octets.slice()),
        close: async () => void pieces.set(path, written),
        discard: async () => {},
      };
    },
    stdout: async (text) => void (out += text),
    stderr: (text) => void (err += text),
  });
  const lines = out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const written = new Map([...pieces].map(([path, list]) => [path, new Uint8Array(Buffer.concat(list))]));
  return { code, out, err, lines, written };
}

const oracles = join(process.env.SMMS_ORACLES ?? '', 'telemetry-command');

/** Whether values that somebody else computed are at hand; says so once where they are not. */
export function haveOracles(folder: string): boolean {
  const found = process.env.SMMS_ORACLES !== undefined && existsSync(join(oracles, folder));
  if (!found) process.stderr.write(`skipped: no oracle telemetry-command/${folder} (set SMMS_ORACLES)\n`);
  return found;
}

export function oracleFile(folder: string, name: string): Uint8Array {
  return readFileSync(join(oracles, folder, name));
}

export function oracleJsonLines<T>(folder: string, name: string): T[] {
  return Buffer.from(oracleFile(folder, name))
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}
