import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import type { OperationsMode } from '@app/contracts';
import { LocalMessageBus, MessageBus } from './bus/index.js';
import { MissionClock, WallClock } from './clock/index.js';
import { FrameLogs } from './frame-log/index.js';
import { HealthController } from './health/health.controller.js';
import { Readiness } from './health/readiness.js';
import { SystemController } from './health/system.controller.js';
import type { Logger } from './logging/logger.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Metrics } from './metrics/metrics.js';
import { LOGGER, OPERATIONS_MODE } from './platform-tokens.js';

export { LOGGER, OPERATIONS_MODE };

/** What the composition root has made and every app shares. */
export interface PlatformParts {
  readonly logger: Logger;
  readonly mode: OperationsMode;
  readonly wallClock: WallClock;
  readonly missionClock: MissionClock;
  readonly bus: MessageBus;
  readonly frameLogs: FrameLogs;
  readonly metrics: Metrics;
}

/** Ports and instruments that all apps of a process share. Made once, by the composition root, which also closes what it opened. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(
    private readonly bus: MessageBus,
    private readonly frameLogs: FrameLogs,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  static forRoot(parts: PlatformParts): DynamicModule {
    const readiness = new Readiness();
    const providers = [
      { provide: LOGGER, useValue: parts.logger },
      { provide: OPERATIONS_MODE, useValue: parts.mode },
      { provide: WallClock, useValue: parts.wallClock },
      { provide: MissionClock, useValue: parts.missionClock },
      { provide: MessageBus, useValue: parts.bus },
      { provide: FrameLogs, useValue: parts.frameLogs },
      { provide: Metrics, useValue: parts.metrics },
      { provide: Readiness, useValue: readiness },
    ];
    return {
      module: PlatformModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController, SystemController, MetricsController],
      providers,
      exports: providers.map(({ provide }) => provide),
    };
  }

  // Apps have let go of the ports by now: they stop in beforeApplicationShutdown.
  async onApplicationShutdown(): Promise<void> {
    await this.bus.close();
    await this.frameLogs.close();
    this.metrics.close();
    this.logger.info('stopped');
  }
}

/** The bus inside one process, its faults logged and counted. */
export function createLocalMessageBus(logger: Logger, metrics: Metrics): LocalMessageBus {
  return new LocalMessageBus({
    onFault: (fault) => {
      metrics.count('smms_bus_faults_total', 'Handlers that failed, and events that were dropped', {
        kind: fault.kind,
      });
      logger.error({ error: fault.error, subject: fault.subject, kind: fault.kind }, 'message bus fault');
    },
  });
}
