import { parentPort } from 'node:worker_threads';
import { type ContactSearchJob, type ContactSearchResult, contactSearchSteps } from './contact-search.js';

/** What the worker is sent, and what it answers. */
export interface ContactSearchOrder {
  readonly order: number;
  readonly job: ContactSearchJob;
}
export type ContactSearchAnswer = { readonly order: number } & (
  { readonly result: ContactSearchResult } | { readonly reason: string }
);

/** Nobody waits for a turn here. */
const WHOLE = { antennas: Infinity, windows: Infinity };

function search(job: ContactSearchJob): ContactSearchResult {
  const steps = contactSearchSteps(job, WHOLE);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

parentPort?.on('message', ({ order, job }: ContactSearchOrder) => {
  const answer = (content: ContactSearchAnswer): void => parentPort?.postMessage(content);
  try {
    answer({ order, result: search(job) });
  } catch (error) {
    answer({ order, reason: error instanceof Error ? error.message : String(error) });
  }
});
