import { setTimeout as delay } from 'node:timers/promises';
import type { PassAlarm, PassPhase, PassStatus, StationContact } from '@app/contracts';
import type { CancelTimer, Logger, MissionClock } from '@app/platform';
import type { BasebandMessage, TelecommandRadiated } from '@app/radio';
import { plusSeconds } from '@app/time';
import type { Baseband } from '../baseband/baseband.port.js';
import { basebandOf } from '../baseband/baseband-of.js';
import type { DemodulationRunner } from '../demodulation/demodulation.port.js';
import { type FrameTally, routed } from '../frames/frame-tally.js';
import type { FrameWriter } from '../frames/frame-writer.js';
import type { AntennaHardware } from '../hardware-addresses.js';
import { AntennaDriver } from '../pointing/antenna-driver.js';
import { commonLimits } from '../pointing/pointing-limits.js';
import { type SkyDirection, SpacecraftView } from '../pointing/spacecraft-view.js';
import { RotctldClient } from '../rotator/rotctld-client.js';
import type { CltuCounts } from '../uplink/cltu-ledger.js';
import { UplinkDriver } from '../uplink/uplink-driver.js';
import { defaultUplinkOptions, type UplinkOptions } from '../uplink/uplink-timing.js';
import { mayTransmitIn } from '../uplink/uplink-window.js';
import { initialPass, isOver, type PassAction, type PassEvent, type PassState, stepPass } from './pass.machine.js';
import { passAlarms } from './pass-alarms.js';
import { passStatusOf } from './pass-status.js';
import { type PassTimes, type PassTiming, passTimesOf, timedEvents } from './pass-times.js';
import { type DemodulatedFrames, Reception } from './reception.js';

export interface PassOptions extends PassTiming, UplinkOptions {
  /** Wall seconds that a baseband unit may take, after it was stopped, to deliver what it received. */
  readonly deliveryWallS: number;
}

export const defaultPassOptions: PassOptions = {
  receptionMarginS: 2,
  firstFrameAfterS: 30,
  deliveryWallS: 60,
  ...defaultUplinkOptions,
};

export interface PassExecutorParts {
  readonly contact: StationContact;
  /** Undefined where nobody said where the antenna's devices are. */
  readonly hardware: AntennaHardware | undefined;
  readonly clock: MissionClock;
  /** For antennas with an SDR. */
  readonly demodulation: DemodulationRunner;
  readonly writer: FrameWriter;
  /** Frames of this contact that are in the log from before a restart. */
  readonly tally: FrameTally;
  readonly publish: (status: PassStatus) => void;
  /** CLTUs of this contact, by what became of them. */
  readonly cltus: () => CltuCounts;
  readonly onCltuEnd: (message: TelecommandRadiated) => void;
  readonly logger: Logger;
  readonly options: PassOptions;
}

/** Status at least so far apart, while nothing changes: a second of mission time, a fifth of a second of wall time. */
const STATUS_PERIOD_S = 1;
const STATUS_PERIOD_WALL_S = 0.2;
/** Without a message from the baseband unit for so long, lock is no more than a memory. */
const SILENCE_S = 5;
const SILENCE_WALL_S = 3;
/** Wall time that a suspended pass gives its carrier to go down. */
const SUSPEND_WALL_MS = 2000;

/** Of a pass that is not begun, or cannot be executed. */
const noUplink = (contact: StationContact) =>
  ({
    state: mayTransmitIn(contact) ? 'off' : 'not-permitted',
    ...{ carrierUp: false, noRfAvailable: null, noBitLock: null },
  }) as const;

/** Executes one pass: carries out what the state machine says, and tells it what happens. Nothing that fails in it is thrown. */
export class PassExecutor {
  private state: PassState;
  private readonly times: PassTimes;
  private readonly timers: CancelTimer[] = [];
  private readonly queue: PassEvent[] = [];
  private stepping = false;
  private view: SpacecraftView | undefined;
  private antenna: AntennaDriver | undefined;
  private baseband: Baseband | undefined;
  private reception: Reception | undefined;
  private uplinkDriver: UplinkDriver | undefined;
  private alarms: PassAlarm[] = [];
  private receiving = false;
  private lastMessageAt = 0n;
  private sky: SkyDirection = { azimuthDeg: 0, elevationDeg: 0, rangeKm: 0 };
  private resolveOver: (phase: PassPhase) => void = () => undefined;
  private readonly over = new Promise<PassPhase>((resolve) => {
    this.resolveOver = resolve;
  });

  constructor(private readonly parts: PassExecutorParts) {
    this.state = { ...initialPass, framesReceived: routed(parts.tally) > 0 };
    this.times = passTimesOf(parts.contact, parts.options);
  }

  get phase(): PassPhase {
    return this.state.phase;
  }

  /** Undefined before the pass is begun. */
  get uplink(): UplinkDriver | undefined {
    return this.uplinkDriver;
  }

  /** Begins, taking up what is past already. Resolves with the phase in which the pass ended, or was left by `suspend`. */
  run(): Promise<PassPhase> {
    const impossible = this.prepare();
    if (impossible !== undefined) this.post({ type: 'impossible', reason: impossible });
    const { clock } = this.parts;
    const now = clock.now();
    // A contact that is over has no claim to the antenna any more.
    const events = timedEvents(this.times).filter(([, { type }]) => now < this.times.end || type === 'end-time');
    for (const [at, event] of events) {
      if (at <= now) this.post(event);
      else if (!isOver(this.state.phase)) this.timers.push(clock.at(at, () => this.post(event)));
    }
    const periodS = Math.max(STATUS_PERIOD_S, STATUS_PERIOD_WALL_S * clock.rate);
    if (!isOver(this.state.phase)) this.timers.push(clock.every(periodS, () => this.tick()));
    return this.over;
  }

  abort(reason: string): void {
    this.post({ type: 'abort', reason });
  }

  /**
   * Lets the pass go as it stands, for another process to take up: frames go to the log, the devices stay as they are. All but the
   * carrier: nobody transmits whom nobody can stop.
   */
  async suspend(): Promise<void> {
    if (isOver(this.state.phase)) return;
    this.cancelTimers();
    await Promise.race([this.uplinkDriver?.end(), delay(SUSPEND_WALL_MS, undefined, { ref: false })]);
    this.uplinkDriver?.stop();
    this.receiving = false;
    await Promise.all([this.baseband?.stop(), this.antenna?.stop()]);
    await this.reception?.finish();
    this.resolveOver(this.state.phase);
  }

  status(): PassStatus {
    const { contact, clock, options, tally } = this.parts;
    const { state } = this;
    this.look();
    this.alarms = passAlarms(this.alarms, state, this.uplinkDriver ?? { overdue: false });
    const { radiated, failed } = this.parts.cltus();
    return passStatusOf({
      ...{ contact, state, sky: this.sky, alarms: this.alarms },
      at: clock.now(),
      firstFrameAfterS: options.firstFrameAfterS,
      commanded: this.antenna?.commanded ?? null,
      actual: this.antenna?.actual ?? null,
      esN0Db: this.receiving ? (this.reception?.esN0Db ?? null) : null,
      tally: this.reception?.tally ?? tally,
      uplink: { ...(this.uplinkDriver?.status() ?? noUplink(contact)), cltusRadiated: radiated, cltusFailed: failed },
    });
  }

  /** Builds what the pass needs; why it cannot be executed at all, if it cannot. */
  private prepare(): string | undefined {
    const { contact, hardware, clock, writer, tally } = this.parts;
    if (hardware === undefined) return `no hardware addresses for antenna ${contact.antenna.id}`;
    try {
      const view = new SpacecraftView(contact);
      this.sky = view.at(this.times.aos);
      this.view = view;
      this.reception = new Reception({
        contact,
        writer,
        tally,
        onChange: () => this.judgeLock(),
        onClcw: (clcw, earthReceiveTime) => this.uplinkDriver?.takeClcw(clcw, earthReceiveTime),
        onWriteError: (error) => this.onWriteError(error),
      });
      this.uplinkDriver = this.driverOfUplink(view);
      this.baseband = basebandOf(hardware, contact, clock, this.parts.demodulation, {
        onUp: () => this.post({ type: 'baseband-up' }),
        onDown: (reason) => this.post({ type: 'baseband-down', reason }),
        onMessage: (message) => this.take(message),
        onFrames: (frames) => this.takeFrames(frames),
      });
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    this.antenna = this.antennaDriver(hardware, this.view);
    return undefined;
  }

  private driverOfUplink(view: SpacecraftView): UplinkDriver {
    const { contact, clock, logger, options } = this.parts;
    return new UplinkDriver({
      ...{ contact, clock, view, options, logger },
      send: (order) => this.baseband?.send(order) ?? false,
      onChange: () => this.attempt('report', () => this.carryOut('report')),
    });
  }

  private antennaDriver(hardware: AntennaHardware, view: SpacecraftView): AntennaDriver {
    const { antenna } = this.parts.contact;
    const { receptionStart: start, receptionStop: end } = this.times;
    return new AntennaDriver({
      rotator: new RotctldClient(hardware.rotator),
      clock: this.parts.clock,
      limits: (rotator) => commonLimits(antenna.slew, rotator),
      view,
      start,
      end,
      toleranceDeg: antenna.beamwidthDeg / 2,
      onEvent: (event) => this.post(event),
    });
  }

  /** Events that actions bring about wait for their turn. */
  private post(event: PassEvent): void {
    this.queue.push(event);
    if (this.stepping) return;
    this.stepping = true;
    try {
      for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) this.step(next);
    } finally {
      this.stepping = false;
    }
  }

  private step(event: PassEvent): void {
    const before = this.state.phase;
    const [state, actions] = stepPass(this.state, event);
    this.state = state;
    if (state.phase !== before)
      this.parts.logger.info({ contact: this.parts.contact.contact.id, from: before, event }, `pass ${state.phase}`);
    this.attempt('tell-uplink', () => this.tellUplink(event, before));
    for (const action of actions) this.attempt(action, () => this.carryOut(action));
  }

  /** An action that fails does not keep the pass from the next one: an antenna is to be parked, and a carrier taken down. */
  private attempt(action: PassAction | 'tell-uplink', carryOut: () => void): void {
    try {
      carryOut();
    } catch (error) {
      const { contact, logger } = this.parts;
      logger.error({ error, contact: contact.contact.id, action }, 'an action of a pass failed; the pass goes on');
    }
  }

  private tellUplink(event: PassEvent, phaseBefore: PassPhase): void {
    if (event.type === 'baseband-up' || event.type === 'baseband-down')
      this.uplinkDriver?.takeUnit(event.type === 'baseband-up');
    if (this.state.phase !== phaseBefore) this.uplinkDriver?.takePhase(this.state.phase);
  }

  private carryOut(action: PassAction): void {
    switch (action) {
      case 'connect':
        this.antenna?.start();
        this.baseband?.start();
        this.uplinkDriver?.start();
        return;
      case 'pre-position':
        return this.antenna?.take('pre-position');
      case 'track':
        return this.antenna?.take('track');
      case 'park':
        return this.antenna?.take('park');
      case 'start-reception':
        return this.startReception();
      case 'stop-reception':
        return this.stopReception();
      case 'flush':
        return this.flush();
      case 'disconnect':
        return this.disconnect();
      case 'report':
        return this.parts.publish(this.status());
    }
  }

  private startReception(): void {
    const { carrierHz, bitRateBps } = this.parts.contact.linkProfile.downlink;
    this.receiving = true;
    this.lastMessageAt = this.parts.clock.now();
    void this.reception?.restart();
    this.baseband?.send({ type: 'configure-reception', carrierHz, bitRateBps });
  }

  private stopReception(): void {
    const { clock, options } = this.parts;
    this.baseband?.send({ type: 'stop-reception' });
    const overdue = plusSeconds(clock.now(), options.deliveryWallS * clock.rate);
    this.timers.push(clock.at(overdue, () => this.post({ type: 'delivery-overdue' })));
  }

  /** No more bits are expected of the baseband unit: when its carrier is down, too, it is free for the next pass. */
  private flush(): void {
    this.receiving = false;
    const quiet = (this.uplinkDriver?.end() ?? Promise.resolve()).then(() => void this.baseband?.stop());
    void Promise.all([this.reception?.finish(), quiet]).then(() => this.post({ type: 'flushed' }));
  }

  private disconnect(): void {
    this.cancelTimers();
    this.uplinkDriver?.stop();
    const { phase } = this.state;
    void Promise.all([this.baseband?.stop(), this.antenna?.stop()]).then(() => this.resolveOver(phase));
  }

  /** One message of the baseband unit. Bits of a reception that is over are too late. */
  private async take(message: BasebandMessage): Promise<void> {
    this.lastMessageAt = this.parts.clock.now();
    if (message.type === 'telemetry-bits' && this.receiving) await this.reception?.take(message);
    if (message.type === 'reception-ended') this.post({ type: 'reception-ended' });
    if (message.type === 'transmission-status') this.uplinkDriver?.takeCarrier(message);
    if (message.type === 'telecommand-radiated') {
      this.uplinkDriver?.answered(message.identifier);
      this.parts.onCltuEnd(message);
    }
  }

  private async takeFrames(frames: DemodulatedFrames): Promise<void> {
    this.lastMessageAt = this.parts.clock.now();
    if (this.receiving) await this.reception?.takeFrames(frames);
  }

  private judgeLock(): void {
    if (this.reception === undefined) return;
    if (!this.state.framesReceived && routed(this.reception.tally) > 0) this.post({ type: 'frames-received' });
    this.post({ type: this.reception.inLock && !this.isSilent() ? 'frame-lock' : 'lock-lost' });
  }

  private isSilent(): boolean {
    const { clock } = this.parts;
    return clock.now() > plusSeconds(this.lastMessageAt, Math.max(SILENCE_S, SILENCE_WALL_S * clock.rate));
  }

  private tick(): void {
    if (this.state.phase === 'locked') this.judgeLock();
    if (!isOver(this.state.phase) && this.state.phase !== 'scheduled')
      this.attempt('report', () => this.carryOut('report'));
  }

  private look(): void {
    try {
      this.sky = this.view?.at(this.parts.clock.now()) ?? this.sky;
    } catch {
      // The antenna driver says it; the last direction stands.
    }
  }

  private onWriteError(error: unknown): void {
    this.parts.logger.error(
      { error, contact: this.parts.contact.contact.id },
      'frames could not be logged and are lost',
    );
  }

  private cancelTimers(): void {
    for (const cancel of this.timers.splice(0)) cancel();
  }
}
