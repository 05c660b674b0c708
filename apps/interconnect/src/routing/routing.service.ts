import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { OperationsMode, SiteId } from '@app/contracts';
import {
  type FollowerStatus,
  FrameLogs,
  LogFollower,
  LOGGER,
  type Logger,
  Metrics,
  OPERATIONS_MODE,
  Readiness,
  type Registry,
  repeatUntil,
} from '@app/platform';
import { RecentRegistry } from '../registry/recent-registry.js';
import { StationRouter } from './station-router.js';

/** How the routing of one site's frames is coming along. */
export interface RouterStatus extends FollowerStatus {
  readonly site: SiteId;
}

const REGISTRY_PERIOD_MS = 3_000;

/** One router for each site of the registry; it starts those that the registry gains meanwhile. */
@Injectable()
export class RoutingService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly followers = new Map<SiteId, LogFollower>();
  private readonly runs: Promise<void>[] = [];
  private readonly stop = new AbortController();

  constructor(
    private readonly recent: RecentRegistry,
    private readonly frameLogs: FrameLogs,
    private readonly metrics: Metrics,
    private readonly readiness: Readiness,
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.startMissing();
    const say = (error: unknown): void =>
      this.logger.error({ error }, 'the registry cannot be read; going on with what is known');
    this.runs.push(repeatUntil(this.stop.signal, REGISTRY_PERIOD_MS, () => this.startMissing(), say));
  }

  /** The batches in hand are finished; nothing else is begun. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.runs);
  }

  async status(): Promise<RouterStatus[]> {
    return Promise.all([...this.followers].map(async ([site, follower]) => ({ site, ...(await follower.status()) })));
  }

  private async startMissing(): Promise<void> {
    for (const { id } of (await this.recent.registry()).sites) if (!this.followers.has(id)) this.start(id);
  }

  private start(site: SiteId): void {
    const { dataSource, frameLogs, logger, metrics, mode } = this;
    const registry = (): Promise<Registry> => this.recent.registry();
    const router = new StationRouter(site, { dataSource, frameLogs, registry, logger, metrics, mode });
    const follower = new LogFollower(frameLogs, router.log, router, logger, metrics);
    this.followers.set(site, follower);
    this.readiness.add(`interconnect ${site}`, async () => {
      const status = await follower.status();
      return { up: status.error === null, detail: { ...status } };
    });
    this.runs.push(follower.run(this.stop.signal));
  }
}
