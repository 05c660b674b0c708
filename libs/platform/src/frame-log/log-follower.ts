import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../logging/logger.js';
import type { Metrics } from '../metrics/metrics.js';
import { CorruptRecordError } from './frame-log.errors.js';
import type { FrameLog, FrameLogs, LoggedRecord } from './frame-log.port.js';
import type { LogPosition } from './log-position.js';

/** Who works a log off. */
export interface LogHandler {
  /** How far it has come by its database; called at the start and after every error. */
  recall(): Promise<LogPosition | undefined>;
  /** Works off consecutive records and moves the cursor in one transaction. */
  handle(records: LoggedRecord[], incarnation: string): Promise<void>;
}

/** How a follower fares. */
export interface FollowerStatus {
  readonly log: string;
  /** Latest sequence worked off; 0 before the first. */
  readonly sequence: number;
  /** Records durable in the log that are not worked off. */
  readonly lag: number;
  /** Why it stands still; null while it works. */
  readonly error: string | null;
}

/** A batch is one transaction; reading its headers must not hold the event loop. */
const MAX_RECORDS = 100;
const MAX_BYTES = 256 * 1024;
/** Wall time, in milliseconds, before another try. */
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/** Follows one frame log from its handler's cursor until it is told to stop, whatever goes wrong on the way. */
export class LogFollower {
  private log: FrameLog | undefined;
  private sequence = 0;
  private error: string | null = null;
  private resumeAt: number | undefined;

  constructor(
    private readonly frameLogs: FrameLogs,
    private readonly name: string,
    private readonly handler: LogHandler,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  /** Ends when the signal is aborted, after the batch in hand. Any number of followers may share a signal. */
  async run(shared: AbortSignal): Promise<void> {
    // Node takes many listeners of one signal for a leak; a signal of its own waits on the shared one without any.
    const signal = AbortSignal.any([shared]);
    let retryMs = FIRST_RETRY_MS;
    while (!signal.aborted) {
      try {
        await this.follow(signal, () => {
          retryMs = FIRST_RETRY_MS;
        });
      } catch (error) {
        if (signal.aborted) return;
        this.error = error instanceof Error ? error.message : String(error);
        if (error instanceof CorruptRecordError) this.resumeAt = error.resumeAt;
        this.metrics.count('smms_log_follower_errors_total', 'Times that following a frame log failed', {
          log: this.name,
        });
        this.logger.error({ error, log: this.name, retryMs }, 'following a frame log failed; trying again');
        await delay(retryMs, undefined, { signal }).catch(() => undefined);
        retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
      }
    }
  }

  async status(): Promise<FollowerStatus> {
    const next = this.log === undefined ? this.sequence + 1 : (await this.log.bounds()).nextSequence;
    return { log: this.name, sequence: this.sequence, lag: Math.max(0, next - 1 - this.sequence), error: this.error };
  }

  private async follow(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const log = await this.frameLogs.open(this.name);
    this.log = log;
    const position = await this.handler.recall();
    const { incarnation, firstSequence } = await log.bounds();
    const known = position?.incarnation === incarnation;
    if (position !== undefined && !known)
      this.logger.warn(
        { log: this.name, position, incarnation },
        'the frame log was made anew; starting at its beginning',
      );
    this.sequence = known ? position.sequence : 0;
    const start = this.startAt(this.sequence + 1, firstSequence, known);
    for await (const records of log.follow(start, signal, { maxRecords: MAX_RECORDS, maxBytes: MAX_BYTES })) {
      await this.handler.handle(records, incarnation);
      this.sequence = records.at(-1)?.sequence ?? this.sequence;
      this.error = null;
      onProgress();
    }
  }

  /** Where to read on. Records that were purged, or are damaged, before they were worked off are lost here, and that is said. */
  private startAt(wanted: number, firstSequence: number, known: boolean): number {
    const start = Math.max(wanted, firstSequence, this.resumeAt ?? 0);
    this.resumeAt = undefined;
    if (start > wanted && known) {
      const lost = { log: this.name, from: wanted, to: start - 1 };
      this.metrics.count(
        'smms_log_records_lost_total',
        'Records purged or damaged before they were worked off',
        { log: this.name },
        start - wanted,
      );
      this.logger.error(lost, 'records of a frame log were purged or damaged before they were worked off');
    }
    return start;
  }
}
