// Packets in TC frames: CCSDS 232.0-B, packet extraction (from memory): several may follow each other in one frame, none spans two
// without segmentation.
import { type PacketKind } from '../packet-extraction/extraction-state.js';
import {
  ENCAPSULATION_VERSION,
  encapsulationHeaderLength,
  encapsulationPacketLength,
} from '../space-packet/encapsulation-packet.js';
import { SPACE_PACKET_HEADER_LENGTH, spacePacketLength } from '../space-packet/space-packet.js';

/** Why the rest of a unit is no packet: a version that is neither 0 nor 7, or a packet that does not end in the unit. */
export type TcPacketFault = 'packet-version' | 'packet-length';

export interface TcPackets {
  /** Whole packets in their order, views into the unit. */
  readonly packets: readonly { readonly kind: PacketKind; readonly bytes: Uint8Array }[];
  /** The octets that could not be read as packets; all of them may be. */
  readonly rest: { readonly fault: TcPacketFault; readonly bytes: Uint8Array } | undefined;
}

/** The packets of a reassembled unit, or of a data field without segment header: several may follow each other. */
export function splitTcPackets(unit: Uint8Array): TcPackets {
  const packets: { kind: PacketKind; bytes: Uint8Array }[] = [];
  for (let at = 0; at < unit.length;) {
    const fail = (fault: TcPacketFault): TcPackets => ({ packets, rest: { fault, bytes: unit.subarray(at) } });
    const version = unit[at]! >>> 5;
    const kind = version === 0 ? 'space' : version === ENCAPSULATION_VERSION ? 'encapsulation' : undefined;
    if (kind === undefined) return fail('packet-version');
    const headerLength = kind === 'space' ? SPACE_PACKET_HEADER_LENGTH : encapsulationHeaderLength(unit[at]!);
    if (unit.length - at < headerLength) return fail('packet-length');
    const length = kind === 'space' ? spacePacketLength(unit, at) : encapsulationPacketLength(unit, at);
    if (length < headerLength || length > unit.length - at) return fail('packet-length');
    packets.push({ kind, bytes: unit.subarray(at, at + length) });
    at += length;
  }
  return { packets, rest: undefined };
}
