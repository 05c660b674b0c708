import { type Propagator, propagateInto } from '../propagation/propagator.js';
import { type Trajectory } from './trajectory.js';

/** The motion that SGP4 makes of an element set, in TEME. */
export function sgp4Trajectory(propagator: Propagator): Trajectory {
  return {
    epoch: propagator.elementSet.epoch,
    frame: 'TEME',
    usable: undefined,
    smooth: true,
    stateInto: (seconds, out) => propagateInto(propagator, seconds / 60, out),
  };
}
