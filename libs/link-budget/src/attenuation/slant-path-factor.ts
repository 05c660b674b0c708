import { requireRange } from '../link-budget.error.js';

/** Effective Earth radius in km that P.618 uses for paths below 5 degrees. */
export const EFFECTIVE_EARTH_RADIUS_KM = 8500;

/** Below this elevation P.676 Annex 2, P.840 and P.618's scintillation say nothing. */
export const LOWEST_TESTED_ELEVATION_RAD = (5 * Math.PI) / 180;

/** Length of the straight path through a shell of unit thickness `heightKm` around an Earth of the effective radius (P.618-13, equation 2), over that height. */
function shellFactor(elevationRad: number, heightKm: number): number {
  const sine = Math.sin(elevationRad);
  return 2 / (Math.sqrt(sine * sine + (2 * heightKm) / EFFECTIVE_EARTH_RADIUS_KM) + sine);
}

/**
 * How many times longer than at the zenith a path through a layer of the given height is, elevation 0 to pi/2. From 5 degrees up the
 * cosecant of the recommendations. Below, where they say nothing, our choice: the path through a spherical shell, scaled to join
 * the cosecant at 5 degrees (a few percent above the shell itself, on the safe side, and without a step).
 */
export function slantPathFactor(elevationRad: number, heightKm: number): number {
  requireRange('elevationRad', elevationRad, 0, Math.PI / 2, 'rad');
  if (elevationRad >= LOWEST_TESTED_ELEVATION_RAD) return 1 / Math.sin(elevationRad);
  const join = 1 / Math.sin(LOWEST_TESTED_ELEVATION_RAD);
  return (join * shellFactor(elevationRad, heightKm)) / shellFactor(LOWEST_TESTED_ELEVATION_RAD, heightKm);
}
