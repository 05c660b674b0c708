import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FopParameters } from '@app/ccsds';
import {
  type CltuId,
  type CltuNotification,
  type CltuTransfer,
  type ContactId,
  contactIdSchema,
  type Cop1Status,
  type PassStatus,
  passStatusSchema,
  type SiteId,
  siteIdSchema,
  spacecraftIdSchema,
  type UplinkState,
  type Utc,
} from '@app/contracts';
import { createLogger, ManualMissionClock } from '@app/platform';
import { formatUtc, parseUtc, plusSeconds, type Tai } from '@app/time';
import type { ReportedClcw } from '../../processing/clcw.js';
import { seedLinkProfile } from '../../testing/telemetry-maker.js';
import { uplinkParametersOf } from '../uplink-parameters.js';
import { CltuTransfers, ContactEnds, type TransferOutcome, UplinkAlarms } from '../uplink-ports.js';
import { UplinkSession } from '../uplink-session.js';
import { FakeSpacecraft } from './fake-spacecraft.js';
import { MemoryLedger } from './memory-ledger.js';

const spacecraft = spacecraftIdSchema.parse('GF-1');
const site = siteIdSchema.parse('CN-MYN');
const FRAME_PERIOD_S = 0.16;
const ONE_WAY_S = 0.01;

type Fate = 'received' | 'lost-in-space' | 'not-radiated' | 'refused' | 'uplink-gone' | 'unanswered';

/** Interconnection and station: radiates one CLTU after the other at the uplink's bit rate, and says so. */
class FakeStation extends CltuTransfers {
  /** What becomes of the nth CLTU, from 0. */
  fate: (n: number) => Fate = () => 'received';
  /** CLTUs wait so long on their way to the modulator, seconds. */
  laneS = 0;
  readonly transfers: CltuTransfer[] = [];
  private busyUntil: Tai = 0n;

  constructor(private readonly bench: UplinkBench) {
    super();
  }

  override async transfer(transfer: CltuTransfer): Promise<TransferOutcome> {
    const { clock, profile } = this.bench;
    const fate = this.fate(this.transfers.length);
    this.transfers.push(transfer);
    if (fate === 'refused') return { kind: 'refused', reason: 'queue-full: expected room, found none' };
    if (fate === 'uplink-gone') return { kind: 'uplink-gone', reason: 'too-late: it would end after the uplink' };
    const octets = Buffer.from(transfer.octets, 'base64');
    const there = plusSeconds(clock.now(), this.laneS);
    const start = this.busyUntil > there ? this.busyUntil : there;
    if (start > parseUtc(transfer.notAfter))
      return { kind: 'uplink-gone', reason: 'too-late: it would begin too late' };
    const end = plusSeconds(start, (8 * octets.length) / profile.uplink!.bitRateBps);
    if (fate !== 'not-radiated') this.busyUntil = end;
    clock.at(end, () => this.bench.session.notified(this.notification(transfer, fate !== 'not-radiated', start, end)));
    if (fate === 'received' || fate === 'unanswered')
      clock.at(plusSeconds(end, ONE_WAY_S), () => this.bench.craft.receive(octets));
    return fate === 'unanswered' ? { kind: 'unanswered', reason: 'no answer within 2000 ms' } : { kind: 'taken' };
  }

  private notification({ mode, id, contact }: CltuTransfer, radiated: boolean, start: Tai, end: Tai): CltuNotification {
    return {
      mode,
      id,
      spacecraft,
      contact,
      site,
      antenna: antennaOf(contact),
      outcome: radiated ? 'radiated' : 'not-radiated',
      radiationStart: radiated ? (formatUtc(start) as Utc) : null,
      radiationEnd: radiated ? (formatUtc(end) as Utc) : null,
      reason: radiated ? null : 'the transmitter tripped',
    };
  }
}

const antennaOf = (contact: ContactId) => contact.split('_')[1] as PassStatus['antenna'];

/** Everything between the commanding of one spacecraft and the spacecraft, in this process, on a clock moved by hand. */
export class UplinkBench {
  readonly clock = new ManualMissionClock(parseUtc('2026-04-24T08:00:00Z'));
  readonly profile = seedLinkProfile();
  readonly craft = new FakeSpacecraft(this.profile);
  readonly ledger = new MemoryLedger(spacecraft);
  readonly station = new FakeStation(this);
  readonly alarms: string[] = [];
  readonly statuses: Cop1Status[] = [];
  parameters = uplinkParametersOf(this.profile, this.clock.rate)!;
  los: Tai | undefined;
  session!: UplinkSession;
  /** Frames are lost while this is false. */
  telemetry = true;
  private contact: ContactId | undefined;
  private cltus = 0;
  private frames = 0;
  private detach: () => void = () => undefined;

  static async start(fop: Partial<FopParameters> = {}): Promise<UplinkBench> {
    const bench = new UplinkBench();
    bench.parameters = { ...bench.parameters, fop: { ...bench.parameters.fop, ...fop } };
    await bench.restart();
    bench.clock.every(FRAME_PERIOD_S, () => bench.downlink());
    bench.clock.advanceTo(plusSeconds(bench.clock.now(), bench.quietAfterStartS));
    await bench.settle();
    return bench;
  }

  /** Seconds after a start of the process until nothing of an earlier one can be on its way any more. */
  get quietAfterStartS(): number {
    const { fop, longestCltuS, lastReportsS } = this.parameters;
    return fop.t1InitialSeconds + longestCltuS + lastReportsS;
  }

  /** A new process with the same ledger; the old one has died. */
  async restart(): Promise<void> {
    await (this.session as UplinkSession | undefined)?.stop();
    this.detach();
    this.session = new UplinkSession(spacecraft, this.parameters, {
      ledger: this.ledger,
      transfers: this.station,
      alarms: this.alarmRecorder(),
      contactEnds: this.ends(),
      watcher: { tell: (status) => void this.statuses.push(status) },
      clock: this.clock,
      logger: createLogger('error'),
      mode: 'simulation',
      newCltuId: () => `00000000-0000-4000-9000-${String(this.cltus++).padStart(12, '0')}` as CltuId,
    });
    const { session } = this;
    this.detach = this.ledger.onReleasable(() => session.releasable());
    await session.start();
  }

  /** The station's carrier is up and the spacecraft has it, until `end` or `loseUplink`. */
  async begin(orbit: number, antenna = 'CN-MYN-1'): Promise<ContactId> {
    this.contact = contactIdSchema.parse(`GF-1_${antenna}_${orbit}`);
    this.craft.hasRf = true;
    this.craft.hasBitLock = true;
    this.say('ready');
    await this.settle();
    return this.contact;
  }

  /** Carrier down; telemetry goes on for a while if it is on. */
  async end(state: UplinkState = 'off'): Promise<void> {
    this.craft.hasRf = false;
    this.craft.hasBitLock = false;
    this.say(state);
    await this.settle();
  }

  say(state: UplinkState, phase: PassStatus['phase'] = 'locked'): void {
    if (this.contact !== undefined) this.session.passStatus(this.passStatus(state, phase));
  }

  async run(seconds: number): Promise<void> {
    const until = plusSeconds(this.clock.now(), seconds);
    while (this.clock.now() < until) {
      this.clock.advanceTo(plusSeconds(this.clock.now(), FRAME_PERIOD_S / 2));
      await this.settle();
    }
  }

  async settle(): Promise<void> {
    do await nextTurn();
    while (!this.session.idle);
  }

  /** Sequence counts of commands that COP-1 called acknowledged and the spacecraft never executed: there must be none. */
  acknowledgedInError(): readonly (number | null)[] {
    const executed = new Set(this.craft.executed.map(({ sequenceCount }) => sequenceCount));
    return this.ledger.commands
      .filter(({ state, sequenceCount }) => state === 'acknowledged' && !executed.has(sequenceCount ?? -1))
      .map(({ sequenceCount }) => sequenceCount);
  }

  /** One CLCW as a frame of `contact` brings it. */
  reported(contact: ContactId, changes: Partial<ReportedClcw['clcw']> = {}): ReportedClcw {
    const earthReceiveTime = formatUtc(this.clock.now()) as Utc;
    const frame = { stationLog: 'station.CN-MYN@log', stationSequence: ++this.frames, earthReceiveTime };
    return { contact, clcw: { ...this.craft.clcw(), ...changes }, frame };
  }

  private downlink(): void {
    if (this.contact !== undefined && this.telemetry) this.session.clcws([this.reported(this.contact)]);
  }

  private passStatus(state: UplinkState, phase: PassStatus['phase']): PassStatus {
    return passStatusSchema.parse({
      mode: 'simulation',
      contact: this.contact,
      spacecraft,
      site,
      antenna: antennaOf(this.contact!),
      at: formatUtc(this.clock.now()),
      phase,
      reason: null,
      commandedAzimuthDeg: null,
      commandedElevationDeg: null,
      actualAzimuthDeg: null,
      actualElevationDeg: null,
      elevationDeg: 30,
      rangeKm: 1000,
      esN0Db: 12,
      frames: { good: 0, corrected: 0, uncorrectable: 0, notRouted: 0, correctedSymbols: 0 },
      uplink: { state, carrierUp: true, noRfAvailable: false, noBitLock: false, cltusRadiated: 0, cltusFailed: 0 },
      alarms: [],
      lastFrameAt: null,
    });
  }

  private alarmRecorder(): UplinkAlarms {
    const { alarms } = this;
    return new (class extends UplinkAlarms {
      override raise(_: unknown, kind: string): void {
        alarms.push(kind);
      }
      override clear(_: unknown, kind: string): void {
        if (alarms.findLast((one) => one.endsWith(kind)) === kind) alarms.push(`no ${kind}`);
      }
    })();
  }

  private ends(): ContactEnds {
    const los = (): Tai | undefined => this.los;
    return new (class extends ContactEnds {
      override async losOf(_site: SiteId): Promise<Tai | undefined> {
        return los();
      }
    })();
  }
}
