import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { LockedError } from '../locks/locked.error.js';
import { acquirePidLock, type PidLock } from '../locks/pid-lock.js';
import { DatabaseLayerError, DataFolderInUseError, PgliteStartError, PgliteStoppedError } from './database-errors.js';
import { reasonOf } from './reasons.js';
import { type FromPgliteWorker, type PgliteWorkerData, type ToPgliteWorker } from './pglite-messages.js';
import { type PgliteLink, type PgliteLinkListener, PgliteStream } from './pglite-stream.js';
import { projectRoot } from './project-root.js';

/** A worker that has not closed the database by then is ended; the write-ahead log makes that safe. */
const STOP_WITHIN_MS = 10_000;

/** The compiled worker: beside this file, or under `dist` when this file runs as TypeScript (a worker thread cannot). */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./pglite.worker.js', import.meta.url));
  if (import.meta.url.endsWith('.js')) return beside;
  return join(projectRoot(), 'dist/libs/platform/src/database/pglite.worker.js');
}

export interface PgliteServerOptions {
  /** Data folder, made when absent; in memory when undefined. */
  readonly dataDir?: string | undefined;
  /** Told once when the database ends without having been stopped. */
  readonly onDeath?: (error: PgliteStoppedError) => void;
}

/** PGlite in a worker thread, with the lock on its folder. One session: use one `PgliteStream` at a time. */
export class PgliteServer {
  readonly #listeners = new Map<number, PgliteLinkListener>();
  #lastConnection = 0;
  #stopped: PgliteStoppedError | undefined;
  #stopping: Promise<void> | undefined;
  #onStopped: (() => void) | undefined;

  private constructor(
    /** Absolute path, or 'memory'. */
    readonly place: string,
    private readonly worker: Worker,
    private readonly lock: PidLock | undefined,
    private readonly onDeath: ((error: PgliteStoppedError) => void) | undefined,
  ) {
    worker.on('message', (message: FromPgliteWorker) => this.#receive(message));
    worker.on('error', (error) => this.#end(reasonOf(error)));
    worker.on('exit', (code) => this.#end(`the worker ended with code ${code}`));
  }

  /** Starts the database. Throws DataFolderInUseError, or PgliteStartError with the reason. */
  static async start(options: PgliteServerOptions = {}): Promise<PgliteServer> {
    const dataDir = options.dataDir === undefined ? undefined : resolve(options.dataDir);
    const place = dataDir ?? 'memory';
    const file = workerFile();
    if (!existsSync(file)) throw new PgliteStartError(place, `no ${file}; run \`npm run build\``);
    let lock: PidLock | undefined;
    let worker: Worker | undefined;
    try {
      if (dataDir !== undefined) {
        mkdirSync(dirname(dataDir), { recursive: true });
        lock = await lockBeside(dataDir);
      }
      // Nothing that the worker prints may reach our standard output, which belongs to the command.
      worker = new Worker(file, {
        workerData: { dataDir } satisfies PgliteWorkerData,
        execArgv: [],
        stdout: true,
        stderr: true,
      });
      worker.stdout.resume();
      worker.stderr.resume();
      await untilReady(worker, place);
      return new PgliteServer(place, worker, lock, options.onDeath);
    } catch (error) {
      await worker?.terminate();
      await lock?.release();
      if (error instanceof DatabaseLayerError) throw error;
      throw new PgliteStartError(place, reasonOf(error), { cause: error });
    }
  }

  /** A new line to the database, for pg's `stream` option. */
  openStream(): PgliteStream {
    return new PgliteStream((listener) => this.#attach(listener));
  }

  /** Closes the database and ends the worker; a second call waits for the first. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    if (this.#stopped === undefined) {
      const closed = new Promise<void>((done) => (this.#onStopped = done));
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((done) => (timer = setTimeout(done, STOP_WITHIN_MS)));
      this.#post({ kind: 'stop' });
      await Promise.race([closed, late]);
      clearTimeout(timer);
    }
    this.#end('it was stopped');
    await this.worker.terminate();
    await this.lock?.release();
  }

  #attach(listener: PgliteLinkListener): PgliteLink {
    if (this.#stopped !== undefined) throw this.#stopped;
    const connection = ++this.#lastConnection;
    this.#listeners.set(connection, listener);
    return {
      send: (bytes) => this.#post({ kind: 'bytes', connection, bytes: new Uint8Array(bytes) }),
      detach: () => {
        if (this.#listeners.delete(connection)) this.#post({ kind: 'detach', connection });
      },
    };
  }

  #post(message: ToPgliteWorker): void {
    if (this.#stopped !== undefined) return;
    this.worker.postMessage(message, message.kind === 'bytes' ? [message.bytes.buffer] : []);
  }

  #receive(message: FromPgliteWorker): void {
    if (message.kind === 'bytes') this.#listeners.get(message.connection)?.onBytes(message.bytes);
    else if (message.kind === 'stopped') this.#onStopped?.();
    else if (message.kind === 'failed') this.#end(message.reason);
  }

  #end(reason: string): void {
    if (this.#stopped !== undefined) return;
    const error = new PgliteStoppedError(this.place, reason);
    this.#stopped = error;
    this.#onStopped?.();
    for (const listener of this.#listeners.values()) listener.onStopped(error);
    this.#listeners.clear();
    if (this.#stopping === undefined) {
      this.onDeath?.(error);
      void this.stop();
    }
  }
}

/** PGlite takes no lock of its own, and two processes in one folder destroy it. So: a file beside the folder that names its holder. */
async function lockBeside(folder: string): Promise<PidLock> {
  try {
    return await acquirePidLock(`${folder}.lock`);
  } catch (error) {
    if (error instanceof LockedError) throw new DataFolderInUseError(folder, error.file, error.pid);
    throw error;
  }
}

async function untilReady(worker: Worker, place: string): Promise<void> {
  const before = new AbortController();
  const options = { signal: before.signal };
  try {
    const [message] = (await Promise.race([
      once(worker, 'message', options),
      once(worker, 'exit', options).then(([code]: unknown[]) => [
        { kind: 'failed', reason: `the worker ended with code ${String(code)}` },
      ]),
    ])) as [FromPgliteWorker];
    if (message.kind !== 'ready')
      throw new PgliteStartError(place, message.kind === 'failed' ? message.reason : `message ${message.kind}`);
  } catch (error) {
    if (error instanceof PgliteStartError) throw error;
    throw new PgliteStartError(place, reasonOf(error), { cause: error });
  } finally {
    before.abort();
  }
}
