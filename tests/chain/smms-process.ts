import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/smms.js', import.meta.url));
const POLL_MS = 50;

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process did not do what was waited for; what it said comes with it. */
export class SmmsProcessError extends Error {
  override readonly name = 'SmmsProcessError';
  constructor(
    readonly what: string,
    readonly args: readonly string[],
    readonly output: string,
  ) {
    super(`smms ${args.join(' ')}: ${what}; it said:\n${output.slice(-4000)}`);
  }
}

/** `smms ...` as a process of its own, from the checkout. */
export class SmmsProcess {
  stdout = '';
  stderr = '';
  private readonly child: ChildProcess;
  private readonly over: Promise<unknown>;

  /**
   * Settings come from `settings` alone, never from the environment or the folder that the test runs in. `input` is all that it finds on
   * its standard input.
   */
  constructor(
    readonly args: readonly string[],
    folder: string,
    settings: Readonly<Record<string, string>> = {},
    input = '',
  ) {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(SMMS_.*|DATABASE_URL)$/.test(name));
    this.child = spawn(process.execPath, [program, ...args], {
      cwd: folder,
      env: { ...Object.fromEntries(inherited), ...settings },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // A process that is killed before it has read is no matter.
    this.child.stdin?.on('error', () => undefined).end(input);
    this.child.stdout?.on('data', (text) => (this.stdout += String(text)));
    this.child.stderr?.on('data', (text) => (this.stderr += String(text)));
    this.over = once(this.child, 'close').catch((error: unknown) => (this.stderr += String(error)));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined;
  }

  /** What the first group of `pattern` matches on standard output, as soon as it is there. */
  async says(pattern: RegExp, timeoutS: number): Promise<string> {
    for (const started = performance.now(); performance.now() - started < timeoutS * 1000; await delay(POLL_MS)) {
      const found = pattern.exec(this.stdout)?.[1];
      if (found !== undefined) return found;
      if (this.ended) throw this.failed(`ended before it said ${String(pattern)}`);
    }
    throw this.failed(`did not say ${String(pattern)} within ${timeoutS} s`);
  }

  /** Sends a signal, and waits for the end. */
  end(signal: NodeJS.Signals, timeoutS: number): Promise<ProcessEnd> {
    this.child.kill(signal);
    return this.ending(`of ${signal}`, timeoutS);
  }

  /** Waits for the end that it comes to by itself. */
  finish(timeoutS: number): Promise<ProcessEnd> {
    return this.ending('of its start', timeoutS);
  }

  private async ending(since: string, timeoutS: number): Promise<ProcessEnd> {
    const waiting = new AbortController();
    const late = delay(timeoutS * 1000, 'late', { signal: waiting.signal }).catch(() => undefined);
    const first = await Promise.race([this.over, late]);
    waiting.abort();
    if (first === 'late') throw this.failed(`did not end within ${timeoutS} s ${since}`);
    return { code: this.child.exitCode, signal: this.child.signalCode };
  }

  private failed(what: string): SmmsProcessError {
    return new SmmsProcessError(what, this.args, `${this.stdout}\n${this.stderr}`);
  }
}
