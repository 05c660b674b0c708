import { type BusHeaders } from './headers.js';
import { type JsonValue } from './json.js';

export interface BusMessage {
  readonly subject: string;
  /** The receiver's own copy. */
  readonly payload: JsonValue;
  readonly headers: BusHeaders;
}

export type EventHandler = (message: BusMessage) => void | Promise<void>;
export type RequestHandler = (message: BusMessage) => JsonValue | Promise<JsonValue>;

export interface Subscription {
  /** From the call on no handler call starts, and what waits for this handler is dropped. Resolves once the bus knows. */
  unsubscribe(): Promise<void>;
}

export interface RequestOptions {
  /** Milliseconds of wall time, 1 to 2^31-1. */
  readonly timeoutMs: number;
  readonly headers?: BusHeaders;
}

/** Something that went wrong on the side that handles; the publisher does not see it. */
export interface BusFault {
  readonly kind: 'event-handler' | 'request-handler' | 'slow-subscriber' | 'drain-timeout';
  /** Subject of the message, or the filter where no single message is meant. */
  readonly subject: string;
  readonly filter: string;
  /** What was thrown, unchanged. */
  readonly error: unknown;
}
export type BusFaultSink = (fault: BusFault) => void;

/** Totals since the bus was made; they only grow. */
export interface BusCounts {
  readonly published: number;
  /** Handler calls for events, failed ones among them. */
  readonly delivered: number;
  readonly requests: number;
  readonly eventHandlerFailures: number;
  readonly requestHandlerFailures: number;
  /** Events dropped because a subscriber was too slow. */
  readonly dropped: number;
}

/**
 * Events and requests between apps, as JSON. Nothing is stored: who is not subscribed does not get it. What must not be lost
 * goes through `FrameLog` or the database.
 *
 * Rules that every adapter keeps (`describeMessageBus` proves them):
 * - Subjects are NATS-like (`subject.ts`). Payloads are JSON values; what JSON would change is refused (`NotJsonError`).
 * - A subscription handles one message at a time, in the order of publication; the next one starts when the handler's promise
 *   has settled. Every matching subscription gets its own copy. Handlers never run inside `publish`.
 * - A failing event handler harms no other subscriber and not the publisher: it goes to the fault sink and is counted.
 * - Events and requests are two spaces: `publish` reaches subscribers only, `request` responders only. (An adapter on a broker
 *   with one space of subjects keeps them apart by a prefix.)
 * - A request is answered by one responder. Within one bus, responders must not overlap (`ResponderConflictError`); processes
 *   that respond with the same filter share the requests. Requests are handled concurrently.
 * - A responder that throws, or whose answer is no JSON value (`undefined` is none; `null` is), makes the requester's promise
 *   reject with `RemoteHandlerError`, and is reported to the fault sink of its own side.
 *
 * The class is type and Nest token in one.
 */
export abstract class MessageBus {
  /**
   * Hands an event over. Resolves when the bus has taken it, not when somebody has handled it.
   * @throws SubjectError, NotJsonError, HeaderError, BusClosedError (as rejections)
   */
  abstract publish(subject: string, payload: JsonValue, headers?: BusHeaders): Promise<void>;

  /** Resolves when the subscription is in effect. @throws SubjectError, BusClosedError */
  abstract subscribe(filter: string, handler: EventHandler): Promise<Subscription>;

  /**
   * @throws NoResponderError at once when nobody answers this subject; RequestTimeoutError; RemoteHandlerError when the handler
   * failed; BusClosedError; SubjectError, NotJsonError, HeaderError, BusOptionError for what cannot be asked
   */
  abstract request(subject: string, payload: JsonValue, options: RequestOptions): Promise<JsonValue>;

  /** Resolves when requests reach the handler. @throws SubjectError, ResponderConflictError, BusClosedError */
  abstract respond(filter: string, handler: RequestHandler): Promise<Subscription>;

  abstract counts(): BusCounts;

  /**
   * Takes nothing new (`BusClosedError`), lets waiting events be handled and requests be answered up to a time limit, then ends.
   * A second call gives the same promise.
   */
  abstract close(): Promise<void>;
}
