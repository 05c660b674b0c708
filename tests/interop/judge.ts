// Programs of others that judge what we make, and what they say.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const python = process.env.SMMS_PYTHON ?? '/usr/bin/python3';
const tools = resolve(root, process.env.SMMS_TOOLS ?? '../shared/tools');
const missing = (process.env.SMMS_INTEROP_MISSING ?? '').split(',');

/** A judge that did not run to its end. */
export class JudgeError extends Error {
  override readonly name = 'JudgeError';
  constructor(command: string, code: number | null, output: string) {
    super(`${command} ended with ${code}; it said:\n${output.slice(-3000)}`);
  }
}

/** `describe`, skipped where one of these is missing and run.js was told to allow it. */
export function describeWith(needs: readonly string[], title: string, body: () => void): void {
  if ([...needs, 'judges', 'oracles'].some((need) => missing.includes(need))) describe.skip(title, body);
  else describe(title, body);
}

export interface ProgramEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export async function run(command: string, args: readonly string[], input = ''): Promise<ProgramEnd> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => (stdout += String(text)));
  child.stderr.on('data', (text) => (stderr += String(text)));
  child.stdin.on('error', () => undefined).end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** A Python script of ours (`peers/…`) or of the judges. */
export const runPython = (script: string, args: readonly string[], input?: string): Promise<ProgramEnd> =>
  run(
    python,
    [script.startsWith('peers/') ? join(root, 'tests/interop', script) : join(tools, script), ...args],
    input,
  );

/** A folder for files that pass between programs; gone when the work is done. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'smms-interop-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Verdict {
  /** Of the frames that were expected, each counted once. */
  readonly decoded: number;
  readonly expected: number;
  /** Frames that nobody sent. */
  readonly false: number;
}

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

/** Compares contents: `alsoSent` are frames that may come or not. */
export function verdict(
  got: readonly string[],
  expected: readonly Uint8Array[],
  alsoSent: readonly Uint8Array[] = [],
): Verdict {
  const gotOnce = new Set(got);
  const sent = new Set([...expected, ...alsoSent].map(hex));
  return {
    decoded: expected.filter((frame) => gotOnce.has(hex(frame))).length,
    expected: expected.length,
    false: got.filter((frame) => !sent.has(frame)).length,
  };
}

/** The frames that gr-satellites finds in a file of samples or at an rtl_tcp server, in hexadecimal. Throws JudgeError. */
export async function framesByGrSatellites(source: string, options: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runPython('decode_with_grsat.py', [source, ...options]);
  if (code !== 0) throw new JudgeError('decode_with_grsat.py', code, stdout + stderr);
  return stdout.split('\n').filter((line) => /^([0-9a-f]{2})+$/.test(line));
}
