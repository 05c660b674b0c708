import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '@app/platform';
import type { ContactSearchJob, ContactSearchResult } from './contact-search.js';
import { ContactSearchFailedError, ContactSearchRunner } from './contact-search-runner.port.js';
import type { ContactSearchAnswer, ContactSearchOrder } from './contact-search.worker.js';

/** The compiled worker: beside this file, or under `dist` when this file runs as TypeScript (a worker thread cannot). */
function workerFile(): string {
  if (import.meta.url.endsWith('.js')) return fileURLToPath(new URL('./contact-search.worker.js', import.meta.url));
  return join(projectRoot(), 'dist/apps/flight-dynamics/src/contact-windows/contact-search.worker.js');
}

interface Waiting {
  readonly spacecraft: string;
  readonly take: (result: ContactSearchResult) => void;
  readonly fail: (error: ContactSearchFailedError) => void;
}

/** Searches in a thread of its own, which is started with the first search and anew after it failed. */
export class WorkerContactSearchRunner extends ContactSearchRunner {
  private worker: Worker | undefined;
  private orders = 0;
  private closed = false;
  private readonly waiting = new Map<number, Waiting>();

  override run(job: ContactSearchJob): Promise<ContactSearchResult> {
    return new Promise((take, fail) => {
      const { spacecraft } = job;
      if (this.closed) return fail(new ContactSearchFailedError(spacecraft, 'the search thread was closed'));
      const worker = (this.worker ??= this.start(spacecraft));
      const order = ++this.orders;
      this.waiting.set(order, { spacecraft, take, fail });
      worker.postMessage({ order, job } satisfies ContactSearchOrder);
    });
  }

  override async close(): Promise<void> {
    this.closed = true;
    await this.worker?.terminate();
  }

  private start(spacecraft: string): Worker {
    const file = workerFile();
    if (!existsSync(file)) throw new ContactSearchFailedError(spacecraft, `no ${file}; run \`npm run build\``);
    const worker = new Worker(file, { execArgv: [] });
    // It holds nothing that must be ended in good order.
    worker.unref();
    worker.on('message', (answer: ContactSearchAnswer) => this.receive(answer));
    worker.on('error', (error) => this.end(worker, error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => this.end(worker, `the search thread ended with code ${code}`));
    return worker;
  }

  private receive(answer: ContactSearchAnswer): void {
    const waiting = this.waiting.get(answer.order);
    this.waiting.delete(answer.order);
    if ('result' in answer) waiting?.take(answer.result);
    else waiting?.fail(new ContactSearchFailedError(waiting.spacecraft, answer.reason));
  }

  private end(worker: Worker, reason: string): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { spacecraft, fail } of waiting) fail(new ContactSearchFailedError(spacecraft, reason));
  }
}
