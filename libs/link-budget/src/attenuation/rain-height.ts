import { requireRange } from '../link-budget.error.js';

export const RAIN_HEIGHT_MODEL = 'ITU-R P.839-4';

/** Mean annual rain height above mean sea level in km from the mean annual 0 °C isotherm height h0 (-1 to 10 km): h0 + 0.36 km (P.839-4). */
export function rainHeightKm(h0Km: number): number {
  requireRange('h0Km', h0Km, -1, 10, 'km');
  return h0Km + 0.36;
}
