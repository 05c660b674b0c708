import { type PassPhase, type PassStatus, type StationContact, utcSchema } from '@app/contracts';
import type { CancelTimer, Logger, MissionClock } from '@app/platform';
import type { BasebandMessage } from '@app/radio';
import { formatUtc, plusSeconds } from '@app/time';
import { BasebandLink } from '../baseband/baseband-link.js';
import { type FrameTally, routed } from '../frames/frame-tally.js';
import type { FrameWriter } from '../frames/frame-writer.js';
import type { AntennaHardware } from '../hardware-addresses.js';
import { AntennaDriver } from '../pointing/antenna-driver.js';
import { commonLimits } from '../pointing/pointing-limits.js';
import { type SkyDirection, SpacecraftView } from '../pointing/spacecraft-view.js';
import { RotctldClient } from '../rotator/rotctld-client.js';
import {
  initialPass,
  isOver,
  type PassAction,
  type PassEvent,
  type PassState,
  reasonOf,
  stepPass,
} from './pass.machine.js';
import { type PassTimes, type PassTiming, passTimesOf, timedEvents } from './pass-times.js';
import { Reception } from './reception.js';

export interface PassOptions extends PassTiming {
  /** Wall seconds that a baseband unit may take, after it was stopped, to deliver what it received. */
  readonly deliveryWallS: number;
}

export const defaultPassOptions: PassOptions = { receptionMarginS: 2, firstFrameAfterS: 30, deliveryWallS: 60 };

export interface PassExecutorParts {
  readonly contact: StationContact;
  /** Undefined where nobody said where the antenna's devices are. */
  readonly hardware: AntennaHardware | undefined;
  readonly clock: MissionClock;
  readonly writer: FrameWriter;
  /** Frames of this contact that are in the log from before a restart. */
  readonly tally: FrameTally;
  readonly publish: (status: PassStatus) => void;
  readonly logger: Logger;
  readonly options: PassOptions;
}

/** Status at least so far apart, while nothing changes: a second of mission time, a fifth of a second of wall time. */
const STATUS_PERIOD_S = 1;
const STATUS_PERIOD_WALL_S = 0.2;
/** Without a message from the baseband unit for so long, lock is no more than a memory. */
const SILENCE_S = 5;
const SILENCE_WALL_S = 3;

/** Executes one pass: carries out what the state machine says, and tells it what happens. Nothing that fails in it is thrown. */
export class PassExecutor {
  private state: PassState;
  private readonly times: PassTimes;
  private readonly timers: CancelTimer[] = [];
  private readonly queue: PassEvent[] = [];
  private stepping = false;
  private view: SpacecraftView | undefined;
  private antenna: AntennaDriver | undefined;
  private baseband: BasebandLink | undefined;
  private reception: Reception | undefined;
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

  /** Lets the pass go as it stands, for another process to take up: frames go to the log, the devices stay as they are. */
  async suspend(): Promise<void> {
    if (isOver(this.state.phase)) return;
    this.cancelTimers();
    this.receiving = false;
    await Promise.all([this.baseband?.stop(), this.antenna?.stop()]);
    await this.reception?.finish();
    this.resolveOver(this.state.phase);
  }

  status(): PassStatus {
    const { contact: station, clock, options, tally } = this.parts;
    const { contact } = station;
    const now = clock.now();
    this.look();
    const { commanded, actual } = this.antenna ?? { commanded: null, actual: null };
    const { counts, lastFrameAt } = this.reception?.tally ?? tally;
    return {
      mode: contact.mode,
      contact: contact.id,
      spacecraft: contact.spacecraft,
      site: contact.site,
      antenna: contact.antenna,
      at: utcSchema.parse(formatUtc(now)),
      phase: this.state.phase,
      reason: reasonOf(this.state, options.firstFrameAfterS),
      commandedAzimuthDeg: commanded?.azimuthDeg ?? null,
      commandedElevationDeg: commanded?.elevationDeg ?? null,
      actualAzimuthDeg: actual?.azimuthDeg ?? null,
      actualElevationDeg: actual?.elevationDeg ?? null,
      elevationDeg: this.sky.elevationDeg,
      rangeKm: this.sky.rangeKm,
      esN0Db: this.receiving ? (this.reception?.esN0Db ?? null) : null,
      frames: counts,
      lastFrameAt,
    };
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
        onWriteError: (error) => this.onWriteError(error),
      });
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    this.antenna = this.antennaDriver(hardware, this.view);
    this.baseband = new BasebandLink({
      address: hardware.baseband,
      clock,
      onUp: () => this.post({ type: 'baseband-up' }),
      onDown: (reason) => this.post({ type: 'baseband-down', reason }),
      onMessage: (message) => this.take(message),
    });
    return undefined;
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
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
      const before = this.state.phase;
      const [state, actions] = stepPass(this.state, next);
      this.state = state;
      if (state.phase !== before)
        this.parts.logger.info(
          { contact: this.parts.contact.contact.id, from: before, event: next },
          `pass ${state.phase}`,
        );
      for (const action of actions) this.carryOut(action);
    }
    this.stepping = false;
  }

  private carryOut(action: PassAction): void {
    switch (action) {
      case 'connect':
        this.antenna?.start();
        this.baseband?.start();
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

  /** Nothing more is expected of the baseband unit: it is free for the next pass. */
  private flush(): void {
    this.receiving = false;
    void this.baseband?.stop();
    void (this.reception?.finish() ?? Promise.resolve()).then(() => this.post({ type: 'flushed' }));
  }

  private disconnect(): void {
    this.cancelTimers();
    const { phase } = this.state;
    void Promise.all([this.baseband?.stop(), this.antenna?.stop()]).then(() => this.resolveOver(phase));
  }

  /** One message of the baseband unit. Bits of a reception that is over are too late. */
  private async take(message: BasebandMessage): Promise<void> {
    this.lastMessageAt = this.parts.clock.now();
    if (message.type === 'telemetry-bits' && this.receiving) await this.reception?.take(message);
    if (message.type === 'reception-ended') this.post({ type: 'reception-ended' });
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
    if (!isOver(this.state.phase) && this.state.phase !== 'scheduled') this.parts.publish(this.status());
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
