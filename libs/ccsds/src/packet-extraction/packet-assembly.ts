// One packet growing out of frames: its header tells its length, its pieces and gaps are kept until it is whole.
import { bytesToHex } from '../hex.js';
import {
  ENCAPSULATION_VERSION,
  encapsulationHeaderLength,
  encapsulationPacketLength,
  isEncapsulationIdle,
} from '../space-packet/encapsulation-packet.js';
import { IDLE_APID, SPACE_PACKET_HEADER_LENGTH, spacePacketLength } from '../space-packet/space-packet.js';
import { type PacketKind } from './extraction-state.js';
import { copyOctets } from './octet-slab.js';
import { type FrameRef, type PartialPacket, withPiece } from './partial-packet.js';

export type PacketHeaderFault = {
  readonly reason: 'packet-version' | 'packet-length';
  readonly expected: string;
  readonly found: string;
};

type Measured = { readonly headerLength: number; readonly length: number | null } | PacketHeaderFault;

/** How long is the packet whose first octets these are (at least one)? `length` null: `headerLength` octets are needed to tell. */
export function measurePacket(bytes: Uint8Array, start: number, end: number, maxPacketLength: number): Measured {
  const first = bytes[start]!;
  const version = first >>> 5;
  let headerLength: number;
  let length: number;
  if (version === 0) {
    headerLength = SPACE_PACKET_HEADER_LENGTH;
    if (end - start < headerLength) return { headerLength, length: null };
    length = spacePacketLength(bytes, start);
  } else if (version === ENCAPSULATION_VERSION) {
    headerLength = encapsulationHeaderLength(first);
    if (end - start < headerLength) return { headerLength, length: null };
    length = encapsulationPacketLength(bytes, start);
    if (length < headerLength)
      return { reason: 'packet-length', expected: `at least ${headerLength} octets`, found: `${length}` };
  } else {
    return { reason: 'packet-version', expected: '0 or 7', found: `${version}` };
  }
  // Trap 23: a length from an unchecked stream is not to be trusted without bound.
  if (length > maxPacketLength)
    return { reason: 'packet-length', expected: `at most ${maxPacketLength} octets`, found: `${length}` };
  return { headerLength, length };
}

/** The usual case in short: the length of the space packet that begins at `start` and is all there, 0 for anything else. */
export function wholeSpacePacket(bytes: Uint8Array, start: number, maxPacketLength: number): number {
  if (bytes[start]! >>> 5 !== 0 || bytes.length - start < SPACE_PACKET_HEADER_LENGTH) return 0;
  const length = spacePacketLength(bytes, start);
  return length <= maxPacketLength && length <= bytes.length - start ? length : 0;
}

export function packetKind(bytes: Uint8Array): PacketKind {
  return bytes[0]! >>> 5 === 0 ? 'space' : 'encapsulation';
}

/** Idle by its header: APID 2047, or encapsulation protocol 0. At least two octets of a space packet must be there. */
export function isIdlePacket(bytes: Uint8Array): boolean {
  const first = bytes[0]!;
  return first >>> 5 === 0 ? (((first << 8) | bytes[1]!) & 0x7ff) === IDLE_APID : isEncapsulationIdle(first);
}

/** Adds octets `start` to `end` of a data field, as far as the packet reaches. `used` tells where it stopped. */
export function growPacket<Ref extends FrameRef>(
  partial: PartialPacket<Ref>,
  data: Uint8Array,
  start: number,
  end: number,
  frame: Ref,
  maxPacketLength: number,
): { readonly partial: PartialPacket<Ref>; readonly used: number } | PacketHeaderFault {
  if (partial.length !== null) {
    const used = Math.min(end, start + partial.length - partial.position);
    return { partial: withPiece(partial, copyOctets(data, start, used), frame), used };
  }
  // Trap 13: the header itself is spread over frames. All that is there so far is one piece at offset 0.
  const had = partial.newest?.bytes ?? new Uint8Array(0);
  const seen = new Uint8Array(Math.min(8, had.length + end - start));
  seen.set(had.subarray(0, seen.length));
  if (seen.length > had.length) seen.set(data.subarray(start, start + seen.length - had.length), had.length);
  if (seen.length === 0) return { partial, used: start };
  const measured = measurePacket(seen, 0, seen.length, maxPacketLength);
  if ('reason' in measured) return measured;
  const reach = measured.length ?? measured.headerLength;
  const used = Math.min(end, start + reach - had.length);
  const joined = new Uint8Array(had.length + used - start);
  joined.set(had);
  joined.set(data.subarray(start, used), had.length);
  const newest = { offset: 0, bytes: joined, before: null };
  const { fieldLength, firstFrame } = partial;
  const begun = { length: measured.length, position: joined.length, newest, hasGaps: false, fieldLength, firstFrame };
  return { partial: { ...begun, lastFrame: frame }, used };
}

/** The octets of an unfinished header, for messages. */
export function headerSoFar<Ref extends FrameRef>(partial: PartialPacket<Ref>): string {
  return bytesToHex(partial.newest?.bytes.subarray(0, 8) ?? new Uint8Array(0));
}
