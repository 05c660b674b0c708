import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import {
  AnchoredMissionClock,
  type Configuration,
  createLocalMessageBus,
  type FrameLogs,
  LocalFrameLogs,
  type Logger,
  type MessageBus,
  Metrics,
  PacedMissionClock,
  sharedClockMemory,
  MissionClockStore,
  SystemWallClock,
} from '@app/platform';
import type { MissionClock } from '@app/platform';
import { PredictContactWindows } from '../../../flight-dynamics/src/index.js';
import { FollowPrediction } from '../../../mission-planning/src/index.js';
import { type HardwareAddresses, parseHardwareAddresses, readHardwareAddresses } from '../../../station/src/index.js';
import { runHardwareSimWorker } from '../../../../hardware-sim/src/index.js';
import { dataFolder, prepareDataFolder } from './data-folder.js';
import { demonstrationStart } from './demonstration-start.js';
import { createApplication } from './http-server.js';
import { chooseMissionClock, type ChosenClock } from './mission-clock-choice.js';
import { readReferenceSeeds, type ReferenceSeeds } from './reference-seeds.js';
import { simulatedHardware } from './simulated-hardware.js';

export interface GroundSegmentOptions {
  readonly configuration: Configuration;
  readonly logger: Logger;
  /** Starts simulated spacecraft and hardware beside the ground segment, in a thread of their own. */
  readonly simulation: { readonly linkMarginDb: number; readonly seed: number } | undefined;
  /** Mission seconds in a second, where the demonstration sets the clock. */
  readonly demonstrationRate: number | undefined;
  readonly fresh: boolean;
}

export interface RunningGroundSegment {
  readonly url: string;
  readonly bus: MessageBus;
  readonly frameLogs: FrameLogs;
  readonly missionClock: MissionClock;
  readonly clock: ChosenClock;
  readonly metrics: Metrics;
  readonly seeds: ReferenceSeeds;
  readonly simulatorLog: string | undefined;
  stop(): Promise<void>;
}

/** Simulated hardware is only for a process that works in simulation. */
export class ModeMismatchError extends Error {
  override readonly name = 'ModeMismatchError';
  constructor(readonly mode: string) {
    super(`simulated spacecraft fly in mode "simulation" only, found SMMS_MODE=${mode}`);
  }
}

/** Starts every role of the ground segment in this process, and the simulator where asked. */
export async function startGroundSegment(options: GroundSegmentOptions): Promise<RunningGroundSegment> {
  const { configuration, logger } = options;
  const mode = configuration.SMMS_MODE;
  if (options.simulation !== undefined && mode !== 'simulation') throw new ModeMismatchError(mode);
  const folder = dataFolder(configuration.SMMS_DATA_DIR);
  prepareDataFolder(folder, options.fresh);
  const seeds = readReferenceSeeds();
  const wallClock = new SystemWallClock();
  const store = new MissionClockStore(folder.missionClock);
  const demonstration =
    options.demonstrationRate === undefined
      ? undefined
      : { missionTime: demonstrationStart(seeds).missionTime, rate: options.demonstrationRate };
  const clock = chooseMissionClock(configuration.SMMS_MISSION_CLOCK, store, wallClock.now(), demonstration);
  // With simulated hardware inside, the two threads keep step, and start-up takes no mission time.
  const clockMemory = sharedClockMemory();
  const pacedClock =
    options.simulation === undefined ? undefined : new PacedMissionClock(wallClock, clock.anchor, clockMemory);
  const missionClock = pacedClock ?? new AnchoredMissionClock(wallClock, clock.anchor);

  const frameLogs = await LocalFrameLogs.openRoot(folder.frameLogs, {
    onEvent: (event) => logger.warn(event, 'frame log'),
  });
  const metrics = new Metrics();
  const bus = createLocalMessageBus(logger, metrics);
  const hardware: HardwareAddresses =
    configuration.SMMS_STATION_HARDWARE === undefined
      ? {}
      : await readHardwareAddresses(configuration.SMMS_STATION_HARDWARE);
  const app = await createApplication(
    {
      parts: { logger, mode, wallClock, missionClock, bus, frameLogs, metrics },
      seeds,
      databaseUrl: configuration.DATABASE_URL,
      databaseFolder: folder.database,
      stationsFolder: folder.stations,
      hardware,
    },
    logger,
    bus,
  );
  await app.startAllMicroservices();
  await app.listen(configuration.SMMS_HTTP_PORT, configuration.SMMS_HTTP_HOST);
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  await app.get(PredictContactWindows, { strict: false }).execute();
  await app.get(FollowPrediction, { strict: false }).execute();

  const simulator =
    options.simulation === undefined
      ? undefined
      : await runHardwareSimWorker(
          simulatedHardware(seeds, {
            missionClock: missionClock.describe(),
            ...options.simulation,
            logFile: folder.simulatorLog,
            firstPort: 0,
          }),
          (error) => logger.fatal({ error }, 'the simulator ended'),
          { memory: clockMemory, rate: missionClock.rate },
        );
  // Stations look an address up when a pass begins.
  if (simulator !== undefined) Object.assign(hardware, parseHardwareAddresses(simulator.addresses, 'simulator'));
  const anchor = { ...clock.anchor, ...(pacedClock === undefined ? {} : { wall: wallClock.now() }) };
  store.started(anchor);
  pacedClock?.start();
  metrics.resetEventLoopDelay();

  let stopping: Promise<void> | undefined;
  return {
    url: `http://${configuration.SMMS_HTTP_HOST.includes(':') ? `[${configuration.SMMS_HTTP_HOST}]` : configuration.SMMS_HTTP_HOST}:${port}`,
    bus,
    frameLogs,
    missionClock,
    clock,
    metrics,
    seeds,
    simulatorLog: simulator === undefined ? undefined : folder.simulatorLog,
    stop: () =>
      (stopping ??= (async () => {
        const stoppedAt = missionClock.now();
        await app.close();
        await simulator?.stop();
        pacedClock?.stop();
        store.stopped(anchor, stoppedAt);
      })()),
  };
}
