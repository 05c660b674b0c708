import { type SatRec } from 'satellite.js';
import { EARTH_RATE_RAD_PER_S } from '../frames/sidereal-time.js';

const DAY_S = 86_400;
// Rates of the mean longitudes that SGP4 starts its lunar and solar terms from, rad per day (AIAA 2006-6753, as in its code).
const MOON_RAD_PER_DAY = 0.229_971_5 - 0.001_944_368;
const SUN_RAD_PER_DAY = 0.017_201_977;

/**
 * Puts right what a deep-space orbit was initialised with when its epoch was rounded: sidereal time, the longitude of a resonant orbit
 * that is counted from it, and the places of Moon and Sun. `seconds` = exact epoch - the epoch SGP4 took, under a millisecond, so that
 * first order is exact. Near-Earth orbits do not use the epoch. Without it a Molniya orbit would be off by 8 mm in a week.
 */
export function correctEpoch(satrec: SatRec, seconds: number): void {
  if (satrec.method !== 'd' || seconds === 0) return;
  const sidereal = EARTH_RATE_RAD_PER_S * seconds;
  satrec.gsto += sidereal;
  satrec.xlamo -= satrec.irez * sidereal;
  satrec.zmol += (MOON_RAD_PER_DAY * seconds) / DAY_S;
  satrec.zmos += (SUN_RAD_PER_DAY * seconds) / DAY_S;
}
