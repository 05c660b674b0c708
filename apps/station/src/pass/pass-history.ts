import type { ContactId, PassStatus } from '@app/contracts';
import { isOver } from './pass.machine.js';

const FINISHED_KEPT = 50;

/** The latest status of each pass, in memory: those in progress and the last 50 that are over. */
export class PassHistory {
  private readonly statuses = new Map<ContactId, PassStatus>();

  note(status: PassStatus): void {
    this.statuses.set(status.contact, status);
    const finished = [...this.statuses.values()].filter(({ phase }) => isOver(phase));
    for (const { contact } of finished.slice(0, Math.max(0, finished.length - FINISHED_KEPT)))
      this.statuses.delete(contact);
  }

  /** The pass that began last comes first. */
  list(): PassStatus[] {
    return [...this.statuses.values()].reverse();
  }
}
