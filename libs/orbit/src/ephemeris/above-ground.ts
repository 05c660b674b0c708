import { formatUtc } from '@app/time';
import { shown } from '../elements/element-error.js';
import { EphemerisError } from './ephemeris-error.js';
import { type OemSegment } from './oem.js';

/** No spacecraft is nearer to the Earth's centre: the ground at the poles is at 6 357 km. */
const LEAST_DISTANCE_M = 6_300_000;

/**
 * Throws EphemerisError for the first state that lies in the Earth: a state of zeros is a gap in somebody's data, kilometres in place of
 * metres a mistake, and no place of a spacecraft.
 */
export function assertAboveGround(segments: readonly OemSegment[]): void {
  for (const { objectName, epochs, states } of segments) {
    for (const [i, epoch] of epochs.entries()) {
      const distanceM = Math.hypot(states[6 * i] as number, states[6 * i + 1] as number, states[6 * i + 2] as number);
      if (!(distanceM >= LEAST_DISTANCE_M))
        throw new EphemerisError(
          shown(objectName),
          `position at ${formatUtc(epoch)}`,
          `at least ${LEAST_DISTANCE_M / 1000} km from the Earth's centre`,
          `${distanceM / 1000} km`,
        );
    }
  }
}
