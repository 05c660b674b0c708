import { RAD_PER_DEG, type Vector3 } from '../frames/vector.js';

const RAD_PER_ARCSEC = RAD_PER_DEG / 3600;

/** A place by the mean ecliptic and equinox of date, rad and m. */
export interface EclipticPosition {
  readonly longitudeRad: number;
  readonly latitudeRad: number;
  readonly distanceM: number;
}

interface Nutation {
  readonly inLongitudeRad: number;
  readonly inObliquityRad: number;
}

/** The four largest terms of nutation: good to 0.5" in longitude and 0.1" in obliquity (Meeus 1998, ch. 22, from memory). */
function nutation(centuries: number): Nutation {
  const node = (125.044_52 - 1934.136_261 * centuries) * RAD_PER_DEG;
  const sun = (280.4665 + 36_000.7698 * centuries) * RAD_PER_DEG;
  const moon = (218.3165 + 481_267.8813 * centuries) * RAD_PER_DEG;
  return {
    inLongitudeRad:
      (-17.2 * Math.sin(node) - 1.32 * Math.sin(2 * sun) - 0.23 * Math.sin(2 * moon) + 0.21 * Math.sin(2 * node)) *
      RAD_PER_ARCSEC,
    inObliquityRad:
      (9.2 * Math.cos(node) + 0.57 * Math.cos(2 * sun) + 0.1 * Math.cos(2 * moon) - 0.09 * Math.cos(2 * node)) *
      RAD_PER_ARCSEC,
  };
}

/**
 * The place in TEME (m): true equator, mean equinox. Turned by nutation to the true equator and equinox, then back along the equator
 * by the equation of the equinoxes, so that `EarthRotation` takes it to ITRF. The turn costs 0.5" (nutation cut to four terms).
 */
export function eclipticToTeme(position: EclipticPosition, centuries: number): Vector3 {
  const { inLongitudeRad, inObliquityRad } = nutation(centuries);
  const meanObliquity = (84_381.448 - 46.815 * centuries - 0.000_59 * centuries ** 2) * RAD_PER_ARCSEC;
  const obliquity = meanObliquity + inObliquityRad;
  const longitude = position.longitudeRad + inLongitudeRad;
  const inPlane = position.distanceM * Math.cos(position.latitudeRad);
  const x = inPlane * Math.cos(longitude);
  const y = inPlane * Math.sin(longitude);
  const z = position.distanceM * Math.sin(position.latitudeRad);
  const north = y * Math.cos(obliquity) - z * Math.sin(obliquity);
  const equinoxes = inLongitudeRad * Math.cos(meanObliquity);
  return [
    x * Math.cos(equinoxes) + north * Math.sin(equinoxes),
    north * Math.cos(equinoxes) - x * Math.sin(equinoxes),
    y * Math.sin(obliquity) + z * Math.cos(obliquity),
  ];
}
