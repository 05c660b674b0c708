import { type ContainerDefinition, type ContainerEntry } from '../definitions.js';

/** Bits of a packet of these containers, each continuing the one before; undefined where values decide. */
export function fixedSizeInBits(chain: readonly ContainerDefinition[]): number | undefined {
  const extent = { bit: 0, end: 0 };
  for (const { entries } of chain) if (!walk(entries, 0, extent)) return undefined;
  return extent.end;
}

function walk(entries: readonly ContainerEntry[], start: number, extent: { bit: number; end: number }): boolean {
  for (const entry of entries) {
    if (entry.include !== undefined) return false;
    if (entry.location !== undefined)
      extent.bit = (entry.location.from === 'start' ? start : extent.bit) + entry.location.bits;
    if (entry.kind === 'container') {
      if (!walk(entry.container.entries, extent.bit, extent)) return false;
      continue;
    }
    const { encoding } = entry.parameter;
    if (encoding?.kind === 'string' || encoding?.kind === 'binary') {
      if (encoding.size?.kind !== 'fixed') return false;
      extent.bit += encoding.size.bits;
    } else extent.bit += encoding?.sizeInBits ?? 0;
    extent.end = Math.max(extent.end, extent.bit);
  }
  return true;
}
