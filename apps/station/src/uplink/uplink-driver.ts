import type { PassPhase, StationContact, UplinkStatus } from '@app/contracts';
import type { Clcw } from '@app/ccsds';
import type { CancelTimer, Logger, MissionClock } from '@app/platform';
import type { TransmissionStatus } from '@app/radio';
import { formatUtc, plusSeconds, type Tai } from '@app/time';
import type { BasebandOrder } from '../baseband/baseband.port.js';
import type { SkyDirection } from '../pointing/spacecraft-view.js';
import { type CltuRefusal, refusalOf } from './cltu-rules.js';
import { RadiationQueue } from './radiation-queue.js';
import { initialUplink, stepUplink, type Uplink, type UplinkAction, type UplinkEvent } from './uplink.machine.js';
import { type UplinkOptions, type UplinkTiming, uplinkTiming } from './uplink-timing.js';
import { mayTransmitIn, type UplinkWindow, uplinkWindowOf } from './uplink-window.js';

export interface UplinkDriverParts {
  readonly contact: StationContact;
  readonly clock: MissionClock;
  readonly view: { at(instant: Tai): SkyDirection };
  readonly options: UplinkOptions;
  /** Whether the baseband unit is there to hear it. */
  readonly send: (order: BasebandOrder) => boolean;
  readonly onChange: () => void;
  readonly logger: Logger;
}

type TimerName = 'open' | 'close' | 'look' | 'acquisition' | 'clcw' | 'hold' | 'quiet';

const LOOK_S = 1;
const LOOK_WALL_S = 0.2;
/** Wall seconds that a baseband unit may take to finish the CLTU in hand. */
const QUIET_WALL_S = 30;

/** Carries out what the uplink's state machine says, and tells it what happens. */
export class UplinkDriver {
  private uplink: Uplink;
  private readonly timing: UplinkTiming;
  private readonly queue: RadiationQueue;
  private readonly timers = new Map<TimerName, CancelTimer>();
  private readonly window: UplinkWindow | undefined;
  private carrierUpAt: Tai | undefined;
  /** An order to transmit was given in this pass: only then is there one to stop. */
  private begun = false;
  private awaitsCarrierDown = false;
  private onQuiet: () => void = () => undefined;

  /** Throws NoDirectionError. */
  constructor(private readonly parts: UplinkDriverParts) {
    const { contact, clock, options, view } = parts;
    const { linkProfile } = contact;
    this.uplink = initialUplink(mayTransmitIn(contact));
    this.timing = uplinkTiming(linkProfile, options, clock.rate);
    this.queue = new RadiationQueue(linkProfile.uplink?.bitRateBps ?? 1);
    const window = this.isPermitted ? uplinkWindowOf(contact, view) : undefined;
    this.window = window && { ...window, until: plusSeconds(window.until, -this.timing.guardS) };
  }

  private get isPermitted(): boolean {
    return this.uplink.state !== 'not-permitted';
  }

  /** Not ready for longer than a good uplink needs. */
  get overdue(): boolean {
    return this.uplink.overdue;
  }

  start(): void {
    if (!this.isPermitted) return;
    const { clock } = this.parts;
    const now = clock.now();
    const { window } = this;
    if (window === undefined || now >= window.until) return this.post({ type: 'window-close' });
    if (now >= window.from) this.post({ type: 'window-open' });
    else
      this.setTimer(
        'open',
        clock.at(window.from, () => this.post({ type: 'window-open' })),
      );
    this.setTimer(
      'close',
      clock.at(window.until, () => this.post({ type: 'window-close' })),
    );
    this.setTimer(
      'look',
      clock.every(Math.max(LOOK_S, LOOK_WALL_S * clock.rate), () => this.look()),
    );
  }

  /** The carrier goes down for good. Resolves when the unit says that it is down, has gone, or has had its time. */
  end(): Promise<void> {
    this.post({ type: 'end' });
    this.stop();
    if (!this.awaitsCarrierDown) return Promise.resolve();
    const { clock } = this.parts;
    return new Promise((resolve) => {
      this.onQuiet = resolve;
      this.setTimer('quiet', clock.after(QUIET_WALL_S * clock.rate, resolve));
    });
  }

  stop(): void {
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
  }

  /** The pass takes this phase. */
  takePhase(phase: PassPhase): void {
    if (phase === 'locked') this.post({ type: 'telemetry-lock' });
    else if (phase === 'acquiring') this.post({ type: 'telemetry-lost' });
    else if (phase === 'tear-down') this.post({ type: 'end' });
  }

  takeUnit(up: boolean): void {
    if (!up) {
      this.queue.clear();
      this.carrierUpAt = undefined;
      this.quiet();
    }
    this.post({ type: up ? 'unit-up' : 'unit-down' });
  }

  takeCarrier({ carrierUp }: TransmissionStatus): void {
    if (!carrierUp) {
      this.queue.clear();
      this.carrierUpAt = undefined;
    } else this.carrierUpAt ??= this.parts.clock.now();
    this.post({ type: 'carrier', up: carrierUp });
    if (!carrierUp) this.quiet();
  }

  /** The CLCW of our telecommand channel in a good frame that was received then. */
  takeClcw({ noRfAvailable, noBitLock }: Clcw, earthReceiveTime: Tai): void {
    const current = this.carrierUpAt !== undefined && earthReceiveTime > this.carrierUpAt;
    this.post({ type: 'clcw', noRfAvailable, noBitLock, current });
  }

  /** Why a CLTU is not taken; undefined where it is. */
  refusal(octets: number, notAfter: Tai): CltuRefusal | undefined {
    const { contact, clock, options } = this.parts;
    const now = clock.now();
    return refusalOf({
      state: this.uplink.state,
      elevationDeg: this.parts.view.at(now).elevationDeg,
      fromElevationDeg: contact.permissions.transmitFromElevationDeg,
      waiting: this.queue.length,
      mostWaiting: options.cltuQueueLimit,
      times: this.queue.timesOf(octets, now),
      notAfter,
      uplinkEnd: this.window?.until ?? now,
    });
  }

  /** Gives a CLTU to the baseband unit; false where there is none to give it to. */
  radiate(identifier: bigint, octets: Uint8Array): boolean {
    const given = this.parts.send({ type: 'telecommand', identifier, bitCount: 8 * octets.length, bits: octets });
    if (given) this.queue.give(identifier, octets.length, this.parts.clock.now());
    return given;
  }

  /** The unit has said what became of it. */
  answered(identifier: bigint): void {
    this.queue.answered(identifier);
  }

  status(): Omit<UplinkStatus, 'cltusRadiated' | 'cltusFailed'> {
    const { state, carrierUp, noRfAvailable, noBitLock } = this.uplink;
    return { state, carrierUp, noRfAvailable, noBitLock };
  }

  private post(event: UplinkEvent): void {
    const before = this.uplink.state;
    const [uplink, actions] = stepUplink(this.uplink, event);
    this.uplink = uplink;
    if (uplink.state !== before)
      this.parts.logger.info({ contact: this.parts.contact.contact.id, from: before, event }, `uplink ${uplink.state}`);
    for (const action of actions) this.carryOut(action);
  }

  private carryOut(action: UplinkAction): void {
    const { clock } = this.parts;
    const { acquisitionOverdueS, clcwOverdueS, holdS } = this.timing;
    switch (action) {
      case 'carrier-up':
        return this.carrierUp();
      case 'carrier-down':
        return this.carrierDown();
      case 'await-acquisition':
        this.cancelTimer('clcw');
        return this.setTimer(
          'acquisition',
          clock.after(acquisitionOverdueS, () => this.post({ type: 'acquisition-overdue' })),
        );
      case 'await-clcw':
        this.cancelTimer('acquisition');
        return this.setTimer(
          'clcw',
          clock.after(clcwOverdueS, () => this.post({ type: 'clcw-overdue' })),
        );
      case 'hold':
        return this.setTimer(
          'hold',
          clock.after(holdS, () => this.post({ type: 'hold-over' })),
        );
      case 'release-hold':
        return this.cancelTimer('hold');
      case 'report':
        return this.parts.onChange();
    }
  }

  private carrierUp(): void {
    const { uplink } = this.parts.contact.linkProfile;
    if (uplink === null) return;
    const { carrierHz, bitRateBps, frame } = uplink;
    const { carrierOnlyS, acquisitionOctets } = frame;
    this.begun = true;
    this.parts.send({ type: 'start-transmission', carrierHz, bitRateBps, carrierOnlyS, acquisitionOctets });
  }

  private carrierDown(): void {
    if (this.begun) this.awaitsCarrierDown = this.parts.send({ type: 'stop-transmission' });
  }

  private quiet(): void {
    this.awaitsCarrierDown = false;
    this.onQuiet();
  }

  /** Elevation is looked at as well: a carrier below the permitted elevation is worse than none. */
  private look(): void {
    const { contact, clock, logger } = this.parts;
    const now = clock.now();
    const isOpen = this.window !== undefined && now >= this.window.from && now < this.window.until;
    if (isOpen && !this.isHigh(now)) {
      logger.warn({ contact: contact.contact.id, at: formatUtc(now) }, 'below the permitted elevation before its time');
      return this.post({ type: 'window-close' });
    }
    this.post({ type: 'look' });
  }

  /** Nobody transmits who does not know where to. */
  private isHigh(at: Tai): boolean {
    try {
      return this.parts.view.at(at).elevationDeg >= this.parts.contact.permissions.transmitFromElevationDeg;
    } catch {
      return false;
    }
  }

  private setTimer(name: TimerName, cancel: CancelTimer): void {
    this.cancelTimer(name);
    this.timers.set(name, cancel);
  }

  private cancelTimer(name: TimerName): void {
    this.timers.get(name)?.();
    this.timers.delete(name);
  }
}
