/** Octets that are the same for the same seed. */
export function seededOctets(length: number, seed: number): Uint8Array {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state >>> 24;
  });
}
