import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ContactSearchJob, type ContactSearchResult, contactSearchSteps } from './contact-search.js';
import { ContactSearchFailedError, ContactSearchRunner } from './contact-search-runner.port.js';

/** Some milliseconds of work. */
const STEP = { antennas: 1, windows: 10 };

/** Searches on the caller's own thread, an antenna at a time with a turn of the event loop between. */
export class InProcessContactSearchRunner extends ContactSearchRunner {
  override async run(job: ContactSearchJob): Promise<ContactSearchResult> {
    const steps = contactSearchSteps(job, STEP);
    try {
      for (;;) {
        const step = steps.next();
        if (step.done === true) return step.value;
        await nextTurn();
      }
    } catch (error) {
      throw new ContactSearchFailedError(job.spacecraft, error instanceof Error ? error.message : String(error));
    }
  }

  override async close(): Promise<void> {}
}
