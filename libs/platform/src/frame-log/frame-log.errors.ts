/** Base of everything that a `FrameLog` refuses, `NotJsonError` of a header apart. */
export abstract class FrameLogError extends Error {}

/** A record that no adapter would take; nothing of its batch was appended. */
export class InvalidRecordError extends FrameLogError {
  override readonly name = 'InvalidRecordError';
  constructor(
    /** Place in the batch, from 0. */
    readonly index: number,
    readonly what: 'batch' | 'header' | 'payload' | 'id' | 'size',
    readonly expected: string,
    readonly found: string,
  ) {
    super(`record ${index}: ${what}: expected ${expected}, found ${found}`);
  }
}

/** A sequence at which the log cannot be read. The caller decides where to go on: that is a gap, and worth saying. */
export class SequenceError extends FrameLogError {
  override readonly name = 'SequenceError';
  constructor(
    readonly reason: 'not-a-sequence' | 'purged' | 'beyond-end',
    readonly stream: string,
    readonly sequence: number,
    readonly firstSequence: number,
    readonly nextSequence: number,
  ) {
    super(`${stream}: sequence ${sequence} is ${reason}: the log holds ${firstSequence} to ${nextSequence - 1}`);
  }
}

export class ReadLimitError extends FrameLogError {
  override readonly name = 'ReadLimitError';
  readonly expected = 'a whole number from 1';
  constructor(
    readonly limit: string,
    readonly found: number,
  ) {
    super(`${limit}: expected a whole number from 1, found ${found}`);
  }
}

/** A record that was durable once and is damaged now. Nothing is skipped: reading stops here. */
export class CorruptRecordError extends FrameLogError {
  override readonly name = 'CorruptRecordError';
  constructor(
    readonly stream: string,
    readonly file: string,
    /** Byte in the file where the damaged record starts. */
    readonly offset: number,
    readonly sequence: number,
    readonly reason: string,
    /** The first sequence that is stored in another place and can be read again; undefined if there is none. */
    readonly resumeAt: number | undefined,
  ) {
    super(`${stream}: record ${sequence} is damaged: ${file} at byte ${offset}: ${reason}`);
  }
}

/** The files of a stream contradict each other. */
export class CorruptStreamError extends FrameLogError {
  override readonly name = 'CorruptStreamError';
  constructor(
    readonly file: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${file}: expected ${expected}, found ${found}`);
  }
}

/** Writing failed. The log takes nothing more; opened again (`FrameLogs.open`), it finds out what is on the disk. */
export class FrameLogFailedError extends FrameLogError {
  override readonly name = 'FrameLogFailedError';
  constructor(
    readonly stream: string,
    override readonly cause: unknown,
  ) {
    super(`${stream}: a write failed; nothing more is taken until it is reopened: ${String(cause)}`);
  }
}

export class FrameLogClosedError extends FrameLogError {
  override readonly name = 'FrameLogClosedError';
  constructor(readonly stream: string) {
    super(`${stream}: the log is closed`);
  }
}

export class StreamNameError extends FrameLogError {
  override readonly name = 'StreamNameError';
  readonly expected = 'tokens of A-Z a-z 0-9 _ - joined by dots, at most 200 characters';
  constructor(readonly found: string) {
    super(`not a stream name: "${found}"; expected tokens of A-Z a-z 0-9 _ - joined by dots, at most 200 characters`);
  }
}
