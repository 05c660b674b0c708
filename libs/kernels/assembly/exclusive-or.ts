// Octets exclusive-or a sequence: the pseudo-randomizers. The host writes the sequence at `sequenceAt` (grown by `memory.grow`) and the
// octets at `octetsAt`, chunk by chunk.

const CHUNK = 16384;
const octets: usize = memory.data(CHUNK, 16);

export function octetsAt(): usize { return octets; }
/** The first address that nothing else uses. */
export function sequenceAt(): usize { return (__heap_base + 15) & ~15; }

/** The first `length` octets of the chunk exclusive-or the sequence from octet `phase` on, in place. */
export function apply(length: u32, phase: u32): void {
  let at = octets;
  let from = sequenceAt() + phase;
  // Up to fifteen octets beyond the end are changed as well; the host does not read them.
  const end = octets + length;
  for (; at < end; at += 16) {
    v128.store(at, v128.xor(v128.load(at), v128.load(from)));
    from += 16;
  }
}
