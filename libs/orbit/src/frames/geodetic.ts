import { DEG_PER_RAD, RAD_PER_DEG, type Vector3 } from './vector.js';

/** WGS84 ellipsoid: equatorial radius in metres and flattening. */
export const WGS84 = { semiMajorAxisM: 6_378_137, flattening: 1 / 298.257_223_563 } as const;

/** Geodetic coordinates on WGS84; the height is above the ellipsoid, not above the sea. */
export interface GeodeticPosition {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  readonly heightM: number;
}

const E2 = WGS84.flattening * (2 - WGS84.flattening);
/** One step leaves 8e-9 rad at geostationary height, two leave rounding. */
const BOWRING_STEPS = 2;

/** Earth-fixed (ITRF) position in metres of WGS84 geodetic coordinates. */
export function geodeticToItrf(position: GeodeticPosition): Vector3 {
  const latitude = position.latitudeDeg * RAD_PER_DEG;
  const longitude = position.longitudeDeg * RAD_PER_DEG;
  const sin = Math.sin(latitude);
  const normal = WGS84.semiMajorAxisM / Math.sqrt(1 - E2 * sin * sin);
  const equatorial = (normal + position.heightM) * Math.cos(latitude);
  return [
    equatorial * Math.cos(longitude),
    equatorial * Math.sin(longitude),
    (normal * (1 - E2) + position.heightM) * sin,
  ];
}

/**
 * WGS84 geodetic coordinates of an Earth-fixed (ITRF) position in metres: latitude -90 to 90, longitude -180 to 180 (0 on the axis).
 * Bowring's iteration on the reduced latitude (Survey Review 23, 1976, from memory): good to rounding from 10 km under the ellipsoid
 * to beyond geostationary orbit, the poles included; near the centre of the Earth it is not to be used.
 */
export function itrfToGeodetic(x: number, y: number, z: number): GeodeticPosition {
  const { semiMajorAxisM: a, flattening } = WGS84;
  const b = a * (1 - flattening);
  const equatorial = Math.hypot(x, y);
  // Sine and cosine of the reduced latitude, then of the geodetic one.
  let [sin, cos] = unit(a * z, b * equatorial);
  for (let step = 0; step < BOWRING_STEPS; step++) {
    [sin, cos] = unit(z + (E2 / (1 - E2)) * b * sin ** 3, equatorial - E2 * a * cos ** 3);
    if (step < BOWRING_STEPS - 1) [sin, cos] = unit((1 - flattening) * sin, cos);
  }
  return {
    latitudeDeg: Math.atan2(sin, cos) * DEG_PER_RAD,
    longitudeDeg: Math.atan2(y, x) * DEG_PER_RAD,
    // Along the normal, which does not fail at the poles as a division by the cosine does.
    heightM: equatorial * cos + z * sin - a * Math.sqrt(1 - E2 * sin * sin),
  };
}

function unit(opposite: number, adjacent: number): readonly [sin: number, cos: number] {
  const length = Math.hypot(opposite, adjacent);
  return length === 0 ? [0, 1] : [opposite / length, adjacent / length];
}
