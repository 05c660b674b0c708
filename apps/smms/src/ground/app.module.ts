import { type DynamicModule, Module } from '@nestjs/common';
import {
  AuthorityModule,
  DatabaseModule,
  type PlatformParts,
  PlatformModule,
  RegistryModule,
  withBusOf,
} from '@app/platform';
import {
  FlightDynamicsModule,
  flightDynamicsEntities,
  type PredictionSettings,
} from '../../../flight-dynamics/src/index.js';
import { InterconnectModule, interconnectEntities } from '../../../interconnect/src/index.js';
import { MissionPlanningModule, missionPlanningEntities } from '../../../mission-planning/src/index.js';
import { serviceManagementEntities, ServiceManagementModule } from '../../../service-management/src/index.js';
import { type HardwareAddresses, StationModule } from '../../../station/src/index.js';
import { TelemetryCommandModule, telemetryCommandEntities } from '../../../telemetry-command/src/index.js';
import type { ReferenceSeeds } from './reference-seeds.js';

export const groundEntities = [
  ...serviceManagementEntities,
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
  /** Signs access tokens. */
  readonly tokenKey: Uint8Array;
  /** Whether the demonstration's accounts exist: in simulation only. */
  readonly demonstrationAccounts: boolean;
  readonly prediction?: PredictionSettings;
}

/** All roles of the ground segment in one process, each with its own side of the bus. */
@Module({})
export class AppModule {
  static forRoot({
    parts,
    seeds,
    databaseUrl,
    databaseFolder,
    stationsFolder,
    hardware,
    tokenKey,
    demonstrationAccounts,
    prediction,
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
        AuthorityModule.forRoot({ tokenKey }),
        withBusOf(
          'service-management',
          ServiceManagementModule.forRoot({ seed: seeds.constellation, demonstrationAccounts }),
        ),
        withBusOf('flight-dynamics', FlightDynamicsModule.forRoot({ elementSets: seeds.elementSets, prediction })),
        withBusOf('mission-planning', MissionPlanningModule.forRoot({ requests: seeds.requests })),
        withBusOf('interconnect', InterconnectModule.forRoot()),
        withBusOf('telemetry-command', TelemetryCommandModule.forRoot()),
        withBusOf(
          'station',
          StationModule.forRoot({
            sites: seeds.constellation.sites.map(({ id }) => id),
            mode: parts.mode,
            dataDir: stationsFolder,
            hardware,
          }),
        ),
      ],
    };
  }
}
