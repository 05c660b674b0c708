import { slewAccelerations, type SlewLimits } from '@app/contracts';
import type { RotatorLimits } from '../rotator/rotator.port.js';

/** What an antenna can follow: where it can look, and how fast it turns and gets there. */
export interface PointingLimits extends RotatorLimits {
  readonly azimuthRateDegPerS: number;
  readonly elevationRateDegPerS: number;
  readonly azimuthAccelerationDegPerS2: number;
  readonly elevationAccelerationDegPerS2: number;
}

/** The registry and the rotator speak of two antennas that have no direction in common. */
export class PointingLimitsError extends Error {
  override readonly name = 'PointingLimitsError';
  constructor(
    readonly axis: 'azimuth' | 'elevation',
    readonly registered: string,
    readonly found: string,
  ) {
    super(`${axis} limits: the registry says ${registered} degrees, the rotator ${found}: nothing is in both`);
  }
}

/** The limits that the registry and the rotator both grant. Throws PointingLimitsError where that is nothing. */
export function commonLimits(slew: SlewLimits, rotator: RotatorLimits): PointingLimits {
  const limits: PointingLimits = {
    azimuthMinDeg: Math.max(slew.azimuthMinDeg, rotator.azimuthMinDeg),
    azimuthMaxDeg: Math.min(slew.azimuthMaxDeg, rotator.azimuthMaxDeg),
    elevationMinDeg: Math.max(slew.elevationMinDeg, rotator.elevationMinDeg),
    elevationMaxDeg: Math.min(slew.elevationMaxDeg, rotator.elevationMaxDeg),
    azimuthRateDegPerS: slew.azimuthRateDegPerS,
    elevationRateDegPerS: slew.elevationRateDegPerS,
    ...slewAccelerations(slew),
  };
  for (const axis of ['azimuth', 'elevation'] as const) {
    const [min, max] = [`${axis}MinDeg`, `${axis}MaxDeg`] as const;
    if (limits[min] > limits[max])
      throw new PointingLimitsError(axis, `${slew[min]} to ${slew[max]}`, `${rotator[min]} to ${rotator[max]}`);
  }
  return limits;
}
