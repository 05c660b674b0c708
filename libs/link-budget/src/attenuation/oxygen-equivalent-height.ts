import { OXYGEN_EQUIVALENT_HEIGHTS } from './oxygen-equivalent-height.table.js';

/** Frequency in GHz, then a0, b0, c0, d0. */
type Row = readonly [number, number, number, number, number];

let parsed: readonly Row[] | undefined;

function rows(): readonly Row[] {
  parsed ??= OXYGEN_EQUIVALENT_HEIGHTS.trim()
    .split(/[;\n]/)
    .map((entry) => entry.trim().split(' ').map(Number) as unknown as Row);
  return parsed;
}

/**
 * Equivalent height of oxygen in km (P.676-13 Annex 2, equation 31): a0 + b0 T + c0 P + d0 rho, coefficients interpolated linearly in
 * frequency. Frequency 1 to 350 GHz; surface temperature in K, total pressure in hPa, water vapour density in g/m³.
 */
export function oxygenEquivalentHeightKm(
  frequencyGHz: number,
  temperatureK: number,
  totalPressureHPa: number,
  waterVapourDensityGPerM3: number,
): number {
  const table = rows();
  let low = 0;
  let high = table.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((table[middle] as Row)[0] <= frequencyGHz) low = middle;
    else high = middle;
  }
  const below = table[low] as Row;
  const above = table[high] as Row;
  const share = (frequencyGHz - below[0]) / (above[0] - below[0]);
  const at = (i: 1 | 2 | 3 | 4): number => below[i] + share * (above[i] - below[i]);
  return at(1) + at(2) * temperatureK + at(3) * totalPressureHPa + at(4) * waterVapourDensityGPerM3;
}
