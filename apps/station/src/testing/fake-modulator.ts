import type { BasebandMessage, Telecommand } from '@app/radio';
import { plusSeconds, type Tai } from '@app/time';

interface Radiation {
  readonly order: Telecommand;
  readonly begin: Tai;
  readonly end: Tai;
}

/** The transmitting side of a baseband unit, as docs/interfaces/baseband-unit.md gives it, with a clock that the test moves. */
export class FakeModulator {
  /** CLTUs whose last bit has left, in order. */
  readonly radiated: Radiation[] = [];
  carrierUp = false;
  /** A unit that never says what became of a CLTU. */
  silent = false;
  /** A transmitter that does not come up. */
  fails = false;
  /** Nothing is radiated while it is held. */
  held = false;
  private now: Tai = 0n;
  private queue: Radiation[] = [];
  private stopping = false;
  private carrierHz = 0;
  private bitRateBps = 1;
  private busyUntil: Tai = 0n;
  private kept: BasebandMessage[] = [];

  constructor(private readonly send: (message: BasebandMessage) => boolean) {}

  tick(now: Tai): void {
    this.now = now;
    if (this.held) return;
    for (let first = this.queue[0]; first !== undefined && first.end <= now; first = this.queue[0]) {
      this.queue.shift();
      this.radiated.push(first);
      const { order, begin, end } = first;
      this.answer(order.identifier, { outcome: 'radiated', firstBitTime: begin, endOfLastBitTime: end });
    }
    if (this.stopping && this.queue.length === 0) this.drop();
  }

  take(order: BasebandMessage): void {
    switch (order.type) {
      case 'start-transmission':
        if (this.fails) return this.say();
        this.carrierHz = order.carrierHz;
        this.bitRateBps = order.bitRateBps;
        if (!this.carrierUp)
          this.busyUntil = plusSeconds(this.now, order.carrierOnlyS + (8 * order.acquisitionOctets) / order.bitRateBps);
        this.carrierUp = true;
        this.stopping = false;
        return this.say();
      case 'stop-transmission':
        this.clearQueue();
        this.stopping = true;
        if (this.queue.length === 0) this.drop();
        return;
      case 'telecommand': {
        if (!this.carrierUp || this.stopping) return this.answer(order.identifier, { outcome: 'not-radiated' });
        const begin = this.busyUntil > this.now ? this.busyUntil : this.now;
        const end = plusSeconds(begin, order.bitCount / this.bitRateBps);
        this.busyUntil = plusSeconds(end, 64 / this.bitRateBps);
        this.queue.push({ order, begin, end });
        return;
      }
      default:
    }
  }

  /** The connection has ended: the CLTU in hand is finished, the rest dropped. */
  leaveAlone(): void {
    this.clearQueue();
    this.stopping = true;
    if (this.queue.length === 0) this.drop();
  }

  /** A new connection: what nobody heard is said first. */
  tellKept(): void {
    for (const message of this.kept.splice(0)) this.send(message);
  }

  private clearQueue(): void {
    const [waiting, inHand] = [
      this.queue.filter(({ begin }) => begin >= this.now),
      this.queue.filter(({ begin }) => begin < this.now),
    ];
    this.queue = inHand;
    for (const { order } of waiting) this.answer(order.identifier, { outcome: 'not-radiated' });
  }

  private drop(): void {
    this.stopping = false;
    this.carrierUp = false;
    this.say();
  }

  private answer(
    identifier: bigint,
    end:
      | { readonly outcome: 'not-radiated' }
      | { readonly outcome: 'radiated'; readonly firstBitTime: Tai; readonly endOfLastBitTime: Tai },
  ): void {
    if (this.silent) return;
    const message: BasebandMessage = { type: 'telecommand-radiated', sequence: 0, identifier, ...end };
    if (!this.send(message)) this.kept.push(message);
  }

  private say(): void {
    const { carrierUp, carrierHz, bitRateBps } = this;
    const message = { type: 'transmission-status', sequence: 0, carrierUp, modulating: carrierUp } as const;
    this.send({ ...message, queuedCltus: this.queue.length, carrierHz, bitRateBps });
  }
}
