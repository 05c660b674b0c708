import { buildSpacePacket } from '@app/ccsds';

/** Numbers from 0 to 2^32 - 1, the same ones for the same seed. */
export function seededNumbers(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}

export function seededOctets(length: number, seed: number): Uint8Array {
  const next = seededNumbers(seed);
  return Uint8Array.from({ length }, () => next() >>> 24);
}

/** Packets of both kinds and all sizes up to `maxLength`, none of them idle: the shortest, and some that span many frames. */
export function samplePackets(count: number, seed: number, maxLength = 3000): Uint8Array[] {
  const next = seededNumbers(seed);
  return Array.from({ length: count }, (_, index) => {
    const dataLength = index % 4 === 0 ? 1 : 1 + (next() % (maxLength - 8));
    const data = seededOctets(dataLength, next());
    return index % 5 === 4
      ? encapsulationPacket(data)
      : buildSpacePacket({ apid: next() % 2047, sequenceCount: index, data });
  });
}

/** Protocol identifier 2, length of length 2. */
function encapsulationPacket(data: Uint8Array): Uint8Array {
  const length = 4 + data.length;
  return Uint8Array.of(0xea, 0, length >>> 8, length & 0xff, ...data);
}
