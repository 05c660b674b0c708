import { BatchSearch, type BatchAnswer } from './batch-search.js';
import { type PlannedSubject, type SearchSetup } from './search-task.js';

/** Called with each answer as it comes, in any order. */
export type AnswerListener = (batch: number, answer: BatchAnswer) => void;

/** Searches batches of subjects, here or in threads. */
export interface SearchPool {
  run(setup: SearchSetup, batches: readonly (readonly PlannedSubject[])[], answered: AnswerListener): Promise<void>;
}

/** One after the other in this thread. */
export const inThisThread: SearchPool = {
  run: async (setup, batches, answered) => {
    const search = new BatchSearch(setup);
    for (const [batch, subjects] of batches.entries()) {
      answered(batch, search.search(subjects));
      // Lets what was written to the terminal go there.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  },
};
