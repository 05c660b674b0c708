// A file of space packets one behind the other, as ground systems keep them. Trap 23: no length is trusted before it is checked, and what
// is no packet ends the scan and is told. Left out: encapsulation packets among them.
import {
  SPACE_PACKET_HEADER_LENGTH,
  SPACE_PACKET_MAX_LENGTH,
  SPACE_PACKET_MIN_LENGTH,
  type SpacePacket,
  SpacePacketError,
  readSpacePacketHeader,
} from './space-packet.js';

export interface PacketStreamOptions {
  /** Octets of a ground system's own before each packet; none unless given. */
  readonly skipOctets?: number;
  /** Packet version numbers that are taken for space packets; 0 unless given (trap 36: some files hold others). */
  readonly versions?: readonly number[];
  /** Octets of the longest packet; 65 542 unless given. */
  readonly maxPacketLength?: number;
}

export interface StreamPacket extends SpacePacket {
  readonly kind: 'packet';
  /** Where the packet begins, behind the octets that were skipped. */
  readonly offset: number;
  readonly version: number;
  /** The octets that were skipped before it. */
  readonly prefix: Uint8Array;
}

/** 'cut-short': the octets end within what is skipped, a header or a packet; more of them may help. */
export type StreamFault = 'cut-short' | 'packet-version' | 'packet-length';

/** What is left and is no packet; nothing is read behind it. */
export interface StreamRest {
  readonly kind: 'rest';
  readonly fault: StreamFault;
  readonly offset: number;
  readonly expected: string;
  readonly found: string;
  /** From the octets that are skipped before the packet that failed, to the end. */
  readonly bytes: Uint8Array;
}

/**
 * Every packet in order, as views into `bytes`, and then what is left, if anything is. A stream that comes in pieces is read by putting a
 * rest that was cut short before the next piece. Throws SpacePacketError: options out of their range.
 */
export function scanPackets(
  bytes: Uint8Array,
  options: PacketStreamOptions = {},
): Generator<StreamPacket | StreamRest, void, undefined> {
  const { skipOctets = 0, versions = [0], maxPacketLength = SPACE_PACKET_MAX_LENGTH } = options;
  const requireInteger = (where: string, value: number, min: number, max: number): void => {
    if (!Number.isInteger(value) || value < min || value > max)
      throw new SpacePacketError('packet stream', where, `an integer from ${min} to ${max}`, String(value));
  };
  requireInteger('skipOctets', skipOctets, 0, Number.MAX_SAFE_INTEGER);
  requireInteger('maxPacketLength', maxPacketLength, SPACE_PACKET_MIN_LENGTH, SPACE_PACKET_MAX_LENGTH);
  return scan(bytes, { skipOctets, versions, maxPacketLength });
}

function* scan(
  bytes: Uint8Array,
  { skipOctets, versions, maxPacketLength }: Required<PacketStreamOptions>,
): Generator<StreamPacket | StreamRest, void, undefined> {
  // Each turn goes forward by seven octets or more, or is the last.
  for (let at = 0; at < bytes.length;) {
    const offset = at + skipOctets;
    const rest = (fault: StreamFault, expected: string, found: string): StreamRest => {
      return { kind: 'rest', fault, offset: at, expected, found, bytes: bytes.subarray(at) };
    };
    const needed = skipOctets + SPACE_PACKET_HEADER_LENGTH;
    if (bytes.length - at < needed) {
      yield rest('cut-short', `${needed} octets up to the end of a primary header`, `${bytes.length - at}`);
      return;
    }
    const { packetLength, ...header } = readSpacePacketHeader(bytes, offset);
    if (!versions.includes(header.version)) {
      yield rest('packet-version', `packet version number ${versions.join(' or ')}`, `${header.version}`);
      return;
    }
    if (packetLength > maxPacketLength) {
      yield rest('packet-length', `a packet of at most ${maxPacketLength} octets`, `${packetLength}`);
      return;
    }
    if (packetLength > bytes.length - offset) {
      yield rest('cut-short', `a packet of ${packetLength} octets`, `${bytes.length - offset}`);
      return;
    }
    const packet = bytes.subarray(offset, offset + packetLength);
    const data = packet.subarray(SPACE_PACKET_HEADER_LENGTH);
    yield { kind: 'packet', ...header, offset, prefix: bytes.subarray(at, offset), bytes: packet, data };
    at = offset + packetLength;
  }
}
