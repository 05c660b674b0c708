import { formatUtc, plusSeconds, type Tai } from '@app/time';
import { type RotatorSimulator } from '../devices/rotator-simulator.js';
import { type AntennaFaults, noAntennaFaults } from '../faults/antenna-faults.js';
import { Prng } from '../prng.js';
import { type SimulatorLog } from '../simulator-log.js';
import { type Downlink, type EmittedCadu, type Listener } from '../spacecraft/downlink.js';
import { flipBits } from './bit-errors.js';
import { BitMessenger, type DemodulatedBits } from './bit-messenger.js';
import { dropsIn, type SlipInCadu, slipsIn } from './bit-slips.js';
import { ACQUISITION_S, type ChannelParameters } from './channel-parameters.js';
import { impairedEsN0Db } from './impairments.js';
import { type Sight } from './line-of-sight.js';
import { type ReceptionCounts } from './reception-counts.js';
import { type TunedDownlink } from './tuned-downlink.js';

/** No visible spacecraft is further away than this, in light time. */
const LONGEST_DELAY_NS = 50_000_000n;
/** Where the antenna pointed this long ago is still asked for: what it radiated reaches the spacecraft when the next frame is made. */
const POINTING_KEPT_NS = 60_000_000_000n;

export interface ReceiverParts {
  readonly antenna: string;
  readonly tuned: readonly TunedDownlink[];
  /** What the unit is tuned to; left out: to each spacecraft's own carrier. */
  readonly carrierHz?: number;
  /** What goes wrong; left out: nothing. */
  readonly faults?: AntennaFaults;
  readonly rotator: RotatorSimulator;
  readonly channel: ChannelParameters;
  readonly log: SimulatorLog;
  readonly counts: ReceptionCounts;
}

interface Tracked extends TunedDownlink {
  readonly n: number;
  readonly sight: Sight;
}

/**
 * The channel and the demodulator of one reception. It works through the CADUs that reach the antenna, in order, up to an instant
 * of mission time, and gives the bits that were demodulated. What it gives depends on geometry, seed and the rotator's motion, not
 * on when it is called.
 */
export class Receiver {
  private at: Tai;
  private current: Tracked | undefined;
  private goodSince: Tai | undefined;
  private deliveredFrom: Tai | undefined;
  /** Bits of a drop that reaches into the next CADU. */
  private dropping = 0;
  private readonly messenger: BitMessenger;
  private readonly faults: AntennaFaults;
  private readonly listeners: readonly { readonly downlink: Downlink; readonly listener: Listener }[];

  constructor(
    private readonly parts: ReceiverParts,
    since: Tai,
  ) {
    this.at = since;
    this.deliveredFrom = since;
    this.messenger = new BitMessenger(parts.channel.seed, parts.antenna);
    this.faults = parts.faults ?? noAntennaFaults;
    this.listeners = parts.tuned.map(({ downlink, lineOfSight }) => ({
      downlink,
      listener: { since, lineOfSight, nextCadu: () => downlink.timeline.firstFrom(this.at - LONGEST_DELAY_NS) },
    }));
    for (const { downlink, listener } of this.listeners) downlink.addListener(listener);
  }

  /** All that was received before this instant has been worked through. */
  get workedUpTo(): Tai {
    return this.at;
  }

  /** Another takes the bits, those that come in from `since` on; with undefined nobody does. What was not given yet is given up. */
  deliverFrom(since: Tai | undefined): void {
    this.messenger.flush();
    this.deliveredFrom = since;
  }

  /** After a step that had nothing to do: whether a spacecraft is in view. */
  get inView(): boolean {
    return this.current !== undefined;
  }

  /**
   * Works through the next CADU that has come in by `until`, or passes over one in which nothing is in view; gives the bits that are
   * complete with it, and undefined when there is nothing more to do by `until`. With `last`, the CADU that is coming in is cut
   * there, and the bits that are left are given.
   */
  step(until: Tai, last = false): readonly DemodulatedBits[] | undefined {
    const current = this.current ?? this.choose();
    if (current === undefined) {
      if (this.at <= until) return [];
      return last ? this.end() : undefined;
    }
    this.current = current;
    const { downlink, lineOfSight, sight, n } = current;
    const next = lineOfSight.at(downlink.timeline.emissionOf(n + 1));
    if (next.received > until && !(last && sight.received < until)) return last ? this.end() : undefined;
    const given = this.receive(current, next.received, until < next.received ? until : next.received);
    this.at = next.received;
    this.parts.rotator.forget(this.at - POINTING_KEPT_NS);
    const choosesAnew = !next.visible || (this.goodSince === undefined && this.parts.tuned.length > 1);
    this.current = choosesAnew ? undefined : { ...current, n: n + 1, sight: next };
    return next.visible ? given : [...given, ...this.loseLock(next.received, Number.NEGATIVE_INFINITY)];
  }

  /** The transmitters need not wait for this receiver any more. */
  close(): void {
    for (const { downlink, listener } of this.listeners) downlink.removeListener(listener);
  }

  private end(): readonly DemodulatedBits[] | undefined {
    const rest = this.messenger.flush();
    return rest.length === 0 ? undefined : rest;
  }

  /** The spacecraft in view that is heard best; where there is none, goes on by one CADU. */
  private choose(): Tracked | undefined {
    let best: Tracked | undefined;
    let bestEsN0Db = Number.NEGATIVE_INFINITY;
    let soonest: Tai | undefined;
    for (const tuned of this.parts.tuned) {
      const { timeline } = tuned.downlink;
      let n = timeline.firstFrom(this.at - LONGEST_DELAY_NS);
      let sight = tuned.lineOfSight.at(timeline.emissionOf(n));
      while (sight.received < this.at) sight = tuned.lineOfSight.at(timeline.emissionOf(++n));
      if (soonest === undefined || sight.received < soonest) soonest = sight.received;
      if (!sight.visible) continue;
      const candidate = { ...tuned, n, sight };
      const esN0Db = this.esN0Db(candidate);
      if (esN0Db > bestEsN0Db) [best, bestEsN0Db] = [candidate, esN0Db];
    }
    if (best === undefined) this.at = soonest === undefined ? plusSeconds(this.at, 1) : soonest + 1n;
    return best;
  }

  private esN0Db({ downlink, sight, strength }: Tracked): number {
    const clear = strength.esN0Db(sight, this.parts.rotator.pointingAt(sight.received));
    const tunedHz = this.parts.carrierHz ?? downlink.profile.downlink.carrierHz;
    return impairedEsN0Db(clear, this.faults, downlink, tunedHz, sight.received);
  }

  /** One CADU whose first bit comes in at the sight's time and which ends at `end`; only what comes in before `cut` is received. */
  private receive(tracked: Tracked, end: Tai, cut: Tai): readonly DemodulatedBits[] {
    const { downlink, sight, n } = tracked;
    const cadu = downlink.caduAt(n);
    const bitCount = downlink.timeline.caduBits;
    const start = sight.received;
    const esN0Db = this.esN0Db(tracked);
    const given: DemodulatedBits[] = [];
    const isHeld = esN0Db >= tracked.errorRate.lockThresholdEsN0Db && !this.faults.isLockLost(start, end);
    if (cadu === undefined || !isHeld) given.push(...this.loseLock(start, esN0Db));
    else this.goodSince ??= start;
    if (cadu === undefined) return given;
    const isStalled = this.faults.isStalledDuring(start, end);
    // What had begun before the stall is not sent after it: it would bear a time of its own for only a part of it.
    if (isStalled) this.messenger.flush();

    const bitFrom = (instant: Tai): number =>
      instant <= start ? 0 : Math.min(bitCount, Math.ceil((Number(instant - start) / Number(end - start)) * bitCount));
    const to = bitFrom(cut);
    const { goodSince, deliveredFrom } = this;
    const from =
      goodSince === undefined || deliveredFrom === undefined || isStalled
        ? to
        : Math.min(to, Math.max(bitFrom(plusSeconds(goodSince, ACQUISITION_S)), bitFrom(deliveredFrom)));
    let bitErrors = 0;
    if (from < to) {
      const bits = cadu.bytes.slice();
      const { channel, antenna, counts } = this.parts;
      const prng = Prng.of(channel.seed, 'noise', antenna, downlink.spacecraft, n);
      bitErrors = flipBits(bits, from, to, tracked.errorRate.bitErrorRate(esN0Db), prng);
      const slips = slipsIn(channel, { antenna, spacecraft: downlink.spacecraft, n, start, end, from, to });
      counts.bitSlips += slips.length;
      const lost = this.dropsIn({ start, end, bitCount, from, to });
      given.push(...this.messenger.take({ bits, start, end, bitCount, n, esN0Db }, from, to, [...slips, ...lost]));
    }
    this.note(cadu, start, esN0Db, bitErrors, to - from, from === 0 && to === bitCount);
    return given;
  }

  /** Pieces that are lost by a fault, those left from the CADU before among them. */
  private dropsIn(span: Parameters<typeof dropsIn>[2]): readonly SlipInCadu[] {
    const { slips, left } = dropsIn(this.faults, this.dropping, span);
    this.dropping = left;
    return slips;
  }

  private loseLock(at: Tai, esN0Db: number): readonly DemodulatedBits[] {
    this.goodSince = undefined;
    return this.messenger.loseLock(at, esN0Db);
  }

  private note(
    cadu: EmittedCadu,
    received: Tai,
    esN0Db: number,
    bitErrors: number,
    delivered: number,
    locked: boolean,
  ): void {
    const { counts, log, antenna } = this.parts;
    counts.cadus++;
    if (locked) counts.locked++;
    else counts.notLocked++;
    counts.bits += delivered;
    counts.bitErrors += bitErrors;
    log.write({
      cadu: cadu.n,
      spacecraft: this.current?.downlink.spacecraft ?? '',
      antenna,
      vcid: cadu.vcid,
      vcfc: cadu.vcfc,
      mcfc: cadu.mcfc,
      emitted: formatUtc(cadu.emitted, 9),
      received: formatUtc(received, 9),
      esN0Db: Math.round(esN0Db * 1000) / 1000,
      bitErrors,
      locked,
      sha256: cadu.sha256,
    });
  }
}
