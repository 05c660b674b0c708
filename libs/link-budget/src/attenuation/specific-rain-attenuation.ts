import { requireRange } from '../link-budget.error.js';

export const SPECIFIC_RAIN_MODEL = 'ITU-R P.838-3';

/** Sum of Gaussians over the logarithm of the frequency, and a straight line below them. */
interface GaussianSum {
  /** [a, b, c] of each term a exp(-((log10 f - b) / c)²). */
  readonly terms: readonly (readonly [number, number, number])[];
  readonly slope: number;
  readonly offset: number;
}

/** Tables 1 to 4 of P.838-3: k and alpha, for horizontal and for vertical polarisation. */
const K_HORIZONTAL: GaussianSum = {
  terms: [
    [-5.3398, -0.10008, 1.13098],
    [-0.35351, 1.2697, 0.454],
    [-0.23789, 0.86036, 0.15354],
    [-0.94158, 0.64552, 0.16817],
  ],
  slope: -0.18961,
  offset: 0.71147,
};
const K_VERTICAL: GaussianSum = {
  terms: [
    [-3.80595, 0.56934, 0.81061],
    [-3.44965, -0.22911, 0.51059],
    [-0.39902, 0.73042, 0.11899],
    [0.50167, 1.07319, 0.27195],
  ],
  slope: -0.16398,
  offset: 0.63297,
};
const ALPHA_HORIZONTAL: GaussianSum = {
  terms: [
    [-0.14318, 1.82442, -0.55187],
    [0.29591, 0.77564, 0.19822],
    [0.32177, 0.63773, 0.13164],
    [-5.3761, -0.9623, 1.47828],
    [16.1721, -3.2998, 3.4399],
  ],
  slope: 0.67849,
  offset: -1.95537,
};
const ALPHA_VERTICAL: GaussianSum = {
  terms: [
    [-0.07771, 2.3384, -0.76284],
    [0.56727, 0.95545, 0.54039],
    [-0.20238, 1.1452, 0.26809],
    [-48.2991, 0.791669, 0.116226],
    [48.5833, 0.791459, 0.116479],
  ],
  slope: -0.053739,
  offset: 0.83433,
};

function valueAt(fit: GaussianSum, logFrequency: number): number {
  let sum = fit.slope * logFrequency + fit.offset;
  for (const [a, b, c] of fit.terms) sum += a * Math.exp(-(((logFrequency - b) / c) ** 2));
  return sum;
}

/** Coefficients of the power law gamma = k R^alpha: gamma in dB/km, R in mm/h. */
export interface RainCoefficients {
  readonly k: number;
  readonly alpha: number;
  readonly model: string;
}

/**
 * Coefficients of the specific attenuation by rain (P.838-3, March 2005). Frequency 1 GHz to 1000 GHz in hertz; elevation of the path
 * 0 to pi/2 and polarisation tilt to the horizontal in radians (0 horizontal, pi/2 vertical, pi/4 for circular).
 * Errors: LinkBudgetError.
 */
export function rainCoefficients(frequencyHz: number, elevationRad: number, tiltRad: number): RainCoefficients {
  requireRange('frequencyHz', frequencyHz, 1e9, 1e12, 'Hz');
  requireRange('elevationRad', elevationRad, 0, Math.PI / 2, 'rad');
  requireRange('tiltRad', tiltRad, -Math.PI, Math.PI, 'rad');
  const logFrequency = Math.log10(frequencyHz / 1e9);
  const kH = 10 ** valueAt(K_HORIZONTAL, logFrequency);
  const kV = 10 ** valueAt(K_VERTICAL, logFrequency);
  const weightedH = kH * valueAt(ALPHA_HORIZONTAL, logFrequency);
  const weightedV = kV * valueAt(ALPHA_VERTICAL, logFrequency);
  const geometry = Math.cos(elevationRad) ** 2 * Math.cos(2 * tiltRad);
  const k = (kH + kV + (kH - kV) * geometry) / 2;
  const alpha = (weightedH + weightedV + (weightedH - weightedV) * geometry) / (2 * k);
  return { k, alpha, model: SPECIFIC_RAIN_MODEL };
}

/** Specific attenuation in dB/km at a rain rate of 0 to 1000 mm/h; the rest as in `rainCoefficients`. */
export function specificRainAttenuation(
  rainRateMmPerH: number,
  frequencyHz: number,
  elevationRad: number,
  tiltRad: number,
): RainCoefficients & { readonly dbPerKm: number } {
  requireRange('rainRateMmPerH', rainRateMmPerH, 0, 1000, 'mm/h');
  const coefficients = rainCoefficients(frequencyHz, elevationRad, tiltRad);
  return { ...coefficients, dbPerKm: coefficients.k * rainRateMmPerH ** coefficients.alpha };
}
