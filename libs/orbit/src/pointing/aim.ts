import { type LineOfSight } from '../doppler/line-of-sight.js';
import { type TopocentricFrame } from '../frames/topocentric.js';
import { DEG_PER_RAD, type Vector3 } from '../frames/vector.js';

/** Where to point at one time, and how fast that turns. */
export interface Aim {
  readonly seconds: number;
  /** 0 to 360. */
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
  readonly rangeM: number;
  readonly azimuthRateDegPerS: number;
  readonly elevationRateDegPerS: number;
  /** Has the sign of the azimuth rate's slope, and is smooth also beside the zenith, where the slope is not. */
  readonly rateSlope: number;
}

/** Nearer to the vertical than this (m), an azimuth says nothing; rates are those of this distance at most. */
const LEAST_HORIZONTAL_M = 1e-3;

const along = (axis: Vector3, v: Float64Array): number =>
  axis[0] * (v[0] as number) + axis[1] * (v[1] as number) + axis[2] * (v[2] as number);

/** From the place to the spacecraft: Earth-fixed, m, and its two derivatives. */
type Offset = Pick<LineOfSight, 'offset' | 'offsetRate' | 'offsetAcceleration'>;

/** The aim along a solved line of sight. */
export function aimAlong(sight: Offset, frame: TopocentricFrame, seconds: number): Aim {
  const [e, n, u] = [along(frame.east, sight.offset), along(frame.north, sight.offset), along(frame.up, sight.offset)];
  const v = sight.offsetRate;
  const [ve, vn, vu] = [along(frame.east, v), along(frame.north, v), along(frame.up, v)];
  const a = sight.offsetAcceleration;
  const [ae, an] = [along(frame.east, a), along(frame.north, a)];
  const square = e * e + n * n;
  const horizontal = Math.sqrt(square);
  const inZenith = horizontal < LEAST_HORIZONTAL_M;
  const azimuth = inZenith ? Math.atan2(ve, vn) : Math.atan2(e, n);
  // The azimuth rate is cross / square; its slope is (crossRate square - 2 cross half) / square^2.
  const cross = n * ve - e * vn;
  const crossRate = n * ae - e * an;
  const half = e * ve + n * vn;
  const outwards = inZenith ? Math.hypot(ve, vn) : half / horizontal;
  const rangeSquare = square + u * u;
  return {
    seconds,
    azimuthDeg: (azimuth < 0 ? azimuth + 2 * Math.PI : azimuth) * DEG_PER_RAD,
    elevationDeg: Math.atan2(u, horizontal) * DEG_PER_RAD,
    rangeM: Math.sqrt(rangeSquare),
    azimuthRateDegPerS: (cross / Math.max(square, LEAST_HORIZONTAL_M ** 2)) * DEG_PER_RAD,
    elevationRateDegPerS: rangeSquare === 0 ? 0 : ((horizontal * vu - u * outwards) / rangeSquare) * DEG_PER_RAD,
    rateSlope: crossRate * square - 2 * cross * half,
  };
}
