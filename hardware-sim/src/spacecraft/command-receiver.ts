import { CltuReceiver } from '@app/ccsds';
import { BitClock, IDLE_OCTET, IDLE_OCTETS_BETWEEN_CLTUS, type RadiatedCltu, type Transmission } from '@app/radio';
import { formatUtc, type Tai } from '@app/time';
import { type TelecommandLink } from '@app/contracts';
import { BIT_RATE_TOLERANCE, type ChannelParameters } from '../channel/channel-parameters.js';
import { type UplinkBeam } from '../channel/uplink-beam.js';
import { passCltu } from '../channel/uplink-channel.js';
import { type CommandCounts } from '../channel/uplink-counts.js';
import { type TelecommandLog } from '../telecommand-log.js';

/** The receiver looks for carriers at whole multiples of this, and when one comes up. */
const LOOK_NS = 100_000_000n;
/** Behind the arrival of a carrier, so that no rounding of light time hides it. */
const BEHIND_NS = 1_000n;
/** A part of a bit, for the same reason. */
const BIT_TOLERANCE_NS = 10_000n;
/** No visible antenna is further away than this, in light time. */
const LONGEST_DELAY_NS = 50_000_000n;

/** The carrier that is received: another one is another object. */
export interface ReceivedCarrier {
  /** Power at the receiver with an antenna of 0 dBi. */
  levelDbm(at: Tai): number;
  /** As received, less what the receiver is tuned to. */
  frequencyOffsetHz(at: Tai): number;
}

/** A carrier of a baseband unit. */
class BeamCarrier implements ReceivedCarrier {
  constructor(
    readonly beam: UplinkBeam,
    readonly transmission: Transmission,
  ) {}

  levelDbm(at: Tai): number {
    return this.beam.levelDbm(at);
  }

  frequencyOffsetHz(at: Tai): number {
    return this.beam.frequencyOffsetHz(this.transmission, at);
  }
}

/** A receiver on board: works through what arrives, and tells its sink. */
export interface OnBoardReceiver {
  /** Whether something is received, or may be soon. */
  readonly isBusy: boolean;
  /** Works through all that arrives by `until`; the mission clock must have come so far. */
  advanceTo(until: Tai): void;
}

/** What the receiver tells the on-board computer, in the order of time. */
export interface CommandReceiverSink {
  /** Before each of the others: nothing earlier will come. */
  reach(at: Tai): void;
  link(at: Tai, carrier: ReceivedCarrier | undefined, bitLock: boolean): void;
  frame(at: Tai, bytes: Uint8Array): void;
}

export interface CommandReceiverParts {
  readonly spacecraft: string;
  readonly link: TelecommandLink;
  readonly bitRateBps: number;
  readonly channel: ChannelParameters;
  readonly log: TelecommandLog;
  readonly counts: CommandCounts;
  readonly sink: CommandReceiverSink;
}

interface Tracking {
  readonly carrier: BeamCarrier;
  /** Arrival from which on it was heard without a break. */
  readonly since: Tai;
  /** The bit clock that is followed, and the instant of radiation from which on its idle sequence was heard without a break. */
  clock: BitClock | undefined;
  idleFrom: Tai;
  locked: boolean;
}

interface Arrival {
  readonly at: Tai;
  readonly cltu?: RadiatedCltu;
  readonly beam?: UplinkBeam;
  readonly transmission?: Transmission;
}

/**
 * Receiver, bit synchroniser and CLTU reception of one spacecraft. One carrier is received at a time: the first stays, others are
 * counted as interference. It works through what arrives up to an instant; what comes out depends on geometry, seed and what the
 * antennas did, not on when it is called.
 */
export class CommandReceiver implements OnBoardReceiver {
  private readonly cltus: CltuReceiver;
  private readonly next = new Map<UplinkBeam, number>();
  private readonly interfering = new Set<Transmission>();
  private tracking: Tracking | undefined;

  constructor(
    private readonly parts: CommandReceiverParts,
    private readonly beams: readonly UplinkBeam[],
    private at: Tai,
  ) {
    this.cltus = new CltuReceiver({ mode: parts.link.bch, randomized: parts.link.randomizer });
  }

  /** Whether something is received, or may be soon. */
  get isBusy(): boolean {
    return this.tracking !== undefined || this.beams.some((beam) => this.activeOf(beam, this.at).length > 0);
  }

  /** Works through all that arrives by `until`; the mission clock must have come so far. */
  advanceTo(until: Tai): void {
    if (until <= this.at) return;
    const arrivals: Arrival[] = [];
    let active = this.tracking !== undefined;
    for (const beam of this.beams) {
      beam.source.transmitter.advance();
      for (const transmission of this.activeOf(beam, this.at)) {
        if (transmission.up >= until) continue;
        active = true;
        if (transmission.up >= this.at - LONGEST_DELAY_NS)
          arrivals.push({ at: beam.arrivalOf(transmission.up) + BEHIND_NS });
        this.collect(arrivals, beam, transmission, until);
      }
    }
    if (active) {
      for (let look = (this.at / LOOK_NS + 1n) * LOOK_NS; look <= until; look += LOOK_NS) arrivals.push({ at: look });
      const due = arrivals.filter(({ at }) => at > this.at && at <= until);
      // The sort is stable: a CLTU that ends when the receiver looks is received first.
      for (const arrival of due.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) this.work(arrival);
    } else this.interfering.clear();
    this.at = until;
  }

  /** Those of which something may still arrive after an instant. */
  private activeOf(beam: UplinkBeam, after: Tai): readonly Transmission[] {
    return beam.transmissions.filter(
      ({ down }) => down === undefined || down + 2n * LONGEST_DELAY_NS + LOOK_NS > after,
    );
  }

  private collect(arrivals: Arrival[], beam: UplinkBeam, transmission: Transmission, until: Tai): void {
    const next = this.next.get(beam) ?? 0;
    for (const cltu of transmission.cltus) {
      if (cltu.n < next) continue;
      const at = beam.endOf(cltu);
      if (at > until) break;
      this.next.set(beam, cltu.n + 1);
      arrivals.push({ at, cltu, beam, transmission });
    }
  }

  private work({ at, cltu, beam, transmission }: Arrival): void {
    this.parts.sink.reach(at);
    if (cltu === undefined || beam === undefined || transmission === undefined) this.look(at);
    else this.receive(at, cltu, beam, transmission);
  }

  private look(at: Tai): void {
    const heard: BeamCarrier[] = [];
    for (const beam of this.beams)
      for (const transmission of this.activeOf(beam, at))
        if (beam.isHeard(transmission, at)) heard.push(new BeamCarrier(beam, transmission));
    const { tracking } = this;
    if (tracking !== undefined && !heard.some(({ transmission }) => transmission === tracking.carrier.transmission)) {
      this.tracking = undefined;
      this.abandon(at);
    }
    if (this.tracking === undefined) {
      const [first] = heard.sort((a, b) => (a.transmission.up < b.transmission.up ? -1 : 1));
      if (first !== undefined)
        this.tracking = { carrier: first, since: at, clock: undefined, idleFrom: at, locked: false };
    }
    for (const { transmission } of heard)
      if (transmission !== this.tracking?.carrier.transmission && !this.interfering.has(transmission)) {
        this.interfering.add(transmission);
        this.parts.counts.interferences++;
      }
    if (this.tracking !== undefined) this.followBits(this.tracking, this.tracking.carrier.beam.radiatedAt(at));
    this.parts.sink.link(at, this.tracking?.carrier, this.tracking?.locked ?? false);
  }

  /** Bit lock comes when the bit synchroniser has heard as much of the idle sequence as it needs, at its own rate. */
  private followBits(tracking: Tracking, radiated: Tai): void {
    const { bitRateBps } = this.parts;
    const { beam, transmission } = tracking.carrier;
    const clock = transmission.clocks.findLast(({ origin }) => origin <= radiated);
    if (clock === undefined) return;
    if (clock !== tracking.clock) {
      if (tracking.locked) this.abandon(radiated);
      const heardFrom = beam.radiatedAt(tracking.since);
      tracking.clock = clock;
      tracking.idleFrom = clock.origin > heardFrom ? clock.origin : heardFrom;
      tracking.locked = false;
    }
    if (Math.abs(clock.bitRateBps / bitRateBps - 1) > BIT_RATE_TOLERANCE) return;
    if (!tracking.locked) tracking.locked = radiated + BIT_TOLERANCE_NS >= this.lockOf(tracking, clock);
  }

  /** When there has been enough idle sequence without a CLTU in it. */
  private lockOf(tracking: Tracking, clock: BitClock): Tai {
    const neededBits = 8 * this.parts.link.acquisitionOctets;
    let needed = new BitClock(tracking.idleFrom, clock.bitRateBps).instantOf(neededBits);
    for (const { firstBit, end } of tracking.carrier.transmission.cltus) {
      if (end <= tracking.idleFrom || firstBit + BIT_TOLERANCE_NS >= needed) continue;
      tracking.idleFrom = end;
      needed = new BitClock(end, clock.bitRateBps).instantOf(neededBits);
    }
    return needed;
  }

  /** A CLTU whose last bit has come in. */
  private receive(at: Tai, cltu: RadiatedCltu, beam: UplinkBeam, transmission: Transmission): void {
    const { counts, log, spacecraft, sink, channel } = this.parts;
    const { antenna } = beam.source;
    const entry = { at: formatUtc(at, 9), spacecraft, antenna, cltu: cltu.n };
    const lose = (reason: 'channel' | 'carrier' | 'bit-lock'): void => {
      counts.cltusLost++;
      log.write({ event: 'cltu-lost', ...entry, reason });
    };
    const { tracking } = this;
    const begin = beam.arrivalOf(cltu.firstBit);
    if (!beam.isInView(begin)) return;
    if (tracking === undefined || tracking.carrier.transmission !== transmission || tracking.since > begin)
      return lose('carrier');
    if (!beam.isHeard(transmission, begin) || !beam.isHeard(transmission, at - BEHIND_NS)) return lose('carrier');
    this.followBits(tracking, cltu.firstBit);
    if (!tracking.locked) return lose('bit-lock');
    const passage = passCltu(channel, { antenna, spacecraft }, cltu);
    if (passage.lost) return lose('channel');
    counts.cltusReceived++;
    log.write({ event: 'cltu-received', ...entry, bitErrors: passage.bitErrors });
    // More idle sequence than this says nothing new to who looks for a start sequence.
    this.cltus.push(new Uint8Array(IDLE_OCTETS_BETWEEN_CLTUS).fill(IDLE_OCTET));
    for (const output of this.cltus.push(passage.bits, cltu.bitCount)) {
      const reason = output.type === 'cltu' ? output.delimited.rest : output.reason;
      if (output.type === 'cltu') for (const bytes of output.delimited.frames) sink.frame(at, bytes);
      if (reason !== 'fill') log.write({ event: 'cltu-abandoned', at: entry.at, spacecraft, reason });
    }
  }

  /** What had begun to come in is given up. */
  private abandon(at: Tai): void {
    const { log, spacecraft } = this.parts;
    for (const output of this.cltus.reset())
      if (output.type === 'abandoned')
        log.write({ event: 'cltu-abandoned', at: formatUtc(at, 9), spacecraft, reason: output.reason });
  }
}
