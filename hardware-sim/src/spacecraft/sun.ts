import { type Vector3 } from '@app/orbit';

/** 2000-01-01T12:00 in seconds of TAI since 1958 (Terrestrial Time). */
const J2000_S = 1_325_419_200 - 32;
const RAD = Math.PI / 180;

/**
 * Unit vector from the Earth to the Sun, equator and equinox of date, to about 0.01 degrees: the low-precision formula of the
 * Astronomical Almanac (from memory). Seconds of TAI since 1958.
 */
export function sunDirection(seconds: number): Vector3 {
  const days = (seconds - J2000_S) / 86_400;
  const meanLongitude = 280.46 + 0.985_647_4 * days;
  const meanAnomaly = (357.528 + 0.985_600_3 * days) * RAD;
  const longitude = (meanLongitude + 1.915 * Math.sin(meanAnomaly) + 0.02 * Math.sin(2 * meanAnomaly)) * RAD;
  const obliquity = (23.439 - 4e-7 * days) * RAD;
  const sin = Math.sin(longitude);
  return [Math.cos(longitude), Math.cos(obliquity) * sin, Math.sin(obliquity) * sin];
}
