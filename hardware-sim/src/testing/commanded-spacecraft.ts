import { compileCommandDecoder, loadMissionDatabase } from '@app/mission-database';
import { ManualMissionClock } from '@app/platform';
import { plusSeconds, type Tai } from '@app/time';
import { type ChannelParameters } from '../channel/channel-parameters.js';
import { LineOfSight } from '../channel/line-of-sight.js';
import { type UplinkAntenna, UplinkBeam } from '../channel/uplink-beam.js';
import { BasebandTransmitter, type UnnumberedMessage } from '../devices/baseband-transmitter.js';
import { RotatorSimulator } from '../devices/rotator-simulator.js';
import { OnBoardCommanding } from '../spacecraft/on-board-commanding.js';
import { OrbitTrack } from '../spacecraft/orbit-track.js';
import { PacketMaker } from '../spacecraft/packet-maker.js';
import { SimulatedSpacecraft } from '../spacecraft/simulated-spacecraft.js';
import { SpacecraftModel } from '../spacecraft/spacecraft-model.js';
import { type TelecommandLogEntry } from '../telecommand-log.js';
import { passesOf } from './manual-pass.js';
import { commandedLinkProfile, elementsOfGf1, referenceDatabaseXml, sampleAntenna } from './sample-mission.js';
import { type HeardPacket, requestOf, TelemetryListener } from './telemetry-listener.js';
import { Telecommands } from './telecommands.js';

const database = loadMissionDatabase(referenceDatabaseXml());
const { uplink } = commandedLinkProfile;
if (uplink === null) throw new Error('no uplink');
export const antenna = sampleAntenna('CN-MYN-1', 40.4513, 116.86, { eirpDbw: 49.5 });
const [firstPass] = passesOf(antenna, '2026-04-24T06:00:00Z', 40, 1);
if (firstPass === undefined) throw new Error('no pass');
export const pass = firstPass;
/** In mid-pass, on a CADU's border. */
const CADU_NS = 159_875_000n;
export const onBorder = (at: Tai): Tai => (at / CADU_NS) * CADU_NS;
export const start = onBorder(plusSeconds(pass.start, 250));
const quiet: ChannelParameters = {
  seed: 7,
  linkMarginDb: 6,
  bitSlipProbability: 0,
  bitSlips: [],
  uplinkLossProbability: 0,
  uplinkBitErrorProbability: 0,
};
export const tuning = {
  type: 'start-transmission',
  sequence: 0,
  carrierHz: uplink.carrierHz,
  bitRateBps: uplink.bitRateBps,
  carrierOnlyS: 1,
  acquisitionOctets: 32,
} as const;

/** A spacecraft with antennas that see the whole sky, and a receiver that hears every frame. */
export class CommandedSpacecraft {
  readonly clock: ManualMissionClock;
  readonly log: TelecommandLogEntry[] = [];
  readonly answers: UnnumberedMessage[] = [];
  readonly transmitters: readonly BasebandTransmitter[];
  readonly beams: readonly UplinkBeam[];
  readonly commanding: OnBoardCommanding;
  readonly listener = new TelemetryListener(commandedLinkProfile, database);
  readonly commands = new Telecommands(database, 421, uplink as NonNullable<typeof uplink>);
  readonly frames: { readonly emitted: Tai; readonly bytes: Uint8Array }[] = [];
  readonly spacecraft: SimulatedSpacecraft;
  readonly track = new OrbitTrack(elementsOfGf1);
  readonly lineOfSight = new LineOfSight(antenna, this.track);
  private framesSent = 0;

  constructor({ channel = {}, since = start }: { channel?: Partial<ChannelParameters>; since?: Tai } = {}) {
    this.clock = new ManualMissionClock(since);
    const { clock } = this;
    const log = { write: (entry: TelecommandLogEntry) => void this.log.push(entry), close: () => Promise.resolve() };
    const { track, lineOfSight } = this;
    const counts = { cltusRadiated: 0, cltusNotRadiated: 0 };
    const sources = ['A', 'B'].map((name): UplinkAntenna => ({
      antenna: name,
      transmitter: new BasebandTransmitter({ antenna: name, canRadiate: true, clock, log, counts }),
      rotator: new RotatorSimulator(antenna.slew, clock),
      eirpDbw: 49.5,
      beamwidthDeg: 360,
    }));
    this.transmitters = sources.map(({ transmitter }) => transmitter);
    this.transmitters[0]?.connected((message) => void this.answers.push(message));
    this.beams = sources.map((source) => new UplinkBeam(source, lineOfSight, tuning.carrierHz));
    const model = new SpacecraftModel(7, elementsOfGf1, track);
    const decoder = compileCommandDecoder(database);
    const { beams } = this;
    this.commanding = new OnBoardCommanding(
      {
        spacecraft: 'GF-1',
        scid: 421,
        uplink: uplink as NonNullable<typeof uplink>,
        model,
        decoder,
        channel: { ...quiet, ...channel },
        log,
        beams,
      },
      since,
    );
    this.spacecraft = new SimulatedSpacecraft(model, commandedLinkProfile, new PacketMaker(database), this.commanding);
  }

  get transmitter(): BasebandTransmitter {
    return this.transmitters[0] as BasebandTransmitter;
  }

  /** Sends a frame in a CLTU, now. */
  uplink(frame: Uint8Array, change: (cltu: Uint8Array) => void = () => undefined): void {
    const bits = this.commands.cltu(frame);
    change(bits);
    this.transmitter.take({ type: 'telecommand', sequence: 0, identifier: 1n, bitCount: 8 * bits.length, bits });
  }

  /** Sends a command in the next AD frame, and waits until it is done. */
  command(name: string, args: Record<string, string | number> = {}, acknowledge = true): void {
    this.uplink(this.commands.frame('AD', this.commands.packet(name, args, acknowledge), this.framesSent++));
    this.pass(3);
  }

  /** Time goes by in contact: every CADU is heard as soon as it is sent. */
  pass(seconds: number, { playback = false, firstOfContact = false } = {}): void {
    const end = plusSeconds(this.clock.now(), seconds);
    let first = firstOfContact;
    for (let at = onBorder(this.clock.now()) + CADU_NS; at <= end; at += CADU_NS) {
      this.clock.advanceTo(at);
      this.spacecraft.advanceTo(at);
      if (this.spacecraft.isSilent(at)) {
        first = true;
        continue;
      }
      const frame = this.spacecraft.nextFrame(at, { firstOfContact: first || this.frames.length === 0, playback });
      first = false;
      this.frames.push({ emitted: at, bytes: frame.bytes });
      this.listener.frame(frame.bytes);
    }
    this.clock.advanceTo(end);
  }

  /** Carrier up, and bit lock. */
  acquire(): void {
    this.transmitter.start(tuning);
    this.pass(2);
  }

  of(...containers: readonly string[]): readonly HeardPacket[] {
    return this.listener.packets.filter(({ container }) => containers.includes(container));
  }

  /** Service 1 on the real-time channel, in short. */
  verifications(vcid = 0): readonly string[] {
    return this.listener.packets
      .filter((packet) => packet.vcid === vcid && packet.container.startsWith('TC_'))
      .map((packet) => {
        const code = packet.values['TC_FAILURE_CODE'];
        return `${packet.container} ${requestOf(packet)}${typeof code === 'string' ? ` ${code}` : ''}`;
      });
  }

  latest(container: string, parameter: string): unknown {
    return this.of(container).at(-1)?.values[parameter];
  }

  executed(): readonly string[] {
    return this.log.flatMap((entry) => (entry.event === 'command-executed' ? [`${entry.name}`] : []));
  }
}
