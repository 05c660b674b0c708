import { directionTo } from '../frames/topocentric.js';
import { DEG_PER_RAD } from '../frames/vector.js';
import { contactOrbitNumber } from '../propagation/orbit-number.js';
import { type Propagator } from '../propagation/propagator.js';
import { type EarthFixedPath } from '../trajectory/earth-fixed-path.js';
import { revolutionS } from '../trajectory/swiftness.js';
import { type Observer } from './observer.js';

const STEP_S = 10;
const FARTHEST_BACK_S = 2 * 86_400;

/** Whether one orbit can have several windows at a station: a horizon with ridges, or an orbit that is not low. */
export function canSplit({ mask }: Observer, counter: Propagator): boolean {
  return !mask.flat || counter.satrec.method === 'd';
}

/** One spacecraft over one station. */
export interface SplitSubject {
  readonly path: EarthFixedPath;
  readonly observer: Observer;
  readonly counter: Propagator;
}

/**
 * How many windows of the same orbit came before `window`, the first one of a path that begins at `from`, to 10 s: so that parts keep their
 * numbers wherever a search begins. Looks back one revolution at most.
 */
export function partsBefore(
  { path, observer: { station, frame, mask, elevation }, counter }: SplitSubject,
  from: number,
  window: { readonly aos: number; readonly open: number },
  orbitNumber: number,
): number {
  const state = new Float64Array(6);
  if (path.stateInto(from, state) !== 0) return 0;
  const revolution = Math.min(revolutionS(state, path.trajectory.frame), FARTHEST_BACK_S);
  if (window.aos - from > revolution) return 0;
  // A window that is open at the start has its own rise before it.
  let own = (window.open & 1) === 1;
  let wasUp = own;
  let parts = 0;
  for (let back = STEP_S; back < revolution; back += STEP_S) {
    if (path.stateInto(from - back, state) !== 0) return parts;
    const look = directionTo(frame, state[0] as number, state[1] as number, state[2] as number);
    const up = elevation.apparent(look.elevationRad) * DEG_PER_RAD > mask.elevationDegAt(look.azimuthRad * DEG_PER_RAD);
    if (wasUp && !up) {
      const rise = path.instantAt(from - back + STEP_S);
      if (!own && contactOrbitNumber(counter, rise, station.latitudeDeg) !== orbitNumber) return parts;
      if (!own) parts++;
      own = false;
    }
    wasUp = up;
  }
  return parts;
}
