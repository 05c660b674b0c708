import { type PointingProfile } from '../pointing-profile.js';

/** A profile of functions of time, every tenth of a second from 0 to `lengthS`. */
export function madeProfile(
  lengthS: number,
  azimuthAt: (seconds: number) => number,
  elevationAt: (seconds: number) => number,
): PointingProfile {
  const seconds = Float64Array.from({ length: 10 * lengthS + 1 }, (_, i) => i / 10);
  const slope = (f: (at: number) => number): Float64Array => seconds.map((at) => (f(at + 1e-3) - f(at - 1e-3)) / 2e-3);
  const curve = {
    seconds,
    azimuthDeg: seconds.map(azimuthAt),
    elevationDeg: seconds.map(elevationAt),
    rangeM: seconds.map(() => 1e6),
    azimuthRateDegPerS: slope(azimuthAt),
    elevationRateDegPerS: slope(elevationAt),
  };
  const fastest = curve.azimuthRateDegPerS.reduce((most, rate) => Math.max(most, Math.abs(rate)), 0);
  return {
    ...curve,
    curve,
    signal: 'geometric',
    peakAzimuthRate: { seconds: 0, degPerS: fastest },
    missing: undefined,
  };
}
