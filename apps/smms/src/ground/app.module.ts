import { type DynamicModule, Module } from '@nestjs/common';
import { DatabaseModule, type PlatformParts, PlatformModule, RegistryModule } from '@app/platform';
import { FlightDynamicsModule, flightDynamicsEntities } from '../../../flight-dynamics/src/index.js';
import { InterconnectModule, interconnectEntities } from '../../../interconnect/src/index.js';
import { MissionPlanningModule, missionPlanningEntities } from '../../../mission-planning/src/index.js';
import { registryEntities, ServiceManagementModule } from '../../../service-management/src/index.js';
import { type HardwareAddresses, StationModule } from '../../../station/src/index.js';
import { TelemetryCommandModule, telemetryCommandEntities } from '../../../telemetry-command/src/index.js';
import type { ReferenceSeeds } from './reference-seeds.js';

export const groundEntities = [
  ...registryEntities,
  ...flightDynamicsEntities,
  ...missionPlanningEntities,
  ...interconnectEntities,
  ...telemetryCommandEntities,
];

export interface GroundModuleOptions {
  readonly parts: PlatformParts;
  readonly seeds: ReferenceSeeds;
  readonly databaseUrl: string | undefined;
  readonly databaseFolder: string;
  readonly stationsFolder: string;
  readonly hardware: HardwareAddresses;
}

/** All roles of the ground segment in one process. */
@Module({})
export class AppModule {
  static forRoot({
    parts,
    seeds,
    databaseUrl,
    databaseFolder,
    stationsFolder,
    hardware,
  }: GroundModuleOptions): DynamicModule {
    const { logger } = parts;
    return {
      module: AppModule,
      imports: [
        DatabaseModule.forRoot({
          url: databaseUrl,
          dataDir: databaseFolder,
          entities: groundEntities,
          log: {
            info: (line) => logger.info(line),
            warn: (line) => logger.warn(line),
            error: (line) => logger.error(line),
          },
        }),
        PlatformModule.forRoot(parts),
        RegistryModule,
        ServiceManagementModule.forRoot({ seed: seeds.constellation }),
        FlightDynamicsModule.forRoot({ elementSets: seeds.elementSets }),
        MissionPlanningModule.forRoot({ requests: seeds.requests }),
        InterconnectModule.forRoot(),
        TelemetryCommandModule.forRoot(),
        StationModule.forRoot({
          sites: seeds.constellation.sites.map(({ id }) => id),
          mode: parts.mode,
          dataDir: stationsFolder,
          hardware,
        }),
      ],
    };
  }
}
