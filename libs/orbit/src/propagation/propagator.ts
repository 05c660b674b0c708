import { julianDateUtc, secondsBetween, type Tai } from '@app/time';
import { type SatRec, checkForDecay, json2satrec, sgp4 } from 'satellite.js';
import { type ElementSet } from '../elements/element-set.js';
import { type Vector3 } from '../frames/vector.js';
import { correctEpoch } from './exact-epoch.js';
import { DECAYED, NOT_FINITE, type PropagationFailure, sgp4Reason } from './sgp4-error.js';

// SGP4 and SDP4 by satellite.js (WGS72 constants, improved mode), verified against the published set of AIAA 2006-6753.
// The library's own time handling is not used: it cuts epochs and dates to the millisecond. We hand SGP4 minutes since the exact
// epoch. Inside, SGP4 uses the epoch for sidereal time and the places of Sun and Moon of deep-space orbits only: there the library gets
// it rounded to the nearest millisecond, and `correctEpoch` adds the rest.

/** An element set ready to propagate. Holds SGP4's working memory: one per thread. */
export interface Propagator {
  readonly elementSet: ElementSet;
  readonly satrec: SatRec;
}

/** Position (m) and velocity (m/s) in TEME. SGP4's velocity differs from the slope of its positions by up to 0.02 m/s. */
export interface TemeState {
  readonly ok: true;
  readonly position: Vector3;
  readonly velocity: Vector3;
}

const JD_UNIX = 2_440_587.5;
const MS_PER_DAY = 86_400_000;

/** Initialises SGP4. Never fails: elements that SGP4 cannot use answer with an error at every propagation. */
export function createPropagator(elementSet: ElementSet): Propagator {
  const { day, fraction } = julianDateUtc(elementSet.epoch);
  const epochMs = (day - JD_UNIX) * MS_PER_DAY + Math.round(fraction * MS_PER_DAY);
  const satrec = json2satrec({
    OBJECT_NAME: elementSet.objectName,
    OBJECT_ID: elementSet.objectId ?? '',
    NORAD_CAT_ID: elementSet.catalogNumber ?? 0,
    EPOCH: new Date(epochMs).toISOString(),
    MEAN_MOTION: elementSet.meanMotionRevPerDay,
    ECCENTRICITY: elementSet.eccentricity,
    INCLINATION: elementSet.inclinationDeg,
    RA_OF_ASC_NODE: elementSet.raanDeg,
    ARG_OF_PERICENTER: elementSet.argumentOfPericenterDeg,
    MEAN_ANOMALY: elementSet.meanAnomalyDeg,
    EPHEMERIS_TYPE: 0,
    CLASSIFICATION_TYPE: 'U',
    ELEMENT_SET_NO: elementSet.elementSetNumber,
    REV_AT_EPOCH: elementSet.revolutionAtEpoch,
    BSTAR: elementSet.bstar,
    MEAN_MOTION_DOT: elementSet.meanMotionDot,
    MEAN_MOTION_DDOT: elementSet.meanMotionDdot,
  });
  correctEpoch(satrec, (day - satrec.jdsatepoch + fraction) * 86_400);
  return { elementSet, satrec };
}

/**
 * The hot path: TEME position (m) and velocity (m/s) into `out[0..5]`, at minutes since the epoch. Gives 0, or the code of the
 * error, and then `out` is as it was. `DECAYED` also where drag has used up the orbit but SGP4 still answers (`checkForDecay`).
 */
export function propagateInto(propagator: Propagator, minutes: number, out: Float64Array): number {
  const { satrec } = propagator;
  const state = sgp4(satrec, minutes);
  if (state === null) return satrec.error;
  if (checkForDecay(satrec)) return DECAYED;
  const { position, velocity } = state;
  if (!Number.isFinite(position.x + position.y + position.z + velocity.x + velocity.y + velocity.z)) return NOT_FINITE;
  out[0] = position.x * 1000;
  out[1] = position.y * 1000;
  out[2] = position.z * 1000;
  out[3] = velocity.x * 1000;
  out[4] = velocity.y * 1000;
  out[5] = velocity.z * 1000;
  return 0;
}

/** Minutes of elapsed time from the epoch to an instant, as SGP4 counts them. */
export function minutesSinceEpoch(propagator: Propagator, instant: Tai): number {
  return secondsBetween(propagator.elementSet.epoch, instant) / 60;
}

/** State in TEME at minutes since the epoch, or SGP4's error code and what it means. */
export function propagateTemeMinutes(propagator: Propagator, minutes: number): TemeState | PropagationFailure {
  const out = new Float64Array(6);
  const code = propagateInto(propagator, minutes, out);
  if (code !== 0) return { ok: false, code, reason: sgp4Reason(code) };
  const [x = 0, y = 0, z = 0, vx = 0, vy = 0, vz = 0] = out;
  return { ok: true, position: [x, y, z], velocity: [vx, vy, vz] };
}

/** State in TEME at an instant, or SGP4's error code and what it means. A leap second since the epoch counts as elapsed time. */
export function propagateTeme(propagator: Propagator, instant: Tai): TemeState | PropagationFailure {
  return propagateTemeMinutes(propagator, minutesSinceEpoch(propagator, instant));
}
