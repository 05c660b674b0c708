import { type Tai, secondsBetween } from '@app/time';
import { type EarthOrientation } from '../frames/earth-orientation.js';
import { EarthRotation } from '../frames/earth-rotation.js';
import { type GeodeticPosition } from '../frames/geodetic.js';
import { type Direction, directionTo, topocentricFrame } from '../frames/topocentric.js';
import { DEG_PER_RAD } from '../frames/vector.js';
import { propagateInto, type Propagator } from '../propagation/propagator.js';
import { type PropagationFailure, sgp4Reason } from '../propagation/sgp4-error.js';

/** Where to point: geometric, without refraction and light time. */
export interface LookAngles {
  readonly ok: true;
  /** From north over east, 0 to 360. */
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
  readonly rangeM: number;
  /** Positive while the range grows. */
  readonly rangeRateMps: number;
}

const HALF_BASE_S = 0.05;

/**
 * Look angles from a place to a spacecraft at an instant, for pointing and Doppler, or SGP4's error. The range rate is the slope of
 * ranges 0.05 s before and after (within 1 mm/s of the slope at the instant): SGP4's velocities are not the slope of its positions.
 */
export function lookAnglesAt(
  propagator: Propagator,
  place: GeodeticPosition,
  instant: Tai,
  earthOrientation: EarthOrientation = 'none',
): LookAngles | PropagationFailure {
  const frame = topocentricFrame(place);
  const rotation = new EarthRotation(instant, earthOrientation);
  const seconds = secondsBetween(propagator.elementSet.epoch, instant);
  const state = new Float64Array(6);
  const directionAt = (offset: number): Direction | PropagationFailure => {
    const code = propagateInto(propagator, (seconds + offset) / 60, state);
    if (code !== 0) return { ok: false, code, reason: sgp4Reason(code) };
    rotation.rotate(offset, state);
    return directionTo(frame, state[0] ?? 0, state[1] ?? 0, state[2] ?? 0);
  };
  const now = directionAt(0);
  if ('ok' in now) return now;
  const before = directionAt(-HALF_BASE_S);
  if ('ok' in before) return before;
  const after = directionAt(HALF_BASE_S);
  if ('ok' in after) return after;
  return {
    ok: true,
    azimuthDeg: now.azimuthRad * DEG_PER_RAD,
    elevationDeg: now.elevationRad * DEG_PER_RAD,
    rangeM: now.rangeM,
    rangeRateMps: (after.rangeM - before.rangeM) / (2 * HALF_BASE_S),
  };
}
