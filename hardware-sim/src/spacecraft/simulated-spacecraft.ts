import { encodeClcw, type MultiplexedFrame, tmDataFieldLength, VirtualChannelMultiplexer } from '@app/ccsds';
import { type LinkProfile } from '@app/contracts';
import { NS_PER_SECOND, type Tai } from '@app/time';
import { SimulationSetupError } from '../simulation-errors.js';
import { type FrameSource } from './downlink.js';
import { type OnBoardCommanding } from './on-board-commanding.js';
import { OnBoardComputer } from './on-board-computer.js';
import { OnBoardRecorder, timeOfRecord } from './on-board-recorder.js';
import { type OnBoardReport } from './on-board-report.js';
import { activityOf, initialOnBoardState, isPlanSuspended, isWithin, type OnBoardState } from './on-board-state.js';
import { housekeepingReports, PacketCounters, type PacketMaker } from './packet-maker.js';
import { eventsBetween, type SpacecraftEvent } from './spacecraft-events.js';
import { type SpacecraftModel } from './spacecraft-model.js';
import { type HousekeepingContainer, type OnBoardLinkState, telemetryValues } from './telemetry-values.js';

/** Live packets wait no longer than this for a frame to fill. */
const LONGEST_WAIT_NS = NS_PER_SECOND;
/** From the first frame after a silence to the playback; stations need about a second for lock. */
const PLAYBACK_AFTER_NS = 3n * NS_PER_SECOND;
/** Events are worked out for this long ahead. */
const EVENT_WINDOW_NS = 10n * NS_PER_SECOND;
const APID_OBC = 100;
const IDLE_VIRTUAL_CHANNEL = 7;

interface LivePacket {
  readonly at: Tai;
  readonly bytes: Uint8Array;
}

interface OnAir {
  readonly start: Tai;
  end: Tai;
}

/** Reports that are recorded as they are made, and not worked out when they are played back. */
type RecordedReport = Exclude<OnBoardReport, { kind: 'housekeeping' }>;

/**
 * The spacecraft's telemetry: real-time housekeeping, reports, events and time reports before all else, then the playback of what was
 * recorded since the last contact, then idle frames. Nothing is done between contacts: that time is made up for when it is played
 * back. Only what telecommands did is remembered, in `commanding`; without it the spacecraft has no uplink.
 */
export class SimulatedSpacecraft implements FrameSource {
  private readonly multiplexer: VirtualChannelMultiplexer;
  private readonly capacity: number;
  private readonly ocf: Uint8Array | undefined;
  private readonly realTime: number;
  private readonly playback: number | undefined;
  private readonly idle: number;
  private readonly recorder = new OnBoardRecorder();
  private readonly liveCounters = new PacketCounters();
  private readonly recordedCounters = new PacketCounters();
  private live: LivePacket[] = [];
  private liveOctets = 0;
  private due: Tai[] = [];
  private events: SpacecraftEvent[] = [];
  private eventsUntil: Tai = 0n;
  private playbackDone = true;
  private reports: RecordedReport[] = [];
  /** When the transmitter was on, as far back as there are records of. */
  private onAir: OnAir[] = [];

  /** Throws SimulationSetupError for a link profile without a real-time virtual channel. */
  constructor(
    private readonly model: SpacecraftModel,
    profile: LinkProfile,
    private readonly packets: PacketMaker,
    private readonly commanding?: OnBoardCommanding,
    /** A spacecraft without uplink has one, too. */
    private readonly computer = commanding?.computer ?? new OnBoardComputer(),
  ) {
    const { frame, virtualChannels } = profile.downlink;
    const carries = (content: string): number | undefined =>
      virtualChannels.find((channel) => channel.content === content)?.vcid;
    const realTime = carries('real-time');
    if (realTime === undefined)
      throw new SimulationSetupError(`link profile ${profile.id}, virtualChannels`, 'one for real-time', 'none');
    this.realTime = realTime;
    this.playback = carries('playback');
    this.idle = carries('idle') ?? IDLE_VIRTUAL_CHANNEL;
    const parameters = {
      frameLength: frame.frameLength,
      fecf: frame.fecf,
      ocf: frame.ocf ? 'present' : 'absent',
      scid: profile.scid,
      secondaryHeaderLength: 0,
    } as const;
    this.multiplexer = new VirtualChannelMultiplexer({
      frame: parameters,
      virtualChannels: this.playback === undefined ? [realTime] : [realTime, this.playback],
      idleVirtualChannel: this.idle,
    });
    this.capacity = tmDataFieldLength(parameters, { ocf: frame.ocf });
    this.ocf = frame.ocf ? clcwWithoutUplink() : undefined;
  }

  /** Throws EncodeError where the mission database asks for a value that this spacecraft does not have. */
  checkPackets(at: Tai): void {
    const counters = new PacketCounters();
    const link = { transmitterOn: true, playingBack: false, recorderFillPercent: 0, onBoard: initialOnBoardState };
    for (const { container } of housekeepingReports) this.housekeeping(container, at, link, counters);
  }

  advanceTo(at: Tai): void {
    if (this.commanding === undefined) this.computer.queue.runUntil(at);
    else this.commanding.advanceTo(at);
  }

  get isBusy(): boolean {
    return this.commanding?.isBusy ?? !this.computer.queue.isEmpty;
  }

  isSilent(at: Tai): boolean {
    const { transmitterOff, transmitterFailed } = this.onBoardAt(at);
    return transmitterFailed || isWithin(transmitterOff, at);
  }

  nextFrame(emitted: Tai, slot: { readonly firstOfContact: boolean; readonly playback: boolean }): MultiplexedFrame {
    if (slot.firstOfContact) this.beginContact(emitted);
    const contact = this.onAir.at(-1);
    if (contact !== undefined) contact.end = emitted;
    this.takeReports(contact?.start ?? emitted);
    this.makeLivePackets(emitted);
    if (this.isRealTimeDue(emitted)) return this.realTimeFrame(emitted);
    // What is played back is played back once: first the stations must have found the signal.
    const playback = slot.playback && emitted - (contact?.start ?? emitted) >= PLAYBACK_AFTER_NS;
    if (this.fillPlayback(playback)) return this.frame(this.playback ?? this.idle);
    if (playback && !this.playbackDone) this.reportPlaybackDone(emitted);
    return this.frame(this.idle);
  }

  /**
   * Fault: the recorder is full, now on board, and what was not played back is overwritten. Gives how many records are lost; the counters
   * of recorded packets tell the ground.
   */
  overflowRecorder(at: Tai): number {
    this.computer.report({
      kind: 'event',
      at,
      event: {
        at,
        container: 'EVENT_MEDIUM',
        apid: APID_OBC,
        id: 'LIMIT_PASSED',
        auxiliary: this.packets.parameterNumber('PLF_RECORDER_FILL'),
      },
    });
    const lost = this.recorder.overflow(at);
    if (lost === undefined) return 0;
    const [from, to] = [timeOfRecord(lost.first - 1), timeOfRecord(lost.last)];
    for (let k = lost.first; k <= lost.last; k++)
      this.packets.skipHousekeeping(containerOfRecord(k), this.recordedCounters);
    for (const event of eventsBetween(this.model, from, to, this.packets.parameterNumber))
      if (this.takesPlace(event))
        this.packets.skipReport({ kind: 'event', at: event.at, event }, this.recordedCounters);
    for (const report of this.reportsBetween(from, to)) this.packets.skipReport(report, this.recordedCounters);
    return lost.last - lost.first + 1;
  }

  private frame(vcid: number): MultiplexedFrame {
    const ocf = this.ocf === undefined ? undefined : (this.commanding?.clcw() ?? this.ocf);
    return this.multiplexer.nextFrame(ocf === undefined ? { vcid } : { vcid, ocf });
  }

  private onBoardAt(at: Tai): OnBoardState {
    return this.computer.history.stateAt(at);
  }

  /** What was reported since the last frame: recorded, and sent at once where it was reported in this contact. */
  private takeReports(contactStart: Tai): void {
    const erased = this.computer.takeErasure();
    if (erased !== undefined) {
      this.recorder.erase(erased);
      this.reports = this.reports.filter(({ at }) => at > erased);
    }
    for (const report of this.computer.takeReports()) {
      const recorded = this.playback !== undefined && report.kind !== 'housekeeping';
      if (recorded && (erased === undefined || report.at >= erased)) this.reports.push(report);
      if (report.at < contactStart) continue;
      const packet =
        report.kind === 'housekeeping'
          ? this.housekeeping(report.container, report.at, this.liveLink(report.at), this.liveCounters)
          : this.packets.report(report, this.liveCounters);
      this.addLive(report.at, packet);
    }
  }

  private beginContact(at: Tai): void {
    // What was live in the last contact is not live any more.
    this.live = [];
    this.liveOctets = 0;
    this.due = housekeepingReports.map(({ periodS }, index) => firstMultiple(at, periodS, index));
    this.events = [];
    this.eventsUntil = at;
    this.recorder.open(at);
    this.playbackDone = false;
    const oldest = timeOfRecord(this.recorder.oldest ?? 0);
    this.onAir = [...this.onAir.filter(({ end }) => end >= oldest), { start: at, end: at }];
  }

  private makeLivePackets(now: Tai): void {
    for (const [index, { container, periodS }] of housekeepingReports.entries())
      for (let at = this.due[index] ?? now; at <= now; at = this.due[index] ?? now + 1n) {
        this.due[index] = at + BigInt(periodS) * NS_PER_SECOND;
        this.addLive(at, this.housekeeping(container, at, this.liveLink(at), this.liveCounters));
      }
    if (this.eventsUntil <= now) {
      const until = now + EVENT_WINDOW_NS;
      this.events.push(...eventsBetween(this.model, this.eventsUntil, until, this.packets.parameterNumber));
      this.eventsUntil = until;
    }
    for (let next = this.events[0]; next !== undefined && next.at <= now; next = this.events[0]) {
      if (this.takesPlace(next)) this.addLive(next.at, this.packets.event(next, this.liveCounters));
      this.events.shift();
    }
  }

  /** Sessions of the plan do not take place while commands keep the payload from it. */
  private takesPlace({ at, id }: SpacecraftEvent): boolean {
    return (id !== 'MODE_CHANGED' && id !== 'IMAGE_TAKEN') || !isPlanSuspended(this.onBoardAt(at), at);
  }

  private addLive(at: Tai, bytes: Uint8Array): void {
    this.live.push({ at, bytes });
    this.liveOctets += bytes.length;
  }

  private isRealTimeDue(now: Tai): boolean {
    const [oldest] = this.live;
    return (
      this.multiplexer.pendingOctets(this.realTime) > 0 ||
      this.liveOctets >= this.capacity ||
      (oldest !== undefined && now - oldest.at >= LONGEST_WAIT_NS)
    );
  }

  private realTimeFrame(emitted: Tai): MultiplexedFrame {
    while (this.live.length > 0 && this.multiplexer.pendingOctets(this.realTime) < this.capacity) {
      const packet = this.live.shift() as LivePacket;
      this.liveOctets -= packet.bytes.length;
      this.multiplexer.enqueue(this.realTime, packet.bytes);
    }
    const frame = this.frame(this.realTime);
    const { timeRateExponent } = this.onBoardAt(emitted);
    if (frame.vcfc % 2 ** timeRateExponent === 0)
      this.addLive(emitted, this.packets.timeReport(emitted, emitted, timeRateExponent, this.liveCounters));
    return frame;
  }

  /** Has enough recorded packets wait for a frame; false where there is nothing to play back. What was begun is brought to an end. */
  private fillPlayback(allowed: boolean): boolean {
    if (this.playback === undefined) return false;
    while (allowed && this.recorder.hasRecords && this.multiplexer.pendingOctets(this.playback) < this.capacity) {
      for (const packet of this.recordedPackets(this.recorder.take())) this.multiplexer.enqueue(this.playback, packet);
    }
    return this.multiplexer.pendingOctets(this.playback) > 0;
  }

  private recordedPackets(k: number): Uint8Array[] {
    const at = timeOfRecord(k);
    const events = eventsBetween(this.model, timeOfRecord(k - 1), at, this.packets.parameterNumber);
    const link = {
      transmitterOn: this.onAir.some(({ start, end }) => at >= start && at <= end),
      playingBack: false,
      recorderFillPercent: this.recorder.fillPercentAtRecord(k),
      onBoard: this.onBoardAt(at),
    };
    const container = containerOfRecord(k);
    const reports = this.reportsBetween(timeOfRecord(k - 1), at);
    return [
      ...events
        .filter((event) => this.takesPlace(event))
        .map((event) => this.packets.event(event, this.recordedCounters)),
      ...reports.map((report) => this.packets.report(report, this.recordedCounters)),
      this.housekeeping(container, at, link, this.recordedCounters),
    ];
  }

  /** Takes the recorded reports after `from`, up to and with `to`; older ones have been overwritten. */
  private reportsBetween(from: Tai, to: Tai): readonly RecordedReport[] {
    const later = this.reports.findIndex(({ at }) => at > to);
    const taken = this.reports.splice(0, later < 0 ? this.reports.length : later);
    return taken.filter(({ at }) => at > from);
  }

  private reportPlaybackDone(at: Tai): void {
    this.playbackDone = true;
    const event = { at, container: 'EVENT_INFORMATIVE', apid: APID_OBC, id: 'RECORDER_PLAYBACK_DONE' } as const;
    this.addLive(at, this.packets.event({ ...event, auxiliary: 0 }, this.liveCounters));
  }

  private liveLink(at: Tai): OnBoardLinkState {
    const recorderFillPercent = this.recorder.fillPercentAt(at);
    const onBoard = this.onBoardAt(at);
    return { transmitterOn: true, playingBack: this.recorder.hasRecords, recorderFillPercent, onBoard };
  }

  private housekeeping(
    container: HousekeepingContainer,
    at: Tai,
    link: OnBoardLinkState,
    counters: PacketCounters,
  ): Uint8Array {
    const planned = this.model.situationAt(at);
    const situation = { ...planned, activity: activityOf(link.onBoard, planned.activity, at) };
    const values = telemetryValues(container, this.model, situation, link);
    return this.packets.housekeeping(container, at, values, counters);
  }
}

function containerOfRecord(k: number): HousekeepingContainer {
  return housekeepingReports[k % housekeepingReports.length]?.container ?? 'HK_PLATFORM';
}

/** The first instant from `at` on at which report `index` is due; the reports of one second do not coincide. */
function firstMultiple(at: Tai, periodS: number, index: number): Tai {
  const period = BigInt(periodS) * NS_PER_SECOND;
  const offset = (BigInt(index) * NS_PER_SECOND) / 10n;
  return ((at - offset + period - 1n) / period) * period + offset;
}

/** CLCW of a spacecraft that nobody uplinks to. */
function clcwWithoutUplink(): Uint8Array {
  return encodeClcw({
    statusField: 0,
    copInEffect: 1,
    vcid: 0,
    noRfAvailable: true,
    noBitLock: true,
    lockout: false,
    wait: false,
    retransmit: false,
    farmBCounter: 0,
    reportValue: 0,
  });
}
