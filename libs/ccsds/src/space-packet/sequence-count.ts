// Packet sequence counts of one APID: CCSDS 133.0-B-2, 4.1.3.4 (from memory). Trap 20: 14 bits, compared modulo 16 384, with the size of a
// gap. A count that repeats is a duplicate, not 16 383 lost packets. A packet that comes late shows as a gap of nearly all counts.
import { type CounterStep, compareCounter } from '../packet-extraction/frame-counter.js';
import { SEQUENCE_COUNT_MODULO } from './space-packet.js';

/** What was seen of the counts of one APID so far. Plain JSON. */
export interface SequenceTally {
  /** The last count, null before the first packet. */
  readonly lastCount: number | null;
  readonly gaps: number;
  /** Packets that are missing in all gaps together. */
  readonly missing: number;
  readonly duplicates: number;
}

export const initialSequenceTally: SequenceTally = { lastCount: null, gaps: 0, missing: 0, duplicates: 0 };

/** What a count says after the one before it (null: there was none): the first, the next, a duplicate, or a gap and its size. */
export function compareSequenceCount(previousCount: number | null, count: number): CounterStep {
  const expected = previousCount === null ? null : (previousCount + 1) % SEQUENCE_COUNT_MODULO;
  return compareCounter(expected, count, SEQUENCE_COUNT_MODULO);
}

/** One packet more of an APID. */
export function tallySequenceCount(
  tally: SequenceTally,
  count: number,
): { readonly tally: SequenceTally; readonly step: CounterStep } {
  const step = compareSequenceCount(tally.lastCount, count);
  return {
    step,
    tally: {
      lastCount: count,
      gaps: tally.gaps + (step.kind === 'gap' ? 1 : 0),
      missing: tally.missing + (step.kind === 'gap' ? step.missing : 0),
      duplicates: tally.duplicates + (step.kind === 'duplicate' ? 1 : 0),
    },
  };
}
