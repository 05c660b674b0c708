import { readFileSync } from 'node:fs';
import { simpleLink } from '@app/link-budget';
import { loadMissionDatabase, type MissionDatabase } from '@app/mission-database';
import { AnchoredMissionClock, type MissionClock, parseMissionClockSpec, SystemWallClock } from '@app/platform';
import { parseUtc } from '@app/time';
import { type ChannelParameters } from './channel/channel-parameters.js';
import { LineOfSight } from './channel/line-of-sight.js';
import { type TunedDownlink } from './channel/receiver.js';
import { type ReceptionCounts } from './channel/reception-counts.js';
import { BasebandUnit } from './devices/baseband-unit.js';
import { RotatorSimulator } from './devices/rotator-simulator.js';
import { startRotctldServer } from './devices/rotctld-server.js';
import { type TcpListener } from './devices/tcp-listener.js';
import {
  type CheckedHardwareSimConfig,
  type HardwareSimConfig,
  hardwareSimConfigSchema,
} from './hardware-sim-config.js';
import { SimulationSetupError } from './simulation-errors.js';
import { FileSimulatorLog, noSimulatorLog, type SimulatorLog } from './simulator-log.js';
import { Downlink } from './spacecraft/downlink.js';
import { OrbitTrack } from './spacecraft/orbit-track.js';
import { PacketMaker } from './spacecraft/packet-maker.js';
import { SimulatedSpacecraft } from './spacecraft/simulated-spacecraft.js';
import { SpacecraftModel } from './spacecraft/spacecraft-model.js';

const RAD_PER_DEG = Math.PI / 180;

/** `127.0.0.1:port` of the devices of one antenna. */
export interface DeviceAddresses {
  readonly rotator: string;
  readonly baseband: string;
}

export interface HardwareSimCounts {
  /** CADUs that each spacecraft has sent. */
  readonly emitted: Readonly<Record<string, number>>;
  readonly antennas: Readonly<Record<string, Readonly<ReceptionCounts>>>;
}

export interface RunningHardwareSim {
  readonly addresses: Readonly<Record<string, DeviceAddresses>>;
  counts(): HardwareSimCounts;
  /** Closes every device and the log; rejects where the log could not be written. */
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
  const downlinks = spacecraftOf(config, loadDatabase(config.missionDatabase), clock);
  const channel: ChannelParameters = {
    seed: config.seed,
    linkMarginDb: config.linkMarginDb,
    bitSlipProbability: config.bitSlipProbability,
    bitSlips: config.bitSlips.map(({ antenna, at, bits }) => ({ antenna, at: parseUtc(at), bits })),
  };
  const log = config.logFile === null ? noSimulatorLog : await FileSimulatorLog.open(config.logFile, clock);
  const units = new Map<string, BasebandUnit>();
  const rotators: TcpListener[] = [];
  const addresses: Record<string, DeviceAddresses> = {};
  const stop = (): Promise<void> => stopAll([...units.values()], rotators, log);
  try {
    for (const { antenna, rotatorPort, basebandPort } of config.antennas) {
      const rotator = new RotatorSimulator(antenna.slew, clock);
      const listener = await startRotctldServer(rotator, rotatorPort, `SMMS simulated rotator, ${antenna.name}`);
      rotators.push(listener);
      const tuned = downlinks.map((downlink) => tunedDownlink(downlink, antenna, config.linkMarginDb));
      const unit = new BasebandUnit({ antenna, rotator, downlinks: tuned, clock, channel, log });
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
    counts: () => ({
      emitted: Object.fromEntries(downlinks.map(({ spacecraft, emitted }) => [spacecraft, emitted])),
      antennas: Object.fromEntries([...units].map(([id, { counts }]) => [id, { ...counts }])),
    }),
    stop: () => (stopping ??= stop()),
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

function spacecraftOf(config: CheckedHardwareSimConfig, database: MissionDatabase, clock: MissionClock): Downlink[] {
  const packets = new PacketMaker(database);
  return config.spacecraft.map(({ id, elementSet, linkProfile }) => {
    if (elementSet.spacecraft !== id)
      throw new SimulationSetupError(`spacecraft ${id}, elementSet`, id, elementSet.spacecraft);
    if (linkProfile.downlink.modulation !== 'BPSK')
      throw new SimulationSetupError(
        `link profile ${linkProfile.id}, modulation`,
        'BPSK',
        linkProfile.downlink.modulation,
      );
    const track = new OrbitTrack(elementSet);
    const spacecraft = new SimulatedSpacecraft(
      new SpacecraftModel(config.seed, elementSet, track),
      linkProfile,
      packets,
    );
    spacecraft.checkPackets(clock.now());
    return new Downlink(id, linkProfile, track, spacecraft);
  });
}

function tunedDownlink(
  downlink: Downlink,
  antenna: CheckedHardwareSimConfig['antennas'][number]['antenna'],
  marginDb: number,
): TunedDownlink {
  const lineOfSight = new LineOfSight(antenna, downlink.track);
  const link = simpleLink(
    {
      requiredEsN0Db: downlink.profile.downlink.requiredEsN0Db,
      marginDb,
      beamwidthRad: antenna.beamwidthDeg * RAD_PER_DEG,
    },
    {
      maskElevationRad: antenna.minElevationDeg * RAD_PER_DEG,
      orbitRadiusM: downlink.track.meanRadiusM,
      stationRadiusM: lineOfSight.stationRadiusM,
    },
  );
  return { downlink, lineOfSight, link };
}

async function stopAll(
  units: readonly BasebandUnit[],
  rotators: readonly TcpListener[],
  log: SimulatorLog,
): Promise<void> {
  await Promise.all([...units.map((unit) => unit.stop()), ...rotators.map((listener) => listener.close())]);
  await log.close();
}
