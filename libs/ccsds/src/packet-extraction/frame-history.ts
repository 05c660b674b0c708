// The last frames of a virtual channel, as fingerprints: a frame whose counter comes again is known for a repetition by what it holds, not
// by its counter alone, which also comes again after 256 lost frames (trap 15).
import { type ExtractableFrame } from './extraction-output.js';

/** Newest first; a value. */
export interface FrameHistory {
  readonly fingerprint: number;
  readonly before: FrameHistory | null;
  readonly depth: number;
}

/** So many frames back a repetition is known. */
export const HISTORY_LENGTH = 64;

const SAMPLES = 32;

/** 32 bits of a frame's pointer, of the header of its first packet (with its sequence count), and of octets all over its data field. */
export function frameFingerprint({ firstHeaderPointer, dataField }: ExtractableFrame): number {
  const { length } = dataField;
  let hash = Math.imul(firstHeaderPointer ^ 0x811c9dc5, 0x01000193);
  const add = (octet: number): void => {
    hash = Math.imul(hash ^ octet, 0x01000193);
  };
  const headerEnd = Math.min(length, firstHeaderPointer + 8);
  for (let at = firstHeaderPointer; at < headerEnd; at++) add(dataField[at]!);
  const stride = Math.max(1, Math.floor(length / SAMPLES));
  for (let at = length - 1; at >= 0; at -= stride) add(dataField[at]!);
  return (hash ^ length) >>> 0;
}

/** The history with one frame more. */
export function remember(history: FrameHistory | null, fingerprint: number): FrameHistory {
  const depth = (history?.depth ?? 0) + 1;
  if (depth < 2 * HISTORY_LENGTH) return { fingerprint, before: history, depth };
  return historyOf([...fingerprintsOf(history).slice(1 - HISTORY_LENGTH), fingerprint])!;
}

/** The fingerprint `back` frames ago, 1 = the last; undefined where that is not remembered. */
export function recall(history: FrameHistory | null, back: number): number | undefined {
  if (back > HISTORY_LENGTH) return undefined;
  let at = history;
  for (let i = 1; i < back && at !== null; i++) at = at.before;
  return at?.fingerprint;
}

/** Oldest first, no more than are remembered. */
export function fingerprintsOf(history: FrameHistory | null): number[] {
  const newestFirst: number[] = [];
  for (let at = history; at !== null && newestFirst.length < HISTORY_LENGTH; at = at.before)
    newestFirst.push(at.fingerprint);
  return newestFirst.reverse();
}

/** The inverse of `fingerprintsOf`. */
export function historyOf(oldestFirst: readonly number[]): FrameHistory | null {
  let history: FrameHistory | null = null;
  let depth = 0;
  for (const fingerprint of oldestFirst) history = { fingerprint, before: history, depth: ++depth };
  return history;
}
