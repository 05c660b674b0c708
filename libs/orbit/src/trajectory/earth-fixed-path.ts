import { type Tai, plusSeconds, secondsBetween } from '@app/time';
import { type EarthOrientation } from '../frames/earth-orientation.js';
import { type FrameRotation, rotationToItrf } from '../frames/frame-rotation.js';
import { type Trajectory } from './trajectory.js';

/** A trajectory as the Earth sees it: exact ITRF states at any time, in seconds since a start. */
export class EarthFixedPath {
  private readonly rotation: FrameRotation;
  private readonly startSeconds: number;

  constructor(
    readonly trajectory: Trajectory,
    readonly start: Tai,
    readonly orientation: EarthOrientation,
  ) {
    this.rotation = rotationToItrf(trajectory.frame, start, orientation);
    this.startSeconds = secondsBetween(trajectory.epoch, start);
  }

  /** Position (m) and velocity (m/s) into `out[0..5]`, `seconds` after the start; 0, or the code of the failure. */
  stateInto(seconds: number, out: Float64Array): number {
    const code = this.trajectory.stateInto(this.trajectorySeconds(seconds), out);
    if (code === 0) this.rotation.rotate(seconds, out);
    return code;
  }

  /** Seconds since the trajectory's epoch. */
  trajectorySeconds(seconds: number): number {
    return this.startSeconds + seconds;
  }

  instantAt(seconds: number): Tai {
    return plusSeconds(this.start, seconds);
  }
}
