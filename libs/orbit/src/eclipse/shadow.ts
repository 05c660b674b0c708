import { WGS84 } from '../frames/geodetic.js';
import { type Vector3 } from '../frames/vector.js';
import { BODY_RADIUS_M } from '../sun-moon/celestial-body.js';

// The Earth is the WGS84 ellipsoid without air. Stretching the polar axis makes it a sphere; straight rays stay straight, the Sun
// becomes an ellipsoid whose edge towards the Earth's centre is taken. Against rays to the true bodies: below 1 ms.
// What the model leaves out is larger: dense air hides the Sun up to 20 km higher, some 3 s in low orbit at each end.

const STRETCH = 1 / (1 - WGS84.flattening);

/** How Sun and Earth stand to each other as a spacecraft sees them, in space stretched so that the Earth is a sphere. */
export interface ShadowGeometry {
  /** Between the centres of Sun and Earth. */
  readonly separationRad: number;
  readonly earthRadiusRad: number;
  readonly sunRadiusRad: number;
}

/** The geometry at a position, both in m by the same geocentric axes, z along the Earth's: ITRF, or TEME. */
export function shadowGeometry(position: Vector3, sun: Vector3): ShadowGeometry {
  const [px, py] = position;
  const pz = position[2] * STRETCH;
  const sx = sun[0] - px;
  const sy = sun[1] - py;
  const sz = sun[2] * STRETCH - pz;
  const distance = Math.hypot(px, py, pz);
  const sunDistance = Math.hypot(sx, sy, sz);
  const along = -(px * sx + py * sy + pz * sz) / sunDistance;
  const across = Math.hypot(py * sz - pz * sy, pz * sx - px * sz, px * sy - py * sx) / sunDistance;
  // z of the unit vector in which the edge of the Sun lies that comes or goes first.
  const edgeZ = across === 0 ? 0 : (-pz - (along * sz) / sunDistance) / across;
  const sunRadius = BODY_RADIUS_M.Sun * Math.sqrt(1 + (STRETCH * STRETCH - 1) * edgeZ * edgeZ);
  return {
    separationRad: Math.atan2(across, along),
    earthRadiusRad: Math.asin(Math.min(1, WGS84.semiMajorAxisM / distance)),
    sunRadiusRad: Math.asin(sunRadius / sunDistance),
  };
}

export type Illumination = 'sunlit' | 'penumbra' | 'umbra';

/** Whether the Sun's disc is seen, and the part of it that the Earth hides, 0 (sunlit) to 1 (umbra). */
export interface SunlightState {
  readonly illumination: Illumination;
  readonly shadowFraction: number;
}

/**
 * Sunlight at a spacecraft's position (m, see `shadowGeometry`). Where the Earth is smaller than the Sun (beyond 1.38e9 m) the middle
 * of its shadow is penumbra, too. The fraction is of a disc without darker limb, to 0.003.
 */
export function illumination(position: Vector3, sun: Vector3): SunlightState {
  const { separationRad, earthRadiusRad, sunRadiusRad } = shadowGeometry(position, sun);
  const clearance = separationRad - earthRadiusRad;
  if (clearance >= sunRadiusRad) return { illumination: 'sunlit', shadowFraction: 0 };
  if (clearance <= -sunRadiusRad) return { illumination: 'umbra', shadowFraction: 1 };
  return { illumination: 'penumbra', shadowFraction: hiddenPart(clearance, earthRadiusRad, sunRadiusRad) };
}

/** An Earth that is wider than this many Suns has a straight edge. */
const STRAIGHT_EDGE = 1e4;

/** Overlap of two discs over the area of the Sun's; the limb of the Earth keeps its curvature, which is that of radius tan(alpha). */
function hiddenPart(clearance: number, earthRadiusRad: number, sun: number): number {
  const earth = Math.min(Math.tan(earthRadiusRad), STRAIGHT_EDGE * sun);
  const distance = Math.max(0, clearance + earth);
  if (distance <= sun - earth) return (earth / sun) ** 2;
  const clamp = (cosine: number): number => Math.acos(Math.min(1, Math.max(-1, cosine)));
  const atSun = clamp((distance * distance + sun * sun - earth * earth) / (2 * distance * sun));
  const atEarth = clamp((distance * distance + earth * earth - sun * sun) / (2 * distance * earth));
  const segment = (angle: number, radius: number): number =>
    radius * radius * (angle - Math.sin(angle) * Math.cos(angle));
  return Math.min(1, (segment(atSun, sun) + segment(atEarth, earth)) / (Math.PI * sun * sun));
}
