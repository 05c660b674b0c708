// Small octet arrays cut from larger ones: an array of its own for each of some hundred octets costs more than all the rest of extraction.

const SLAB_LENGTH = 8192;
/** What is longer gets an array of its own. */
const LARGEST = 2048;

let slab = new Uint8Array(0);
let used = 0;

/** Octets of 0 that nothing else uses; a view into a larger array where they are few. */
export function allocateOctets(length: number): Uint8Array {
  if (length > LARGEST) return new Uint8Array(length);
  if (used + length > slab.length) {
    slab = new Uint8Array(SLAB_LENGTH);
    used = 0;
  }
  const octets = slab.subarray(used, used + length);
  used += length;
  return octets;
}

/** A copy of octets `start` to (not including) `end`. */
export function copyOctets(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const copy = allocateOctets(end - start);
  copy.set(bytes.subarray(start, end));
  return copy;
}
