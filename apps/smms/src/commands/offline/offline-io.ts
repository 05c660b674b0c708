import { OfflineInputError } from './offline-input.error.js';

/** A file that is being written. */
export interface OutputFile {
  readonly write: (octets: Uint8Array) => Promise<void>;
  /** All was written: only now the file takes the place of one that was there. */
  readonly close: () => Promise<void>;
  /** Nothing is to be left of it. */
  readonly discard: () => Promise<void>;
}

/** What an offline command reads and writes. Files that cannot be read or written reject with an error that has a `code` (`ENOENT`, ...). */
export interface OfflineIo {
  /** The octets of a file, or of standard input (`-`), in pieces of some 64 KiB. */
  readonly readOctets: (path: string) => AsyncIterable<Uint8Array>;
  readonly openOutput: (path: string) => Promise<OutputFile>;
  /** Resolves when more may be written. */
  readonly stdout: (text: string) => Promise<void>;
  readonly stderr: (text: string) => void;
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EISDIR: 'a directory',
  ENOTDIR: 'a file where a folder is meant',
  EACCES: 'no permission',
  ENOSPC: 'no space left',
};

function fileError(error: unknown, where: string, expected: string): unknown {
  // Errors of the system may come from another realm than this code's: what they are is told by their code.
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return error;
  return new OfflineInputError(where, expected, systemReasons[error.code] ?? error.code);
}

/** The pieces of an input file. Throws OfflineInputError that names `option` and path. */
export async function* readInput(io: OfflineIo, option: string, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* io.readOctets(path);
  } catch (error) {
    throw fileError(error, `${option} ${path}`, 'a readable file');
  }
}

/** Opens the output file of `option`. Throws OfflineInputError. */
export async function openOutput(io: OfflineIo, option: string, path: string): Promise<OutputFile> {
  try {
    return await io.openOutput(path);
  } catch (error) {
    throw fileError(error, `${option} ${path}`, 'a file that can be written');
  }
}

/** A whole small text file. Throws OfflineInputError: unreadable, or longer than `maxOctets`. */
export async function readText(io: OfflineIo, option: string, path: string, maxOctets = 1 << 20): Promise<string> {
  const pieces: Uint8Array[] = [];
  let octets = 0;
  for await (const piece of readInput(io, option, path)) {
    octets += piece.length;
    if (octets > maxOctets)
      throw new OfflineInputError(`${option} ${path}`, `a file of at most ${maxOctets} octets`, 'more');
    pieces.push(piece);
  }
  return Buffer.concat(pieces)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}
