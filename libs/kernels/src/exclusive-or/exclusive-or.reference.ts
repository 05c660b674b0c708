/** Octets exclusive-or the sequence, which begins anew after its last octet, octet by octet into `target`. */
export function exclusiveOrReference(target: Uint8Array, bytes: Uint8Array, sequence: Uint8Array): void {
  for (let i = 0, at = 0; i < bytes.length; i++) {
    target[i] = bytes[i]! ^ sequence[at]!;
    if (++at === sequence.length) at = 0;
  }
}
