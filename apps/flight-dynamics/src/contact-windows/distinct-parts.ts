import type { ContactWindow } from '@app/orbit';

/**
 * The windows with parts that no two of one orbit and station share: pieces of motion are searched one by one, and each counts its parts
 * by itself. By AOS; a part that is taken already becomes the next free one.
 */
export function distinctParts(windows: readonly ContactWindow[]): readonly ContactWindow[] {
  const last = new Map<string, number>();
  return [...windows]
    .sort((a, b) => (a.aos < b.aos ? -1 : a.aos > b.aos ? 1 : 0))
    .map((window) => {
      const orbit = `${window.station} ${window.orbitNumber}`;
      const part = Math.max(window.part, (last.get(orbit) ?? 0) + 1);
      last.set(orbit, part);
      return part === window.part ? window : { ...window, part };
    });
}
