import { EphemerisError, type Oem, type OemSegment, ephemerisTrajectory, segmentSpan } from '@app/orbit';
import { formatUtc, secondsBetween } from '@app/time';

/** What is to be known of a segment of an ephemeris. */
export interface SegmentReport {
  readonly object: string;
  readonly objectId: string;
  readonly frame: string;
  readonly timeSystem: string;
  /** The usable span; null where there is none. */
  readonly from: string | null;
  readonly to: string | null;
  readonly states: number;
  /** Seconds between states: the shortest and the longest. */
  readonly shortestStepS: number | null;
  readonly longestStepS: number | null;
  /** As the file says, or as we read one that does not say. */
  readonly interpolation: string;
  readonly covariances: number;
}

export interface EphemerisReport {
  readonly created: string;
  readonly originator: string;
  readonly segments: readonly SegmentReport[];
  /** Why no motion can be made of it; null where it can. */
  readonly error: string | null;
}

function segmentReport(segment: OemSegment): SegmentReport {
  const { objectName, objectId, refFrame, timeSystem, epochs, interpolation, interpolationDegree } = segment;
  const span = segmentSpan(segment);
  let [shortest, longest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [index, epoch] of epochs.entries()) {
    const before = epochs[index - 1];
    if (before === undefined) continue;
    const step = secondsBetween(before, epoch);
    [shortest, longest] = [Math.min(shortest, step), Math.max(longest, step)];
  }
  const stepOf = (step: number): number | null => (Number.isFinite(step) ? step : null);
  return {
    ...{ object: objectName, objectId, frame: refFrame, timeSystem },
    from: span === undefined ? null : formatUtc(span.from),
    to: span === undefined ? null : formatUtc(span.to),
    states: epochs.length,
    ...{ shortestStepS: stepOf(shortest), longestStepS: stepOf(longest) },
    interpolation:
      interpolation === undefined ? 'not stated (LAGRANGE 9)' : `${interpolation} ${interpolationDegree ?? ''}`.trim(),
    covariances: segment.covarianceCount,
  };
}

/** The reasons why the objects of a message make no motion. */
function errorOf({ segments }: Oem): string | null {
  const objects = new Set(segments.map(({ objectId, objectName }) => `${objectId}\n${objectName}`));
  for (const object of objects) {
    try {
      ephemerisTrajectory(segments.filter(({ objectId, objectName }) => `${objectId}\n${objectName}` === object));
    } catch (error) {
      if (!(error instanceof EphemerisError)) throw error;
      return error.message;
    }
  }
  return null;
}

export function ephemerisReport(oem: Oem): EphemerisReport {
  return {
    created: formatUtc(oem.created),
    originator: oem.originator,
    segments: oem.segments.map(segmentReport),
    error: errorOf(oem),
  };
}
