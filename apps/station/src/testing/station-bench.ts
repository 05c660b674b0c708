import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CltuAnswer,
  type CltuNotification,
  type CltuTransfer,
  type PassReport,
  type PassStatus,
  type SiteId,
  siteIdSchema,
  type StationContact,
  subjects,
} from '@app/contracts';
import {
  createLogger,
  type FrameLog,
  LocalFrameLogs,
  LocalMessageBus,
  type LoggedRecord,
  ManualMissionClock,
} from '@app/platform';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import { type HardwareAddressesInput, formatAddress, parseHardwareAddresses } from '../hardware-addresses.js';
import { StationAgent, type StationAgentParts } from '../station-agent.js';
import { bitsOf, CADU_BITS, messagesOf, sampleCodec, sampleFrame } from './bit-stream.js';
import { FakeBasebandUnit } from './fake-baseband-unit.js';
import { FakeRotctld, obedientRotator } from './fake-rotctld.js';
import { LoopbackTraffic } from './loopback-traffic.js';
import { SAMPLE_BIT_RATE, SAMPLE_SCID } from './sample-contact.js';

/** One antenna's devices, and the frames that its spacecraft sends from two seconds after AOS on. */
export interface AntennaBench {
  readonly rotator: FakeRotctld;
  readonly baseband: FakeBasebandUnit;
  readonly frames: readonly Uint8Array[];
  readonly messages: number;
}

/** A site with real sockets, a real segment log and a real bus, and a clock that the test moves. */
export class StationBench {
  readonly site: SiteId = siteIdSchema.parse('MIYUN');
  readonly bus = new LocalMessageBus({
    onFault: ({ error }) => {
      throw error;
    },
  });
  readonly clock: ManualMissionClock;
  readonly hardware: HardwareAddressesInput = {};
  readonly statuses: PassStatus[] = [];
  /** Frames counted in a status that were not in the log when it was published. */
  readonly ahead: PassStatus[] = [];
  /** What the agent logged as errors, and as warnings. */
  readonly refusals: string[] = [];
  readonly warnings: string[] = [];
  readonly notifications: CltuNotification[] = [];
  readonly reports: PassReport[] = [];
  /** What an agent is started with beside what a bench gives it. */
  extras: Partial<StationAgentParts> = {};
  /** Devices of a test that want to know that it is later. */
  readonly tickers: ((now: Tai) => void | Promise<void>)[] = [];
  agent!: StationAgent;
  frameLogs!: LocalFrameLogs;
  log!: FrameLog;
  private readonly antennas: AntennaBench[] = [];
  private readonly traffic = new LoopbackTraffic();
  /** Batches of frames that are on their way to the disk. */
  private appending = 0;

  private constructor(
    readonly folder: string,
    contact: StationContact,
  ) {
    this.clock = new ManualMissionClock(plusSeconds(parseUtc(contact.contact.start), -10));
  }

  static async create(contact: StationContact): Promise<StationBench> {
    const bench = new StationBench(await mkdtemp(join(tmpdir(), 'smms-station-')), contact);
    await bench.bus.subscribe(subjects.anyPassStatus, async ({ payload }) => {
      const status = payload as unknown as PassStatus;
      bench.statuses.push(status);
      const { good, corrected, uncorrectable, notRouted } = status.frames;
      const { nextSequence } = await bench.log.bounds();
      if (good + corrected + uncorrectable + notRouted > nextSequence - 1) bench.ahead.push(status);
    });
    await bench.bus.subscribe(subjects.anyCltuNotification, ({ payload }) => {
      bench.notifications.push(payload as unknown as CltuNotification);
    });
    return bench;
  }

  /** `ocfOf` gives the operational control field of each frame, by its number from 0. */
  async addAntenna(
    contact: StationContact,
    frameCount: number,
    firstFrame = 0,
    ocfOf: (n: number) => Uint8Array = () => new Uint8Array(4),
  ): Promise<AntennaBench> {
    const frames = Array.from({ length: frameCount }, (_, n) => sampleFrame(firstFrame + n, SAMPLE_SCID, ocfOf(n)));
    const start = plusSeconds(parseUtc(contact.contact.window.aos), 2);
    const stream = bitsOf(frames.map((frame) => sampleCodec.encode(frame)));
    const messages = messagesOf(stream, start, SAMPLE_BIT_RATE, [6400, 8000, 3001]);
    const rotator = await FakeRotctld.listen(obedientRotator());
    const baseband = await FakeBasebandUnit.listen(messages, CADU_BITS);
    const antenna = { rotator, baseband, frames, messages: messages.length };
    this.antennas.push(antenna);
    Object.assign(this.hardware, {
      [contact.antenna.id]: { rotator: formatAddress(rotator.address), baseband: formatAddress(baseband.address) },
    });
    return antenna;
  }

  /** Starts an agent as a process would: everything anew but the folder. */
  async start(): Promise<void> {
    this.frameLogs = await LocalFrameLogs.openRoot(join(this.folder, 'logs'), { onEvent: () => undefined });
    this.log = await this.frameLogs.open(`station.${this.site}`);
    const append = this.log.append.bind(this.log);
    this.log.append = async (records) => {
      this.appending++;
      return append(records).finally(() => this.appending--);
    };
    const logger = createLogger('warn', {
      write: (line: string) => (/"level":40/.test(line) ? this.warnings : this.refusals).push(line),
    });
    this.agent = new StationAgent({
      site: this.site,
      mode: 'simulation',
      dataDir: this.folder,
      hardware: parseHardwareAddresses(this.hardware, 'the bench'),
      bus: this.bus,
      frameLogs: this.frameLogs,
      clock: this.clock,
      logger,
      onReport: (report) => void this.reports.push(report),
      ...this.extras,
    });
    await this.agent.start();
  }

  async stop(): Promise<void> {
    await this.agent.stop();
    await this.frameLogs.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.bus.close();
    for (const { rotator, baseband } of this.antennas) {
      await rotator.close();
      await baseband.close();
    }
    this.traffic.close();
  }

  async book(contact: StationContact): Promise<void> {
    await this.bus.publish(subjects.contactBooked(this.site), contact);
    // It is on the disk before the agent has it; what the agent does not take it has had time to refuse.
    const isKnown = (): boolean => this.agent.nextContacts().some((next) => next.contact.id === contact.contact.id);
    for (let turn = 0; turn < 2000 && !isKnown(); turn++) await turns(1);
    await turns(20);
  }

  async transfer(transfer: CltuTransfer): Promise<CltuAnswer> {
    return (await this.bus.request(subjects.radiateCltu(this.site), transfer, {
      timeoutMs: 60_000,
    })) as unknown as CltuAnswer;
  }

  async fly(seconds: number): Promise<void> {
    const until = plusSeconds(this.clock.now(), seconds);
    await this.flyUntil(() => this.clock.now() >= until, `${seconds} s later`);
  }

  /** Lets mission time pass, half a second at a time, until something holds. */
  async flyUntil(holds: () => boolean, what: string, atMostS = 400): Promise<void> {
    for (let seconds = 0; !holds(); seconds += 0.5) {
      if (seconds > atMostS)
        throw new Error(`not within ${atMostS} s: ${what}; last: ${JSON.stringify(this.statuses.at(-1))}`);
      this.clock.advanceTo(plusSeconds(this.clock.now(), 0.5));
      for (const { baseband } of this.antennas) baseband.tick(this.clock.now());
      for (const tick of this.tickers) await tick(this.clock.now());
      // Mission time must not run away from the sockets, nor from the disk.
      await this.traffic.settled(() => this.appending > 0);
      const confirmed = this.antennas.reduce((sum, { baseband }) => sum + baseband.confirmed.size, 0);
      await this.settle(
        async () => (await this.log.bounds()).nextSequence > confirmed,
        `${confirmed} frames in the log`,
      );
    }
  }

  /** Waits, with mission time standing still, until something holds. */
  async settle(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
    for (let turn = 0; !(await holds()); turn++) {
      if (turn > 1_000_000)
        throw new Error(`not in ${turn} turns: ${what}; last: ${JSON.stringify(this.statuses.at(-1))}`);
      await turns(1);
    }
  }

  async flyUntilPhase(contact: StationContact, ...phases: PassStatus['phase'][]): Promise<PassStatus> {
    const id = contact.contact.id;
    const latest = (): PassStatus | undefined => this.statuses.findLast((status) => status.contact === id);
    await this.flyUntil(() => phases.some((phase) => latest()?.phase === phase), `${id} ${phases.join(' or ')}`);
    return latest() as PassStatus;
  }

  /** Phases of a contact in the order of their publication, each once in a row. */
  phases(contact: StationContact): string[] {
    const all = this.statuses.filter((status) => status.contact === contact.contact.id).map(({ phase }) => phase);
    return all.filter((phase, i) => phase !== all[i - 1]);
  }

  async logged(): Promise<LoggedRecord[]> {
    return (await this.log.bounds()).nextSequence === 1 ? [] : this.log.read(1);
  }
}

/** Turns of the event loop. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}
