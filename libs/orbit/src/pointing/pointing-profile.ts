import { type MissingRows, keepRows, sampleTimes } from '../doppler/sample-times.js';
import { LineOfSight, type SignalSense } from '../doppler/line-of-sight.js';
import { type TopocentricFrame } from '../frames/topocentric.js';
import { type EarthFixedPath } from '../trajectory/earth-fixed-path.js';
import { findRoot } from '../contact-windows/root-finding.js';
import { type Aim, aimAlong } from './aim.js';

/** Columns of one length: where to point, by time at the place since the path's start. */
export interface PointingCurve {
  readonly seconds: Float64Array;
  /** From north over east; starts in 0 to 360 and goes on without a jump through north. */
  readonly azimuthDeg: Float64Array;
  readonly elevationDeg: Float64Array;
  readonly rangeM: Float64Array;
  readonly azimuthRateDegPerS: Float64Array;
  readonly elevationRateDegPerS: Float64Array;
}

export interface PointingProfile extends PointingCurve {
  readonly signal: SignalSense;
  /** The same with more points: between two of them at most 1 degree of azimuth, half of elevation and 20 s, or 1 ms. */
  readonly curve: PointingCurve;
  /** Largest |azimuth rate| (its value positive), found between the points too; undefined without a row. */
  readonly peakAzimuthRate: { readonly seconds: number; readonly degPerS: number } | undefined;
  readonly missing: MissingRows | undefined;
}

const AZIMUTH_STEP_DEG = 1;
const ELEVATION_STEP_DEG = 0.5;
const LONGEST_STEP_S = 20;
const SHORTEST_STEP_S = 1e-3;
const PEAKS_TRIED = 6;

const wrapped = (degrees: number): number => degrees - 360 * Math.round(degrees / 360);

/** Points of the curve between two, by halving; a time without a state ends the halving. */
function refine(from: Aim, to: Aim, aimAt: (seconds: number) => Aim | undefined, into: Aim[]): void {
  const step = to.seconds - from.seconds;
  const turned = Math.abs(wrapped(to.azimuthDeg - from.azimuthDeg)) > AZIMUTH_STEP_DEG;
  const rose = Math.abs(to.elevationDeg - from.elevationDeg) > ELEVATION_STEP_DEG;
  if (step > LONGEST_STEP_S || (step > SHORTEST_STEP_S && (turned || rose))) {
    const middle = aimAt((from.seconds + to.seconds) / 2);
    if (middle !== undefined) {
      refine(from, middle, aimAt, into);
      refine(middle, to, aimAt, into);
      return;
    }
  }
  into.push(to);
}

function columnsOf(aims: readonly Aim[]): PointingCurve {
  const column = (value: (aim: Aim) => number): Float64Array => Float64Array.from(aims, value);
  return {
    seconds: column((aim) => aim.seconds),
    azimuthDeg: column((aim) => aim.azimuthDeg),
    elevationDeg: column((aim) => aim.elevationDeg),
    rangeM: column((aim) => aim.rangeM),
    azimuthRateDegPerS: column((aim) => aim.azimuthRateDegPerS),
    elevationRateDegPerS: column((aim) => aim.elevationRateDegPerS),
  };
}

function unwrap(aims: readonly Aim[]): Aim[] {
  let azimuthDeg = aims[0]?.azimuthDeg ?? 0;
  return aims.map((aim) => {
    azimuthDeg += wrapped(aim.azimuthDeg - azimuthDeg);
    return { ...aim, azimuthDeg };
  });
}

function peakOf(aims: readonly Aim[], aimAt: (seconds: number) => Aim | undefined): PointingProfile['peakAzimuthRate'] {
  let best = aims[0];
  if (best === undefined) return undefined;
  for (const aim of aims) if (Math.abs(aim.azimuthRateDegPerS) > Math.abs(best.azimuthRateDegPerS)) best = aim;
  // The fastest intervals that hold an extremum; between points a degree apart the rate is hardly above that of its ends.
  const rate = (aim: Aim): number => Math.abs(aim.azimuthRateDegPerS);
  const candidates: { readonly from: Aim; readonly to: Aim; readonly promise: number }[] = [];
  for (let i = 1; i < aims.length; i++) {
    const [from, to] = [aims[i - 1] as Aim, aims[i] as Aim];
    if (from.rateSlope > 0 === to.rateSlope > 0) continue;
    const turned = Math.abs(to.azimuthDeg - from.azimuthDeg);
    const mean = turned > AZIMUTH_STEP_DEG ? turned / (to.seconds - from.seconds) : 0;
    candidates.push({ from, to, promise: Math.max(rate(from), rate(to), mean) });
  }
  candidates.sort((a, b) => b.promise - a.promise);
  for (const { from, to } of candidates.slice(0, PEAKS_TRIED)) {
    const at = aimAt(findRoot((seconds) => aimAt(seconds)?.rateSlope ?? 0, from.seconds, to.seconds));
    if (at !== undefined && rate(at) > rate(best)) best = at;
  }
  return { seconds: best.seconds, degPerS: Math.abs(best.azimuthRateDegPerS) };
}

/**
 * Where an antenna at `frame` points, from `from` to `to` (seconds since the path's start) every `stepS`, `to` included. Rates are
 * slopes of positions, exact to 1e-6 of an arc second a second beside the keyhole. `geometric` (default) has no light time;
 * `received` is the direction that the signal comes from at the row's time, `sent` the direction to send to. Refraction and the
 * aberration by the station's own motion (up to 1.6e-6 rad) are left out. Rows without a state are left out and told in `missing`.
 * Exactly in the zenith the azimuth is that of the horizontal motion. Throws ProfileError.
 */
export function pointingProfile(
  path: EarthFixedPath,
  frame: TopocentricFrame,
  from: number,
  to: number,
  stepS: number,
  signal: SignalSense = 'geometric',
): PointingProfile {
  const sight = new LineOfSight(path, frame.origin);
  let code = 0;
  const aimAt = (seconds: number): Aim | undefined => {
    code = sight.moveTo(seconds);
    if (code !== 0) return undefined;
    sight.solve(signal);
    return aimAlong(sight, frame, seconds);
  };
  const rows: Aim[] = [];
  const { missing } = keepRows(sampleTimes(from, to, stepS), (seconds) => {
    const aim = aimAt(seconds);
    if (aim !== undefined) rows.push(aim);
    return code;
  });
  const dense: Aim[] = rows.slice(0, 1);
  const places = rows.map((row, i) => {
    if (i > 0) refine(rows[i - 1] as Aim, row, aimAt, dense);
    return dense.length - 1;
  });
  const aims = unwrap(dense);
  return {
    signal,
    ...columnsOf(places.map((place) => aims[place] as Aim)),
    curve: columnsOf(aims),
    peakAzimuthRate: peakOf(aims, aimAt),
    missing,
  };
}
