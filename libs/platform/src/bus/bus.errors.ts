import { type JsonObject } from './json.js';

/** Base of everything that a `MessageBus` refuses or reports, `NotJsonError` apart. */
export abstract class BusError extends Error {}

export class SubjectError extends BusError {
  override readonly name = 'SubjectError';
  constructor(
    readonly kind: 'subject' | 'filter',
    readonly found: string,
    readonly expected: string,
  ) {
    super(`not a ${kind}: found "${found}", expected ${expected}`);
  }
}

export class HeaderError extends BusError {
  override readonly name = 'HeaderError';
  constructor(
    readonly header: string,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`header ${JSON.stringify(header)}: found ${JSON.stringify(found)}, expected ${expected}`);
  }
}

export class BusOptionError extends BusError {
  override readonly name = 'BusOptionError';
  constructor(
    readonly option: string,
    readonly found: unknown,
    readonly expected: string,
  ) {
    super(`${option}: found ${String(found)}, expected ${expected}`);
  }
}

/** The bus was closed before, or while, it was asked. */
export class BusClosedError extends BusError {
  override readonly name = 'BusClosedError';
  constructor(
    readonly operation: string,
    readonly where: string,
  ) {
    super(`the message bus is closed: ${operation} ${where}`);
  }
}

/** Nobody answers requests on this subject. */
export class NoResponderError extends BusError {
  override readonly name = 'NoResponderError';
  constructor(readonly subject: string) {
    super(`no responder for ${subject}`);
  }
}

/** No answer came in time. The responder may have done its work all the same. */
export class RequestTimeoutError extends BusError {
  override readonly name = 'RequestTimeoutError';
  constructor(
    readonly subject: string,
    readonly timeoutMs: number,
  ) {
    super(`no answer from ${subject} within ${timeoutMs} ms`);
  }
}

/** The responder failed: its error's name, message and those of its own fields that are JSON. */
export class RemoteHandlerError extends BusError {
  override readonly name = 'RemoteHandlerError';
  constructor(
    readonly subject: string,
    readonly errorName: string,
    readonly errorMessage: string,
    readonly details: JsonObject,
  ) {
    super(`${subject} failed: ${errorName}: ${errorMessage}`);
  }
}

/** A second responder whose filter takes a subject that a responder of the same bus takes already. */
export class ResponderConflictError extends BusError {
  override readonly name = 'ResponderConflictError';
  constructor(
    readonly filter: string,
    readonly existing: string,
  ) {
    super(`a responder for "${filter}" would share requests with the responder for "${existing}"`);
  }
}

/** A handler that owes an answer gave none: its observable ended without a value. */
export class NoReplyValueError extends BusError {
  override readonly name = 'NoReplyValueError';
  constructor(readonly subject: string) {
    super(`the handler of ${subject} completed without a value`);
  }
}

/** A subscriber let its queue grow to the limit; newer messages for it are dropped until it has caught up. */
export class SlowSubscriberError extends BusError {
  override readonly name = 'SlowSubscriberError';
  constructor(
    readonly filter: string,
    readonly maxPending: number,
  ) {
    super(`the subscriber of "${filter}" has ${maxPending} messages waiting: newer ones are dropped`);
  }
}

/** `close()` gave up waiting for handlers. */
export class DrainTimeoutError extends BusError {
  override readonly name = 'DrainTimeoutError';
  constructor(
    readonly filter: string,
    readonly timeoutMs: number,
  ) {
    super(`the handler of "${filter}" was still busy ${timeoutMs} ms after close`);
  }
}
