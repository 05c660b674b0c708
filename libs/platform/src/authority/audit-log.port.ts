import type { AuditEntry } from '@app/contracts';

/** What is decided; the log adds the mode and both clocks. */
export type AuditRecord = Omit<AuditEntry, 'id' | 'mode' | 'wallTime' | 'missionTime'>;

/** Where every decision is kept. Service management implements it. Type and token in one. */
export abstract class AuditLog {
  /** Resolves when the entry is durable. */
  abstract append(record: AuditRecord): Promise<void>;
}
