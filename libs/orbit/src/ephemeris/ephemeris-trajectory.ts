import { shown } from '../elements/element-error.js';
import { OUTSIDE_EPHEMERIS } from '../propagation/sgp4-error.js';
import { type Trajectory } from '../trajectory/trajectory.js';
import { EphemerisError } from './ephemeris-error.js';
import { type OemSegment } from './oem.js';
import { SegmentInterpolator } from './segment-interpolator.js';
import { segmentSpan, usableSpans } from './usable-span.js';

/** Seconds by which a time may miss a span's end and still be taken for it: what adding up seconds in a double can make of it. */
const ROUNDING_S = 1e-7;

/**
 * The motion that an ephemeris states: all segments of one object, in the order of the file and in one frame, interpolated as the file says.
 *
 * - HERMITE of degree n meets positions and velocities of (n + 1) / 2 records (an even n counts as the next odd one, below 3 as 3);
 *   LAGRANGE of degree n meets the positions of n + 1 records; LINEAR runs straight between two, in position and in velocity. The
 *   velocity of the first two is the derivative of the position. A degree above 15 counts as 15: with records that are
 *   rounded, more of them only make the ends of a segment worse. Too few records make a lower degree.
 * - A segment without INTERPOLATION is read as LAGRANGE of degree 9. Positions alone, because published velocities often are not quite the
 *   slope of the positions (SGP4's are not, by 0.02 m/s and more): HERMITE of degree 7 then misses by 0.2 m in low orbit at steps of 60 s and
 *   by 1.5 m in geostationary orbit. Degree 9, because it bridges the steps that operators publish: in low orbit 0.01 mm is left at 60 s,
 *   1 mm at 120 s, 3 cm at 240 s (1.3 m in a segment's first and last intervals). Longer steps need INTERPOLATION.
 * - The window is centred on the instant; near a segment's end it is moved, not made smaller, and never reaches into another
 *   segment (502.0-B-3, 5.2.4.6).
 * - Nothing is extrapolated: outside of `usableSpans` the answer is OUTSIDE_EPHEMERIS. `usable` reaches from the first span to the last,
 *   gaps included. Usable spans share at most an end point (5.2.4.4); where they do, or overlap against the rule, the later segment counts.
 *
 * Throws EphemerisError: no segment, another object or frame among them, fewer than two states in a segment, no usable span.
 */
export function ephemerisTrajectory(segments: readonly OemSegment[]): Trajectory {
  const [first] = segments;
  if (first === undefined) throw new EphemerisError('no object', 'segments', 'at least one', 'none');
  const what = `"${first.objectName}"`;
  for (const segment of segments) {
    if (segment.objectId !== first.objectId)
      throw new EphemerisError(what, 'OBJECT_ID', `${shown(first.objectId)} in all segments`, shown(segment.objectId));
    if (segment.frame !== first.frame)
      throw new EphemerisError(what, 'REF_FRAME', `${first.frame} in all segments`, segment.frame);
    if (segment.epochs.length < 2)
      throw new EphemerisError(what, 'states', 'at least two in a segment', `${segment.epochs.length}`);
  }
  const spans = usableSpans(segments);
  const from = spans[0]?.from;
  const to = spans.at(-1)?.to;
  if (from === undefined || to === undefined)
    throw new EphemerisError(what, 'usable span', 'states within START_TIME and STOP_TIME', 'none');
  const latestFirst = segments
    .flatMap((segment) => {
      const span = segmentSpan(segment);
      return span === undefined ? [] : [new SegmentInterpolator(segment, span, from)];
    })
    .reverse();
  return {
    epoch: from,
    frame: first.frame,
    usable: { from, to },
    smooth: false,
    stateInto: (seconds, out) => {
      for (const segment of latestFirst) {
        if (seconds >= segment.from - ROUNDING_S && seconds <= segment.to + ROUNDING_S) {
          segment.stateInto(seconds, out);
          return 0;
        }
      }
      return OUTSIDE_EPHEMERIS;
    },
  };
}
