import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ContactsWorkerError } from './contacts-worker.error.js';
import { type SearchPool } from './search-pool.js';
import { type SearchSetup } from './search-task.js';
import { type FromSearchThread, type SearchThreadData, type ToSearchThread } from './thread-messages.js';

/** A thread that answers one message after the other. */
export interface SearchThread {
  post(message: ToSearchThread): void;
  /** `ended` is called once if the thread ends by itself. */
  listen(answered: (message: FromSearchThread) => void, ended: (reason: string) => void): void;
  terminate(): Promise<unknown>;
}

/** The compiled worker: beside this file, or under `dist` when this file runs as TypeScript (a worker thread cannot). */
export function workerFile(): string {
  const beside = import.meta.url.endsWith('.js')
    ? './contacts.worker.js'
    : '../../../../../dist/apps/smms/src/commands/contacts/contacts.worker.js';
  return fileURLToPath(new URL(beside, import.meta.url));
}

/** A thread of the process. Nothing that it prints may reach the standard output, which belongs to the command. */
export function startThread(setup: SearchSetup): SearchThread {
  const worker = new Worker(workerFile(), {
    ...{ workerData: { setup } satisfies SearchThreadData, execArgv: [], stdout: true, stderr: true },
  });
  worker.stdout.resume();
  worker.stderr.resume();
  return {
    post: (message) => worker.postMessage(message),
    listen: (answered, ended) => {
      worker.on('message', answered);
      worker.once('error', (error: unknown) => ended(error instanceof Error ? error.message : String(error)));
      worker.once('exit', (code) => ended(`its end with exit code ${code}`));
    },
    terminate: () => worker.terminate(),
  };
}

/**
 * Searches in `count` threads; each is given the next batch when it has answered. Rejects with ContactsWorkerError when one ends
 * before the work is done; the others are stopped then.
 */
export function threadPool(count: number, start: (setup: SearchSetup) => SearchThread = startThread): SearchPool {
  return {
    run: async (setup, batches, answered) => {
      if (start === startThread && !existsSync(workerFile()))
        throw new ContactsWorkerError(1, `no ${workerFile()}; run \`npm run build\``);
      const threads = Array.from({ length: Math.min(count, batches.length) }, () => start(setup));
      let next = 0;
      const work = async (thread: SearchThread, index: number): Promise<void> =>
        new Promise((done, fail) => {
          const give = (): void => {
            const batch = next++;
            const subjects = batches[batch];
            if (subjects === undefined) done();
            else thread.post({ batch, subjects });
          };
          thread.listen(
            ({ batch, answer }) => {
              answered(batch, answer);
              give();
            },
            (reason) => fail(new ContactsWorkerError(index + 1, reason.replaceAll(/\s+/g, ' '))),
          );
          give();
        });
      try {
        await Promise.all(threads.map(work));
      } finally {
        await Promise.all(threads.map((thread) => thread.terminate()));
      }
    },
  };
}
