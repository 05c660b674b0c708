import { type JsonObject } from '../bus/json.js';

export interface FrameRecord {
  /** What is known about the payload, as JSON. */
  readonly header: JsonObject;
  readonly payload: Uint8Array;
  /** Makes a repeated append harmless: printable ASCII without blanks, at most 255 characters. */
  readonly id?: string;
}

export interface LoggedRecord extends FrameRecord {
  readonly sequence: number;
}

export interface AppendedRecord {
  readonly sequence: number;
  /** The id was known: nothing was appended, `sequence` is that of the record logged before. */
  readonly duplicate: boolean;
}

export interface Appended {
  /** One for each record given, in order. Without duplicates the local log gives consecutive sequences. */
  readonly records: readonly AppendedRecord[];
  /** Lowest and highest sequence among them. */
  readonly first: number;
  readonly last: number;
}

export interface LogBounds {
  /** Changes when a log of the same name is made anew. A cursor belongs to one incarnation. */
  readonly incarnation: string;
  /** Lowest sequence that can be read; equal to `nextSequence` when there is none. */
  readonly firstSequence: number;
  /** One above the highest durable sequence. */
  readonly nextSequence: number;
}

export interface ReadLimits {
  /** Default 1 000. */
  readonly maxRecords?: number;
  /** Sum of payload lengths, default 1 MiB. One record is given even if it alone is longer. */
  readonly maxBytes?: number;
}

/** Id, header as JSON and payload of one record together, in bytes: what a broker's default message limit holds. */
export const MAX_RECORD_BYTES = 1_000_000;

/**
 * One durable, ordered stream of records: raw frames first of all.
 *
 * Rules that every adapter keeps (`describeFrameLog` proves them):
 * - Sequences start at 1, are dense, and survive restart and purge; none is used twice within an incarnation.
 * - `append` resolves when its records are durable, and never before. Only durable records can be read.
 * - A batch is not atomic: after a crash before the answer, a leading part of it may be there. Who repeats an append gives ids.
 * - Ids: the id of one of the last N records still in the log (N: adapter's option, 4 096 by default) is always recognised, also
 *   after a restart, and within one batch. Older ids may be taken again: keep the time between first try and repetition below that.
 * - A purged or not yet given sequence is an error when read, never a silent skip to another one.
 *
 * The class is type and Nest token in one.
 */
export abstract class FrameLog {
  abstract readonly name: string;

  /**
   * The payload must not be changed before the promise settles.
   * @throws InvalidRecordError, NotJsonError: nothing appended. FrameLogFailedError: unknown what is durable; open it
   * again. FrameLogClosedError. (All as rejections.)
   */
  abstract append(records: readonly FrameRecord[]): Promise<Appended>;

  /**
   * Consecutive records from a sequence on; an empty list if it is the next one to be given.
   * @throws SequenceError, ReadLimitError, CorruptRecordError, FrameLogClosedError
   */
  abstract read(fromSequence: number, limits?: ReadLimits): Promise<LoggedRecord[]>;

  /**
   * Every record from a sequence on, once, in order, in non-empty batches; waits for new ones. Several may follow at once.
   * Ends when the signal is aborted; throws what `read` throws, `FrameLogClosedError` when the log is closed meanwhile.
   */
  abstract follow(
    fromSequence: number,
    signal: AbortSignal | undefined,
    limits?: ReadLimits,
  ): AsyncIterable<LoggedRecord[]>;

  /**
   * Gives up every record below a sequence; beyond the end it means all. Space may be freed later. Durable when it resolves.
   * @throws SequenceError for what is no sequence, FrameLogClosedError
   */
  abstract purgeBelow(sequence: number): Promise<void>;

  abstract bounds(): Promise<LogBounds>;

  /** Lets pending appends finish, then ends. A second call gives the same promise. */
  abstract close(): Promise<void>;
}

/** The logs of one place, by stream name, such as `station.CN-MYN` or `mission.GF-1`. */
export abstract class FrameLogs {
  /**
   * The one log of that name, made if it does not exist. Until it is closed, or a write to it fails, every call gives the same
   * object. One that has failed is closed, which ends its readers with FrameLogClosedError, and opened again: who writes asks for
   * the log again after FrameLogFailedError, and repeats the append.
   * @throws StreamNameError, FrameLogClosedError after `close`, and what keeps the log from being opened; a later call tries again
   */
  abstract open(name: string): Promise<FrameLog>;
  /** Names of all streams stored here, open or not, sorted. */
  abstract list(): Promise<string[]>;
  /** Closes all logs. */
  abstract close(): Promise<void>;
}
