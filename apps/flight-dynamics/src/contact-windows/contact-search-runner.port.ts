import type { ContactSearchJob, ContactSearchResult } from './contact-search.js';

/** Where contact searches run: never for long on the event loop (design rule 14). */
export abstract class ContactSearchRunner {
  /** Rejects with ContactSearchFailedError. */
  abstract run(job: ContactSearchJob): Promise<ContactSearchResult>;
  /** No run after this. */
  abstract close(): Promise<void>;
}

/** A search could not be run, or threw; with its own words. */
export class ContactSearchFailedError extends Error {
  override readonly name = 'ContactSearchFailedError';
  constructor(
    readonly spacecraft: string,
    readonly reason: string,
  ) {
    super(`contact search of ${spacecraft}: ${reason}`);
  }
}
