// What telecommand and telemetry packets of PUS share around their secondary headers: ECSS-E-ST-70-41C, 7.4 (from memory): a space packet
// with a secondary header that ends in its packet error control. Left out: packets without packet error control, and spare octets before it.
import { type CodecError } from '../codec-error.js';
import {
  type PacketType,
  type SpacePacket,
  SpacePacketError,
  type SpacePacketFields,
  buildSpacePacket,
  parseSpacePacket,
} from '../space-packet/space-packet.js';
import {
  PACKET_ERROR_CONTROL_LENGTH,
  appendPacketErrorControl,
  hasValidPacketErrorControl,
} from './packet-error-control.js';

/** A whole packet with its packet error control behind `fields.data`. Throws SpacePacketError for what does not fit. */
export function buildPusPacket(fields: SpacePacketFields & { readonly data: Uint8Array }): Uint8Array {
  // Trap 30: the length field counts the packet error control.
  const data = new Uint8Array(fields.data.length + PACKET_ERROR_CONTROL_LENGTH);
  data.set(fields.data);
  const packet = buildSpacePacket({ ...fields, data });
  return appendPacketErrorControl(packet.subarray(0, -PACKET_ERROR_CONTROL_LENGTH));
}

/** One whole packet, its packet error control checked first. `data` begins with the secondary header. Throws what `refuse` makes. */
export function parsePusPacket(
  bytes: Uint8Array,
  type: PacketType,
  refuse: (where: string, expected: string, found: string) => CodecError,
): { readonly packet: SpacePacket; readonly data: Uint8Array } {
  if (!hasValidPacketErrorControl(bytes)) throw refuse('packet error control', 'the CRC of the packet', 'another');
  const packet = parsePacket(bytes, refuse);
  if (packet.type !== type) throw refuse('packet type', type, packet.type);
  if (!packet.secondaryHeaderFlag) throw refuse('secondary header flag', '1', '0');
  return { packet, data: packet.data.subarray(0, -PACKET_ERROR_CONTROL_LENGTH) };
}

function parsePacket(bytes: Uint8Array, refuse: Parameters<typeof parsePusPacket>[2]): SpacePacket {
  try {
    return parseSpacePacket(bytes);
  } catch (error) {
    if (error instanceof SpacePacketError) throw refuse(error.where, error.expected, error.found);
    throw error;
  }
}
