import { parentPort, workerData } from 'node:worker_threads';
import { BatchSearch } from './batch-search.js';
import { type FromSearchThread, type SearchThreadData, type ToSearchThread } from './thread-messages.js';
import { memoryOf } from './window-rows.js';

// A thread of `smms contacts`: searches the batches that it is sent, one after the other.
const search = new BatchSearch((workerData as SearchThreadData).setup);

parentPort?.on('message', ({ batch, subjects }: ToSearchThread) => {
  const answer = search.search(subjects);
  parentPort?.postMessage({ batch, answer } satisfies FromSearchThread, memoryOf(answer.rows));
});
