import { type DynamicModule, Module } from '@nestjs/common';
import type { OperationsMode, SiteId } from '@app/contracts';
import { FrameLogs, type Logger, LOGGER, MessageBus, MissionClock } from '@app/platform';
import type { HardwareAddresses } from './hardware-addresses.js';
import type { PassOptions } from './pass/pass-options.js';
import type { RecordingOptions } from './recording/recording-options.js';
import { StationAgent } from './station-agent.js';
import { StationAgents } from './station-agents.js';
import { StationController } from './station.controller.js';

export interface StationModuleOptions {
  readonly sites: readonly SiteId[];
  /** Contacts of another mode are refused. */
  readonly mode: OperationsMode;
  readonly dataDir: string;
  /** Antennas of all the sites. Looked up when a pass begins: an address may be added or changed until then. */
  readonly hardware: HardwareAddresses;
  readonly passOptions?: Partial<PassOptions>;
  /** Records the samples of passes within these bounds; nothing is recorded where it is left out. */
  readonly recording?: RecordingOptions;
}

/** Station agents for some sites. Needs the platform's ports and no database. */
@Module({})
export class StationModule {
  static forRoot(options: StationModuleOptions): DynamicModule {
    return {
      module: StationModule,
      controllers: [StationController],
      providers: [
        {
          provide: StationAgents,
          inject: [MessageBus, FrameLogs, MissionClock, LOGGER],
          useFactory: (bus: MessageBus, frameLogs: FrameLogs, clock: MissionClock, logger: Logger) =>
            stationAgents(options, { bus, frameLogs, clock, logger }),
        },
      ],
      exports: [StationAgents],
    };
  }
}

function stationAgents(
  { sites, mode, dataDir, hardware, passOptions, recording }: StationModuleOptions,
  ports: { bus: MessageBus; frameLogs: FrameLogs; clock: MissionClock; logger: Logger },
): StationAgents {
  return new StationAgents(
    sites.map(
      (site) =>
        new StationAgent({
          ...{ site, mode, dataDir, hardware, ...ports, options: passOptions ?? {} },
          ...(recording === undefined ? {} : { recording }),
        }),
    ),
  );
}
