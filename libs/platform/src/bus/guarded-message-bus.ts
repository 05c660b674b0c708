import type { OperationsMode } from '@app/contracts';
import { BusError } from './bus.errors.js';
import type { BusHeaders } from './headers.js';
import type { JsonValue } from './json.js';
import {
  type BusCounts,
  type BusMessage,
  type EventHandler,
  MessageBus,
  type RequestHandler,
  type RequestOptions,
  type Subscription,
} from './message-bus.port.js';
import { type BusRole, isFilterKnown, ruleOfSubject, type SubjectRule, subjectPolicy } from './subject-policy.js';

/** Headers that say which role sent a message, and in which mode it works. */
export const FROM_HEADER = 'smms-from';
export const MODE_HEADER = 'smms-mode';

/** Something was said on the bus by who may not say it, or in another mode. */
export class BusRefusalError extends BusError {
  override readonly name = 'BusRefusalError';
  constructor(
    readonly rule: 'unknown-sender' | 'other-mode',
    readonly subject: string,
    readonly sender: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`message bus, ${subject}: expected ${expected}, found ${found}`);
  }
}

/** Told of each refusal before the message is let go. What it throws takes the refusal's place. */
export type BusRefusalSink = (refusal: BusRefusalError) => Promise<void>;

/**
 * The bus as one role of the ground segment has it: what it says goes out under its name and mode, what it hears is checked by the one
 * table `subjectPolicy` and refused by default. A refused request fails with BusRefusalError at once where the sender itself is guarded,
 * with RemoteHandlerError of that name where only the receiver is; a refused event is a fault of the receiver's side.
 */
export class GuardedMessageBus extends MessageBus {
  constructor(
    readonly role: BusRole,
    private readonly mode: OperationsMode,
    private readonly inner: MessageBus,
    private readonly onRefused: BusRefusalSink,
    private readonly rules: readonly SubjectRule[] = subjectPolicy,
  ) {
    super();
  }

  override async publish(subject: string, payload: JsonValue, headers?: BusHeaders): Promise<void> {
    await this.checkSender(subject, 'event', this.role);
    await this.inner.publish(subject, payload, this.stamped(headers));
  }

  override async subscribe(filter: string, handler: EventHandler): Promise<Subscription> {
    await this.checkFilter(filter, 'event');
    return this.inner.subscribe(filter, async (message) => {
      await this.checkMessage(message, 'event');
      await handler(message);
    });
  }

  override async request(subject: string, payload: JsonValue, options: RequestOptions): Promise<JsonValue> {
    await this.checkSender(subject, 'request', this.role);
    return this.inner.request(subject, payload, { ...options, headers: this.stamped(options.headers) });
  }

  override async respond(filter: string, handler: RequestHandler): Promise<Subscription> {
    await this.checkFilter(filter, 'request');
    return this.inner.respond(filter, async (message) => {
      await this.checkMessage(message, 'request');
      return handler(message);
    });
  }

  override counts(): BusCounts {
    return this.inner.counts();
  }

  override close(): Promise<void> {
    return this.inner.close();
  }

  private stamped(headers: BusHeaders = {}): BusHeaders {
    return { ...headers, [FROM_HEADER]: this.role, [MODE_HEADER]: this.mode };
  }

  private async checkMessage({ subject, headers }: BusMessage, kind: SubjectRule['kind']): Promise<void> {
    await this.checkSender(subject, kind, headers[FROM_HEADER]);
    const { [MODE_HEADER]: mode, [FROM_HEADER]: sender = '' } = headers;
    if (mode === this.mode) return;
    await this.refuse('other-mode', subject, sender, `mode ${this.mode}`, mode === undefined ? 'none' : `"${mode}"`);
  }

  private async checkSender(subject: string, kind: SubjectRule['kind'], sender: string | undefined): Promise<void> {
    const rule = ruleOfSubject(subject, kind, this.rules);
    if (rule?.from.some((role) => role === sender) === true) return;
    const expected = rule === undefined ? `a subject that is known as ${kind}` : `${kind} by ${rule.from.join(' or ')}`;
    const found = `one ${sender === undefined ? 'that does not say by whom' : `by "${sender}"`}`;
    await this.refuse('unknown-sender', subject, sender ?? '', expected, found);
  }

  private async checkFilter(filter: string, kind: SubjectRule['kind']): Promise<void> {
    if (isFilterKnown(filter, kind, this.rules)) return;
    await this.refuse(
      'unknown-sender',
      filter,
      this.role,
      `a filter that takes a known ${kind}`,
      'one that takes none',
    );
  }

  private async refuse(...parameters: ConstructorParameters<typeof BusRefusalError>): Promise<never> {
    const refusal = new BusRefusalError(...parameters);
    await this.onRefused(refusal);
    throw refusal;
  }
}
