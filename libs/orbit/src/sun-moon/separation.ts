import { type Tai } from '@app/time';
import { type EarthOrientation } from '../frames/earth-orientation.js';
import { type Direction, type TopocentricFrame, angleBetween, directionTo } from '../frames/topocentric.js';
import { RAD_PER_DEG } from '../frames/vector.js';
import { BODY_RADIUS_M, type CelestialBody, bodyInItrf } from './celestial-body.js';

/**
 * Geometric elevation from which on a body counts as up: its upper limb on the refracted horizon (34' of refraction, 16' of radius).
 * A station on a mountain looks lower: the caller says so.
 */
export const BODY_HORIZON_RAD = (-50 / 60) * RAD_PER_DEG;

/** Where the Sun or Moon stands at a station, parallax included, and how far from a direction. */
export interface BodySeparation {
  /** Between the direction and the body's centre, geometric. */
  readonly separationRad: number;
  readonly body: Direction;
  /** Half of the body's apparent diameter. */
  readonly bodyRadiusRad: number;
  /** False when the Earth hides the body: then it does not interfere, however near. */
  readonly isUp: boolean;
}

/** Direction, distance and radius of the Sun or Moon from a station, geometric: refraction lifts it by 0.6 degrees at the horizon. */
export function topocentricBody(
  body: CelestialBody,
  frame: TopocentricFrame,
  instant: Tai,
  orientation: EarthOrientation,
): { readonly direction: Direction; readonly radiusRad: number } {
  const direction = directionTo(frame, ...bodyInItrf(body, instant, orientation));
  return { direction, radiusRad: Math.asin(BODY_RADIUS_M[body] / direction.rangeM) };
}

function separationFrom(
  body: CelestialBody,
  frame: TopocentricFrame,
  spacecraft: Omit<Direction, 'rangeM'>,
  instant: Tai,
  orientation: EarthOrientation,
): BodySeparation {
  const { direction, radiusRad } = topocentricBody(body, frame, instant, orientation);
  return {
    separationRad: angleBetween(spacecraft, direction),
    body: direction,
    bodyRadiusRad: radiusRad,
    isUp: direction.elevationRad > BODY_HORIZON_RAD,
  };
}

/** How far a direction at a station is from the Sun. Refraction moves both alike where they are near each other. */
export function sunSeparation(
  frame: TopocentricFrame,
  spacecraft: Omit<Direction, 'rangeM'>,
  instant: Tai,
  orientation: EarthOrientation,
): BodySeparation {
  return separationFrom('Sun', frame, spacecraft, instant, orientation);
}

/** How far a direction at a station is from the Moon, with the Moon's parallax (up to 1 degree). */
export function moonSeparation(
  frame: TopocentricFrame,
  spacecraft: Omit<Direction, 'rangeM'>,
  instant: Tai,
  orientation: EarthOrientation,
): BodySeparation {
  return separationFrom('Moon', frame, spacecraft, instant, orientation);
}
