import { findRoot } from '../contact-windows/root-finding.js';
import { type GeodeticPosition, WGS84, itrfToGeodetic } from '../frames/geodetic.js';
import { topocentricFrame } from '../frames/topocentric.js';
import { DEG_PER_RAD, type Vector3 } from '../frames/vector.js';
import { GeometryError } from '../sun-moon/geometry-error.js';
import { type LonLat, type MapRing, ringsOnMap } from './map-rings.js';

/** Where a spacecraft is seen from at or above an elevation, on the WGS84 ellipsoid at height 0. */
export interface Footprint {
  readonly subsatellite: GeodeticPosition;
  /** The boundary by azimuth from the subsatellite point (north over east), not closed; longitudes -180 to 180. */
  readonly boundary: readonly LonLat[];
  /** Closed rings for a map of longitudes -180 to 180: cut at the antimeridian, led round a pole that is inside. */
  readonly rings: readonly MapRing[];
  /** The pole inside of it. */
  readonly pole: 'north' | 'south' | undefined;
  /** Mean angle between the verticals of subsatellite point and boundary (on a sphere: the Earth-central angle). */
  readonly centralAngleRad: number;
  /** Mean angle at the spacecraft between the directions to the Earth's centre and to the boundary. */
  readonly nadirAngleRad: number;
  /** Mean distance along the ground, to 0.5 %. */
  readonly radiusM: number;
}

const MEAN_EARTH_RADIUS_M = 6_371_008.8;
/** `findRoot` stops at 1e-9 of its unit: with milliradians that is 1e-12 rad, 6 um on the ground. */
const MILLIRADIANS = 1000;

/**
 * The footprint of a spacecraft at an ITRF position (m): every one of `points` boundary points sees it at `minElevationRad`, geometric,
 * within 1e-6 degrees. Throws GeometryError: elevation in [0, pi/2), at least 3 points, a spacecraft above the ellipsoid.
 */
export function footprint(position: Vector3, minElevationRad: number, points = 72): Footprint {
  const subsatellite = itrfToGeodetic(...position);
  if (!(minElevationRad >= 0 && minElevationRad < Math.PI / 2))
    throw new GeometryError('minElevationRad', 'from 0 to below pi/2', String(minElevationRad));
  if (!(Number.isInteger(points) && points >= 3))
    throw new GeometryError('points', 'a whole number from 3 on', String(points));
  if (!(subsatellite.heightM > 0))
    throw new GeometryError('position', 'above the ellipsoid', `height ${subsatellite.heightM} m`);
  const { north, east, up } = topocentricFrame(subsatellite);
  const guess = sphericalCentralAngle(Math.hypot(...position), minElevationRad);
  const boundary: LonLat[] = [];
  let centralSum = 0;
  let nadirSum = 0;
  for (let i = 0; i < points; i++) {
    const azimuth = (2 * Math.PI * i) / points;
    const verticalAt = (central: number): Vector3 => {
      const [away, side] = [Math.sin(central) * Math.cos(azimuth), Math.sin(central) * Math.sin(azimuth)];
      const along = (axis: 0 | 1 | 2): number => Math.cos(central) * up[axis] + away * north[axis] + side * east[axis];
      return [along(0), along(1), along(2)];
    };
    const central = findCentralAngle((angle) => elevationFrom(verticalAt(angle), position) - minElevationRad, guess);
    const vertical = verticalAt(central);
    boundary.push(lonLatOf(vertical));
    centralSum += central;
    nadirSum += angleBetweenVectors(position, minus(position, groundOf(vertical)));
  }
  const centralAngleRad = centralSum / points;
  const { rings, pole } = ringsOnMap(boundary, subsatellite.latitudeDeg);
  return {
    subsatellite,
    boundary,
    rings,
    pole,
    centralAngleRad,
    nadirAngleRad: nadirSum / points,
    radiusM: centralAngleRad * MEAN_EARTH_RADIUS_M,
  };
}

/** On a sphere of the Earth's mean radius. */
function sphericalCentralAngle(distanceM: number, elevationRad: number): number {
  return Math.acos(Math.min(1, (MEAN_EARTH_RADIUS_M * Math.cos(elevationRad)) / distanceM)) - elevationRad;
}

/** How far an ellipsoid's central angle may be from a sphere's; where it is further off, all angles are searched. */
const GUESS_REACH_RAD = 0.01;

/** Where the elevation falls to the minimum: it only falls on the way from the subsatellite point. */
function findCentralAngle(above: (centralRad: number) => number, guess: number): number {
  const near = Math.max(0, guess - GUESS_REACH_RAD);
  const far = guess + GUESS_REACH_RAD;
  const framed = above(near) > 0 && above(far) < 0;
  const [from, to] = framed ? [near, far] : [0, Math.PI / 2];
  return findRoot((milli) => above(milli / MILLIRADIANS), from * MILLIRADIANS, to * MILLIRADIANS) / MILLIRADIANS;
}

/** The point at height 0 whose vertical is a unit vector: geodetic coordinates are defined by it. */
function groundOf([x, y, z]: Vector3): Vector3 {
  const e2 = WGS84.flattening * (2 - WGS84.flattening);
  const normal = WGS84.semiMajorAxisM / Math.sqrt(1 - e2 * z * z);
  return [normal * x, normal * y, normal * (1 - e2) * z];
}

function lonLatOf([x, y, z]: Vector3): LonLat {
  return [Math.atan2(y, x) * DEG_PER_RAD, Math.atan2(z, Math.hypot(x, y)) * DEG_PER_RAD];
}

function elevationFrom(vertical: Vector3, position: Vector3): number {
  return Math.PI / 2 - angleBetweenVectors(vertical, minus(position, groundOf(vertical)));
}

function minus(a: Vector3, b: Vector3): Vector3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function angleBetweenVectors([ax, ay, az]: Vector3, [bx, by, bz]: Vector3): number {
  const cross = Math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx);
  return Math.atan2(cross, ax * bx + ay * by + az * bz);
}
