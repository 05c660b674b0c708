import { requireRange } from '../link-budget.error.js';
import { EFFECTIVE_EARTH_RADIUS_KM, LOWEST_TESTED_ELEVATION_RAD } from './slant-path-factor.js';
import { type Attenuation } from './slant-path-gas.js';
import { specificRainAttenuation } from './specific-rain-attenuation.js';

/** Both editions have the same method: the rows that the ITU published with each are equal. */
export const RAIN_ATTENUATION_MODEL = 'ITU-R P.618-14 rain attenuation (as P.618-13), P.838-3';

const DEGREE = Math.PI / 180;

export interface RainPath {
  /** 1 to 55 GHz, in hertz. */
  readonly frequencyHz: number;
  /** 0 to pi/2. */
  readonly elevationRad: number;
  /** Tilt of the polarisation to the horizontal; pi/4 for circular. */
  readonly tiltRad: number;
  readonly latitudeRad: number;
  /** Height of the station above mean sea level, km. */
  readonly siteHeightKm: number;
  /** Rain height above mean sea level, km (`rainHeightKm`). */
  readonly rainHeightKm: number;
  /** Rain rate exceeded for 0.01 % of an average year (one-minute integration), mm/h, 0 to 1000. */
  readonly r001MmPerH: number;
}

/** Length in km of the path from the station up to the rain height (P.618 equations 1 and 2); 0 when the station is above it. */
export function rainSlantPathKm(elevationRad: number, siteHeightKm: number, rainHeightKm: number): number {
  const rise = rainHeightKm - siteHeightKm;
  if (rise <= 0) return 0;
  const sine = Math.sin(elevationRad);
  if (elevationRad >= LOWEST_TESTED_ELEVATION_RAD) return rise / sine;
  return (2 * rise) / (Math.sqrt(sine * sine + (2 * rise) / EFFECTIVE_EARTH_RADIUS_KM) + sine);
}

function requirePath(path: RainPath): void {
  requireRange('frequencyHz', path.frequencyHz, 1e9, 55e9, 'Hz');
  requireRange('elevationRad', path.elevationRad, 0, Math.PI / 2, 'rad');
  requireRange('latitudeRad', path.latitudeRad, -Math.PI / 2, Math.PI / 2, 'rad');
  requireRange('siteHeightKm', path.siteHeightKm, -0.5, 9, 'km');
  requireRange('rainHeightKm', path.rainHeightKm, -1, 12, 'km');
  requireRange('r001MmPerH', path.r001MmPerH, 0, 1000, 'mm/h');
}

/** Attenuation by rain in dB exceeded for 0.01 % of an average year: P.618 clause 2.2.1, steps 1 to 9. */
function exceededForHundredthPercent(path: RainPath): number {
  const slantKm = rainSlantPathKm(path.elevationRad, path.siteHeightKm, path.rainHeightKm);
  if (slantKm === 0 || path.r001MmPerH === 0) return 0;
  const f = path.frequencyHz / 1e9;
  const rise = path.rainHeightKm - path.siteHeightKm;
  const sine = Math.sin(path.elevationRad);
  const cosine = Math.cos(path.elevationRad);
  const alongKm = slantKm * cosine; // L_G
  const specific = specificRainAttenuation(path.r001MmPerH, path.frequencyHz, path.elevationRad, path.tiltRad).dbPerKm;
  const horizontal = 1 / (1 + 0.78 * Math.sqrt((alongKm * specific) / f) - 0.38 * (1 - Math.exp(-2 * alongKm))); // r_0.01
  const steepness = Math.atan2(rise, alongKm * horizontal); // zeta
  const inRainKm = steepness > path.elevationRad ? (alongKm * horizontal) / cosine : rise / sine; // L_R
  const latitudeDeg = Math.abs(path.latitudeRad) / DEGREE;
  const chi = Math.max(0, 36 - latitudeDeg);
  const elevationDeg = path.elevationRad / DEGREE;
  const spread = (31 * (1 - Math.exp(-elevationDeg / (1 + chi))) * Math.sqrt(inRainKm * specific)) / (f * f);
  const vertical = 1 / (1 + Math.sqrt(sine) * (spread - 0.45)); // v_0.01
  return specific * inRainKm * vertical;
}

/** Step 10's beta: how fast the tropics and low paths grow towards rare rain. */
function betaOf(percent: number, latitudeDeg: number, elevationRad: number): number {
  if (percent >= 1 || latitudeDeg >= 36) return 0;
  const tropical = -0.005 * (latitudeDeg - 36);
  return elevationRad >= 25 * DEGREE ? tropical : tropical + 1.8 - 4.25 * Math.sin(elevationRad);
}

/**
 * Attenuation by rain in dB exceeded for `percentOfYear` (0.001 to 5) of an average year: P.618-14 clause 2.2.1, the same in
 * P.618-13. Zero where there is no rain or the station is above it. Errors: LinkBudgetError.
 */
export function rainAttenuation(path: RainPath, percentOfYear: number): Attenuation {
  requirePath(path);
  requireRange('percentOfYear', percentOfYear, 0.001, 5, '% of the year');
  const model = RAIN_ATTENUATION_MODEL;
  const reference = exceededForHundredthPercent(path);
  if (reference === 0) return { attenuationDb: 0, model };
  const beta = betaOf(percentOfYear, Math.abs(path.latitudeRad) / DEGREE, path.elevationRad);
  const exponent =
    0.655 +
    0.033 * Math.log(percentOfYear) -
    0.045 * Math.log(reference) -
    beta * (1 - percentOfYear) * Math.sin(path.elevationRad);
  return { attenuationDb: reference * (percentOfYear / 0.01) ** -exponent, model };
}
