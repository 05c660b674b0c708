/** For each octet, the register after it when the register was 0: x^16 + x^12 + x^5 + 1. */
export const crc16Table = new Uint16Array(256);
for (let octet = 0; octet < 256; octet++) {
  let remainder = octet << 8;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder << 1) ^ (remainder & 0x8000 ? 0x1021 : 0);
  crc16Table[octet] = remainder;
}

/** The register after octets `start` to `end`, octet by octet. */
export function crc16Reference(register: number, bytes: Uint8Array, start: number, end: number): number {
  let crc = register;
  for (let i = start; i < end; i++) crc = ((crc << 8) & 0xffff) ^ crc16Table[(crc >>> 8) ^ bytes[i]!]!;
  return crc;
}
