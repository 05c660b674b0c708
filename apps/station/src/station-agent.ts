import { join } from 'node:path';
import { z } from 'zod';
import {
  type AntennaId,
  type CltuNotification,
  type ContactId,
  type OperationsMode,
  type PassReport,
  type PassStatus,
  type SiteId,
  type StationContact,
  frameLogNames,
  siteContactsSchema,
  subjects,
} from '@app/contracts';
import {
  type CancelTimer,
  type FrameLogs,
  type JsonValue,
  type Logger,
  type MessageBus,
  type MissionClock,
  type Subscription,
} from '@app/platform';
import { parseUtc } from '@app/time';
import { admitContact } from './contacts/contact-door.js';
import { type ContactRecord, ContactStore } from './contacts/contact-store.js';
import type { DemodulationRunner } from './demodulation/demodulation.port.js';
import { WorkerDemodulationRunner } from './demodulation/worker-demodulation-runner.js';
import { FrameWriter } from './frames/frame-writer.js';
import { emptyTally } from './frames/frame-tally.js';
import type { HardwareAddresses } from './hardware-addresses.js';
import { PassExecutor } from './pass/pass-executor.js';
import { PassNotUnderWayError } from './pass/pass-not-under-way.error.js';
import { defaultPassOptions, type PassOptions } from './pass/pass-options.js';
import { isOver } from './pass/pass.machine.js';
import { PassHistory } from './pass/pass-history.js';
import { ReportStore } from './pass/report-store.js';
import type { TransceiverAddress } from './pass/transceiver-address.js';
import type { PointingOffsets } from './pointing/pointing-offsets.js';
import { RecordingFolder } from './recording/recording-folder.js';
import type { RecordingOptions } from './recording/recording-options.js';
import { CltuDoor, type CltuDoorParts } from './uplink/cltu-door.js';
import { CltuJournal } from './uplink/cltu-journal.js';
import { CltuLedger } from './uplink/cltu-ledger.js';

export interface StationAgentParts {
  readonly site: SiteId;
  readonly mode: OperationsMode;
  /** Folder for what the station keeps beside its frame log. */
  readonly dataDir: string;
  readonly hardware: HardwareAddresses;
  readonly bus: MessageBus;
  readonly frameLogs: FrameLogs;
  readonly clock: MissionClock;
  readonly logger: Logger;
  readonly options?: Partial<PassOptions>;
  /** Where samples are demodulated; a thread for each reception where it is left out. */
  readonly demodulation?: DemodulationRunner;
  /** Records the samples of antennas with an SDR, within these bounds; nothing is recorded where it is left out. */
  readonly recording?: RecordingOptions;
  readonly transceivers?: Readonly<Partial<Record<AntennaId, TransceiverAddress>>>;
  /** Told of each pass that is over, once its report is kept. */
  readonly onReport?: (report: PassReport, file: string) => void;
}

interface Entry {
  record: ContactRecord;
  cancelTimer: CancelTimer | undefined;
  executor: PassExecutor | undefined;
}

const REQUEST_TIMEOUT_MS = 5000;
/** Wall seconds before the centre is asked again for the contacts, where nobody answered. */
const ASK_AGAIN_WALL_S = 2;
/** Mission time after its end for which a contact is remembered, in nanoseconds: who asks for it again hears how it ended. */
const REMEMBERED_NS = 172_800_000_000_000n;

/** Each contact passes the station's door by itself: one that is wrong does not spoil the others. */
const siteContactsAnswer = siteContactsSchema.extend({ messages: z.array(z.unknown()) });

/**
 * The agent of one site. It learns its contacts from the bus, keeps them in a file, and executes each in its time by the mission
 * clock, on several antennas at once. Nobody needs to be reached for it: what it receives is in its frame log before it is told.
 */
export class StationAgent {
  private readonly entries = new Map<ContactId, Entry>();
  private readonly history = new PassHistory();
  private readonly store: ContactStore;
  private readonly stopping = new AbortController();
  private readonly work = new Set<Promise<void>>();
  private readonly options: PassOptions;
  private readonly demodulation: DemodulationRunner;
  private readonly reports: ReportStore;
  private readonly recordings: RecordingFolder | undefined;
  private readonly cltus: CltuLedger;
  private readonly cltuDoor: CltuDoor;
  private writer: FrameWriter | undefined;
  private subscriptions: readonly Subscription[] = [];

  /** Throws RecordingOptionsError. */
  constructor(private readonly parts: StationAgentParts) {
    const { clock, dataDir, logger, mode, recording, site } = parts;
    this.reports = new ReportStore(join(this.folder, 'reports'));
    if (recording !== undefined) this.recordings = new RecordingFolder(join(this.folder, 'recordings'), recording);
    this.store = new ContactStore(dataDir, site);
    this.cltus = new CltuLedger(new CltuJournal(dataDir, site), (error) => {
      logger.error({ error, site }, 'the journal of CLTUs does not take the end of one');
    });
    this.cltuDoor = new CltuDoor({
      ...{ site, mode, clock, logger, ledger: this.cltus },
      contactOf: (id) => this.contactOf(id),
      publish: (notification) => this.tell(subjects.cltuNotification(site), notification),
    });
    this.options = { ...defaultPassOptions, ...parts.options };
    this.demodulation = parts.demodulation ?? new WorkerDemodulationRunner();
  }

  /** Where this station keeps what is its own. */
  get folder(): string {
    return join(this.parts.dataDir, 'stations', this.parts.site);
  }

  get site(): SiteId {
    return this.parts.site;
  }

  /** Opens the log, takes up the contacts of the file, then those of the centre as soon as it answers. */
  async start(): Promise<void> {
    const { bus, frameLogs, logger, site } = this.parts;
    const { signal } = this.stopping;
    await this.cltus.open(this.parts.clock.now()).catch((error: unknown) => {
      logger.error({ error, site }, 'the journal of CLTUs cannot be opened: this station radiates none');
    });
    this.writer = await FrameWriter.open(frameLogs, frameLogNames.station(site), { signal, logger });
    for (const record of await this.stored()) this.take(record.contact, record);
    this.subscriptions = [
      await bus.subscribe(subjects.contactBooked(site), ({ payload }) => this.admit(payload)),
      await bus.respond(subjects.radiateCltu(site), ({ payload }) => this.cltuDoor.ask(payload)),
    ];
    this.keepBusy(this.askCentre());
  }

  /** Lets passes in progress go, for a later start to take up. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.subscriptions.map((subscription) => subscription.unsubscribe()));
    for (const entry of this.entries.values()) entry.cancelTimer?.();
    await Promise.all([...this.entries.values()].map(async ({ executor }) => executor?.suspend()));
    while (this.work.size > 0) await Promise.all(this.work);
    await this.cltus.close();
  }

  /** Contacts that are not begun, the next first. */
  nextContacts(): StationContact[] {
    return [...this.entries.values()]
      .filter(({ executor, record }) => executor === undefined && record.outcome === null)
      .map(({ record }) => record.contact)
      .sort((a, b) => (a.contact.start < b.contact.start ? -1 : 1));
  }

  passesInProgress(): PassStatus[] {
    return [...this.entries.values()].flatMap(({ executor }) => executor?.status() ?? []);
  }

  /** The latest status of each pass since the start, the newest pass first, up to 50 finished ones. */
  passes(): PassStatus[] {
    return this.history.list();
  }

  /** A contact from whoever plans for this station in its own process: as it comes over the bus. One that is wrong is refused, and logged. */
  book(contact: StationContact): void {
    this.admit(contact);
  }

  /** The report of a pass that is over; undefined where there is none. Throws PassReportFileError. */
  report(contact: ContactId): Promise<PassReport | undefined> {
    return this.reports.load(contact);
  }

  /**
   * Offsets for a pass that is under way; undefined where none of this contact is known. Throws PassNotUnderWayError,
   * PointingOffsetError.
   */
  offset(contact: ContactId, offsets: PointingOffsets): PassStatus | undefined {
    const entry = this.entries.get(contact);
    if (entry === undefined) return undefined;
    if (entry.executor === undefined) throw new PassNotUnderWayError(contact, entry.record.outcome ?? 'scheduled');
    return entry.executor.offset(offsets);
  }

  private async stored(): Promise<ContactRecord[]> {
    try {
      return await this.store.load();
    } catch (error) {
      this.parts.logger.error({ error, site: this.site }, 'the contacts of this station could not be read');
      return [];
    }
  }

  /** Asks until somebody answers. What was known before, is not begun, and is not open for the centre is not to be flown. */
  private async askCentre(): Promise<void> {
    const { bus, clock, logger, site } = this.parts;
    const { signal } = this.stopping;
    let said = false;
    while (!signal.aborted) {
      try {
        const before = new Map(this.entries);
        const answer = await bus.request(subjects.contactsForSite(site), {}, { timeoutMs: REQUEST_TIMEOUT_MS });
        if (signal.aborted) return;
        return this.reconcile(answer, before);
      } catch (error) {
        if (!said) logger.warn({ site, error }, 'the centre does not answer; the station goes by the contacts it has');
        said = true;
      }
      await clock.sleep(ASK_AGAIN_WALL_S * clock.rate, signal);
    }
  }

  private reconcile(answer: JsonValue, before: ReadonlyMap<ContactId, Entry>): void {
    const { data, error } = siteContactsAnswer.safeParse(answer);
    if (data === undefined) {
      this.parts.logger.error(
        { site: this.site, error },
        'the centre’s answer is not what was agreed; the station goes by the contacts it has',
      );
      return;
    }
    for (const message of data.messages) this.admit(message);
    const open = new Set(data.open);
    // What was booked while the centre was asked may be younger than its answer.
    for (const [id, entry] of before)
      if (!open.has(id) && this.entries.get(id) === entry && entry.record.firstSequence === null)
        this.drop(id, 'not in the plan any more');
    this.save();
  }

  /** One message at the door. */
  private admit(message: unknown): void {
    const { logger, mode, site } = this.parts;
    try {
      const contact = admitContact(message, { site, mode });
      this.take(contact, { contact, firstSequence: null, outcome: null });
      this.save();
    } catch (error) {
      logger.error({ error, site }, error instanceof Error ? error.message : 'contact refused');
    }
  }

  private take(contact: StationContact, record: ContactRecord): void {
    const { id, state } = contact.contact;
    const { logger, clock } = this.parts;
    const known = this.entries.get(id);
    if (state === 'cancelled') return this.drop(id, 'the contact was cancelled');
    if (known !== undefined && (known.executor !== undefined || known.record.outcome !== null)) {
      logger.info({ contact: id }, 'booked anew while it is executed, or after: it stays as it is');
      if (known.record.finalStatus !== undefined) this.publish(known.record.finalStatus);
      return;
    }
    if (state !== 'booked' && state !== 'executing') return;
    const begun = record.firstSequence !== null || record.outcome !== null;
    if (!begun && parseUtc(contact.contact.end) <= clock.now()) return;
    known?.cancelTimer?.();
    const firstSequence = record.firstSequence ?? known?.record.firstSequence ?? null;
    const entry: Entry = { record: { ...record, firstSequence }, cancelTimer: undefined, executor: undefined };
    this.entries.set(id, entry);
    if (record.outcome === null) this.schedule(entry);
  }

  private schedule(entry: Entry): void {
    const { clock } = this.parts;
    const begin = (): void => this.keepBusy(this.execute(entry));
    const start = parseUtc(entry.record.contact.contact.start);
    if (start <= clock.now()) begin();
    else entry.cancelTimer = clock.at(start, begin);
  }

  private drop(id: ContactId, reason: string): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    if (entry.executor !== undefined) return entry.executor.abort(reason);
    if (entry.record.outcome !== null) return;
    entry.cancelTimer?.();
    this.entries.delete(id);
    this.parts.logger.info({ contact: id, reason }, 'contact dropped');
  }

  private async execute(entry: Entry): Promise<void> {
    const { writer } = this;
    const { clock, hardware, logger, transceivers } = this.parts;
    const { contact } = entry.record;
    const { id } = contact.contact;
    if (writer === undefined || entry.executor !== undefined || this.stopping.signal.aborted) return;
    const begun = entry.record.firstSequence;
    const firstSequence = begun ?? (await writer.nextSequence());
    const tally = begun === null ? emptyTally : await writer.tallyOf(id, begun);
    // Booked anew meanwhile: the new entry has begun on its own.
    if (this.entries.get(id) !== entry || this.stopping.signal.aborted) return;
    entry.record = { ...entry.record, firstSequence };
    this.save();
    let finalStatus: PassStatus | undefined;
    const executor = new PassExecutor({
      contact,
      hardware: hardware[contact.antenna.id],
      clock,
      demodulation: this.demodulation,
      writer,
      tally,
      publish: (status) => {
        finalStatus = status;
        this.publish(status);
      },
      cltus: () => this.cltus.counts(id),
      onReport: (report) => this.keepReport(report),
      ...{ folder: this.folder, recordings: this.recordings, transceiver: transceivers?.[contact.antenna.id] },
      onCltuEnd: (message) => this.cltuDoor.takeEnd(message),
      logger,
      options: this.options,
    });
    entry.executor = executor;
    const phase = await executor.run();
    this.keepBusy(executor.reported);
    entry.executor = undefined;
    if (!isOver(phase)) return;
    this.cltuDoor.passOver(id);
    this.keepBusy(this.cltus.forgetOld(clock.now()));
    entry.record = { ...entry.record, outcome: phase, finalStatus };
    this.save();
  }

  private async keepReport(report: PassReport): Promise<void> {
    const file = await this.reports.save(report);
    this.parts.onReport?.(report, file);
  }

  private publish(status: PassStatus): void {
    this.history.note(status);
    this.tell(subjects.passStatus(this.site), status);
  }

  private tell(subject: string, event: PassStatus | CltuNotification): void {
    const { bus, logger, site } = this.parts;
    bus.publish(subject, event).catch((error: unknown) => {
      logger.debug({ error, site, subject }, 'an event could not be published');
    });
  }

  private contactOf(id: ContactId): ReturnType<CltuDoorParts['contactOf']> {
    const entry = this.entries.get(id);
    return entry && { contact: entry.record.contact, uplink: entry.executor?.uplink };
  }

  private save(): void {
    const { clock, logger } = this.parts;
    for (const [id, { record, executor }] of this.entries)
      if (executor === undefined && parseUtc(record.contact.contact.end) + REMEMBERED_NS < clock.now())
        this.entries.delete(id);
    const records = [...this.entries.values()].map(({ record }) => record);
    this.keepBusy(
      this.store.save(records).catch((error: unknown) => {
        logger.error({ error, path: this.store.path }, 'the contacts of this station could not be saved');
      }),
    );
  }

  private keepBusy(work: Promise<void>): void {
    const done = work.catch((error: unknown) => {
      this.parts.logger.error({ error, site: this.site }, 'the station agent failed in one task, and goes on');
    });
    this.work.add(done);
    void done.finally(() => this.work.delete(done));
  }
}
