import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  BusClosedError,
  BusOptionError,
  DrainTimeoutError,
  NoResponderError,
  RemoteHandlerError,
  RequestTimeoutError,
  ResponderConflictError,
} from './bus.errors.js';
import { deferred } from './deferred.js';
import { describeFailure } from './handler-failure.js';
import { type BusHeaders, checkHeaders } from './headers.js';
import { decodeJson, encodeJson, type JsonValue } from './json.js';
import { LocalSubscription, type QueuedEvent } from './local-subscription.js';
import {
  type BusCounts,
  type BusFault,
  type BusFaultSink,
  type EventHandler,
  MessageBus,
  type RequestHandler,
  type RequestOptions,
  type Subscription,
} from './message-bus.port.js';
import { checkSubject, matches, overlap, parseFilter } from './subject.js';

export interface LocalMessageBusOptions {
  /** Told of every fault. What it throws itself is ignored. */
  readonly onFault: BusFaultSink;
  /** Events that may wait for one subscriber; default 65 536. */
  readonly maxPending?: number;
  /** How long `close()` waits for handlers, in milliseconds; default 5 000. */
  readonly drainTimeoutMs?: number;
}

interface Responder {
  readonly filter: string;
  readonly tokens: readonly string[];
  readonly handler: RequestHandler;
}

interface PendingRequest {
  readonly filter: string;
  readonly abandon: () => void;
  readonly settled: Promise<unknown>;
}

const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** The bus inside one process: nothing to connect, same rules as over a broker. */
export class LocalMessageBus extends MessageBus {
  private readonly subscriptions = new Set<LocalSubscription>();
  private readonly responders = new Set<Responder>();
  private readonly pending = new Set<PendingRequest>();
  private readonly total = {
    published: 0,
    delivered: 0,
    requests: 0,
    eventHandlerFailures: 0,
    requestHandlerFailures: 0,
    dropped: 0,
  };
  private readonly maxPending: number;
  private readonly drainTimeoutMs: number;
  private closing: Promise<void> | undefined;

  constructor(private readonly options: LocalMessageBusOptions) {
    super();
    this.maxPending = options.maxPending ?? 65_536;
    this.drainTimeoutMs = options.drainTimeoutMs ?? 5_000;
  }

  counts(): BusCounts {
    return { ...this.total };
  }

  async publish(subject: string, payload: JsonValue, headers?: BusHeaders): Promise<void> {
    this.checkOpen('publish', subject);
    const event = prepare(subject, payload, headers);
    this.total.published++;
    for (const subscription of this.subscriptions) if (subscription.takes(subject)) subscription.offer(event);
  }

  async subscribe(filter: string, handler: EventHandler): Promise<Subscription> {
    this.checkOpen('subscribe', filter);
    const subscription = new LocalSubscription(filter, handler, this.maxPending, {
      onDelivered: () => this.total.delivered++,
      onDropped: () => this.total.dropped++,
      onFault: (fault) => this.report(fault),
    });
    this.subscriptions.add(subscription);
    return {
      unsubscribe: async () => {
        subscription.stop();
        this.subscriptions.delete(subscription);
      },
    };
  }

  async respond(filter: string, handler: RequestHandler): Promise<Subscription> {
    this.checkOpen('respond', filter);
    const tokens = parseFilter(filter);
    for (const existing of this.responders)
      if (overlap(existing.tokens, tokens)) throw new ResponderConflictError(filter, existing.filter);
    const responder = { filter, tokens, handler };
    this.responders.add(responder);
    return {
      unsubscribe: async () => {
        this.responders.delete(responder);
      },
    };
  }

  async request(subject: string, payload: JsonValue, { timeoutMs, headers }: RequestOptions): Promise<JsonValue> {
    this.checkOpen('request', subject);
    if (!Number.isFinite(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS)
      throw new BusOptionError('timeoutMs', timeoutMs, `1 to ${MAX_TIMEOUT_MS} ms`);
    const question = prepare(subject, payload, headers);
    this.total.requests++;
    const responder = [...this.responders].find(({ tokens }) => matches(tokens, subject));
    if (responder === undefined) throw new NoResponderError(subject);
    const answer = deferred<JsonValue>();
    const timer = setTimeout(() => answer.reject(new RequestTimeoutError(subject, timeoutMs)), timeoutMs);
    const handled = this.answer(responder, question).then(answer.resolve, answer.reject);
    const pending: PendingRequest = {
      filter: responder.filter,
      abandon: () => answer.reject(new BusClosedError('request', subject)),
      settled: handled,
    };
    this.pending.add(pending);
    void handled.then(() => this.pending.delete(pending));
    try {
      return await answer.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): Promise<void> {
    this.closing ??= this.drain();
    return this.closing;
  }

  private checkOpen(operation: string, where: string): void {
    if (this.closing !== undefined) throw new BusClosedError(operation, where);
  }

  private async answer(responder: Responder, { subject, text, headers }: QueuedEvent): Promise<JsonValue> {
    await nextTurn();
    try {
      const reply: unknown = await responder.handler({ subject, payload: decodeJson(text), headers: { ...headers } });
      return decodeJson(encodeJson(`the answer of ${subject}`, reply));
    } catch (error) {
      this.report({ kind: 'request-handler', subject, filter: responder.filter, error });
      const { name, message, details } = describeFailure(error);
      throw new RemoteHandlerError(subject, name, message, details);
    }
  }

  private report(fault: BusFault): void {
    if (fault.kind === 'event-handler') this.total.eventHandlerFailures++;
    if (fault.kind === 'request-handler') this.total.requestHandlerFailures++;
    try {
      this.options.onFault(fault);
    } catch {
      // a sink that fails must not stop the delivery; the counters have the fault
    }
  }

  private async drain(): Promise<void> {
    const limit = deferred<'late'>();
    const timer = setTimeout(() => limit.resolve('late'), this.drainTimeoutMs);
    const busy = [
      ...[...this.subscriptions].map((subscription) => ({ filter: subscription.filter, done: subscription.idle() })),
      ...[...this.pending].map(({ filter, settled }) => ({ filter, done: settled })),
    ];
    await Promise.all(busy.map(({ filter, done }) => this.awaitDrained(filter, done, limit.promise)));
    clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.stop();
    for (const request of this.pending) request.abandon();
    this.subscriptions.clear();
    this.responders.clear();
  }

  private async awaitDrained(filter: string, done: Promise<unknown>, limit: Promise<'late'>): Promise<void> {
    if ((await Promise.race([done, limit])) !== 'late') return;
    const error = new DrainTimeoutError(filter, this.drainTimeoutMs);
    this.report({ kind: 'drain-timeout', subject: filter, filter, error });
  }
}

function prepare(subject: string, payload: JsonValue, headers: BusHeaders | undefined): QueuedEvent {
  checkSubject(subject);
  return { subject, text: encodeJson(`the payload of ${subject}`, payload), headers: checkHeaders(headers) };
}
