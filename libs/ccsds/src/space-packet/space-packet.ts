// Space packets: CCSDS 133.0-B-2, primary header (4.1.3, from memory).
import { CodecError } from '../codec-error.js';
import { defineHeader } from '../header/define-header.js';

/** A packet that breaks 133.0-B, or a field that does not fit. */
export class SpacePacketError extends CodecError {
  override readonly name = 'SpacePacketError';
}

export const spacePacketPrimaryHeader = defineHeader([
  ['version', 3],
  ['type', 1],
  ['secondaryHeaderFlag', 1],
  ['apid', 11],
  ['sequenceFlags', 2],
  ['sequenceCount', 14],
  ['dataLength', 16],
] as const);

export const SPACE_PACKET_HEADER_LENGTH = 6;
/** Trap 20: one octet of data is the least, because the length field is that number less one. */
export const SPACE_PACKET_MIN_LENGTH = 7;
export const SPACE_PACKET_MAX_LENGTH = 65_542;
export const IDLE_APID = 0x7ff;
export const SEQUENCE_COUNT_MODULO = 16_384;

export type PacketType = 'telemetry' | 'telecommand';
export type SequenceFlags = 'continuation' | 'first' | 'last' | 'unsegmented';

/** In the order of their binary values 00, 01, 10, 11 (trap 21). */
export const sequenceFlagNames: readonly SequenceFlags[] = ['continuation', 'first', 'last', 'unsegmented'];

export interface SpacePacketHeader {
  readonly type: PacketType;
  readonly secondaryHeaderFlag: boolean;
  readonly apid: number;
  readonly sequenceFlags: SequenceFlags;
  /** Packet sequence count or, for telecommands, packet name: 0 to 16 383. */
  readonly sequenceCount: number;
}

export interface SpacePacket extends SpacePacketHeader {
  /** All octets of the packet, primary header included. */
  readonly bytes: Uint8Array;
  /** The packet data field: secondary header, if flagged, and user data. A view into `bytes`. */
  readonly data: Uint8Array;
}

const read = spacePacketPrimaryHeader.read;

/** Octets of the whole packet that begins at `offset`, by its length field (data octets less one). Six octets must be there. */
export function spacePacketLength(bytes: Uint8Array, offset = 0): number {
  return SPACE_PACKET_HEADER_LENGTH + 1 + read.dataLength(bytes, offset);
}

/** The primary header at `offset` and the length of the whole packet in octets. Throws SpacePacketError: cut short, version not 0. */
export function parseSpacePacketHeader(
  bytes: Uint8Array,
  offset = 0,
): SpacePacketHeader & { readonly packetLength: number } {
  if (bytes.length - offset < SPACE_PACKET_HEADER_LENGTH)
    throw new SpacePacketError('space packet', 'primary header', '6 octets', `${Math.max(0, bytes.length - offset)}`);
  const { version, ...header } = readSpacePacketHeader(bytes, offset);
  if (version !== 0) throw new SpacePacketError('space packet', 'packet version number', '0', `${version}`);
  return header;
}

/** The same, unchecked, with the version: six octets must be there. */
export function readSpacePacketHeader(
  bytes: Uint8Array,
  offset: number,
): SpacePacketHeader & { readonly version: number; readonly packetLength: number } {
  return {
    version: read.version(bytes, offset),
    type: read.type(bytes, offset) === 1 ? 'telecommand' : 'telemetry',
    secondaryHeaderFlag: read.secondaryHeaderFlag(bytes, offset) === 1,
    apid: read.apid(bytes, offset),
    sequenceFlags: sequenceFlagNames[read.sequenceFlags(bytes, offset)]!,
    sequenceCount: read.sequenceCount(bytes, offset),
    packetLength: spacePacketLength(bytes, offset),
  };
}

/** One whole packet, no octet more or less. Throws SpacePacketError. */
export function parseSpacePacket(bytes: Uint8Array): SpacePacket {
  const { packetLength, ...header } = parseSpacePacketHeader(bytes);
  if (packetLength !== bytes.length)
    throw new SpacePacketError(
      'space packet',
      'packet data length',
      `${bytes.length} octets in all`,
      `${packetLength}`,
    );
  return { ...header, bytes, data: bytes.subarray(SPACE_PACKET_HEADER_LENGTH) };
}

export interface SpacePacketFields {
  readonly apid: number;
  readonly type?: PacketType;
  /** The secondary header's octets; its presence sets the flag. */
  readonly secondaryHeader?: Uint8Array;
  readonly sequenceFlags?: SequenceFlags;
  readonly sequenceCount: number;
  readonly data?: Uint8Array;
}

/**
 * The octets of a packet; telemetry and unsegmented unless said otherwise. Throws SpacePacketError when there is no octet of data at
 * all, more than 65 536, an APID beyond 11 bits or a sequence count beyond 14.
 */
export function buildSpacePacket(fields: SpacePacketFields): Uint8Array {
  const secondaryHeader = fields.secondaryHeader ?? new Uint8Array(0);
  const data = fields.data ?? new Uint8Array(0);
  const dataLength = secondaryHeader.length + data.length;
  if (dataLength < 1 || dataLength > 65_536)
    throw new SpacePacketError('space packet', 'packet data field', '1 to 65536 octets', `${dataLength}`);
  requireField('APID', fields.apid, IDLE_APID);
  requireField('packet sequence count', fields.sequenceCount, SEQUENCE_COUNT_MODULO - 1);
  if (fields.apid === IDLE_APID && fields.secondaryHeader !== undefined)
    throw new SpacePacketError(
      'space packet',
      'secondary header',
      'none in an idle packet',
      `${secondaryHeader.length} octets`,
    );
  const bytes = new Uint8Array(SPACE_PACKET_HEADER_LENGTH + dataLength);
  spacePacketPrimaryHeader.encode(
    {
      version: 0,
      type: fields.type === 'telecommand' ? 1 : 0,
      secondaryHeaderFlag: fields.secondaryHeader === undefined ? 0 : 1,
      apid: fields.apid,
      sequenceFlags: sequenceFlagNames.indexOf(fields.sequenceFlags ?? 'unsegmented'),
      sequenceCount: fields.sequenceCount,
      dataLength: dataLength - 1,
    },
    bytes,
  );
  bytes.set(secondaryHeader, SPACE_PACKET_HEADER_LENGTH);
  bytes.set(data, SPACE_PACKET_HEADER_LENGTH + secondaryHeader.length);
  return bytes;
}

function requireField(where: string, value: number, max: number): void {
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new SpacePacketError('space packet', where, `an integer from 0 to ${max}`, String(value));
}

/** An idle packet (APID 2047) of `packetLength` octets in all, 7 to 65 542, filled with `pattern`. Throws SpacePacketError. */
export function buildIdlePacket(packetLength: number, pattern = 0x55): Uint8Array {
  if (
    !Number.isInteger(packetLength) ||
    packetLength < SPACE_PACKET_MIN_LENGTH ||
    packetLength > SPACE_PACKET_MAX_LENGTH
  )
    throw new SpacePacketError('idle packet', 'length', '7 to 65542 octets', String(packetLength));
  const data = new Uint8Array(packetLength - SPACE_PACKET_HEADER_LENGTH).fill(pattern);
  return buildSpacePacket({ apid: IDLE_APID, sequenceCount: 0, data });
}

/** Trap 20: how many packets are missing between two sequence counts of one APID, modulo 16 384. The same count twice gives 16 383. */
export function missingPackets(previousCount: number, count: number): number {
  return (count - previousCount - 1 + SEQUENCE_COUNT_MODULO) % SEQUENCE_COUNT_MODULO;
}
