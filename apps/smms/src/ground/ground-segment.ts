import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Contact } from '@app/contracts';
import {
  AnchoredMissionClock,
  BusGuard,
  type BusRole,
  type Configuration,
  createLocalMessageBus,
  type FrameLogs,
  LocalFrameLogs,
  type Logger,
  type MessageBus,
  type PidLock,
  Metrics,
  PacedMissionClock,
  readOrMakeTokenKey,
  sharedClockMemory,
  MissionClockStore,
  SystemWallClock,
} from '@app/platform';
import type { MissionClock } from '@app/platform';
import { formatUtc, isBeyondLeapSecondTable, leapSecondTable, plusSeconds } from '@app/time';
import { PredictContactWindows, type PredictionSettings } from '../../../flight-dynamics/src/index.js';
import { ContactRepository, FollowPrediction } from '../../../mission-planning/src/index.js';
import { type DemonstrationAccount, demonstrationAccounts } from '../../../service-management/src/index.js';
import { type HardwareAddresses, parseHardwareAddresses, readHardwareAddresses } from '../../../station/src/index.js';
import { type HardwareSimWorker, runHardwareSimWorker } from '../../../../hardware-sim/src/index.js';
import { type DataFolder, dataFolder, emptyDataFolder, lockDataFolder } from './data-folder.js';
import { demonstrationStart } from './demonstration-start.js';
import { createApplication, listen } from './http-server.js';
import { chooseMissionClock, type ChosenClock, isRealTime } from './mission-clock-choice.js';
import { readReferenceSeeds, type ReferenceSeeds } from './reference-seeds.js';
import { addressesForStations, freeUdpPort, simulatedHardware } from './simulated-hardware.js';

export interface SimulationOptions {
  readonly linkMarginDb: number;
  readonly seed: number;
  /** Chance that a CLTU is lost whole; none by default. */
  readonly uplinkLossProbability?: number;
  /** The antenna of the demonstrated contact receives in samples, by an SDR and the station's own demodulator. */
  readonly samples?: boolean;
}

export interface GroundSegmentOptions {
  readonly configuration: Configuration;
  readonly logger: Logger;
  /** Starts simulated spacecraft and hardware beside the ground segment, in a thread of their own. */
  readonly simulation: SimulationOptions | undefined;
  /** Mission seconds in a second, where the demonstration sets the clock. */
  readonly demonstrationRate: number | undefined;
  readonly fresh: boolean;
  /** Whether the demonstration's accounts exist; by default where simulated spacecraft fly. In simulation only. */
  readonly demonstrationAccounts?: boolean;
}

export interface RunningGroundSegment {
  readonly url: string;
  /** For who only listens. */
  readonly bus: MessageBus;
  /** As a role of the ground segment has it. */
  busOf(role: BusRole): MessageBus;
  readonly frameLogs: FrameLogs;
  readonly missionClock: MissionClock;
  readonly clock: ChosenClock;
  readonly metrics: Metrics;
  readonly seeds: ReferenceSeeds;
  readonly simulatorLog: string | undefined;
  /** What happened to telecommands on their way and on board, by the simulator. */
  readonly telecommandLog: string | undefined;
  /** What an instructor can break in the simulation. */
  readonly faults: HardwareSimWorker['faults'] | undefined;
  /** Who can sign in with the demonstration's password; nobody outside the demonstration. */
  readonly accounts: readonly DemonstrationAccount[];
  /** Booked contacts that are not over, the next one first: for the terminal, which is no user of the API. */
  nextContacts(limit: number): Promise<readonly Contact[]>;
  stop(): Promise<void>;
}

/** Simulated hardware is only for a process that works in simulation. */
export class ModeMismatchError extends Error {
  override readonly name = 'ModeMismatchError';
  constructor(readonly mode: string) {
    super(`simulated spacecraft fly in mode "simulation" only, found SMMS_MODE=${mode}`);
  }
}

/** With PostgreSQL, `fresh` would part the database from the frame logs and the clock that belong to it. */
export class FreshDatabaseError extends Error {
  override readonly name = 'FreshDatabaseError';
  constructor() {
    super(
      '--fresh: expected the embedded database, found DATABASE_URL (use an empty database and an empty data folder)',
    );
  }
}

/**
 * Starts every role of the ground segment in this process, and the simulator where asked. A start that fails leaves nothing open and
 * the data folder free. Throws ModeMismatchError, FreshDatabaseError, DataFolderError, PortError, and what the parts throw.
 */
export async function startGroundSegment(options: GroundSegmentOptions): Promise<RunningGroundSegment> {
  const mode = options.configuration.SMMS_MODE;
  if (options.simulation !== undefined && mode !== 'simulation') throw new ModeMismatchError(mode);
  if (options.fresh && options.configuration.DATABASE_URL !== undefined) throw new FreshDatabaseError();
  const folder = dataFolder(options.configuration.SMMS_DATA_DIR);
  const lock = await lockDataFolder(folder);
  const closers: Closer[] = [() => lock.release()];
  try {
    return await start(options, folder, lock, closers);
  } catch (error) {
    options.logger.info({ error }, 'the start failed');
    // What failed is said by the error; what fails on the way out is only logged.
    await closeAll(closers, (failure) => options.logger.error({ error: failure }, 'closing after a failed start'));
    throw error;
  }
}

/** Wall seconds. */
const KEEP_CLOCK_EVERY_S = 5;

type Closer = () => unknown;

/** The last opened first. */
async function closeAll(closers: readonly Closer[], onFailure: (error: unknown) => void): Promise<void> {
  for (const close of [...closers].reverse()) {
    try {
      await close();
    } catch (error) {
      onFailure(error);
    }
  }
}

function predictionSettings(configuration: Configuration): PredictionSettings {
  return {
    elementAge: {
      warnAfterDays: configuration.SMMS_ELEMENTS_WARN_DAYS,
      refuseAfterDays: configuration.SMMS_ELEMENTS_REFUSE_DAYS,
    },
    horizonHours: configuration.SMMS_PREDICTION_HOURS,
  };
}

async function simulationOf({ samples, ...rest }: SimulationOptions, seeds: ReferenceSeeds) {
  if (samples !== true) return rest;
  const { antenna, spacecraft } = demonstrationStart(seeds).contact;
  return { ...rest, samples: { antenna, spacecraft, port: await freeUdpPort() } };
}

async function start(
  options: GroundSegmentOptions,
  folder: DataFolder,
  lock: PidLock,
  closers: Closer[],
): Promise<RunningGroundSegment> {
  const { configuration, logger } = options;
  const mode = configuration.SMMS_MODE;
  if (options.fresh) emptyDataFolder(folder);
  const seeds = readReferenceSeeds();
  const wallClock = new SystemWallClock((seconds) => logger.warn({ seconds }, 'the system time was stepped'));
  const store = new MissionClockStore(folder.missionClock, mode);
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
  if (isBeyondLeapSecondTable(clock.anchor.mission)) {
    const missionDay = formatUtc(clock.anchor.mission, 0).slice(0, 10);
    logger.warn({ ...leapSecondTable, missionDay }, 'the leap second table has expired: UTC may be a second off');
  }

  const frameLogs = await LocalFrameLogs.openRoot(folder.frameLogs, {
    onEvent: (event) => logger.warn({ event }, 'frame log'),
  });
  closers.push(() => frameLogs.close());
  const metrics = new Metrics();
  closers.push(() => metrics.close());
  const bus = createLocalMessageBus(logger, metrics);
  const withDemonstrationAccounts = options.demonstrationAccounts ?? options.simulation !== undefined;
  const hardware: HardwareAddresses =
    configuration.SMMS_STATION_HARDWARE === undefined
      ? {}
      : await readHardwareAddresses(configuration.SMMS_STATION_HARDWARE);
  // Before the stations: one that takes up a pass in progress looks its devices' addresses up at once. Nothing moves yet.
  const simulator =
    options.simulation === undefined
      ? undefined
      : await runHardwareSimWorker(
          simulatedHardware(seeds, {
            missionClock: missionClock.describe(),
            ...(await simulationOf(options.simulation, seeds)),
            logFile: folder.simulatorLog,
            telecommandLogFile: folder.telecommandLog,
            firstPort: 0,
          }),
          (error) => {
            logger.fatal({ error }, 'the simulator ended');
            pacedClock?.letGo();
          },
          { memory: clockMemory, rate: missionClock.rate },
        );
  if (simulator !== undefined) closers.push(() => simulator.stop());
  if (simulator !== undefined)
    Object.assign(hardware, parseHardwareAddresses(addressesForStations(simulator.addresses), 'simulator'));
  const app = await createApplication(
    {
      parts: { logger, mode, wallClock, missionClock, bus, frameLogs, metrics },
      seeds,
      databaseUrl: configuration.DATABASE_URL,
      databaseFolder: folder.database,
      stationsFolder: folder.stations,
      hardware,
      tokenKey: readOrMakeTokenKey(join(folder.root, 'secrets')),
      demonstrationAccounts: withDemonstrationAccounts,
      prediction: predictionSettings(configuration),
    },
    logger,
  );
  closers.push(() => app.close());
  await app.startAllMicroservices();
  await listen(app, configuration, logger);
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  await app.get(PredictContactWindows, { strict: false }).execute();
  await app.get(FollowPrediction, { strict: false }).execute();

  const anchor = { ...clock.anchor, ...(pacedClock === undefined ? {} : { wall: wallClock.now() }) };
  store.started(anchor);
  pacedClock?.start();
  // A paced clock runs in this process alone. Should the process be killed, it goes on from where it would have stood at the next
  // keeping: mission time never runs back.
  const keep = (): void => {
    if (pacedClock !== undefined)
      store.stopped(anchor, plusSeconds(pacedClock.now(), 1.2 * KEEP_CLOCK_EVERY_S * pacedClock.rate));
  };
  const cancelKeeping = pacedClock?.every(KEEP_CLOCK_EVERY_S * pacedClock.rate, keep);
  keep();
  if (cancelKeeping !== undefined) closers.push(cancelKeeping);
  metrics.resetEventLoopDelay();

  const guard = app.get(BusGuard);
  const contacts = app.get(ContactRepository, { strict: false });
  let stopping: Promise<void> | undefined;
  return {
    url: `http://${configuration.SMMS_HTTP_HOST.includes(':') ? `[${configuration.SMMS_HTTP_HOST}]` : configuration.SMMS_HTTP_HOST}:${port}`,
    bus: guard.busOf('observer'),
    busOf: (role) => guard.busOf(role),
    frameLogs,
    missionClock,
    clock,
    metrics,
    seeds,
    simulatorLog: simulator === undefined ? undefined : folder.simulatorLog,
    telecommandLog: simulator === undefined ? undefined : folder.telecommandLog,
    faults: simulator?.faults,
    nextContacts: (limit) => contacts.find({ state: ['booked'], start: formatUtc(missionClock.now()), limit }),
    accounts: withDemonstrationAccounts ? demonstrationAccounts : [],
    stop: () =>
      (stopping ??= (async () => {
        try {
          await app.close();
          cancelKeeping?.();
          pacedClock?.stop();
          // Real time goes on while we are away.
          if (!isRealTime(anchor)) store.stopped(anchor, missionClock.now());
          await simulator?.stop();
        } finally {
          await lock.release();
        }
      })()),
  };
}
