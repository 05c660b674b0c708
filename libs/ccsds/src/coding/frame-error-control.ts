// Frame error control field of TM, AOS and TC frames: the CRC-16 of all octets before it, in the last two.
import { crc16 } from './crc16.js';

export const FECF_LENGTH = 2;

/** Writes the field at the end of a frame whose other octets are in place. */
export function writeFecf(frame: Uint8Array): void {
  const at = frame.length - FECF_LENGTH;
  const fecf = crc16(frame, 0, at);
  frame[at] = fecf >>> 8;
  frame[at + 1] = fecf & 0xff;
}
