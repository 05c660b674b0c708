import { crc16, parseSpacePacketHeader } from '@app/ccsds';
import type { DecodedEntry } from '@app/mission-database';
import { formatUtc, parseUtc, type Tai } from '@app/time';
import type { MissionDefinition } from '../mission/mission-definition.js';
import type { ChannelContent } from './link.js';
import { isTimeSuspect } from './reception-order.js';
import { type SampleColumns, type SampleLayout, toSample } from './sample.js';
import type { ExtractedPacket } from './stream.step.js';

export type PacketSource = 'real-time' | 'playback' | 'unknown';

/** What one packet's values are. */
export interface DecodedSample {
  readonly layout: SampleLayout;
  readonly source: 'real-time' | 'playback';
  readonly generationTime: string;
  readonly entries: readonly DecodedEntry[];
  readonly columns: SampleColumns;
}

/** A packet, judged and decoded as far as it goes. */
export interface JudgedPacket {
  readonly packet: ExtractedPacket;
  readonly quality: 'complete' | 'partial' | 'checksum-error';
  /** Null for an encapsulation packet. */
  readonly apid: number | null;
  readonly sequenceCount: number | null;
  readonly source: PacketSource;
  /** UTC to the microsecond; null where the packet was not decoded as far as its time. */
  readonly generationTime: string | null;
  /** The generation time cannot be right: see `isTimeSuspect`. */
  readonly timeSuspect: boolean;
  /** Null, with the reason, where nothing decodes it. */
  readonly container: string | null;
  readonly reason: string | null;
  readonly sample: DecodedSample | null;
}

const earliest = parseUtc('1958-01-01T00:00:00Z');
const latest = parseUtc('9999-12-31T23:59:59Z');

/**
 * Judges a packet: partial ones and those whose error control does not hold are never decoded; a complete one without a container, or
 * on a virtual channel whose content the link profile does not give, is unrecognised. Pure; never throws for what a packet holds.
 * Generation time is the first time parameter of the packet.
 */
export function judgePacket(
  packet: ExtractedPacket,
  content: ChannelContent,
  mission: MissionDefinition,
): JudgedPacket {
  const source: PacketSource = content === 'real-time' || content === 'playback' ? content : 'unknown';
  const undecoded = { packet, source, generationTime: null, timeSuspect: false, container: null, sample: null };
  if (packet.kind === 'encapsulation') {
    const quality = packet.complete ? 'complete' : 'partial';
    return { ...undecoded, quality, apid: null, sequenceCount: null, reason: 'encapsulation packets are not decoded' };
  }
  // The header of a partial packet is whole: without it the packet's length would not be known.
  const { apid, sequenceCount, secondaryHeaderFlag } = parseSpacePacketHeader(packet.octets);
  const identified = { ...undecoded, apid, sequenceCount };
  if (!packet.complete) return { ...identified, quality: 'partial', reason: 'octets are missing' };
  if (mission.packetErrorControl && secondaryHeaderFlag && crc16(packet.octets) !== 0)
    return { ...identified, quality: 'checksum-error', reason: 'packet error control: the CRC-16 does not hold' };
  if (source === 'unknown')
    return {
      ...identified,
      quality: 'complete',
      reason: `virtual channel ${packet.vcid}: the link profile says ${content}`,
    };
  const decoded = decode(packet.octets, source, mission);
  const { earthReceiveTime } = packet;
  const { generationTime } = decoded;
  const timeSuspect = generationTime !== null && isTimeSuspect(source, { earthReceiveTime, generationTime });
  return { ...identified, quality: 'complete', ...decoded, timeSuspect };
}

function decode(
  octets: Uint8Array,
  source: 'real-time' | 'playback',
  mission: MissionDefinition,
): Pick<JudgedPacket, 'generationTime' | 'container' | 'reason' | 'sample'> {
  const decoded = mission.decode(octets);
  const generationTime = generationTimeOf(decoded.entries);
  const unrecognised = (reason: string) => ({ generationTime, container: null, reason, sample: null });
  if (!decoded.ok) {
    const { reason, where, expected, found } = decoded;
    return unrecognised(`${reason} at ${where}: expected ${expected}, found ${found}`);
  }
  const container = decoded.definition.qualifiedName;
  const layout = mission.layouts.get(container);
  if (generationTime === null || layout === undefined)
    return unrecognised(`${container}: expected a time parameter from 1958 to 9999, found none`);
  const columns = toSample(layout, decoded.entries);
  const sample = { layout, source, generationTime, entries: decoded.entries, columns };
  return { generationTime, container, reason: null, sample };
}

function generationTimeOf(entries: readonly DecodedEntry[]): string | null {
  const time = entries.find(({ parameter }) => parameter.kind === 'time')?.value;
  return typeof time === 'bigint' && isDate(time) ? formatUtc(time) : null;
}

function isDate(tai: Tai): boolean {
  return tai >= earliest && tai <= latest;
}
