import { readFileSync } from 'node:fs';
import { loadMissionDatabase, type MissionDatabase } from '@app/mission-database';
import { AnchoredMissionClock, type MissionClock, parseMissionClockSpec, SystemWallClock } from '@app/platform';
import { parseUtc } from '@app/time';
import { type ChannelParameters } from './channel/channel-parameters.js';
import { type ReceptionCounts } from './channel/reception-counts.js';
import { heardDownlink, tunedDownlink } from './channel/tuned-downlink.js';
import { type CommandCounts, type UplinkCounts } from './channel/uplink-counts.js';
import { type AntennaSite, antennaSite, type Craft, spacecraftOf } from './constellation.js';
import { BasebandUnit } from './devices/baseband-unit.js';
import { startRotctldServer } from './devices/rotctld-server.js';
import { type TcpListener } from './devices/tcp-listener.js';
import {
  type CheckedHardwareSimConfig,
  type HardwareSimConfig,
  hardwareSimConfigSchema,
} from './hardware-sim-config.js';
import { SimulationSetupError } from './simulation-errors.js';
import { FileSimulatorLog, noSimulatorLog } from './simulator-log.js';
import { noTelecommandLog, type TelecommandLogEntry } from './telecommand-log.js';

/** How often spacecraft that nobody hears are brought to the present: mission seconds at least, and wall seconds at most often. */
const SETTLE_EVERY_S = 0.25;
const SETTLE_EVERY_WALL_S = 0.02;

/** `127.0.0.1:port` of the devices of one antenna. */
export interface DeviceAddresses {
  readonly rotator: string;
  readonly baseband: string;
}

export interface HardwareSimCounts {
  /** CADUs that each spacecraft has sent. */
  readonly emitted: Readonly<Record<string, number>>;
  readonly antennas: Readonly<Record<string, Readonly<ReceptionCounts>>>;
  readonly uplink: {
    readonly antennas: Readonly<Record<string, Readonly<UplinkCounts>>>;
    /** Those that have an uplink. */
    readonly spacecraft: Readonly<Record<string, Readonly<CommandCounts>>>;
  };
}

/** What can be made to go wrong while it runs. */
export interface SimulatorFaults {
  /** FARM-1 of a spacecraft goes into lockout now. Throws SimulationSetupError: no such spacecraft, or one without uplink. */
  lockFarm(spacecraft: string): void;
}

export interface RunningHardwareSim {
  readonly addresses: Readonly<Record<string, DeviceAddresses>>;
  readonly faults: SimulatorFaults;
  counts(): HardwareSimCounts;
  /** Closes every device and the logs; rejects where a log could not be written. */
  stop(): Promise<void>;
}

/**
 * Starts simulated spacecraft, their radio channel and the devices of each antenna. Throws ZodError for a configuration that is not
 * one, SimulationSetupError, MissionClockSpecError, XtceError for what it names; rejects where a port is taken. `clock` stands in
 * for the configured mission clock where a test moves time by hand.
 */
export async function startHardwareSim(
  given: HardwareSimConfig,
  clock: MissionClock = missionClockOf(given.missionClock),
): Promise<RunningHardwareSim> {
  const config = hardwareSimConfigSchema.parse(given);
  const database = loadDatabase(config.missionDatabase);
  const channel = channelOf(config);
  const log = config.logFile === null ? noSimulatorLog : await FileSimulatorLog.open(config.logFile, clock);
  const { telecommandLogFile } = config;
  const telecommandLog =
    telecommandLogFile === null
      ? noTelecommandLog
      : await FileSimulatorLog.open<TelecommandLogEntry>(telecommandLogFile, clock);
  const units = new Map<string, BasebandUnit>();
  const listeners: TcpListener[] = [];
  const addresses: Record<string, DeviceAddresses> = {};
  let crafts: readonly Craft[] = [];
  // What is under way on board must not wait for a frame: there may be nobody to hear one.
  const settle = (): void => crafts.forEach(({ downlink }) => downlink.settle(clock.now()));
  const cancelSettling = clock.every(Math.max(SETTLE_EVERY_S, SETTLE_EVERY_WALL_S * clock.rate), settle);
  const stop = async (): Promise<void> => {
    cancelSettling();
    settle();
    await Promise.all([...[...units.values()].map((unit) => unit.stop()), ...listeners.map((one) => one.close())]);
    await Promise.all([log.close(), telecommandLog.close()]);
  };
  let sites: readonly AntennaSite[] = [];
  try {
    sites = config.antennas.map(({ antenna }) => antennaSite(antenna, clock, telecommandLog));
    crafts = spacecraftOf(config, database, { clock, channel, log: telecommandLog, sites });
    for (const [i, entry] of config.antennas.entries()) {
      const { rotatorPort, basebandPort } = entry;
      const { antenna, rotator, transmitter } = sites[i] as AntennaSite;
      const listener = await startRotctldServer(rotator, rotatorPort, `SMMS simulated rotator, ${antenna.name}`);
      listeners.push(listener);
      const downlinks = crafts.map(({ downlink }) => tunedDownlink(heardDownlink(downlink, entry, config)));
      const unit = new BasebandUnit({ antenna, rotator, downlinks, clock, channel, log, transmitter });
      units.set(antenna.id, unit);
      addresses[antenna.id] = { rotator: listener.address, baseband: await unit.start(basebandPort) };
    }
  } catch (error) {
    await stop();
    throw error;
  }
  let stopping: Promise<void> | undefined;
  return {
    addresses,
    counts: () => {
      if (stopping === undefined) settle();
      return {
        emitted: Object.fromEntries(crafts.map(({ downlink: { spacecraft, emitted } }) => [spacecraft, emitted])),
        antennas: Object.fromEntries([...units].map(([id, { counts }]) => [id, { ...counts }])),
        uplink: {
          antennas: Object.fromEntries(sites.map(({ antenna, uplinkCounts }) => [antenna.id, { ...uplinkCounts }])),
          spacecraft: Object.fromEntries(
            crafts.flatMap(({ downlink: { spacecraft }, commanding }) =>
              commanding === undefined ? [] : [[spacecraft, { ...commanding.counts }]],
            ),
          ),
        },
      };
    },
    faults: {
      lockFarm: (spacecraft) => {
        const craft = crafts.find(({ downlink }) => downlink.spacecraft === spacecraft);
        if (craft?.commanding === undefined)
          throw new SimulationSetupError('fault lockFarm', 'a simulated spacecraft with an uplink', spacecraft);
        craft.commanding.lockFarm(clock.now());
      },
    },
    stop: () => (stopping ??= stop()),
  };
}

function channelOf(config: CheckedHardwareSimConfig): ChannelParameters {
  const { seed, linkMarginDb, bitSlipProbability, uplinkLossProbability, uplinkBitErrorProbability } = config;
  return {
    seed,
    linkMarginDb,
    bitSlipProbability,
    bitSlips: config.bitSlips.map(({ antenna, at, bits }) => ({ antenna, at: parseUtc(at), bits })),
    uplinkLossProbability,
    uplinkBitErrorProbability,
  };
}

function missionClockOf(spec: string): MissionClock {
  const wallClock = new SystemWallClock();
  return new AnchoredMissionClock(wallClock, parseMissionClockSpec(spec, wallClock.now()));
}

/** XML begins with `<`; everything else is a path. */
function loadDatabase(textOrPath: string): MissionDatabase {
  if (textOrPath.trimStart().startsWith('<')) return loadMissionDatabase(textOrPath);
  return loadMissionDatabase(readFileSync(textOrPath, 'utf8'), { sourceName: textOrPath });
}
