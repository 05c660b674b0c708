// Fields of PUS messages whose width is agreed for each mission: unsigned, most significant octet first, up to four octets.

/** The field of `octets` octets at `offset`; they must be there. */
export function readUnsigned(bytes: Uint8Array, offset: number, octets: number): number {
  let value = 0;
  for (let i = 0; i < octets; i++) value = 256 * value + bytes[offset + i]!;
  return value;
}

/** Writes the field; false, and nothing written, where the value is no integer that fits. */
export function writeUnsigned(bytes: Uint8Array, offset: number, octets: number, value: number): boolean {
  if (!Number.isInteger(value) || value < 0 || value >= 256 ** octets) return false;
  for (let i = octets - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[offset + i] = rest % 256;
  return true;
}
