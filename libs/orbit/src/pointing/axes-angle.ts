import { DEG_PER_RAD, RAD_PER_DEG } from '../frames/vector.js';
import { type AntennaPosition } from './antenna-limits.js';

/** Angle in degrees between where two positions of the axes look; elevations may be above 90. */
export function axesAngleDeg(a: AntennaPosition, b: AntennaPosition): number {
  const up = Math.sin(((a.elevationDeg - b.elevationDeg) / 2) * RAD_PER_DEG);
  const across = Math.sin(((a.azimuthDeg - b.azimuthDeg) / 2) * RAD_PER_DEG);
  const level = Math.cos(a.elevationDeg * RAD_PER_DEG) * Math.cos(b.elevationDeg * RAD_PER_DEG);
  // On two sides of the zenith `level` is negative, and rounding may leave less than nothing.
  const h = up * up + level * across * across;
  return 2 * Math.asin(Math.sqrt(Math.min(1, Math.max(0, h)))) * DEG_PER_RAD;
}
