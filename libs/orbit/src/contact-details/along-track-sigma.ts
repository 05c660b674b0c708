import { type Propagator } from '../propagation/propagator.js';

// How wrong catalogue elements are along the track. An estimate, not a covariance: the sets carry none. Fresh sets in low orbit are half a
// kilometre to a kilometre off and get worse by 0.5 to 3 km a day, more in geomagnetic storms (flight-dynamics survey of this project, 2026;
// an operator's own sets, for comparison: 0.6 km RMS and 2 km at most over seven days). On top of that a part of the drag that SGP4 itself
// applies is wrong, as air density is: that grows with |B*| and the square of age. Manoeuvres are not in it.

/** Parameters of the estimate, all at or above 0. Set them from your own fleet's comparisons where there are any. */
export interface ElementErrorModel {
  /** 1 sigma along the track at the epoch. */
  readonly epochKm: number;
  readonly growthKmPerDay: number;
  /** The part of the drag along the track that is wrong. */
  readonly dragFraction: number;
}

/** The middle of the survey's range; air density to 15 % (usual for empirical models, from memory). */
export const defaultElementErrorModel: ElementErrorModel = { epochKm: 0.5, growthKmPerDay: 1.5, dragFraction: 0.15 };

const MINUTES_PER_DAY = 1440;
const EARTH_RADIUS_KM = 6378.135; // WGS72, as SGP4
const KE = 0.074_366_916_133_17; // WGS72, (earth radii)^1.5 per minute

/**
 * How far SGP4's drag has moved the spacecraft along its track after some days, in km: the quadratic term of its mean longitude.
 * Proportional to |B*| and to the square of age.
 */
export function dragAlongTrackKm({ satrec }: Propagator, ageDays: number): number {
  const minutes = ageDays * MINUTES_PER_DAY;
  const radiusKm = EARTH_RADIUS_KM * (KE / satrec.no) ** (2 / 3);
  return Math.abs(satrec.no * satrec.t2cof) * minutes ** 2 * radiusKm;
}

/** Estimated 1 sigma along the track in m, `ageDays` (either sign) from the epoch of the elements. Never falls with age. */
export function alongTrackSigmaM(
  propagator: Propagator,
  ageDays: number,
  model: ElementErrorModel = defaultElementErrorModel,
): number {
  const age = Math.abs(ageDays);
  const drag = model.dragFraction * dragAlongTrackKm(propagator, age);
  return 1000 * (model.epochKm + model.growthKmPerDay * age + drag);
}
