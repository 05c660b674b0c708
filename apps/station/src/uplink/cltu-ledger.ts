import { type CltuId, type CltuTransfer, type ContactId, type StationContact, utcSchema } from '@app/contracts';
import { formatUtc, parseUtc, type Tai } from '@app/time';
import type { CltuJournal, CltuRecord } from './cltu-journal.js';

/** Mission time for which a CLTU is remembered, nanoseconds. */
const REMEMBERED_NS = 172_800_000_000_000n;

/** CLTUs of one contact by what became of them. */
export interface CltuCounts {
  readonly radiated: number;
  readonly failed: number;
}

/** What this site was given to radiate, by the mission's identifier and by the baseband unit's, across passes and restarts. */
export class CltuLedger {
  private readonly records = new Map<CltuId, CltuRecord>();
  private readonly byIdentifier = new Map<string, CltuId>();
  private lastIdentifier = 0n;

  /** `onUnwritten` hears of an end that the journal did not take: it is forgotten with this process. */
  constructor(
    private readonly journal: CltuJournal,
    private readonly onUnwritten: (error: unknown) => void = () => undefined,
  ) {}

  async open(now: Tai): Promise<void> {
    const records = await this.journal.open(({ takenAt }) => parseUtc(takenAt) + REMEMBERED_NS > now);
    for (const record of records) this.keep(record);
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  find(id: CltuId): CltuRecord | undefined {
    return this.records.get(id);
  }

  /** Durable when it resolves. Rejects with what the file system says; then it is not taken. */
  async take(transfer: CltuTransfer, { contact, permissions }: StationContact, now: Tai): Promise<CltuRecord> {
    const record: CltuRecord = {
      id: transfer.id,
      identifier: String(this.nextIdentifier(now)),
      spacecraft: transfer.spacecraft,
      contact: transfer.contact,
      antenna: contact.antenna,
      agreement: permissions.agreement,
      takenAt: utcSchema.parse(formatUtc(now)),
      outcome: 'given',
    };
    await this.journal.append(record);
    this.keep(record);
    return record;
  }

  /** There was no unit to give it to. */
  async withdraw(record: CltuRecord): Promise<void> {
    await this.settle(record, 'withdrawn');
  }

  /** The record of a CLTU of which a unit says this for the first time; undefined where it is not known, or known to have ended. */
  end(identifier: bigint, outcome: 'radiated' | 'not-radiated'): CltuRecord | undefined {
    const id = this.byIdentifier.get(String(identifier));
    const record = id === undefined ? undefined : this.records.get(id);
    if (record?.outcome !== 'given') return undefined;
    this.settle(record, outcome).catch(this.onUnwritten);
    return this.records.get(record.id);
  }

  /** CLTUs of a contact that a baseband unit was given and has not answered. */
  unanswered(contact: ContactId): CltuRecord[] {
    return [...this.records.values()].filter((one) => one.contact === contact && one.outcome === 'given');
  }

  counts(contact: ContactId): CltuCounts {
    const outcomes = [...this.records.values()].filter((one) => one.contact === contact).map(({ outcome }) => outcome);
    return {
      radiated: outcomes.filter((outcome) => outcome === 'radiated').length,
      failed: outcomes.filter((outcome) => outcome === 'not-radiated' || outcome === 'withdrawn').length,
    };
  }

  private settle(record: CltuRecord, outcome: CltuRecord['outcome']): Promise<void> {
    const settled = { ...record, outcome };
    this.keep(settled);
    return this.journal.append(settled);
  }

  private keep(record: CltuRecord): void {
    this.records.set(record.id, record);
    this.byIdentifier.set(record.identifier, record.id);
    const identifier = BigInt(record.identifier);
    if (identifier > this.lastIdentifier) this.lastIdentifier = identifier;
  }

  /** Never one that a unit may still know from before a restart: it counts on from mission time. */
  private nextIdentifier(now: Tai): bigint {
    this.lastIdentifier = now > this.lastIdentifier ? now : this.lastIdentifier + 1n;
    return this.lastIdentifier;
  }
}
