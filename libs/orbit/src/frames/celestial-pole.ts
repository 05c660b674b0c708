import { type FundamentalArguments, argumentOf, fundamentalArguments } from './fundamental-arguments.js';
import { nutation2000b } from './nutation.js';

const RAD_PER_ARCSEC = Math.PI / 180 / 3600;

/** The celestial intermediate pole in the GCRF (X, Y of its unit vector) and the locator s of the origin on its equator, rad. */
export interface CelestialPole {
  readonly x: number;
  readonly y: number;
  readonly s: number;
}

const polynomial = (t: number, ...coefficients: readonly number[]): number =>
  coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0);

// s + XY/2 (IERS Conventions 2010, table 5.2d): microarcseconds by powers of t, then periodic terms by multiples of l, l', F, D, node.
const locatorPolynomial = [94, 3808.65, -122.68, -72_574.11, 27.98, 15.62] as const;
const locatorTerms: readonly (readonly [power: number, multiples: readonly number[], sine: number, cosine: number])[] =
  [
    [0, [0, 0, 0, 0, 1], -2640.73, 0.39],
    [0, [0, 0, 0, 0, 2], -63.53, 0.02],
    [0, [0, 0, 2, -2, 3], -11.75, -0.01],
    [0, [0, 0, 2, -2, 1], -11.21, -0.01],
    [0, [0, 0, 2, -2, 2], 4.57, 0],
    [0, [0, 0, 2, 0, 3], -2.02, 0],
    [0, [0, 0, 2, 0, 1], -1.98, 0],
    [0, [0, 0, 0, 0, 3], 1.72, 0],
    [0, [0, 1, 0, 0, 1], 1.41, 0.01],
    [0, [0, 1, 0, 0, -1], 1.26, 0.01],
    [0, [1, 0, 0, 0, -1], 0.63, 0],
    [0, [1, 0, 0, 0, 1], 0.63, 0],
    [1, [0, 0, 0, 0, 2], -0.07, 3.57],
    [1, [0, 0, 0, 0, 1], 1.73, -0.03],
    [2, [0, 0, 0, 0, 1], 743.52, -0.17],
    [2, [0, 0, 2, -2, 2], 56.91, 0.06],
    [2, [0, 0, 2, 0, 2], 9.84, -0.01],
    [2, [0, 0, 0, 0, 2], -8.85, 0.01],
    [2, [0, 1, 0, 0, 0], -6.38, -0.05],
    [2, [1, 0, 0, 0, 0], -3.07, 0],
    [3, [0, 0, 0, 0, 1], 0.3, -23.42],
  ];

/**
 * Pole and origin of IAU 2006 precession with IAU 2000B nutation at Julian centuries of TT since J2000. Frame bias is in it. Left out:
 * the observed offsets dX, dY of IERS (below 1 mas), and terms of s below 0.5 microarcseconds.
 */
export function celestialPole(centuries: number): CelestialPole {
  const t = centuries;
  const of = fundamentalArguments(t);
  const nutation = nutation2000b(t, of);
  // Fukushima-Williams angles and the obliquity of date, arcseconds (Hilton et al., Celestial Mechanics 94, 351, 2006).
  const gamma = polynomial(t, -0.052_928, 10.556_378, 0.493_204_4, -0.000_312_38, -2.788e-6, 2.6e-8) * RAD_PER_ARCSEC;
  const phi = polynomial(t, 84_381.412_819, -46.811_016, 0.051_126_8, 0.000_532_89, -4.4e-7, -1.76e-8) * RAD_PER_ARCSEC;
  const psi =
    polynomial(t, -0.041_775, 5038.481_484, 1.558_417_5, -0.000_185_22, -2.6452e-5, -1.48e-8) * RAD_PER_ARCSEC;
  const mean = polynomial(t, 84_381.406, -46.836_769, -0.000_183_1, 0.002_003_4, -5.76e-7, -4.34e-8) * RAD_PER_ARCSEC;

  const obliquity = mean + nutation.obliquityRad;
  const longitude = psi + nutation.longitudeRad;
  const alongNode = Math.sin(obliquity) * Math.sin(longitude);
  const acrossNode = Math.sin(obliquity) * Math.cos(longitude) * Math.cos(phi) - Math.cos(obliquity) * Math.sin(phi);
  const x = alongNode * Math.cos(gamma) - acrossNode * Math.sin(gamma);
  const y = alongNode * Math.sin(gamma) + acrossNode * Math.cos(gamma);
  return { x, y, s: locatorSum(t, of) - (x * y) / 2 };
}

function locatorSum(t: number, of: FundamentalArguments): number {
  let sum = polynomial(t, ...locatorPolynomial);
  for (const [power, [l = 0, sun = 0, f = 0, d = 0, node = 0], sine, cosine] of locatorTerms) {
    const angle = argumentOf(of, l, sun, f, d, node);
    sum += t ** power * (sine * Math.sin(angle) + cosine * Math.cos(angle));
  }
  return sum * 1e-6 * RAD_PER_ARCSEC;
}
