import { Cop1Error, bookPractice, prebuiltFramesPractice } from '@app/ccsds';
import { replayFarm } from './cop1-replay-farm.js';
import { replayFop } from './cop1-replay-fop.js';
import { type ReplayResult, replayReport } from './cop1-replay-result.js';
import { readFarmTrace, readFopTrace } from './cop1-replay-trace.js';
import { Cop1ReplayError } from './cop1-replay.error.js';

/** As commander gives them. */
export interface Cop1ReplayOptions {
  readonly machine: string;
  readonly trace: string;
  readonly practice: string;
}

/** What the command reads and writes. */
export interface Cop1ReplayIo {
  /** The text of a file; rejects with an error that has a `code` (`ENOENT`, ...) when it cannot be read. */
  readonly readFile: (path: string) => Promise<string>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

const practices = { book: bookPractice, 'prebuilt-frames': prebuiltFramesPractice } as const;
const isPractice = (name: string): name is keyof typeof practices => Object.hasOwn(practices, name);

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'a directory',
  EACCES: 'no permission to read it',
};

async function readText(io: Cop1ReplayIo, path: string): Promise<string> {
  try {
    return await io.readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unreadable file';
    throw new Cop1ReplayError(`--trace ${path}`, 'a readable file', systemReasons[code] ?? code);
  }
}

async function replay({ machine, trace, practice }: Cop1ReplayOptions, io: Cop1ReplayIo): Promise<number> {
  if (machine !== 'farm1' && machine !== 'fop1')
    throw new Cop1ReplayError('--machine', 'farm1 or fop1', JSON.stringify(machine));
  if (!isPractice(practice))
    throw new Cop1ReplayError('--practice', Object.keys(practices).join(' or '), JSON.stringify(practice));
  const text = await readText(io, trace);
  const result: ReplayResult =
    machine === 'farm1'
      ? replayFarm(readFarmTrace(text, trace))
      : replayFop(readFopTrace(text, trace), practices[practice]);
  const notes =
    machine === 'fop1'
      ? [`practice: ${practice}; exempt: the Accept of a BD frame, at E21 in the trace and at E45 here`]
      : [];
  io.stdout(replayReport(machine, result, notes));
  return result.differences.length === 0 ? 0 : 1;
}

/**
 * Runs `smms cop1 replay`: differences and counts on stdout. Gives the exit code: 0, or 1 when the machine differs from the trace or an
 * argument or the trace is wrong (one line on stderr).
 */
export async function runCop1Replay(options: Cop1ReplayOptions, io: Cop1ReplayIo): Promise<number> {
  try {
    return await replay(options, io);
  } catch (error) {
    if (!(error instanceof Cop1ReplayError || error instanceof Cop1Error)) throw error;
    io.stderr(`error: ${error.message}\n`);
    return 1;
  }
}
