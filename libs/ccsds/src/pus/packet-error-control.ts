// Packet error control of PUS packets: ECSS-E-ST-70-41C, CRC option (from memory): CRC-16 over the whole packet, headers included, in
// its last two octets.
import { crc16 } from '../coding/crc16.js';

export const PACKET_ERROR_CONTROL_LENGTH = 2;

/**
 * The octets with their CRC behind them. Trap 30: the packet's length field must count the two octets already; build the packet with
 * two octets of data to spare, or let `buildPusTcPacket` do it.
 */
export function appendPacketErrorControl(octets: Uint8Array): Uint8Array {
  const packet = new Uint8Array(octets.length + PACKET_ERROR_CONTROL_LENGTH);
  packet.set(octets);
  const crc = crc16(octets);
  packet[octets.length] = crc >>> 8;
  packet[octets.length + 1] = crc & 0xff;
  return packet;
}

/** Trap 37: whether the last two octets are the CRC of all octets before them. */
export function hasValidPacketErrorControl(packet: Uint8Array): boolean {
  return packet.length > PACKET_ERROR_CONTROL_LENGTH && crc16(packet) === 0;
}
