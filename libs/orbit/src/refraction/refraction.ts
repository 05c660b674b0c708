import { DEG_PER_RAD, RAD_PER_DEG } from '../frames/vector.js';
import { GeometryError } from '../sun-moon/geometry-error.js';

/** Air at the station. */
export interface AirConditions {
  readonly pressureHpa: number;
  readonly temperatureC: number;
}

/** The conditions that the formula was made for. */
export const STANDARD_AIR: AirConditions = { pressureHpa: 1010, temperatureC: 10 };

/** Where the formula has its maximum: (h + 5.11)^2 = 10.3. Lower down it would shrink again. */
const LOWEST_DEG = Math.sqrt(10.3) - 5.11;
const CONVERGED_RAD = 1e-16;
const MAX_STEPS = 100;

function arcMinutes(trueDeg: number): number {
  return 1.02 / Math.tan((trueDeg + 10.3 / (trueDeg + 5.11)) * RAD_PER_DEG);
}

function scaleOf({ pressureHpa, temperatureC }: AirConditions): number {
  if (!(pressureHpa >= 0 && pressureHpa <= 1100))
    throw new GeometryError('pressureHpa', 'from 0 to 1100', String(pressureHpa));
  if (!(temperatureC >= -90 && temperatureC <= 60))
    throw new GeometryError('temperatureC', 'from -90 to 60', String(temperatureC));
  return (pressureHpa / 1010) * (283 / (273 + temperatureC));
}

/** Refraction in rad for any scale of the air; constant below -1.9 degrees, with a smooth start of that. */
function refractionRad(trueRad: number, scale: number): number {
  const trueDeg = Math.max(trueRad * DEG_PER_RAD, LOWEST_DEG);
  return (scale * arcMinutes(trueDeg) * RAD_PER_DEG) / 60;
}

function assertElevation(field: string, elevationRad: number): void {
  if (!(Math.abs(elevationRad) <= Math.PI / 2))
    throw new GeometryError(field, 'from -pi/2 to pi/2', String(elevationRad));
}

/**
 * The elevation at which a spacecraft at a true (geometric) one is seen through the air, rad: Saemundsson's formula (Meeus 1998, ch. 16,
 * from memory), within 0.1' of Bennett's above 0 degrees for visible light; radio waves bend up to a tenth more in humid air, which it
 * does not know. Smooth and increasing from -pi/2 to pi/2; at the zenith
 * the formula gives -0.0019', as published. Below a true -1.9 degrees, where the formula has its maximum (0.74
 * degrees) and nothing is seen, the refraction stays what it is there. Throws GeometryError.
 */
export function apparentElevationRad(trueRad: number, conditions: AirConditions = STANDARD_AIR): number {
  assertElevation('trueRad', trueRad);
  return trueRad + refractionRad(trueRad, scaleOf(conditions));
}

/**
 * The true (geometric) elevation of an apparent one, rad: the exact inverse of `apparentElevationRad`, to 1e-14 rad. Use it to turn a
 * mask of apparent elevations into one for geometric contact windows. Apparent elevations below that of the nadir give less than
 * -pi/2 and are refused. Throws GeometryError.
 */
export function trueElevationRad(apparentRad: number, conditions: AirConditions = STANDARD_AIR): number {
  assertElevation('apparentRad', apparentRad);
  const scale = scaleOf(conditions);
  // The slope of the refraction is between -0.25 and 0: each step divides the error by four and more.
  let trueRad = apparentRad;
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = apparentRad - refractionRad(trueRad, scale);
    const change = Math.abs(next - trueRad);
    trueRad = next;
    if (change <= CONVERGED_RAD) break;
  }
  if (trueRad < -Math.PI / 2) assertElevation('apparentRad', trueRad);
  return Math.min(trueRad, Math.PI / 2);
}
