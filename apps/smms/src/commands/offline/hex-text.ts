/** Octets as lower-case hexadecimal digits, for long ones: made in one go, not digit by digit. */
export function hexText(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('hex');
}
