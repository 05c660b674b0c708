import { type Tai } from '@app/time';
import { type TrajectoryFrame } from '../trajectory/trajectory.js';
import { type OemTimeSystem } from './oem-time.js';

// Orbit Ephemeris Message, CCSDS 502.0-B-3, section 5 (B-1 and B-2 messages are read, too). Left out: covariance matrices are counted and
// read over; REF_FRAME_EPOCH is read over, because the frames we take need none; centres other than the Earth.

export type OemInterpolation = 'HERMITE' | 'LAGRANGE' | 'LINEAR';

/** One metadata group with its states. States of two segments are never interpolated together (5.2.4.6). */
export interface OemSegment {
  readonly objectName: string;
  /** International designator, or whatever the file says (`UNKNOWN`). */
  readonly objectId: string;
  readonly frame: TrajectoryFrame;
  /** The frame as REF_FRAME names it: `ICRF`, `ITRF-97`. */
  readonly refFrame: string;
  readonly timeSystem: OemTimeSystem;
  /** START_TIME and STOP_TIME: all that the data covers. */
  readonly start: Tai;
  readonly stop: Tai;
  /** USEABLE_START_TIME and USEABLE_STOP_TIME, where the file gives them. */
  readonly useableStart: Tai | undefined;
  readonly useableStop: Tai | undefined;
  readonly interpolation: OemInterpolation | undefined;
  /** 1 or more; undefined when, and only when, `interpolation` is. */
  readonly interpolationDegree: number | undefined;
  readonly metadataComments: readonly string[];
  readonly dataComments: readonly string[];
  /** Epochs of the states, strictly rising; at least one. */
  readonly epochs: readonly Tai[];
  /** Six values an epoch: position (m) and velocity (m/s). */
  readonly states: Float64Array;
  /** Three values an epoch (m/s^2), where the file gives them; not used to interpolate. */
  readonly accelerations: Float64Array | undefined;
  /** Covariance matrices in the file, which were read over. */
  readonly covarianceCount: number;
}

/** A whole message. */
export interface Oem {
  readonly created: Tai;
  readonly originator: string;
  readonly messageId: string | undefined;
  readonly classification: string | undefined;
  readonly comments: readonly string[];
  /** In the order of the file; at least one. */
  readonly segments: readonly OemSegment[];
}
