import { type Antenna } from '@app/contracts';
import { compileCommandDecoder, type MissionDatabase } from '@app/mission-database';
import { type MissionClock } from '@app/platform';
import { type ChannelParameters } from './channel/channel-parameters.js';
import { LineOfSight } from './channel/line-of-sight.js';
import { type UplinkAntenna, UplinkBeam } from './channel/uplink-beam.js';
import { noUplink, type UplinkCounts } from './channel/uplink-counts.js';
import { BasebandTransmitter } from './devices/baseband-transmitter.js';
import { RotatorSimulator } from './devices/rotator-simulator.js';
import { type AntennaFaults } from './faults/antenna-faults.js';
import { type CheckedHardwareSimConfig } from './hardware-sim-config.js';
import { type AntennaIqSink } from './iq/antenna-iq-sink.js';
import { uplinkSignalsOf } from './iq/uplink-signals.js';
import { SimulationSetupError } from './simulation-errors.js';
import { Downlink } from './spacecraft/downlink.js';
import { secondsOf } from './spacecraft/instant.js';
import { OnBoardCommanding } from './spacecraft/on-board-commanding.js';
import { OnBoardComputer } from './spacecraft/on-board-computer.js';
import { OrbitTrack } from './spacecraft/orbit-track.js';
import { PacketMaker } from './spacecraft/packet-maker.js';
import { SimulatedSpacecraft } from './spacecraft/simulated-spacecraft.js';
import { SpacecraftModel } from './spacecraft/spacecraft-model.js';
import { type TelecommandLog } from './telecommand-log.js';

/** What stands at one antenna, but for its TCP ports. */
export interface AntennaSite {
  readonly antenna: Antenna;
  readonly rotator: RotatorSimulator;
  readonly transmitter: BasebandTransmitter;
  readonly uplinkCounts: UplinkCounts;
  readonly faults: AntennaFaults;
  /** What it radiates in samples, where it takes any. */
  readonly iqSink?: AntennaIqSink;
}

/** One spacecraft; without uplink there is nothing to command. */
export interface Craft {
  readonly downlink: Downlink;
  readonly commanding: OnBoardCommanding | undefined;
  readonly computer: OnBoardComputer;
  readonly telemetry: SimulatedSpacecraft;
}

export interface SimulationParts {
  readonly clock: MissionClock;
  readonly channel: ChannelParameters;
  readonly log: TelecommandLog;
  readonly sites: readonly AntennaSite[];
}

export function antennaSite(
  antenna: Antenna,
  clock: MissionClock,
  log: TelecommandLog,
  faults: AntennaFaults,
): AntennaSite {
  const counts = noUplink();
  const canRadiate = antenna.eirpDbw !== null;
  return {
    antenna,
    rotator: new RotatorSimulator(antenna.slew, clock),
    transmitter: new BasebandTransmitter({ antenna: antenna.id, canRadiate, clock, log, counts }),
    uplinkCounts: counts,
    faults,
  };
}

/** Throws SimulationSetupError for what does not fit, UnknownNameError or EncodeError for a mission database that is not theirs. */
export function spacecraftOf(
  config: CheckedHardwareSimConfig,
  database: MissionDatabase,
  { clock, channel, log, sites }: SimulationParts,
): readonly Craft[] {
  const { spacecraft, seed } = config;
  const packets = new PacketMaker(database);
  const decoder = compileCommandDecoder(database);
  const since = clock.now();
  return spacecraft.map(({ id, elementSet, linkProfile, oscillatorPpm }) => {
    const { uplink, scid } = linkProfile;
    if (elementSet.spacecraft !== id)
      throw new SimulationSetupError(`spacecraft ${id}, elementSet`, id, elementSet.spacecraft);
    const track = new OrbitTrack(elementSet);
    const model = new SpacecraftModel(seed, elementSet, track);
    const beamsAt = (carrierHz: number): UplinkBeam[] =>
      sites.flatMap((site) => {
        const antenna = uplinkAntenna(site);
        return antenna === undefined
          ? []
          : [new UplinkBeam(antenna, new LineOfSight(site.antenna, track), carrierHz, id)];
      });
    const commanding =
      uplink === null
        ? undefined
        : new OnBoardCommanding(
            {
              ...{ spacecraft: id, scid, uplink, model, decoder, channel, log, beams: beamsAt(uplink.carrierHz) },
              signals: uplinkSignalsOf({ id, track, linkProfile }, sites, config),
            },
            since,
          );
    commanding?.history.change(since, { countsSinceS: secondsOf(since) });
    const computer = commanding?.computer ?? new OnBoardComputer();
    const telemetry = new SimulatedSpacecraft(model, linkProfile, packets, commanding, computer);
    telemetry.checkPackets(since);
    const downlink = new Downlink(id, linkProfile, track, telemetry, oscillatorPpm);
    return { downlink, commanding, computer, telemetry };
  });
}

function uplinkAntenna({ antenna, rotator, transmitter, faults }: AntennaSite): UplinkAntenna | undefined {
  const { id, eirpDbw, beamwidthDeg } = antenna;
  return eirpDbw === null ? undefined : { antenna: id, transmitter, rotator, eirpDbw, beamwidthDeg, faults };
}
