// Frame error control field: CRC-16 of 132.0-B, 732.0-B, 232.0-B and of PUS packets (trap 10): x^16+x^12+x^5+1, preset to ones, not
// reflected, nothing added at the end. Over octets that end in their own FECF the result is 0.

const table = new Uint16Array(256);
for (let octet = 0; octet < 256; octet++) {
  let remainder = octet << 8;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder << 1) ^ (remainder & 0x8000 ? 0x1021 : 0);
  table[octet] = remainder;
}

/** CRC-16 of `bytes` from `start` up to, not including, `end`: 0 to 0xFFFF. */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let register = 0xffff;
  for (let i = start; i < end; i++) register = ((register << 8) & 0xffff) ^ table[(register >>> 8) ^ bytes[i]!]!;
  return register;
}
