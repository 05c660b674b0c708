import { setTimeout as delay } from 'node:timers/promises';
import type { PassAlarm, PassFailure, PassPhase, PassReport, PassStatus, StationContact } from '@app/contracts';
import type { CancelTimer, Logger, MissionClock } from '@app/platform';
import type { BasebandMessage, TelecommandRadiated } from '@app/radio';
import { plusSeconds, type Tai } from '@app/time';
import type { Baseband } from '../baseband/baseband.port.js';
import { basebandOf } from '../baseband/baseband-of.js';
import type { DemodulationRunner } from '../demodulation/demodulation.port.js';
import { type FrameTally, routed } from '../frames/frame-tally.js';
import type { FrameWriter } from '../frames/frame-writer.js';
import type { AntennaHardware } from '../hardware-addresses.js';
import type { AntennaDriver } from '../pointing/antenna-driver.js';
import { noOffsets, type PointingOffsets } from '../pointing/pointing-offsets.js';
import { type SkyDirection, SpacecraftView } from '../pointing/spacecraft-view.js';
import { PassRecording, recordingName } from '../recording/pass-recording.js';
import type { RecordingFolder } from '../recording/recording-folder.js';
import type { CltuCounts } from '../uplink/cltu-ledger.js';
import { UplinkDriver } from '../uplink/uplink-driver.js';
import { mayTransmitIn } from '../uplink/uplink-window.js';
import {
  initialPass,
  isOver,
  isReceiving,
  type PassAction,
  type PassEvent,
  type PassState,
  stepPass,
} from './pass.machine.js';
import { passAlarms } from './pass-alarms.js';
import { passAntenna } from './pass-antenna.js';
import { PassChecks } from './pass-checks.js';
import { PassDemodulation } from './pass-demodulation.js';
import { PassFigures } from './pass-figures.js';
import { PassNotUnderWayError } from './pass-not-under-way.error.js';
import type { PassOptions } from './pass-options.js';
import { passReportOf } from './pass-report.js';
import { passStatusOf } from './pass-status.js';
import { type PassTimes, passTimesOf, timedEvents } from './pass-times.js';
import { type DemodulatedFrames, Reception } from './reception.js';
import { type TransceiverAddress, transceiverTuning } from './transceiver-address.js';
import type { TransceiverTuning } from './transceiver-tuning.js';

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
  /** The pass is over: what it was. Not of a pass that is left by `suspend`. */
  readonly onReport?: (report: PassReport) => Promise<void>;
  /** Where the station keeps what it receives, for the check of the disk. */
  readonly folder: string;
  /** Where samples are recorded; they are not where it is left out. */
  readonly recordings?: RecordingFolder | undefined;
  readonly transceiver?: TransceiverAddress | undefined;
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
  private readonly figures = new PassFigures();
  private checks: PassChecks | undefined;
  private demodulation: PassDemodulation | undefined;
  private recording: PassRecording | undefined;
  private transceiver: TransceiverTuning | undefined;
  private begunAt: Tai = 0n;
  /** Resolves when the report is kept; `run` does not wait for it. */
  reported: Promise<void> = Promise.resolve();
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
    const { clock } = this.parts;
    const now = clock.now();
    this.begunAt = now;
    const impossible = this.prepare();
    if (impossible !== undefined) this.post({ type: 'impossible', ...impossible });
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

  /** Holds until other offsets are given, or the pass is over. Throws PassNotUnderWayError, PointingOffsetError. */
  offset(offsets: PointingOffsets): PassStatus {
    const { contact } = this.parts.contact;
    const { phase } = this.state;
    if (this.antenna === undefined || isOver(phase) || phase === 'scheduled' || phase === 'tear-down')
      throw new PassNotUnderWayError(contact.id, phase);
    this.antenna.offset(offsets);
    this.parts.logger.info({ contact: contact.id, offsets }, 'pointing offsets');
    this.attempt('report', () => this.carryOut('report'));
    return this.status();
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
    await this.release();
    await Promise.all([this.reception?.finish(), this.recording?.close()]);
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
      pointingErrorDeg: isReceiving(state.phase) ? this.figures.pointingErrorDeg : null,
      offsets: isOver(state.phase) ? noOffsets : (this.antenna?.pointingOffsets ?? noOffsets),
      checks: this.checks?.list() ?? [],
      recording: this.recording && this.receiving && this.recording.active && this.figures.fellBackAt === undefined,
    });
  }

  /** Builds what the pass needs; why it cannot be executed at all, if it cannot. */
  private prepare(): { readonly failure: PassFailure; readonly reason: string } | undefined {
    const { contact, hardware, clock, writer, tally } = this.parts;
    if (hardware === undefined)
      return { failure: 'no-hardware', reason: `no hardware addresses for antenna ${contact.antenna.id}` };
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
        onSignal: (signal) => this.figures.takeSignal(signal),
      });
      this.uplinkDriver = this.driverOfUplink(view);
      this.recording = this.recordingOf(hardware);
      this.demodulation = this.demodulationOf();
      this.baseband = basebandOf(hardware, contact, clock, this.demodulation, {
        onUp: () => this.post({ type: 'baseband-up' }),
        onDown: (reason) => this.post({ type: 'baseband-down', reason }),
        onMessage: (message) => this.take(message),
        onFrames: (frames) => this.takeFrames(frames),
        onFellBack: (reason) => this.post({ type: 'fell-back', reason }),
      });
    } catch (error) {
      return { failure: 'not-executable', reason: error instanceof Error ? error.message : String(error) };
    }
    const { figures, times, view } = this;
    const checks = this.checksOf(hardware, view);
    this.checks = checks;
    this.antenna = passAntenna({
      ...{ contact, clock, view, times, checks, figures, rotator: hardware.rotator },
      state: () => this.state,
      onEvent: (event) => this.post(event),
    });
    this.transceiver = this.transceiverOf();
    return undefined;
  }

  private recordingOf(hardware: AntennaHardware): PassRecording | undefined {
    const { contact, recordings: folder } = this.parts;
    if (folder === undefined || hardware.sdr === undefined) return undefined;
    const name = recordingName(contact, this.begunAt);
    return new PassRecording({ contact, folder, name, pointing: () => this.antenna?.actual ?? null });
  }

  private demodulationOf(): PassDemodulation {
    const { clock, demodulation: runner } = this.parts;
    const { figures, recording: tap } = this;
    return new PassDemodulation({ runner, clock, figures, tap, onTrial: (trial) => this.checks?.samples(trial) });
  }

  private checksOf(hardware: AntennaHardware, view: SpacecraftView): PassChecks {
    const { clock, contact, folder, transceiver } = this.parts;
    return new PassChecks({
      ...{ clock, contact, folder, hardware, view, hasTransceiver: transceiver !== undefined },
      isDecisive: () => ['scheduled', 'set-up', 'ready'].includes(this.state.phase),
      onFailed: (reason) => this.post({ type: 'impossible', failure: 'check-failed', reason }),
    });
  }

  private transceiverOf(): TransceiverTuning | undefined {
    const { clock, contact, transceiver } = this.parts;
    if (transceiver === undefined) return undefined;
    return transceiverTuning(transceiver, contact, clock, {
      onTuned: (inTune, detail) => {
        if (inTune) this.checks?.passed('transceiver', detail);
        else this.checks?.doubtful('transceiver', detail);
      },
      onError: (error) => {
        this.figures.takeError('transceiver', error, clock.now());
        this.checks?.doubtful('transceiver', error instanceof Error ? error.message : String(error));
      },
    });
  }

  private driverOfUplink(view: SpacecraftView): UplinkDriver {
    const { contact, clock, logger, options } = this.parts;
    return new UplinkDriver({
      ...{ contact, clock, view, options, logger },
      send: (order) => this.baseband?.send(order) ?? false,
      onChange: () => this.attempt('report', () => this.carryOut('report')),
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
    this.attempt('note', () => this.note(event, before));
    this.attempt('tell-uplink', () => this.tellUplink(event, before));
    for (const action of actions) this.attempt(action, () => this.carryOut(action));
  }

  /** An action that fails does not keep the pass from the next one: an antenna is to be parked, and a carrier taken down. */
  private attempt(action: PassAction | 'tell-uplink' | 'note', carryOut: () => void): void {
    try {
      carryOut();
    } catch (error) {
      const { contact, logger } = this.parts;
      logger.error({ error, contact: contact.contact.id, action }, 'an action of a pass failed; the pass goes on');
    }
  }

  /** For checks and figures. */
  private note(event: PassEvent, phaseBefore: PassPhase): void {
    const { checks, figures, state } = this;
    const { clock } = this.parts;
    if (state.phase !== phaseBefore) figures.takeLock(state.phase === 'locked', clock.now());
    if (isReceiving(state.phase) && !isReceiving(phaseBefore)) {
      checks?.close();
      this.baseband?.expectReception();
    }
    switch (event.type) {
      case 'rotator-up':
        return checks?.passed('rotator', 'it answers');
      case 'rotator-down':
        figures.pointingErrorDeg = null;
        return checks?.doubtful('rotator', event.reason);
      case 'baseband-up':
        return checks?.passed('baseband', 'it answers');
      case 'baseband-down':
        figures.takeError('baseband', event.reason, clock.now());
        return checks?.doubtful('baseband', event.reason);
      case 'fell-back':
        if (!isReceiving(state.phase)) return;
        figures.takeError('baseband', event.reason, clock.now());
        figures.fellBackAt = clock.now();
        return this.parts.logger.warn(
          { contact: this.parts.contact.contact.id, reason: event.reason },
          'the baseband unit receives in the place of the SDR for the rest of the pass',
        );
      default:
    }
  }

  private tellUplink(event: PassEvent, phaseBefore: PassPhase): void {
    if (event.type === 'baseband-up' || event.type === 'baseband-down')
      this.uplinkDriver?.takeUnit(event.type === 'baseband-up');
    if (event.type === 'fell-back') this.uplinkDriver?.takeUnit(true);
    if (event.type === 'baseband-up') this.trySamples();
    if (this.state.phase !== phaseBefore) this.uplinkDriver?.takePhase(this.state.phase);
  }

  private carryOut(action: PassAction): void {
    switch (action) {
      case 'connect':
        void this.checks?.begin();
        this.antenna?.start();
        this.baseband?.start();
        this.uplinkDriver?.start();
        this.transceiver?.start();
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

  /** Before the pass an SDR shows that samples come; frames are not looked for. */
  private trySamples(): void {
    if (this.parts.hardware?.sdr === undefined || this.demodulation === undefined) return;
    if (this.state.phase !== 'set-up' && this.state.phase !== 'ready') return;
    this.demodulation.trying = true;
    this.orderReception();
  }

  private orderReception(): void {
    const { carrierHz, bitRateBps } = this.parts.contact.linkProfile.downlink;
    this.baseband?.send({ type: 'configure-reception', carrierHz, bitRateBps });
  }

  private startReception(): void {
    this.receiving = true;
    if (this.demodulation !== undefined) this.demodulation.trying = false;
    this.lastMessageAt = this.parts.clock.now();
    void this.reception?.restart();
    this.orderReception();
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
    void this.release().then(() => {
      this.reported = this.report();
      this.resolveOver(phase);
    });
  }

  /** Every device is let go. */
  private async release(): Promise<void> {
    await Promise.all([this.baseband?.stop(), this.antenna?.stop(), this.transceiver?.stop()]);
  }

  /** Never rejects. */
  private async report(): Promise<void> {
    const { clock, contact, cltus, logger, onReport, options, tally } = this.parts;
    try {
      const report = passReportOf({
        ...{ contact, state: this.state, figures: this.figures, begunAt: this.begunAt, endedAt: clock.now() },
        firstFrameAfterS: options.firstFrameAfterS,
        tally: this.reception?.tally ?? tally,
        firstFrameAt: this.reception?.firstFrameAt ?? null,
        cltus: cltus(),
        checks: this.checks?.list() ?? [],
        recording: (await this.recording?.close()) ?? null,
      });
      await onReport?.(report);
    } catch (error) {
      logger.error({ error, contact: contact.contact.id }, 'the report of a pass could not be kept');
    }
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
    this.figures.takeError('frame-log', error, this.parts.clock.now());
    this.parts.logger.error(
      { error, contact: this.parts.contact.contact.id },
      'frames could not be logged and are lost',
    );
  }

  private cancelTimers(): void {
    for (const cancel of this.timers.splice(0)) cancel();
  }
}
