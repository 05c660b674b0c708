import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '@app/platform';
import type { DemodulatedFrames } from '../pass/reception.js';
import type { DemodulationAnswer, DemodulationOrder } from './demodulation.worker.js';
import {
  type Demodulation,
  DemodulationFailedError,
  DemodulationRunner,
  type DemodulationSettings,
  type SampleBlock,
} from './demodulation.port.js';
import { SampleJoiner } from './sample-joiner.js';

/** The compiled worker: beside this file, or under `dist` when this file runs as TypeScript (a worker thread cannot). */
function workerFile(): string {
  if (import.meta.url.endsWith('.js')) return fileURLToPath(new URL('./demodulation.worker.js', import.meta.url));
  return join(projectRoot(), 'dist/apps/station/src/demodulation/demodulation.worker.js');
}

/** A thread for each reception: several passes use several cores. */
export class WorkerDemodulationRunner extends DemodulationRunner {
  override begin(settings: DemodulationSettings): Demodulation {
    return new WorkerDemodulation(settings);
  }
}

interface Waiting {
  readonly resolve: (frames: DemodulatedFrames) => void;
  readonly reject: (error: DemodulationFailedError) => void;
}

class WorkerDemodulation implements Demodulation {
  private readonly worker: Worker | undefined;
  private readonly waiting: Waiting[] = [];
  private failure: DemodulationFailedError | undefined;
  private readonly joiner = new SampleJoiner();
  private latest: DemodulatedFrames = { frames: [], esN0Db: null, bitLock: false, frameLock: false };

  constructor(settings: DemodulationSettings) {
    const file = workerFile();
    if (!existsSync(file)) {
      this.failure = new DemodulationFailedError(`no ${file}; run \`npm run build\``);
      return;
    }
    this.worker = new Worker(file, { workerData: settings, execArgv: [] });
    this.worker.on('message', (answer: DemodulationAnswer) => {
      const first = this.waiting.shift();
      if ('frames' in answer) first?.resolve(answer);
      else first?.reject(new DemodulationFailedError(answer.failed));
    });
    this.worker.on('error', (error: unknown) => this.end(error instanceof Error ? error.message : String(error)));
    this.worker.on('exit', () => this.end('its thread has ended'));
  }

  take(block: SampleBlock): Promise<DemodulatedFrames> {
    return this.takeAll(this.joiner.push(block));
  }

  async finish(): Promise<DemodulatedFrames> {
    // Together: where the thread is gone both fail, and neither goes unheard.
    const [before, last] = await Promise.all([this.takeAll(this.joiner.flush()), this.ask({ type: 'finish' }, [])]);
    this.abandon();
    return { ...last, frames: [...before.frames, ...last.frames] };
  }

  /** The frames of all, with the state after the last; without one, the state as it was. */
  private async takeAll(blocks: readonly SampleBlock[]): Promise<DemodulatedFrames> {
    if (this.failure !== undefined) throw this.failure;
    // The samples are the worker's from here on.
    const answers = await Promise.all(
      blocks.map((block) => this.ask({ type: 'take', block }, [block.samples.buffer as ArrayBuffer])),
    );
    this.latest = answers.at(-1) ?? this.latest;
    return { ...this.latest, frames: answers.flatMap(({ frames }) => frames) };
  }

  abandon(): void {
    this.end('abandoned');
    void this.worker?.terminate();
  }

  private ask(order: DemodulationOrder, transfer: readonly ArrayBuffer[]): Promise<DemodulatedFrames> {
    const { worker, failure } = this;
    if (failure !== undefined || worker === undefined)
      return Promise.reject(failure ?? new DemodulationFailedError('no thread'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      worker.postMessage(order, transfer);
    });
  }

  private end(reason: string): void {
    this.failure ??= new DemodulationFailedError(reason);
    for (const { reject } of this.waiting.splice(0)) reject(this.failure);
  }
}
