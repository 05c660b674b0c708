import { requireRange } from '../link-budget.error.js';
import { bothExceed, inverseGaussianTail } from './normal-distribution.js';

export const RAIN_PROBABILITY_MODEL = 'ITU-R P.618-14 probability of rain on a slant path (as P.618-13)';

/**
 * Percentage of an average year with rain somewhere on the slant path: P.618 clause 2.2.1. `rainPercentAtSite` (above 0, below
 * 100) is that at the station (P.837 or measured), `slantPathKm` as `rainSlantPathKm`. Errors: LinkBudgetError.
 */
export function rainOnPathPercent(
  rainPercentAtSite: number,
  slantPathKm: number,
  elevationRad: number,
): { readonly percentOfYear: number; readonly model: string } {
  requireRange('rainPercentAtSite', rainPercentAtSite, 1e-6, 99.999_999, '%');
  requireRange('slantPathKm', slantPathKm, 0, 1000, 'km');
  requireRange('elevationRad', elevationRad, 0, Math.PI / 2, 'rad');
  const p0 = rainPercentAtSite / 100;
  const alongKm = slantPathKm * Math.cos(elevationRad);
  const correlation = 0.59 * Math.exp(-alongKm / 31) + 0.41 * Math.exp(-alongKm / 800);
  const both = bothExceed(inverseGaussianTail(p0), correlation);
  const share = Math.min(1, Math.max(0, (both - p0 * p0) / (p0 * (1 - p0))));
  return { percentOfYear: 100 * (1 - (1 - p0) * share ** p0), model: RAIN_PROBABILITY_MODEL };
}
