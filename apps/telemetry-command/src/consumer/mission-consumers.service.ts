import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { frameLogNames, type OperationsMode, type Spacecraft, type SpacecraftId } from '@app/contracts';
import {
  type FollowerStatus,
  FrameLogs,
  LogFollower,
  LOGGER,
  type Logger,
  MessageBus,
  Metrics,
  OPERATIONS_MODE,
  Readiness,
  RegistryReader,
  repeatUntil,
} from '@app/platform';
import { MissionDatabases } from '../mission/mission-databases.js';
import type { LinkLookup } from '../processing/derive-batch.js';
import { RecordReports } from '../verification/record-reports.use-case.js';
import { TelemetryListener } from './committed-telemetry.port.js';
import { linkLookup, type MissionContext } from './mission-context.js';
import { type ConsumerCounts, MissionLogConsumer } from './mission-log.consumer.js';
import { ProcessBatch } from './process-batch.use-case.js';

/** How the telemetry of one spacecraft is coming along, since this process started. */
export interface ConsumerStatus extends ConsumerCounts, FollowerStatus {
  readonly spacecraft: SpacecraftId;
}

const REGISTRY_PERIOD_MS = 5_000;

/** One consumer for each spacecraft in orbit; it starts those that the registry gains meanwhile. */
@Injectable()
export class MissionConsumers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly consumers = new Map<SpacecraftId, { consumer: MissionLogConsumer; follower: LogFollower }>();
  private readonly runs: Promise<void>[] = [];
  private readonly stop = new AbortController();
  private links: LinkLookup = (id) => `link profile ${id}: the registry has not been read`;

  constructor(
    private readonly registry: RegistryReader,
    private readonly databases: MissionDatabases,
    private readonly processBatch: ProcessBatch,
    private readonly recordReports: RecordReports,
    private readonly listener: TelemetryListener,
    private readonly frameLogs: FrameLogs,
    private readonly bus: MessageBus,
    private readonly metrics: Metrics,
    private readonly readiness: Readiness,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
  ) {}

  /** Throws where a mission database of a spacecraft in orbit cannot be used: the program does not start half blind. */
  async onApplicationBootstrap(): Promise<void> {
    this.addLagGauge();
    await this.refresh();
    const say = (error: unknown): void =>
      this.logger.error(
        { error },
        'the registry, or a mission database in it, cannot be read; going on with what is known',
      );
    this.runs.push(repeatUntil(this.stop.signal, REGISTRY_PERIOD_MS, () => this.refresh(), say));
  }

  /** The batches in hand are finished; nothing else is begun. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.runs);
  }

  async status(): Promise<ConsumerStatus[]> {
    return Promise.all([...this.consumers.keys()].map((spacecraft) => this.statusOf(spacecraft)));
  }

  /** Undefined for a spacecraft that has no consumer here. */
  missionOf(spacecraft: string): MissionContext | undefined {
    return this.consumers.get(spacecraft as SpacecraftId)?.consumer.context;
  }

  private async statusOf(spacecraft: SpacecraftId): Promise<ConsumerStatus> {
    const entry = this.consumers.get(spacecraft)!;
    return { spacecraft, ...entry.consumer.counts, ...(await entry.follower.status()) };
  }

  private async refresh(): Promise<void> {
    const { spacecraft, linkProfiles } = await this.registry.registry();
    this.links = linkLookup(linkProfiles);
    for (const craft of spacecraft)
      if (craft.status === 'in-orbit' && !this.consumers.has(craft.id)) await this.start(craft);
  }

  private async start({ id, missionDatabase }: Spacecraft): Promise<void> {
    const { mission, layoutIds } = await this.databases.load(missionDatabase);
    const log = frameLogNames.mission(id);
    const link: LinkLookup = (profile, version) => this.links(profile, version);
    const { processBatch, recordReports, listener, bus, logger, metrics, mode } = this;
    const context = { spacecraft: id, log, mission, layoutIds, link };
    const consumer = new MissionLogConsumer(context, {
      processBatch,
      recordReports,
      listener,
      bus,
      logger,
      metrics,
      mode,
    });
    const follower = new LogFollower(this.frameLogs, log, consumer, logger, metrics);
    this.consumers.set(id, { consumer, follower });
    this.readiness.add(`telemetry ${id}`, async () => {
      const status = await this.statusOf(id);
      return { up: status.error === null, detail: { ...status } };
    });
    this.runs.push(follower.run(this.stop.signal));
  }

  private addLagGauge(): void {
    const status = () => this.status();
    new Gauge({
      name: 'smms_telemetry_lag_frames',
      help: 'Frames in the mission log that are not archived yet',
      labelNames: ['spacecraft'],
      registers: [this.metrics.registry],
      async collect() {
        for (const { spacecraft, lag } of await status()) this.set({ spacecraft }, lag);
      },
    });
  }
}
