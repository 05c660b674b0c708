import { type DynamicModule, Module } from '@nestjs/common';
import { ApproveCommandUseCase } from './commands/approve-command.use-case.js';
import { AuthorCommandUseCase } from './commands/author-command.use-case.js';
import { CancelCommandUseCase } from './commands/cancel-command.use-case.js';
import { CommandCatalogues } from './commands/command-catalogues.js';
import { CommandLedger } from './commands/command-ledger.port.js';
import { CommandController } from './commands/command.controller.js';
import { DatabaseCommandLedger } from './commands/database-command-ledger.js';
import { ReadCommands } from './commands/read-commands.use-case.js';
import { ReleaseCircumstances } from './commands/release-circumstances.js';
import { ReleaseOffers } from './commands/release-offers.js';
import { ReleasePermits } from './commands/release-permit.js';
import { Commanders } from './console/commanders.js';
import { ConsoleStore } from './console/console-store.js';
import { ConsoleController } from './console/console.controller.js';
import { HoldConsole } from './console/hold-console.use-case.js';
import { ConsoleHolders } from './console/console-holders.port.js';
import { TelemetryListener } from './consumer/committed-telemetry.port.js';
import { MissionConsumers } from './consumer/mission-consumers.service.js';
import { ProcessBatch } from './consumer/process-batch.use-case.js';
import { GroundAlarmStore } from './ground-alarms/ground-alarm-store.js';
import { GroundAlarmController } from './ground-alarms/ground-alarm.controller.js';
import { GroundAlarms } from './ground-alarms/ground-alarms.service.js';
import { FindMission } from './http/find-mission.js';
import { ReadArchive } from './http/read-archive.use-case.js';
import { ReadParameters } from './http/read-parameters.use-case.js';
import { ReadStatistics } from './http/read-statistics.use-case.js';
import { StatisticsController } from './http/statistics.controller.js';
import { TelemetryController } from './http/telemetry.controller.js';
import { LiveGateway } from './live/live.gateway.js';
import { MISSION_DATABASE_FOLDER, MissionDatabases } from './mission/mission-databases.js';
import { BusCltuTransfers } from './uplink/bus-cltu-transfers.js';
import { BusContactEnds } from './uplink/bus-contact-ends.js';
import { Cop1Controller } from './uplink/cop1.controller.js';
import { DirectCop1 } from './uplink/direct-cop1.use-case.js';
import { CltuTransfers, ContactEnds, UplinkAlarms } from './uplink/uplink-ports.js';
import { UplinkService } from './uplink/uplink.service.js';
import { RecordReports } from './verification/record-reports.use-case.js';

export interface TelemetryCommandOptions {
  /** Default: `db/seeds/mission-database` of the project. */
  readonly missionDatabaseFolder?: string;
}

/** Frames to parameters: archive, limits, history, live; commands and who gives them. Its gateway needs the WsAdapter of `@nestjs/platform-ws`. */
@Module({})
export class TelemetryCommandModule {
  static forRoot({ missionDatabaseFolder }: TelemetryCommandOptions = {}): DynamicModule {
    return {
      module: TelemetryCommandModule,
      controllers: [
        TelemetryController,
        StatisticsController,
        CommandController,
        ConsoleController,
        Cop1Controller,
        GroundAlarmController,
      ],
      providers: [
        ...(missionDatabaseFolder === undefined
          ? []
          : [{ provide: MISSION_DATABASE_FOLDER, useValue: missionDatabaseFolder }]),
        MissionDatabases,
        RecordReports,
        ProcessBatch,
        MissionConsumers,
        FindMission,
        ReadParameters,
        ReadArchive,
        ReadStatistics,
        ConsoleStore,
        Commanders,
        { provide: ConsoleHolders, useExisting: Commanders },
        HoldConsole,
        CommandCatalogues,
        ReleaseOffers,
        ReleaseCircumstances,
        ReleasePermits,
        DatabaseCommandLedger,
        { provide: CommandLedger, useExisting: DatabaseCommandLedger },
        ReadCommands,
        AuthorCommandUseCase,
        ApproveCommandUseCase,
        CancelCommandUseCase,
        GroundAlarmStore,
        GroundAlarms,
        { provide: UplinkAlarms, useExisting: GroundAlarms },
        { provide: CltuTransfers, useClass: BusCltuTransfers },
        { provide: ContactEnds, useClass: BusContactEnds },
        UplinkService,
        { provide: TelemetryListener, useExisting: UplinkService },
        DirectCop1,
        LiveGateway,
      ],
      exports: [MissionConsumers, ReadStatistics],
    };
  }
}
