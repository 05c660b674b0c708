import { type GeodeticPosition, geodeticToItrf } from './geodetic.js';
import { RAD_PER_DEG, type Vector3 } from './vector.js';

/** A place and its axes east, north and up (along the geodetic vertical), all Earth-fixed. At a pole, east follows the longitude. */
export interface TopocentricFrame {
  readonly origin: Vector3;
  readonly east: Vector3;
  readonly north: Vector3;
  readonly up: Vector3;
}

/** The topocentric frame of a place. */
export function topocentricFrame(place: GeodeticPosition): TopocentricFrame {
  const sinLat = Math.sin(place.latitudeDeg * RAD_PER_DEG);
  const cosLat = Math.cos(place.latitudeDeg * RAD_PER_DEG);
  const sinLon = Math.sin(place.longitudeDeg * RAD_PER_DEG);
  const cosLon = Math.cos(place.longitudeDeg * RAD_PER_DEG);
  return {
    origin: geodeticToItrf(place),
    east: [-sinLon, cosLon, 0],
    north: [-sinLat * cosLon, -sinLat * sinLon, cosLat],
    up: [cosLat * cosLon, cosLat * sinLon, sinLat],
  };
}

/** Direction and distance: azimuth from north over east, 0 to 2 pi; elevation above the plane normal to the vertical. */
export interface Direction {
  readonly azimuthRad: number;
  readonly elevationRad: number;
  readonly rangeM: number;
}

/** Angle in radians between two directions. */
export function angleBetween(a: Omit<Direction, 'rangeM'>, b: Omit<Direction, 'rangeM'>): number {
  // Haversine: exact for small angles, where the arc cosine is not.
  const up = Math.sin((a.elevationRad - b.elevationRad) / 2);
  const across = Math.sin((a.azimuthRad - b.azimuthRad) / 2);
  const h = up * up + Math.cos(a.elevationRad) * Math.cos(b.elevationRad) * across * across;
  return 2 * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Direction and distance from a place to an Earth-fixed position (m): geometric, without refraction or light time. */
export function directionTo(frame: TopocentricFrame, x: number, y: number, z: number): Direction {
  const dx = x - frame.origin[0];
  const dy = y - frame.origin[1];
  const dz = z - frame.origin[2];
  const east = dx * frame.east[0] + dy * frame.east[1];
  const north = dx * frame.north[0] + dy * frame.north[1] + dz * frame.north[2];
  const up = dx * frame.up[0] + dy * frame.up[1] + dz * frame.up[2];
  const azimuth = Math.atan2(east, north);
  const horizontal = Math.sqrt(east * east + north * north);
  return {
    azimuthRad: azimuth < 0 ? azimuth + 2 * Math.PI : azimuth,
    elevationRad: Math.atan2(up, horizontal),
    rangeM: Math.sqrt(horizontal * horizontal + up * up),
  };
}
