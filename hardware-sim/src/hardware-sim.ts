import { readFileSync, rmSync } from 'node:fs';
import { loadMissionDatabase, type MissionDatabase } from '@app/mission-database';
import {
  AnchoredMissionClock,
  type Logger,
  type MissionClock,
  parseMissionClockSpec,
  SystemWallClock,
} from '@app/platform';
import { parseUtc, type Tai } from '@app/time';
import { type ChannelParameters } from './channel/channel-parameters.js';
import { isDemodulated } from './channel/link-error-rate.js';
import { type ReceptionCounts } from './channel/reception-counts.js';
import { heardDownlink, tunedDownlink } from './channel/tuned-downlink.js';
import { type CommandCounts, type UplinkCounts } from './channel/uplink-counts.js';
import { type AntennaSite, antennaSite, type Craft, spacecraftOf } from './constellation.js';
import { BasebandUnit } from './devices/baseband-unit.js';
import { DifiSink, type DifiSinkCounts } from './devices/sdr/difi-sink.js';
import { SampleLevel } from './devices/sdr/sample-level.js';
import { type SdrCounts, type StartedSdr, startSdr } from './devices/sdr/start-sdr.js';
import { startRigctldServer } from './devices/rigctld-server.js';
import { startRotctldServer } from './devices/rotctld-server.js';
import { type TcpListener } from './devices/tcp-listener.js';
import { TransceiverSimulator } from './devices/transceiver-simulator.js';
import {
  type CheckedHardwareSimConfig,
  type HardwareSimConfig,
  hardwareSimConfigSchema,
} from './hardware-sim-config.js';
import { type SimulatorFaults } from './faults/fault-injector.js';
import { FaultySimulation, horizonsOf } from './faults/faulty-simulation.js';
import { AntennaIqSink, type AntennaIqSinkCounts } from './iq/antenna-iq-sink.js';
import { AntennaIqSource } from './iq/antenna-signal.js';
import { noEventLog, type EventLogEntry } from './scenario/event-log.js';
import { FileSimulatorLog, noSimulatorLog } from './simulator-log.js';
import { noTelecommandLog, type TelecommandLogEntry } from './telecommand-log.js';

/** How often spacecraft that nobody hears are brought to the present: mission seconds at least, and wall seconds at most often. */
const SETTLE_EVERY_S = 0.25;
const SETTLE_EVERY_WALL_S = 0.02;
/** How often the event log is written on, mission seconds. */
const LOG_EVERY_S = 10;

/** `127.0.0.1:port` of the devices of one antenna. */
export interface DeviceAddresses {
  readonly rotator: string;
  readonly baseband: string;
  /** Where the SDR listens (rtl_tcp) or sends to (DIFI); undefined where there is none. */
  readonly sdr?: string;
  /** Where samples to be radiated are taken; undefined where none are. */
  readonly transmitter?: string;
  /** rigctld; undefined where there is none. */
  readonly transceiver?: string;
}

export interface HardwareSimCounts {
  /** CADUs that each spacecraft has sent. */
  readonly emitted: Readonly<Record<string, number>>;
  readonly antennas: Readonly<Record<string, Readonly<ReceptionCounts>>>;
  /** Of antennas that have an SDR. */
  readonly sdrs: Readonly<Record<string, SdrCounts>>;
  readonly uplink: {
    readonly antennas: Readonly<Record<string, Readonly<UplinkCounts>>>;
    /** Of antennas that take samples. */
    readonly inputs: Readonly<Record<string, Readonly<DifiSinkCounts & AntennaIqSinkCounts>>>;
    /** Those that have an uplink. */
    readonly spacecraft: Readonly<Record<string, Readonly<CommandCounts>>>;
  };
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
 * for the configured mission clock where a test moves time by hand. `logger` is told where an SDR gives up samples.
 */
export async function startHardwareSim(
  given: HardwareSimConfig,
  clock: MissionClock = missionClockOf(given.missionClock),
  logger?: Logger,
): Promise<RunningHardwareSim> {
  const config = hardwareSimConfigSchema.parse(given);
  const database = loadDatabase(config.missionDatabase);
  const channel = channelOf(config);
  const log = config.logFile === null ? noSimulatorLog : await FileSimulatorLog.open(config.logFile, clock);
  const { telecommandLogFile } = config;
  const faulty = new FaultySimulation(config, clock);
  const events = faulty.eventLog(
    config.eventLogFile === null ? noEventLog : await newLogFile<EventLogEntry>(config.eventLogFile, clock),
  );
  const telecommandLog = events.listeningTo(
    telecommandLogFile === null
      ? noTelecommandLog
      : await FileSimulatorLog.open<TelecommandLogEntry>(telecommandLogFile, clock),
  );
  const units = new Map<string, BasebandUnit>();
  const listeners: TcpListener[] = [];
  const sdrs = new Map<string, StartedSdr>();
  const inputs = new Map<string, { readonly difi: DifiSink; readonly sink: AntennaIqSink }>();
  const addresses: Record<string, DeviceAddresses> = {};
  let crafts: readonly Craft[] = [];
  let sites: readonly AntennaSite[] = [];
  // What is under way on board must not wait for a frame: there may be nobody to hear one.
  const settle = (now = clock.now()): Tai => {
    // What was radiated by now is known before the spacecraft that hear it, and the log, go on.
    sites.forEach(({ transmitter }) => transmitter.advance());
    const reached = crafts.map(({ downlink }) => downlink.settle(now));
    return reached.reduce((least, one) => (one < least ? one : least), now);
  };
  const cancelLogging = clock.every(LOG_EVERY_S, () => events.advanceTo(settle()));
  const cancelSettling = clock.every(Math.max(SETTLE_EVERY_S, SETTLE_EVERY_WALL_S * clock.rate), () => settle());
  const stop = async (): Promise<void> => {
    const stoppedAt = clock.now();
    cancelSettling();
    cancelLogging();
    faulty.injector.stop();
    settle(stoppedAt);
    await Promise.all([
      ...[...units.values()].map((unit) => unit.stop()),
      ...listeners.map((one) => one.close()),
      ...[...sdrs.values()].map((sdr) => sdr.stop()),
      ...[...inputs.values()].map(({ difi }) => difi.stop()),
    ]);
    settle(stoppedAt);
    await Promise.all([log.close(), telecommandLog.close(), events.close(stoppedAt)]);
  };
  try {
    sites = config.antennas.map(({ antenna, transmitter }) => ({
      ...antennaSite(antenna, clock, telecommandLog, faulty.ofAntenna(antenna.id)),
      ...(transmitter === undefined ? {} : { iqSink: new AntennaIqSink() }),
    }));
    crafts = spacecraftOf(config, database, { clock, channel, log: telecommandLog, sites });
    for (const craft of crafts) faulty.addSpacecraft(craft, events);
    if (config.eventLogFile !== null) events.watch(horizonsOf(sites, crafts, clock));
    for (const [i, entry] of config.antennas.entries()) {
      const { rotatorPort, basebandPort } = entry;
      const site = sites[i] as AntennaSite;
      const { antenna, rotator, transmitter, faults } = site;
      const faultyDevices = faulty.addSite(site);
      const listener = await startRotctldServer(rotator, rotatorPort, `SMMS simulated rotator, ${antenna.name}`);
      listeners.push(listener);
      faultyDevices.addLink('rotator', listener);
      const heard = crafts.map(({ downlink }) => heardDownlink(downlink, entry, config));
      // What no baseband unit demodulates, an SDR may.
      const demodulated = heard.filter(
        ({ downlink: { profile } }) => entry.sdr === undefined || isDemodulated(profile),
      );
      const unit = new BasebandUnit({
        ...{ antenna, rotator, clock, channel, log, transmitter, faults },
        downlinks: demodulated.map(tunedDownlink),
      });
      units.set(antenna.id, unit);
      faultyDevices.addLink('baseband', unit);
      addresses[antenna.id] = { rotator: listener.address, baseband: await unit.start(basebandPort) };
      if (entry.transmitter !== undefined && site.iqSink !== undefined) {
        const input = { difi: new DifiSink(site.iqSink, faults), sink: site.iqSink };
        const transmitter = await input.difi.start(entry.transmitter.port);
        inputs.set(antenna.id, input);
        faultyDevices.addLink('transmitter', input.difi);
        addresses[antenna.id] = { ...addresses[antenna.id]!, transmitter };
      }
      if (entry.transceiverPort !== undefined) {
        const transceiver = new TransceiverSimulator(clock);
        const name = `SMMS simulated radio, ${antenna.name}`;
        const radio = await startRigctldServer(transceiver, entry.transceiverPort, name);
        listeners.push(radio);
        faultyDevices.addLink('transceiver', radio);
        faultyDevices.addTransceiver(transceiver);
        addresses[antenna.id] = { ...addresses[antenna.id]!, transceiver: radio.address };
      }
      if (entry.sdr === undefined) continue;
      const source = new AntennaIqSource({ antenna, rotator, heard, seed: config.seed, faults, log });
      // Frames instead of samples only where the baseband unit gives those of every spacecraft.
      const level = demodulated.length === heard.length ? sampleLevel(antenna.id, clock, logger) : undefined;
      const sdr = await startSdr(entry.sdr, source, clock, faults, level);
      sdrs.set(antenna.id, sdr);
      faultyDevices.addLink('sdr', sdr);
      addresses[antenna.id] = { ...addresses[antenna.id]!, sdr: sdr.address };
    }
    faulty.begin();
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
        sdrs: Object.fromEntries([...sdrs].map(([id, sdr]) => [id, sdr.counts()])),
        uplink: {
          antennas: Object.fromEntries(sites.map(({ antenna, uplinkCounts }) => [antenna.id, { ...uplinkCounts }])),
          inputs: Object.fromEntries(
            [...inputs].map(([id, { difi, sink }]) => [id, { ...difi.counts, ...sink.counts }]),
          ),
          spacecraft: Object.fromEntries(
            crafts.flatMap(({ downlink: { spacecraft }, commanding }) =>
              commanding === undefined ? [] : [[spacecraft, { ...commanding.counts }]],
            ),
          ),
        },
      };
    },
    faults: faulty.injector,
    stop: () => (stopping ??= stop()),
  };
}

function sampleLevel(antenna: string, clock: MissionClock, logger: Logger | undefined): SampleLevel {
  return new SampleLevel(clock, ({ level, ...asked }) => {
    const message =
      level === 'frames'
        ? 'samples cannot be made in time: the SDR sends none, the baseband unit gives frames'
        : 'samples are made again';
    logger?.warn({ antenna, ...asked }, message);
  });
}

/** A log that holds this run alone. */
async function newLogFile<Entry extends object>(path: string, clock: MissionClock): Promise<FileSimulatorLog<Entry>> {
  rmSync(path, { force: true });
  return FileSimulatorLog.open<Entry>(path, clock);
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
