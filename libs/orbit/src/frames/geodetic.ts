import { RAD_PER_DEG, type Vector3 } from './vector.js';

/** WGS84 ellipsoid: equatorial radius in metres and flattening. */
export const WGS84 = { semiMajorAxisM: 6_378_137, flattening: 1 / 298.257_223_563 } as const;

/** Geodetic coordinates on WGS84; the height is above the ellipsoid, not above the sea. */
export interface GeodeticPosition {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  readonly heightM: number;
}

/** Earth-fixed (ITRF) position in metres of WGS84 geodetic coordinates. */
export function geodeticToItrf(position: GeodeticPosition): Vector3 {
  const latitude = position.latitudeDeg * RAD_PER_DEG;
  const longitude = position.longitudeDeg * RAD_PER_DEG;
  const e2 = WGS84.flattening * (2 - WGS84.flattening);
  const sin = Math.sin(latitude);
  const normal = WGS84.semiMajorAxisM / Math.sqrt(1 - e2 * sin * sin);
  const equatorial = (normal + position.heightM) * Math.cos(latitude);
  return [
    equatorial * Math.cos(longitude),
    equatorial * Math.sin(longitude),
    (normal * (1 - e2) + position.heightM) * sin,
  ];
}
