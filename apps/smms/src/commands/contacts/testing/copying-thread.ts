import { BatchSearch } from '../batch-search.js';
import { type SearchSetup } from '../search-task.js';
import { type SearchThread } from '../thread-pool.js';

/** A thread in this one: everything that goes in and out is copied, as between threads. The later message may be answered first. */
export function copyingThread(setup: SearchSetup): SearchThread {
  const search = new BatchSearch(structuredClone(setup));
  let answered: Parameters<SearchThread['listen']>[0] = () => undefined;
  return {
    post: ({ batch, subjects }) => {
      const answer = structuredClone(search.search(structuredClone(subjects)));
      if (batch % 2 === 0) setImmediate(() => answered({ batch, answer }));
      else queueMicrotask(() => answered({ batch, answer }));
    },
    listen: (listener) => (answered = listener),
    terminate: () => Promise.resolve(),
  };
}
