import { type DynamicModule, Module } from '@nestjs/common';
import { MissionConsumers } from './consumer/mission-consumers.service.js';
import { ProcessBatch } from './consumer/process-batch.use-case.js';
import { FindMission } from './http/find-mission.js';
import { ReadArchive } from './http/read-archive.use-case.js';
import { ReadParameters } from './http/read-parameters.use-case.js';
import { ReadStatistics } from './http/read-statistics.use-case.js';
import { StatisticsController } from './http/statistics.controller.js';
import { TelemetryController } from './http/telemetry.controller.js';
import { LiveGateway } from './live/live.gateway.js';
import { MISSION_DATABASE_FOLDER, MissionDatabases } from './mission/mission-databases.js';

export interface TelemetryCommandOptions {
  /** Default: `db/seeds/mission-database` of the project. */
  readonly missionDatabaseFolder?: string;
}

/** Frames to parameters: archive, limits, history, live. Its gateway needs the WsAdapter of `@nestjs/platform-ws`. */
@Module({})
export class TelemetryCommandModule {
  static forRoot({ missionDatabaseFolder }: TelemetryCommandOptions = {}): DynamicModule {
    return {
      module: TelemetryCommandModule,
      controllers: [TelemetryController, StatisticsController],
      providers: [
        ...(missionDatabaseFolder === undefined
          ? []
          : [{ provide: MISSION_DATABASE_FOLDER, useValue: missionDatabaseFolder }]),
        MissionDatabases,
        ProcessBatch,
        MissionConsumers,
        FindMission,
        ReadParameters,
        ReadArchive,
        ReadStatistics,
        LiveGateway,
      ],
      exports: [MissionConsumers, ReadStatistics],
    };
  }
}
