import {
  CorruptRecordError,
  FrameLogClosedError,
  FrameLogFailedError,
  InvalidRecordError,
  ReadLimitError,
  SequenceError,
} from './frame-log.errors.js';
import {
  type Appended,
  type AppendedRecord,
  FrameLog,
  type FrameRecord,
  type LogBounds,
  type LoggedRecord,
  type ReadLimits,
} from './frame-log.port.js';
import { GroupCommit } from './group-commit.js';
import { IdWindow } from './id-window.js';
import { encodeRecord } from './record-codec.js';
import { SegmentStore, type SegmentStoreOptions } from './segment-store.js';

/** What a local log tells beside its answers. */
export type FrameLogEvent =
  /** A write that was not finished when the process or machine stopped was cut off: none of it had been acknowledged. */
  | { kind: 'tail-cut'; stream: string; file: string; offset: number; bytes: number; reason: string }
  /** Ids up to a damaged record are not recognised any more. */
  | { kind: 'id-window-cut'; stream: string; error: CorruptRecordError }
  /** A write failed: the log takes nothing more. */
  | { kind: 'write-failed'; stream: string; error: unknown }
  | { kind: 'lock-taken-over'; file: string; pid: number };

export interface SegmentLogOptions extends SegmentStoreOptions {
  /** Records whose ids are recognised. */
  readonly idWindow: number;
  readonly onEvent: (event: FrameLogEvent) => void;
}

// Large enough to share a sync among many frames, small enough to checksum within a few milliseconds.
const MAX_GROUP_BYTES = 2 * 1024 * 1024;
const DEFAULT_MAX_RECORDS = 1000;
const DEFAULT_MAX_BYTES = 1024 * 1024;

function checkLimit(limit: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw new ReadLimitError(limit, value);
  return value;
}

/** A `FrameLog` in a local folder. */
export class SegmentLog extends FrameLog {
  private readonly commits: GroupCommit<Buffer, Appended>;
  private readonly ids: IdWindow;
  private readonly waiters = new Set<() => void>();
  /** Sequence of the next record that is appended; those from the store's on are not durable yet. */
  private nextQueued: number;
  private failure: FrameLogFailedError | undefined;
  private purging: Promise<void> = Promise.resolve();
  private closing: Promise<void> | undefined;

  private constructor(
    readonly name: string,
    private readonly store: SegmentStore,
    private readonly options: SegmentLogOptions,
  ) {
    super();
    this.nextQueued = store.nextSequence;
    this.ids = new IdWindow(options.idWindow);
    this.commits = new GroupCommit({
      commit: async (records) => {
        await store.commit(records);
        this.wakeFollowers();
      },
      sizeOf: (record) => record.length,
      maxGroupSize: Math.min(MAX_GROUP_BYTES, options.segmentBytes),
      onFailure: (cause) => this.fail(cause),
    });
  }

  /** @throws CorruptStreamError, CorruptRecordError */
  static async open(name: string, folder: string, options: SegmentLogOptions): Promise<SegmentLog> {
    const { store, cut } = await SegmentStore.open(folder, options);
    if (cut !== undefined) options.onEvent({ kind: 'tail-cut', stream: name, ...cut });
    const log = new SegmentLog(name, store, options);
    await log.rememberIds();
    return log;
  }

  /** Whether it was told to close. */
  get closed(): boolean {
    return this.closing !== undefined;
  }

  /** Whether a write failed: it takes nothing more. */
  get failed(): boolean {
    return this.failure !== undefined;
  }

  async append(records: readonly FrameRecord[]): Promise<Appended> {
    this.checkOpen();
    if (this.failure !== undefined) throw this.failure;
    if (records.length === 0) throw new InvalidRecordError(0, 'batch', 'at least one record', 'none');
    const encoded = records.map(encodeRecord);
    const fresh: Buffer[] = [];
    const answers = records.map(({ id }, i): AppendedRecord => {
      const known = id === undefined ? undefined : this.ids.find(id, this.nextQueued);
      if (known !== undefined) return { sequence: known, duplicate: true };
      const sequence = this.nextQueued++;
      if (id !== undefined) this.ids.add(id, sequence);
      fresh.push(encoded[i] as Buffer);
      return { sequence, duplicate: false };
    });
    const sequences = answers.map(({ sequence }) => sequence);
    const first = sequences.reduce((a, b) => Math.min(a, b));
    const last = sequences.reduce((a, b) => Math.max(a, b));
    return this.commits.submit(fresh, { records: answers, first, last });
  }

  async read(fromSequence: number, limits: ReadLimits = {}): Promise<LoggedRecord[]> {
    this.checkOpen();
    const room = {
      records: checkLimit('maxRecords', limits.maxRecords ?? DEFAULT_MAX_RECORDS),
      bytes: checkLimit('maxBytes', limits.maxBytes ?? DEFAULT_MAX_BYTES),
    };
    this.checkSequence(fromSequence);
    try {
      const records = await this.store.read(fromSequence, room);
      if (records.length === 0) this.checkSequence(fromSequence);
      return records;
    } catch (error) {
      this.checkSequence(fromSequence); // its file may be gone because it was purged meanwhile
      throw error;
    }
  }

  async *follow(
    fromSequence: number,
    signal: AbortSignal | undefined,
    limits: ReadLimits = {},
  ): AsyncGenerator<LoggedRecord[], void> {
    let next = fromSequence;
    while (signal?.aborted !== true) {
      const batch = await this.read(next, limits);
      if (batch.length === 0) {
        await this.untilMore(next, signal);
        continue;
      }
      next += batch.length;
      yield batch;
    }
  }

  async purgeBelow(sequence: number): Promise<void> {
    this.checkOpen();
    if (!Number.isSafeInteger(sequence) || sequence < 1) throw this.sequenceError('not-a-sequence', sequence);
    const turn = this.purging.then(() => this.store.purgeBelow(sequence));
    this.purging = turn.catch(() => undefined);
    return turn;
  }

  async bounds(): Promise<LogBounds> {
    const { incarnation, firstSequence, nextSequence } = this.store;
    return { incarnation, firstSequence, nextSequence };
  }

  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  private async finish(): Promise<void> {
    await Promise.all([this.commits.idle(), this.purging]);
    this.wakeFollowers();
    await this.store.close();
  }

  private fail(cause: unknown): FrameLogFailedError {
    this.failure = new FrameLogFailedError(this.name, cause);
    this.options.onEvent({ kind: 'write-failed', stream: this.name, error: cause });
    return this.failure;
  }

  private checkOpen(): void {
    if (this.closing !== undefined) throw new FrameLogClosedError(this.name);
  }

  private sequenceError(reason: SequenceError['reason'], sequence: number): SequenceError {
    return new SequenceError(reason, this.name, sequence, this.store.firstSequence, this.store.nextSequence);
  }

  private checkSequence(sequence: number): void {
    if (!Number.isSafeInteger(sequence) || sequence < 1) throw this.sequenceError('not-a-sequence', sequence);
    if (sequence < this.store.firstSequence) throw this.sequenceError('purged', sequence);
    if (sequence > this.store.nextSequence) throw this.sequenceError('beyond-end', sequence);
  }

  private wakeFollowers(): void {
    const waiting = [...this.waiters];
    this.waiters.clear();
    for (const wake of waiting) wake();
  }

  /** Resolves when the record is durable, the signal aborted, or the log closed. */
  private untilMore(sequence: number, signal: AbortSignal | undefined): Promise<void> {
    if (sequence < this.store.nextSequence || this.closing !== undefined || signal?.aborted === true)
      return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.waiters.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.waiters.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }

  /** The window again after a restart, from the records themselves. */
  private async rememberIds(): Promise<void> {
    const end = this.store.nextSequence;
    let next = Math.max(this.store.firstSequence, end - this.options.idWindow);
    while (next < end) {
      try {
        for (const { id, sequence } of await this.read(next)) {
          if (id !== undefined) this.ids.add(id, sequence);
          next = sequence + 1;
        }
      } catch (error) {
        if (!(error instanceof CorruptRecordError)) throw error;
        this.options.onEvent({ kind: 'id-window-cut', stream: this.name, error });
        next = error.resumeAt ?? end;
      }
    }
  }
}
