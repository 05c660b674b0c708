import { type Tai, secondsBetween } from '@app/time';
import { type UsableSpan } from '../trajectory/trajectory.js';
import { MOST_NODES, NewtonPolynomial } from './newton-polynomial.js';
import { type OemInterpolation, type OemSegment } from './oem.js';

/** How a segment without INTERPOLATION is read; see `ephemerisTrajectory`. */
const DEFAULT_METHOD: OemInterpolation = 'LAGRANGE';
const DEFAULT_DEGREE = 9;

/** Records that one polynomial uses. */
function windowSize(method: OemInterpolation, degree: number): number {
  switch (method) {
    case 'LINEAR':
      return 2;
    case 'LAGRANGE':
      return Math.min(degree + 1, MOST_NODES);
    case 'HERMITE':
      return Math.min(Math.max(Math.ceil((degree + 1) / 2), 2), MOST_NODES / 2);
  }
}

/** One segment's states between its records. Times are seconds since an origin given. */
export class SegmentInterpolator {
  readonly from: number;
  readonly to: number;
  private readonly times: Float64Array;
  private readonly states: Float64Array;
  private readonly method: OemInterpolation;
  private readonly size: number;
  private readonly polynomial = new NewtonPolynomial();
  private builtFor = -1;
  private middle = 0;

  constructor(segment: OemSegment, span: UsableSpan, origin: Tai) {
    this.from = secondsBetween(origin, span.from);
    this.to = secondsBetween(origin, span.to);
    this.times = Float64Array.from(segment.epochs, (epoch) => secondsBetween(origin, epoch));
    this.states = segment.states;
    this.method = segment.interpolation ?? DEFAULT_METHOD;
    this.size = Math.min(windowSize(this.method, segment.interpolationDegree ?? DEFAULT_DEGREE), this.times.length);
  }

  /** Position and velocity into `out[0..5]`; the time must lie within the records. */
  stateInto(seconds: number, out: Float64Array): void {
    const before = this.recordBefore(seconds);
    if (this.method === 'LINEAR') return this.linearInto(before, seconds, out);
    const first = this.windowFrom(before, seconds);
    if (first !== this.builtFor) this.build(first);
    this.polynomial.evaluateInto(seconds - this.middle, out);
  }

  /** Index of the last record at or before a time, the last but one at most. */
  private recordBefore(seconds: number): number {
    const { times } = this;
    let low = 0;
    let high = times.length - 1;
    while (high - low > 1) {
      const half = (low + high) >> 1;
      if ((times[half] ?? 0) <= seconds) low = half;
      else high = half;
    }
    return low;
  }

  /** First record of the window: centred on the interval, or on the nearest record where it has an odd number; moved at the ends. */
  private windowFrom(before: number, seconds: number): number {
    const { size, times } = this;
    const nearest = 2 * seconds > (times[before] ?? 0) + (times[before + 1] ?? 0) ? before + 1 : before;
    const first = size % 2 === 0 ? before - size / 2 + 1 : nearest - (size - 1) / 2;
    return Math.max(0, Math.min(first, times.length - size));
  }

  private build(first: number): void {
    const { times, states, size } = this;
    this.middle = ((times[first] ?? 0) + (times[first + size - 1] ?? 0)) / 2;
    if (this.method === 'HERMITE') this.polynomial.throughStates(times, states, first, size, this.middle);
    else this.polynomial.throughPositions(times, states, first, size, this.middle);
    this.builtFor = first;
  }

  private linearInto(before: number, seconds: number, out: Float64Array): void {
    const { times, states } = this;
    const start = times[before] ?? 0;
    const share = (seconds - start) / ((times[before + 1] ?? 0) - start);
    for (let i = 0; i < 6; i++) {
      const value = states[6 * before + i] ?? 0;
      out[i] = value + share * ((states[6 * before + 6 + i] ?? 0) - value);
    }
  }
}
