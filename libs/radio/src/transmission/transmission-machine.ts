import { plusSeconds, type Tai } from '@app/time';
import { IDLE_OCTETS_BETWEEN_CLTUS, type Telecommand, type TransmissionStart } from '../baseband/baseband-message.js';
import { BitClock } from './bit-clock.js';

export type Tuning = Pick<TransmissionStart, 'carrierHz' | 'bitRateBps' | 'carrierOnlyS' | 'acquisitionOctets'>;
export type QueuedCltu = Pick<Telecommand, 'identifier' | 'bitCount' | 'bits'>;

/** A CLTU on the carrier. */
export interface RadiatedCltu extends QueuedCltu {
  /** Counts the CLTUs of this transmitter, from 0. */
  readonly n: number;
  readonly bitRateBps: number;
  /** Leading edge of its first bit, trailing edge of its last one. */
  readonly firstBit: Tai;
  readonly end: Tai;
}

/** One carrier, from up to down. Between CLTUs the transmitter sends the idle sequence. */
export interface Transmission {
  readonly number: number;
  readonly up: Tai;
  /** Undefined while it is up. */
  readonly down: Tai | undefined;
  /** Each holds from its instant on. */
  readonly carriers: readonly { readonly from: Tai; readonly carrierHz: number }[];
  /** Modulation begins at the origin of the first; a later one is a change of bit rate. */
  readonly clocks: readonly BitClock[];
  /** Begun, in order. */
  readonly cltus: readonly RadiatedCltu[];
}

interface OpenTransmission extends Transmission {
  down: Tai | undefined;
  readonly carriers: { readonly from: Tai; readonly carrierHz: number }[];
  readonly clocks: BitClock[];
  readonly cltus: RadiatedCltu[];
}

export type TransmissionEvent =
  | { readonly kind: 'cltu-radiated'; readonly cltu: RadiatedCltu }
  | { readonly kind: 'cltu-dropped'; readonly identifier: bigint }
  /** Carrier up, modulation on, carrier down. */
  | { readonly kind: 'status' };

export interface TransmitterStatus {
  readonly carrierUp: boolean;
  readonly modulating: boolean;
  readonly queuedCltus: number;
  readonly carrierHz: number;
  readonly bitRateBps: number;
}

/** What the spacecraft have not caught up with is far younger. */
const TRANSMISSIONS_KEPT = 8;

/**
 * The transmitter of a baseband unit as a machine in mission time: carrier alone, acquisition sequence, then CLTUs with idle sequence
 * between them. Every instant follows from the bit rate and from when it was told; a call must not come with an earlier `now` than
 * the one before. What it did by `now` never changes afterwards.
 */
export class TransmissionMachine {
  /** The latest ones, oldest first. */
  readonly transmissions: OpenTransmission[] = [];
  private readonly queue: QueuedCltu[] = [];
  private tuning: Tuning = { carrierHz: 0, bitRateBps: 0, carrierOnlyS: 0, acquisitionOctets: 0 };
  private open: OpenTransmission | undefined;
  private inHand: RadiatedCltu | undefined;
  /** Bit of the latest clock at which the next CLTU may begin. */
  private freeFrom = 0;
  private modulating = false;
  private stopping = false;
  private radiated = 0;

  get status(): TransmitterStatus {
    const { carrierHz, bitRateBps } = this.tuning;
    return {
      carrierUp: this.open !== undefined,
      modulating: this.modulating,
      queuedCltus: this.queue.length,
      carrierHz,
      bitRateBps,
    };
  }

  /** When `advance` has something to do next; undefined while only a message can change anything. */
  get nextAt(): Tai | undefined {
    const clock = this.open?.clocks.at(-1);
    if (clock === undefined) return undefined;
    if (!this.modulating) return clock.origin;
    if (this.inHand !== undefined) return this.inHand.end;
    return this.queue.length === 0 ? undefined : clock.instantOf(this.freeFrom);
  }

  /** Carrier up at `now`; while it is up already, it retunes: no second acquisition sequence, and the CLTU in hand keeps its rate. */
  start(now: Tai, tuning: Tuning): readonly TransmissionEvent[] {
    const events = [...this.advance(now)];
    const { carrierHz, bitRateBps, carrierOnlyS, acquisitionOctets } = tuning;
    const { open } = this;
    const before = this.tuning;
    this.tuning = tuning;
    this.stopping = false;
    if (open === undefined) {
      const clock = new BitClock(plusSeconds(now, carrierOnlyS), bitRateBps);
      this.open = {
        number: (this.transmissions.at(-1)?.number ?? -1) + 1,
        up: now,
        down: undefined,
        carriers: [{ from: now, carrierHz }],
        clocks: [clock],
        cltus: [],
      };
      this.transmissions.push(this.open);
      if (this.transmissions.length > TRANSMISSIONS_KEPT) this.transmissions.shift();
      this.freeFrom = 8 * acquisitionOctets;
    } else {
      if (carrierHz !== before.carrierHz) open.carriers.push({ from: now, carrierHz });
      if (bitRateBps !== before.bitRateBps) this.changeRate(open, now, bitRateBps);
    }
    return [...events, { kind: 'status' }, ...this.advance(now)];
  }

  /** Queues a CLTU; with the carrier down, or none of it, it is dropped at once. */
  take(now: Tai, cltu: QueuedCltu): readonly TransmissionEvent[] {
    const events = this.advance(now);
    if (this.open === undefined || this.stopping || cltu.bitCount === 0)
      return [...events, { kind: 'cltu-dropped', identifier: cltu.identifier }];
    const clock = this.open.clocks.at(-1);
    // The idle sequence goes in whole octets.
    const late = clock === undefined ? 0 : clock.firstFrom(now) - this.freeFrom;
    if (this.inHand === undefined && this.queue.length === 0 && late > 0) this.freeFrom += 8 * Math.ceil(late / 8);
    this.queue.push({ ...cltu, bits: cltu.bits.slice() });
    return [...events, ...this.advance(now)];
  }

  /** Drops what is queued and takes the carrier down behind the CLTU in hand. */
  stop(now: Tai): readonly TransmissionEvent[] {
    const events = [...this.advance(now)];
    for (const { identifier } of this.queue.splice(0)) events.push({ kind: 'cltu-dropped', identifier });
    if (this.open === undefined) return [...events, { kind: 'status' }];
    this.stopping = true;
    return this.inHand === undefined ? [...events, this.carrierDown(now)] : events;
  }

  /** All that happens by `now`. */
  advance(now: Tai): readonly TransmissionEvent[] {
    const events: TransmissionEvent[] = [];
    for (let at = this.nextAt; at !== undefined && at <= now; at = this.nextAt) {
      const { open, inHand } = this;
      if (open === undefined) break;
      if (!this.modulating) {
        this.modulating = true;
        events.push({ kind: 'status' });
      } else if (inHand !== undefined) {
        this.inHand = undefined;
        events.push({ kind: 'cltu-radiated', cltu: inHand });
        if (this.stopping) events.push(this.carrierDown(inHand.end));
      } else this.begin(open);
    }
    return events;
  }

  private begin(open: OpenTransmission): void {
    const cltu = this.queue.shift();
    const clock = open.clocks.at(-1);
    if (cltu === undefined || clock === undefined) return;
    const endBit = this.freeFrom + cltu.bitCount;
    this.inHand = {
      ...cltu,
      n: this.radiated++,
      bitRateBps: clock.bitRateBps,
      firstBit: clock.instantOf(this.freeFrom),
      end: clock.instantOf(endBit),
    };
    this.freeFrom = endBit + 8 * IDLE_OCTETS_BETWEEN_CLTUS;
    open.cltus.push(this.inHand);
  }

  private changeRate(open: OpenTransmission, now: Tai, bitRateBps: number): void {
    if (!this.modulating) {
      const origin = open.clocks[0]?.origin ?? now;
      open.clocks.splice(0, 1, new BitClock(origin, bitRateBps));
      return;
    }
    const clock = open.clocks.at(-1);
    const acquisitionLeft = clock === undefined ? 0 : this.freeFrom - clock.firstFrom(now);
    open.clocks.push(new BitClock(this.inHand?.end ?? now, bitRateBps));
    const idle = 8 * IDLE_OCTETS_BETWEEN_CLTUS;
    this.freeFrom = this.inHand === undefined ? Math.max(idle, 8 * Math.ceil(acquisitionLeft / 8)) : idle;
  }

  private carrierDown(at: Tai): TransmissionEvent {
    if (this.open !== undefined) this.open.down = at;
    this.open = undefined;
    this.modulating = false;
    this.stopping = false;
    this.freeFrom = 0;
    return { kind: 'status' };
  }
}
