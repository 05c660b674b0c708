import { type Tai } from '@app/time';
import { RAD_PER_DEG, type Vector3 } from '../frames/vector.js';
import { centuriesSinceJ2000 } from './dynamical-time.js';
import { eclipticToTeme } from './ecliptic-of-date.js';
import { type SeriesTerm, earthDistance, earthLatitude, earthLongitude } from './sun-series.js';

const AU_M = 149_597_870_700;
/** Aberration at 1 au (Meeus 1998, ch. 25, from memory). */
const ABERRATION_RAD = (20.4898 / 3600) * RAD_PER_DEG;

function sum(powers: readonly (readonly SeriesTerm[])[], millennia: number): number {
  let total = 0;
  for (const [power, terms] of powers.entries()) {
    let part = 0;
    for (const [amplitude, phase, rate] of terms) part += amplitude * Math.cos(phase + rate * millennia);
    total += part * millennia ** power;
  }
  return total * 1e-8;
}

/**
 * The Sun as seen from the Earth's centre, in TEME (m): apparent direction, with light time and aberration, as its light and its
 * shadows arrive. Within 0.0006 degrees (2") in direction and 1e-5 in distance, measured for 2020 to 2035; truncated VSOP87 with the
 * four largest terms of nutation. TEME stands in for the true equator and mean equinox of date; the geometric Sun is 20.5" ahead of this.
 */
export function sunPosition(instant: Tai): Vector3 {
  const centuries = centuriesSinceJ2000(instant);
  const millennia = centuries / 10;
  const distanceAu = sum(earthDistance, millennia);
  return eclipticToTeme(
    {
      longitudeRad: sum(earthLongitude, millennia) + Math.PI - ABERRATION_RAD / distanceAu,
      latitudeRad: -sum(earthLatitude, millennia),
      distanceM: distanceAu * AU_M,
    },
    centuries,
  );
}
