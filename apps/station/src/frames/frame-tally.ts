import type { FrameAnnotation, FrameCounts, Utc } from '@app/contracts';

/** What a pass has received so far, by the frames that are in the station's log. */
export interface FrameTally {
  readonly counts: FrameCounts;
  /** Earth receive time of the latest frame that goes to its mission. */
  readonly lastFrameAt: Utc | null;
}

export const emptyTally: FrameTally = {
  counts: { good: 0, corrected: 0, uncorrectable: 0, notRouted: 0, correctedSymbols: 0 },
  lastFrameAt: null,
};

/** The tally with one frame more. */
export function tallied({ counts, lastFrameAt }: FrameTally, frame: FrameAnnotation): FrameTally {
  if (frame.quality === 'uncorrectable')
    return { counts: { ...counts, uncorrectable: counts.uncorrectable + 1 }, lastFrameAt };
  const symbols = frame.correctedSymbols.reduce((sum, corrected) => sum + corrected, 0);
  const correctedSymbols = counts.correctedSymbols + symbols;
  if (frame.disposition !== 'route')
    return { counts: { ...counts, correctedSymbols, notRouted: counts.notRouted + 1 }, lastFrameAt };
  const column = symbols === 0 ? 'good' : 'corrected';
  return {
    counts: { ...counts, correctedSymbols, [column]: counts[column] + 1 },
    // Text of one form: its order is the order of time.
    lastFrameAt: lastFrameAt === null || frame.earthReceiveTime > lastFrameAt ? frame.earthReceiveTime : lastFrameAt,
  };
}

/** Frames that go to their mission. */
export function routed({ counts }: FrameTally): number {
  return counts.good + counts.corrected;
}
