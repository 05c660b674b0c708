// Encapsulation packets: CCSDS 133.1-B (from memory), as far as a packet extractor needs them: how long, idle or not.

export const ENCAPSULATION_VERSION = 7;

// Length of length 00, 01, 10, 11: octets of the header in all; the length field is its last 0, 1, 2 or 4 octets.
const headerLengths = [1, 2, 4, 8] as const;

/** Octets of the encapsulation header whose first octet this is: 1, 2, 4 or 8. */
export function encapsulationHeaderLength(firstOctet: number): number {
  return headerLengths[firstOctet & 3]!;
}

/** Octets of the whole packet, header included; the header must be there in full. Trap 22: a header of one octet is all there is. */
export function encapsulationPacketLength(bytes: Uint8Array, offset = 0): number {
  switch (bytes[offset]! & 3) {
    case 0:
      return 1;
    case 1:
      return bytes[offset + 1]!;
    case 2:
      return (bytes[offset + 2]! << 8) | bytes[offset + 3]!;
    default:
      return (
        bytes[offset + 4]! * 0x1000000 + ((bytes[offset + 5]! << 16) | (bytes[offset + 6]! << 8) | bytes[offset + 7]!)
      );
  }
}

/** Protocol ID 000: an encapsulation idle packet. */
export function isEncapsulationIdle(firstOctet: number): boolean {
  return (firstOctet & 0x1c) === 0;
}
