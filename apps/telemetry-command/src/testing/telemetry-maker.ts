import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc16, type MultiplexedFrame, VirtualChannelMultiplexer } from '@app/ccsds';
import {
  contactIdSchema,
  type DeliveredFrame,
  deliveredFrameSchema,
  type LinkProfile,
  linkProfileSchema,
} from '@app/contracts';
import {
  compileEncoder,
  engineeringToRaw,
  loadMissionDatabase,
  type MissionDatabase,
  monitor,
  type PacketEncoder,
  type ParameterDefinition,
  type RawValue,
} from '@app/mission-database';
import { projectRoot } from '@app/platform';
import { formatUtc, parseUtc, type Tai } from '@app/time';
import { linkOf } from '../processing/link.js';

interface Seed {
  linkProfiles: unknown[];
}

/** The link profile of that name in the reference constellation. */
export function seedLinkProfile(id = 'GF-1-TTC'): LinkProfile {
  const seed = JSON.parse(readFileSync(join(projectRoot(), 'db/seeds/constellation.json'), 'utf8')) as Seed;
  const profiles = seed.linkProfiles.map((profile) => linkProfileSchema.parse(profile));
  return profiles.find((profile) => profile.id === id)!;
}

export function referenceDatabase(): MissionDatabase {
  const file = join(projectRoot(), 'db/seeds/mission-database/smms-reference.xml');
  return loadMissionDatabase(readFileSync(file, 'utf8'), { sourceName: 'smms-reference.xml' });
}

export interface QueuedPacket {
  readonly vcid: number;
  readonly octets: Uint8Array;
}

/** The sending side for tests: packets by the XTCE encoder, frames by the multiplexer, annotations as a station writes them. */
export class TelemetryMaker {
  readonly profile: LinkProfile;
  readonly epoch: Tai = parseUtc('2026-04-24T08:00:00Z');
  /** Operational control field of the frames to come: all zeros is a CLCW of no COP. */
  ocf: Uint8Array = new Uint8Array(4);
  private readonly database = referenceDatabase();
  private readonly encoders = new Map<string, PacketEncoder>();
  private readonly multiplexer: VirtualChannelMultiplexer;

  constructor(profile = seedLinkProfile()) {
    this.profile = profile;
    const { frame } = linkOf(profile);
    this.multiplexer = new VirtualChannelMultiplexer({
      frame: { ...frame, scid: profile.scid },
      virtualChannels: [0, 1],
    });
  }

  /** A packet with nominal values but for those given, raw; generated `seconds` after the epoch. */
  packet(container: string, sequenceCount: number, seconds: number, raw: Record<string, RawValue> = {}): Uint8Array {
    let encoder = this.encoders.get(container);
    if (encoder === undefined) this.encoders.set(container, (encoder = compileEncoder(this.database, container)));
    const values: Record<string, RawValue> = {};
    for (const parameter of encoder.parameters)
      if (!encoder.fixed.has(parameter)) values[parameter.name] = nominalRaw(parameter);
    const time = encoder.parameters.find(({ name }) => name === 'PACKET_TIME')!;
    values['PACKET_TIME'] = engineeringToRaw(time, this.at(seconds));
    values['SEQUENCE_FLAGS'] = 3;
    values['SEQUENCE_COUNT'] = sequenceCount;
    const octets = encoder.encode({ ...values, ...raw }, 'raw');
    return sealPacket(octets);
  }

  /** All packets in frames, in order, the last frame filled with idle packets. */
  frames(packets: readonly QueuedPacket[]): MultiplexedFrame[] {
    for (const { vcid, octets } of packets) this.multiplexer.enqueue(vcid, octets);
    const frames: MultiplexedFrame[] = [];
    while ([0, 1].some((vcid) => this.multiplexer.pendingOctets(vcid) > 0)) frames.push(this.nextFrame());
    return frames;
  }

  /** The next frame, whatever waits: an idle one when nothing does. */
  nextFrame(vcid?: number): MultiplexedFrame {
    return this.multiplexer.nextFrame({ ocf: this.ocf, ...(vcid === undefined ? {} : { vcid }) });
  }

  at(seconds: number): Tai {
    return this.epoch + BigInt(Math.round(seconds * 1e9));
  }

  /** The annotation of a frame received `seconds` after the epoch. */
  annotation(
    stationSequence: number,
    seconds: number,
    changes: Partial<Record<keyof DeliveredFrame, unknown>> = {},
  ): DeliveredFrame {
    const antenna = (changes.antenna as string | undefined) ?? 'CN-MYN-1';
    return deliveredFrameSchema.parse({
      mode: 'simulation',
      contact: contactIdSchema.parse(`GF-1_${antenna}_70001`),
      spacecraft: 'GF-1',
      site: 'CN-MYN',
      antenna,
      linkProfile: { id: this.profile.id, version: this.profile.version },
      earthReceiveTime: formatUtc(this.at(seconds)),
      quality: 'good',
      disposition: 'route',
      correctedSymbols: [0, 0, 0, 0, 0],
      asmBitErrors: 0,
      inverted: false,
      esN0Db: 12.5,
      stationLog: 'station.CN-MYN@log',
      stationSequence,
      ...changes,
    });
  }
}

/** Puts the length and the error control of a packet right. */
export function sealPacket(octets: Uint8Array): Uint8Array {
  const sealed = octets.slice();
  sealed[4] = (sealed.length - 7) >>> 8;
  sealed[5] = (sealed.length - 7) & 0xff;
  const crc = crc16(sealed, 0, sealed.length - 2);
  sealed[sealed.length - 2] = crc >>> 8;
  sealed[sealed.length - 1] = crc & 0xff;
  return sealed;
}

/** A raw value that is within its limits. */
function nominalRaw(parameter: ParameterDefinition): RawValue {
  const { encoding, alarm, labels, kind } = parameter;
  if (encoding?.kind === 'string' || encoding?.kind === 'binary') return new TextEncoder().encode('2.4.1');
  if (kind === 'enumerated') {
    const good = labels.find(({ label }) => monitor(parameter, label).level === 'in-limits') ?? labels[0];
    return good?.value ?? 0;
  }
  if (alarm?.kind === 'ranges') {
    const tightest = alarm.ranges.at(-1)!;
    const { min = (tightest.max ?? 0) - 1, max = (tightest.min ?? 0) + 1 } = tightest;
    return engineeringToRaw(
      parameter,
      min < 0 && max > 0 ? 0 : kind === 'integer' ? Math.ceil(min < 0 ? 0 : min) : (min + max) / 2,
    );
  }
  return kind === 'time' ? 1n : 0;
}
