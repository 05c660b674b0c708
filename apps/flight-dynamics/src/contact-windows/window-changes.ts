import { isDeepStrictEqual } from 'node:util';
import type { ContactId, ContactWindow, ContactWindowsMoved } from '@app/contracts';
import { parseUtc, secondsBetween } from '@app/time';

/** Below this two predictions of a window are one: the start of a search alone moves times by some microseconds. */
const NOTICEABLE_S = 0.001;

/** What a new search means for the windows that are stored. */
export interface WindowChanges {
  /** New ones, and those that are not what they were. */
  readonly written: readonly ContactWindow[];
  readonly added: readonly ContactId[];
  readonly gone: readonly ContactId[];
  readonly moved: ContactWindowsMoved['moved'];
  readonly largestShiftS: number;
}

/**
 * Compares the windows found anew with the stored ones that they replace. A window that only the start of the search has clipped keeps what
 * is stored of its beginning, where its end did not move.
 */
export function windowChanges(stored: readonly ContactWindow[], found: readonly ContactWindow[]): WindowChanges {
  const before = new Map(stored.map((window) => [window.id, window]));
  const after = new Set(found.map(({ id }) => id));
  const written: ContactWindow[] = [];
  const added: ContactId[] = [];
  const moved: ContactWindowsMoved['moved'] = [];
  let largestShiftS = 0;
  for (const window of found) {
    const old = before.get(window.id);
    if (old === undefined) {
      added.push(window.id);
      written.push(window);
      continue;
    }
    if (isClippedAgain(old, window) || isSame(old, window)) continue;
    written.push(window);
    const aosShiftS = old.aosOpen || window.aosOpen ? null : shift(old.aos, window.aos);
    const losShiftS = old.losOpen || window.losOpen ? null : shift(old.los, window.los);
    const largest = Math.max(Math.abs(aosShiftS ?? 0), Math.abs(losShiftS ?? 0));
    if (largest < NOTICEABLE_S && old.aosOpen === window.aosOpen && old.losOpen === window.losOpen) continue;
    moved.push({ id: window.id, aosShiftS, losShiftS });
    largestShiftS = Math.max(largestShiftS, largest);
  }
  const gone = stored.map(({ id }) => id).filter((id) => !after.has(id));
  return { written, added, gone, moved, largestShiftS };
}

/** Seconds to the microsecond. */
function shift(before: string, after: string): number {
  return Math.round(secondsBetween(parseUtc(before), parseUtc(after)) * 1e6) / 1e6;
}

const near = (before: string, after: string): boolean => Math.abs(shift(before, after)) < NOTICEABLE_S;

/** The search began within this window, which is known from its beginning. */
function isClippedAgain(before: ContactWindow, after: ContactWindow): boolean {
  return (
    after.aosOpen &&
    !before.aosOpen &&
    before.losOpen === after.losOpen &&
    isSameModel(before, after) &&
    near(before.los, after.los)
  );
}

function isSame(before: ContactWindow, after: ContactWindow): boolean {
  return (
    before.site === after.site &&
    before.aosOpen === after.aosOpen &&
    before.losOpen === after.losOpen &&
    near(before.aos, after.aos) &&
    near(before.los, after.los) &&
    near(before.tca, after.tca) &&
    nearOrNone(before.horizonAos, after.horizonAos) &&
    nearOrNone(before.horizonLos, after.horizonLos) &&
    before.uplink.length === after.uplink.length &&
    before.uplink.every(({ from, to }, i) => {
      const other = after.uplink[i];
      return other !== undefined && near(from, other.from) && near(to, other.to);
    }) &&
    isSameModel(before, after)
  );
}

function nearOrNone(before: string | null, after: string | null): boolean {
  return before === null || after === null ? before === after : near(before, after);
}

/** Whatever the times are: age follows from them. */
function isSameModel({ model: before }: ContactWindow, { model: after }: ContactWindow): boolean {
  return isDeepStrictEqual({ ...before, elementAgeDays: 0 }, { ...after, elementAgeDays: 0 });
}
