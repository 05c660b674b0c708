import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { frameAnnotationSchema, type ContactId } from '@app/contracts';
import {
  type FrameLog,
  type FrameLogs,
  FrameLogClosedError,
  FrameLogFailedError,
  type FrameRecord,
  InvalidRecordError,
  type Logger,
  NotJsonError,
} from '@app/platform';
import type { ReceivedFrame } from '../receiver/frame-annotator.js';
import { FrameQueueFullError } from './frame-queue-full.error.js';
import { emptyTally, type FrameTally, tallied } from './frame-tally.js';

interface Waiting {
  readonly records: readonly FrameRecord[];
  readonly done: (isNew: readonly boolean[]) => void;
  readonly failed: (error: unknown) => void;
}

export interface FrameWriterOptions {
  /** Aborted when the station stops: what the log does not take then is given up. */
  readonly signal?: AbortSignal;
  /** Told when the log does not take frames, and when it does again. */
  readonly logger?: Logger;
  /** Default 4 096: a minute and more at the highest rate of telemetry. */
  readonly mostFramesWaiting?: number;
  /** Wall time before another try, doubled up to `longestRetryMs`; 100 and 2 000 by default. */
  readonly firstRetryMs?: number;
  readonly longestRetryMs?: number;
}

/**
 * Writes the frames of one site to its log: what waits together goes as one batch. Frames that the log does not take wait, up to a
 * bound, while it is opened anew and tried again with pauses; their ids keep what did become durable from being written twice.
 */
export class FrameWriter {
  private waiting: Waiting[] = [];
  private framesWaiting = 0;
  private writing: Promise<void> | undefined;
  private failing = false;

  private constructor(
    private readonly frameLogs: FrameLogs,
    private log: FrameLog,
    private readonly options: FrameWriterOptions,
  ) {}

  static async open(frameLogs: FrameLogs, name: string, options: FrameWriterOptions = {}): Promise<FrameWriter> {
    return new FrameWriter(frameLogs, await frameLogs.open(name), options);
  }

  /**
   * Resolves when the frames are durable, and tells of each whether it is new: one that is in the log already is not written
   * again. Rejects, and the frames are lost, with FrameQueueFullError when too many wait, with what the log says of a record that it
   * would never take, and with what keeps the log from taking them when the station stops.
   */
  write(frames: readonly ReceivedFrame[]): Promise<readonly boolean[]> {
    if (frames.length === 0) return Promise.resolve([]);
    const most = this.options.mostFramesWaiting ?? 4096;
    if (this.framesWaiting > 0 && this.framesWaiting + frames.length > most)
      return Promise.reject(new FrameQueueFullError(this.log.name, frames.length, this.framesWaiting, most));
    const records = frames.map(recordOf);
    this.framesWaiting += frames.length;
    return new Promise<readonly boolean[]>((done, failed) => {
      this.waiting.push({ records, done, failed });
      this.writing ??= this.writeAll();
    });
  }

  /** One above the sequence of the last durable frame. */
  async nextSequence(): Promise<number> {
    return (await (await this.current()).bounds()).nextSequence;
  }

  /** What the log holds of a contact, from a sequence on. */
  async tallyOf(contact: ContactId, fromSequence: number): Promise<FrameTally> {
    const log = await this.current();
    const { firstSequence, nextSequence } = await log.bounds();
    let tally = emptyTally;
    for (let sequence = Math.max(fromSequence, firstSequence); sequence < nextSequence;) {
      const records = await log.read(sequence, { maxRecords: 100 });
      for (const { header } of records)
        if (header.contact === contact) tally = tallied(tally, frameAnnotationSchema.parse(header));
      sequence = (records.at(-1)?.sequence ?? nextSequence) + 1;
    }
    return tally;
  }

  private async writeAll(): Promise<void> {
    const { signal, firstRetryMs = 100, longestRetryMs = 2000 } = this.options;
    let retryMs = firstRetryMs;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        const isNew = await this.append(batch.flatMap(({ records }) => records));
        for (const { records, done } of batch) done(isNew.splice(0, records.length));
        this.framesWaiting -= framesOf(batch);
        this.sayAgain();
        retryMs = firstRetryMs;
      } catch (error) {
        if (signal?.aborted === true || !isWorthAnotherTry(error)) {
          this.framesWaiting -= framesOf(batch);
          for (const { failed } of batch) failed(error);
          continue;
        }
        this.waiting = [...batch, ...this.waiting];
        this.sayFailing(error);
        await delay(retryMs, undefined, { signal }).catch(() => undefined);
        retryMs = Math.min(2 * retryMs, longestRetryMs);
      }
    }
    this.writing = undefined;
  }

  private async append(records: readonly FrameRecord[]): Promise<boolean[]> {
    // After a failure this is another object, or the next try to open one.
    this.log = await this.frameLogs.open(this.log.name);
    try {
      const appended = await this.log.append(records);
      return appended.records.map(({ duplicate }) => !duplicate);
    } catch (error) {
      // Somebody else found it failed and opened it anew.
      throw error instanceof FrameLogClosedError ? new FrameLogFailedError(this.log.name, error) : error;
    }
  }

  /** The log as it stands; the one known before where it cannot be opened. */
  private async current(): Promise<FrameLog> {
    return this.frameLogs.open(this.log.name).catch(() => this.log);
  }

  private sayFailing(error: unknown): void {
    if (!this.failing)
      this.options.logger?.error(
        { error, log: this.log.name, frames: this.framesWaiting },
        'the frame log does not take frames; they wait',
      );
    this.failing = true;
  }

  private sayAgain(): void {
    if (this.failing) this.options.logger?.info({ log: this.log.name }, 'the frame log takes frames again');
    this.failing = false;
  }
}

function framesOf(batch: readonly Waiting[]): number {
  return batch.reduce((sum, { records }) => sum + records.length, 0);
}

/** Not for a record that no log takes, and not when there are no logs any more. */
function isWorthAnotherTry(error: unknown): boolean {
  return !(
    error instanceof InvalidRecordError ||
    error instanceof NotJsonError ||
    error instanceof FrameLogClosedError
  );
}

/** A frame is the same one if contact, earth receive time and octets are the same. */
function recordOf({ annotation, bytes }: ReceivedFrame): FrameRecord {
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return {
    id: `${annotation.contact}/${annotation.earthReceiveTime}/${digest}`,
    header: annotation,
    payload: bytes,
  };
}
