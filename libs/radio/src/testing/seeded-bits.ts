/** Bits that are the same for the same seed: one a number, and packed, first bit highest. */
export function seededBits(count: number, seed: number): { readonly values: number[]; readonly packed: Uint8Array } {
  let state = (seed ^ 0x9e37_79b9) >>> 0 || 1;
  const packed = new Uint8Array(Math.ceil(count / 8));
  const values = Array.from({ length: count }, (_, n) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    const bit = state >>> 31;
    packed[n >> 3]! |= bit << (7 - (n & 7));
    return bit;
  });
  return { values, packed };
}
