import { setImmediate as nextTurn } from 'node:timers/promises';
import { SlowSubscriberError } from './bus.errors.js';
import { type BusHeaders } from './headers.js';
import { decodeJson } from './json.js';
import { type BusFault, type EventHandler } from './message-bus.port.js';
import { matches, parseFilter } from './subject.js';

export interface QueuedEvent {
  readonly subject: string;
  readonly text: string;
  readonly headers: BusHeaders;
}

export interface SubscriptionTally {
  onDelivered(): void;
  onDropped(): void;
  onFault(fault: BusFault): void;
}

// Handlers that need no waiting would otherwise keep timers and sockets from running.
const MESSAGES_PER_TURN = 64;

/** One subscriber's queue: first in, first handled, one at a time, always in a later turn of the event loop. */
export class LocalSubscription {
  private readonly tokens: readonly string[];
  private queue: QueuedEvent[] = [];
  private head = 0;
  private pumping: Promise<void> | undefined;
  private overflowing = false;
  private closed = false;

  constructor(
    readonly filter: string,
    private readonly handler: EventHandler,
    private readonly maxPending: number,
    private readonly tally: SubscriptionTally,
  ) {
    this.tokens = parseFilter(filter);
  }

  takes(subject: string): boolean {
    return matches(this.tokens, subject);
  }

  offer(event: QueuedEvent): void {
    if (this.closed) return;
    if (this.queue.length - this.head >= this.maxPending) {
      this.tally.onDropped();
      if (this.overflowing) return;
      this.overflowing = true; // said once for each overflow, counted for each message
      const error = new SlowSubscriberError(this.filter, this.maxPending);
      this.tally.onFault({ kind: 'slow-subscriber', subject: event.subject, filter: this.filter, error });
      return;
    }
    this.queue.push(event);
    this.pumping ??= this.pump();
  }

  stop(): void {
    this.closed = true;
    this.queue = [];
    this.head = 0;
  }

  /** Resolves when nothing waits and no handler runs. */
  idle(): Promise<void> {
    return this.pumping ?? Promise.resolve();
  }

  private next(): QueuedEvent | undefined {
    const event = this.queue[this.head];
    if (event === undefined) return undefined;
    this.head++;
    if (this.head === this.queue.length || this.head === 1024) {
      this.queue = this.queue.slice(this.head);
      this.head = 0;
    }
    return event;
  }

  private async pump(): Promise<void> {
    await nextTurn();
    let handled = 0;
    for (let event = this.next(); event !== undefined; event = this.next()) {
      await this.handle(event);
      handled++;
      if (handled % MESSAGES_PER_TURN === 0) await nextTurn();
    }
    this.overflowing = false;
    this.pumping = undefined;
  }

  private async handle(event: QueuedEvent): Promise<void> {
    this.tally.onDelivered();
    try {
      await this.handler({
        subject: event.subject,
        payload: decodeJson(event.text),
        headers: { ...event.headers },
      });
    } catch (error) {
      this.tally.onFault({ kind: 'event-handler', subject: event.subject, filter: this.filter, error });
    }
  }
}
