import { type Tai } from '@app/time';
import { type TrajectoryFrame } from '../trajectory/trajectory.js';
import { CelestialRotation } from './celestial-rotation.js';
import { type EarthOrientation } from './earth-orientation.js';
import { EarthRotation } from './earth-rotation.js';
import { eme2000ToGcrf } from './frame-bias.js';

/** Turns states of one frame into Earth-fixed ones. */
export interface FrameRotation {
  /** Turns a state (m, m/s) of `seconds` after the start into ITRF, in place. */
  rotate(seconds: number, state: Float64Array): void;
}

const still: FrameRotation = { rotate: () => undefined };

/** The rotation from a trajectory's frame to ITRF, by seconds since `start`. */
export function rotationToItrf(frame: TrajectoryFrame, start: Tai, orientation: EarthOrientation): FrameRotation {
  switch (frame) {
    case 'TEME':
      return new EarthRotation(start, orientation);
    case 'ITRF':
      return still;
    case 'GCRF':
      return new CelestialRotation(start, orientation);
    case 'EME2000': {
      const celestial = new CelestialRotation(start, orientation);
      return {
        rotate: (seconds, state) => {
          eme2000ToGcrf(state);
          celestial.rotate(seconds, state);
        },
      };
    }
  }
}
