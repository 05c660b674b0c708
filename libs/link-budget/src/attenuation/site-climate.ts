import { LinkBudgetError } from '../link-budget.error.js';
import { type CloudLiquidKind } from './cloud-attenuation.js';
import { rainHeightKm } from './rain-height.js';

/** Where the antenna stands. */
export interface Site {
  readonly latitudeRad: number;
  /** Height above mean sea level, m. */
  readonly heightM: number;
}

/**
 * Climate of a site, entered by its operator from measurements or from the ITU's digital maps (which we may not ship). What is left
 * out is not guessed: the attenuation that needs it is not computed, and the result says so.
 */
export interface SiteClimate {
  /** Rain rate exceeded for 0.01 % of an average year, one-minute integration, mm/h (P.837). */
  readonly r001MmPerH?: number;
  /** Mean annual rain height above mean sea level, km; or `h0Km`, not both. */
  readonly rainHeightKm?: number;
  /** Mean annual height of the 0 °C isotherm above mean sea level, km (P.839). */
  readonly h0Km?: number;
  /** Surface water vapour density, g/m³ (P.836). */
  readonly waterVapourDensityGPerM3?: number;
  /** Surface temperature, K (P.1510). */
  readonly temperatureK?: number;
  /** Surface pressure as a barometer reads it (dry air and vapour), hPa. */
  readonly pressureHPa?: number;
  /** Integrated water vapour, kg/m², exceeded for the larger of 1 % and the budget's share of the year (P.836); optional beside the density. */
  readonly columnarWaterVapourKgPerM2?: number;
  /** Median wet term of the surface refractivity, N units (P.453). */
  readonly nWet?: number;
  /** Cloud liquid in the column, kg/m², exceeded for the larger of 1 % and the budget's share of the year (P.840). */
  readonly cloudLiquidKgPerM2?: number;
  /** Which liquid that is: of P.840-8's maps (reduced to 0 °C; the default) or of P.840-9's. */
  readonly cloudLiquidKind?: CloudLiquidKind;
}

/** Rain height of a climate in km, undefined where neither height is entered. Errors: LinkBudgetError when both are. */
export function rainHeightOf(climate: SiteClimate): number | undefined {
  if (climate.rainHeightKm !== undefined && climate.h0Km !== undefined)
    throw new LinkBudgetError('climate.h0Km', 'rainHeightKm or h0Km, not both', String(climate.h0Km));
  return climate.h0Km === undefined ? climate.rainHeightKm : rainHeightKm(climate.h0Km);
}
