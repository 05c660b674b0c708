import { type CltuId, type CltuTransfer, type ContactId, type StationContact, utcSchema } from '@app/contracts';
import { formatUtc, type Tai } from '@app/time';
import type { CltuJournal, CltuRecord } from './cltu-journal.js';

/** Mission time for which a CLTU is remembered, nanoseconds. */
const REMEMBERED_NS = 172_800_000_000_000n;

/** The journal is written anew where it has more lines than so many for each record, and than so many at all. */
const LINES_A_RECORD = 4;
const LEAST_LINES = 1000;

/** CLTUs of one contact by what became of them. */
export interface CltuCounts {
  readonly radiated: number;
  readonly failed: number;
}

interface ContactAccount {
  radiated: number;
  failed: number;
  /** Those that a baseband unit has not answered. */
  readonly given: Map<CltuId, CltuRecord>;
}

const countOf = (outcome: Exclude<CltuRecord['outcome'], 'given'>): keyof CltuCounts =>
  outcome === 'radiated' ? 'radiated' : 'failed';

/** Texts of one form are in the order of their instants: to read each of very many would hold the event loop. */
const rememberedAt = (now: Tai): ((record: CltuRecord) => boolean) => {
  const latestForgotten = formatUtc(now - REMEMBERED_NS);
  return ({ takenAt }) => takenAt > latestForgotten;
};

/** What this site was given to radiate, by the mission's identifier and by the baseband unit's, across passes and restarts. */
export class CltuLedger {
  private readonly records = new Map<CltuId, CltuRecord>();
  private readonly byIdentifier = new Map<string, CltuId>();
  /** What `records` comes to: asked for each second of a pass, while there may be many. */
  private readonly contacts = new Map<ContactId, ContactAccount>();
  private lastIdentifier = 0n;

  /** `onUnwritten` hears of an end that the journal did not take: it is forgotten with this process. */
  constructor(
    private readonly journal: CltuJournal,
    private readonly onUnwritten: (error: unknown) => void = () => undefined,
  ) {}

  async open(now: Tai): Promise<void> {
    const records = await this.journal.open(rememberedAt(now));
    for (const record of records) this.keep(record);
  }

  /**
   * Forgets what was taken 48 hours ago or earlier. The journal is written anew where most of its lines are of no use any more;
   * rejects with what the file system says, and then the journal goes on as it was.
   */
  async forgetOld(now: Tai): Promise<void> {
    const isRemembered = rememberedAt(now);
    for (const record of this.records.values()) if (!isRemembered(record)) this.forget(record);
    if (this.journal.lines > LINES_A_RECORD * this.records.size + LEAST_LINES)
      await this.journal.writeAnew(() => [...this.records.values()]);
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
    await this.journal.append(record, () => this.keep(record));
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
    return [...(this.contacts.get(contact)?.given.values() ?? [])];
  }

  counts(contact: ContactId): CltuCounts {
    const { radiated, failed } = this.contacts.get(contact) ?? { radiated: 0, failed: 0 };
    return { radiated, failed };
  }

  private settle(record: CltuRecord, outcome: CltuRecord['outcome']): Promise<void> {
    const settled = { ...record, outcome };
    this.keep(settled);
    return this.journal.append(settled);
  }

  private keep(record: CltuRecord): void {
    const before = this.records.get(record.id);
    if (before !== undefined) this.uncount(before);
    this.count(record);
    this.records.set(record.id, record);
    this.byIdentifier.set(record.identifier, record.id);
    const identifier = BigInt(record.identifier);
    if (identifier > this.lastIdentifier) this.lastIdentifier = identifier;
  }

  private forget(record: CltuRecord): void {
    this.records.delete(record.id);
    this.byIdentifier.delete(record.identifier);
    this.uncount(record);
  }

  private count(record: CltuRecord): void {
    const account = this.contacts.get(record.contact) ?? { radiated: 0, failed: 0, given: new Map() };
    this.contacts.set(record.contact, account);
    if (record.outcome === 'given') account.given.set(record.id, record);
    else account[countOf(record.outcome)]++;
  }

  private uncount({ contact, id, outcome }: CltuRecord): void {
    const account = this.contacts.get(contact);
    if (account === undefined) return;
    if (outcome === 'given') account.given.delete(id);
    else account[countOf(outcome)]--;
    if (account.radiated + account.failed + account.given.size === 0) this.contacts.delete(contact);
  }

  /** Never one that a unit may still know from before a restart: it counts on from mission time. */
  private nextIdentifier(now: Tai): bigint {
    this.lastIdentifier = now > this.lastIdentifier ? now : this.lastIdentifier + 1n;
    return this.lastIdentifier;
  }
}
