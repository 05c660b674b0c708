import { LinkBudgetError, requireRange } from '../link-budget.error.js';

export const CROSS_POLARISATION_MODEL = 'ITU-R P.618-14 clause 4 (as P.618-13)';

const DEGREE = Math.PI / 180;

/** Frequency-dependent term, f in GHz from 6 to 55. */
function frequencyTerm(f: number): number {
  if (f < 9) return 60 * Math.log10(f) - 28.3;
  if (f < 36) return 26 * Math.log10(f) + 4.1;
  return 35.9 * Math.log10(f) - 11.3;
}

/** V(f): how fast discrimination falls with the attenuation. */
function attenuationSlope(f: number): number {
  if (f < 9) return 30.8 * f ** -0.21;
  if (f < 20) return 12.8 * f ** 0.19;
  if (f < 40) return 22.6;
  return 13 * f ** 0.15;
}

/** Effective standard deviation of the raindrops' canting angle, degrees. */
function cantingDeg(percent: number): number {
  if (percent <= 0.001) return 15;
  if (percent <= 0.01) return 10;
  return percent <= 0.1 ? 5 : 0;
}

/**
 * Cross-polarisation discrimination in dB not exceeded for `percentOfTime` (0.001 to 5), rain and ice, from the rain attenuation
 * exceeded for the same share (above 0 dB). Frequency 4 to 55 GHz in hertz; below 6 GHz the attenuation given is that at 6 GHz, and the
 * result is scaled. Elevation 0 to 89.9 degrees: the recommendation holds to 60 (`beyondTested` above it; the ITU's own examples go
 * to 86). Errors: LinkBudgetError.
 */
export function crossPolarDiscrimination(
  rainAttenuationDb: number,
  path: { readonly frequencyHz: number; readonly elevationRad: number; readonly tiltRad: number },
  percentOfTime: number,
): { readonly discriminationDb: number; readonly beyondTested: boolean; readonly model: string } {
  requireRange('frequencyHz', path.frequencyHz, 4e9, 55e9, 'Hz');
  requireRange('elevationRad', path.elevationRad, 0, 89.9 * DEGREE, 'rad');
  requireRange('tiltRad', path.tiltRad, -Math.PI, Math.PI, 'rad');
  requireRange('percentOfTime', percentOfTime, 0.001, 5, '% of the time');
  if (!(rainAttenuationDb > 0 && rainAttenuationDb < 1000))
    throw new LinkBudgetError('rainAttenuationDb', 'above 0, below 1000 dB', String(rainAttenuationDb));
  const given = path.frequencyHz / 1e9;
  const f = Math.max(given, 6);
  const improvement = -10 * Math.log10(1 - 0.484 * (1 + Math.cos(4 * path.tiltRad)));
  const elevationTerm = -40 * Math.log10(Math.cos(path.elevationRad));
  const rain =
    frequencyTerm(f) -
    attenuationSlope(f) * Math.log10(rainAttenuationDb) +
    improvement +
    elevationTerm +
    0.0053 * cantingDeg(percentOfTime) ** 2;
  const withIce = rain - (rain * (0.3 + 0.1 * Math.log10(percentOfTime))) / 2;
  return {
    discriminationDb: withIce - 20 * Math.log10(given / f),
    beyondTested: path.elevationRad > 60 * DEGREE,
    model: CROSS_POLARISATION_MODEL,
  };
}
