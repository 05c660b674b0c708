import { type Tai, formatUtc, plusSeconds, secondsBetween } from '@app/time';
import { type Trajectory } from '../trajectory/trajectory.js';
import { EphemerisError } from './ephemeris-error.js';
import { type OemInterpolation, type OemSegment } from './oem.js';

/** Whose states are written down, from when to when, and how a reader should interpolate them. */
export interface EphemerisSampling {
  readonly objectName: string;
  readonly objectId: string;
  readonly from: Tai;
  readonly to: Tai;
  /** Above 0. The last step may be shorter. */
  readonly stepSeconds: number;
  readonly interpolation: OemInterpolation;
  readonly interpolationDegree: number;
}

/**
 * A trajectory's states at even steps as a segment in UTC and in the trajectory's frame. For SGP4 LAGRANGE of degree 7 is right: its
 * velocities are not quite the slope of its positions. Throws EphemerisError: a span or step that is not one, or the
 * instant and code of the state that the trajectory did not give.
 */
export function sampleEphemeris(trajectory: Trajectory, sampling: EphemerisSampling): OemSegment {
  const { from, to, stepSeconds, objectName } = sampling;
  const what = `"${objectName}"`;
  if (!(to > from))
    throw new EphemerisError(what, 'span', 'an end after the beginning', `${secondsBetween(from, to)} s`);
  if (!(stepSeconds >= 1e-3)) throw new EphemerisError(what, 'step', 'at least 0.001 s', `${stepSeconds} s`);
  const epochs: Tai[] = [];
  for (let index = 0; ; index++) {
    const epoch = plusSeconds(from, index * stepSeconds);
    if (epoch >= to) break;
    epochs.push(epoch);
  }
  epochs.push(to);
  const states = new Float64Array(6 * epochs.length);
  for (const [index, epoch] of epochs.entries()) {
    const code = trajectory.stateInto(
      secondsBetween(trajectory.epoch, epoch),
      states.subarray(6 * index, 6 * index + 6),
    );
    if (code !== 0) throw new EphemerisError(what, 'state', `one at ${formatUtc(epoch)}`, `failure code ${code}`);
  }
  return {
    objectName,
    objectId: sampling.objectId,
    frame: trajectory.frame,
    refFrame: trajectory.frame,
    timeSystem: 'UTC',
    start: from,
    stop: to,
    useableStart: undefined,
    useableStop: undefined,
    interpolation: sampling.interpolation,
    interpolationDegree: sampling.interpolationDegree,
    metadataComments: [],
    dataComments: [],
    epochs,
    states,
    accelerations: undefined,
    covarianceCount: 0,
  };
}
