import { type AirConditions, STANDARD_AIR, apparentElevationRad, trueElevationRad } from '../refraction/refraction.js';

/** How an elevation is meant: as geometry has it, or as refraction lifts it. All in radians. */
export interface ElevationModel {
  /** What the result says of it. */
  readonly refraction: string;
  /** The elevation that is compared with masks and reported, of a geometric one. */
  apparent(geometricRad: number): number;
  /** The inverse. */
  geometric(apparentRad: number): number;
}

export const geometricElevation: ElevationModel = {
  refraction: 'none',
  apparent: (elevation) => elevation,
  geometric: (elevation) => elevation,
};

/** Elevations as standard refraction lifts them. */
export function refractedElevation(air: AirConditions = STANDARD_AIR): ElevationModel {
  const { pressureHpa, temperatureC } = air;
  // What is below the lifted nadir is below everything.
  const lowest = apparentElevationRad(-Math.PI / 2, air);
  return {
    refraction: `Saemundsson, ${pressureHpa} hPa, ${temperatureC} C: apparent elevations`,
    apparent: (elevation) => apparentElevationRad(elevation, air),
    geometric: (elevation) => (elevation <= lowest ? -Math.PI / 2 : trueElevationRad(elevation, air)),
  };
}
