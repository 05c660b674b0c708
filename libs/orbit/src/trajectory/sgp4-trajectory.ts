import { sgp4Positions } from '@app/kernels';
import { type Propagator, propagateInto } from '../propagation/propagator.js';
import { sgp4Constants } from '../propagation/sgp4-constants.js';
import { type Trajectory } from './trajectory.js';

/** The motion that SGP4 makes of an element set, in TEME. */
export function sgp4Trajectory(propagator: Propagator): Trajectory {
  const trajectory: Trajectory = {
    epoch: propagator.elementSet.epoch,
    frame: 'TEME',
    usable: undefined,
    smooth: true,
    stateInto: (seconds, out) => propagateInto(propagator, seconds / 60, out),
  };
  const constants = sgp4Constants(propagator);
  if (constants === undefined) return trajectory;
  return {
    ...trajectory,
    positionsInto: (fromSeconds, stepS, count, out) =>
      sgp4Positions(constants, fromSeconds / 60, stepS / 60, count, out),
  };
}
