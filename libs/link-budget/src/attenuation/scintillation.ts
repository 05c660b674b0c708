import { requireRange } from '../link-budget.error.js';
import { slantPathFactor } from './slant-path-factor.js';
import { type Attenuation } from './slant-path-gas.js';

export const SCINTILLATION_MODEL = 'ITU-R P.618-14 scintillation (as P.618-13)';

export interface ScintillationPath {
  /** 1 to 55 GHz, in hertz; the recommendation names 4 to 20 GHz. */
  readonly frequencyHz: number;
  /** 0 to pi/2; the recommendation holds from 5 degrees. */
  readonly elevationRad: number;
  /** Wet term of the radio refractivity at the surface, median of the year, N units, 0 to 250. */
  readonly nWet: number;
  readonly antennaDiameterM: number;
  /** 0 to 1; 0.5 where it is not known. */
  readonly antennaEfficiency: number;
}

/** Height of the turbulent layer, m. */
const TURBULENCE_HEIGHT_M = 1000;

/** How much an antenna of finite size averages out: g(x), 0 from x = 7 up. */
function apertureAveraging(x: number): number {
  if (x >= 7) return 0;
  const square = 3.86 * (x * x + 1) ** (11 / 12) * Math.sin((11 / 6) * Math.atan2(1, x)) - 7.08 * x ** (5 / 6);
  return Math.sqrt(Math.max(0, square));
}

/** Standard deviation of the amplitude in dB: P.618 clause 2.4.1. Errors: LinkBudgetError. */
export function scintillationSigmaDb(path: ScintillationPath): number {
  requireRange('frequencyHz', path.frequencyHz, 1e9, 55e9, 'Hz');
  requireRange('elevationRad', path.elevationRad, 0, Math.PI / 2, 'rad');
  requireRange('nWet', path.nWet, 0, 250, 'N units');
  requireRange('antennaDiameterM', path.antennaDiameterM, 0.01, 100, 'm');
  requireRange('antennaEfficiency', path.antennaEfficiency, 0.01, 1, '');
  const f = path.frequencyHz / 1e9;
  const sine = Math.sin(path.elevationRad);
  const lengthM = (2 * TURBULENCE_HEIGHT_M) / (Math.sqrt(sine * sine + 2.35e-4) + sine);
  const effectiveDiameterM = Math.sqrt(path.antennaEfficiency) * path.antennaDiameterM;
  const g = apertureAveraging((1.22 * effectiveDiameterM ** 2 * f) / lengthM);
  const reference = 3.6e-3 + 1e-4 * path.nWet;
  return reference * f ** (7 / 12) * g * slantPathFactor(path.elevationRad, TURBULENCE_HEIGHT_M / 1000) ** 1.2;
}

/**
 * Fade depth in dB exceeded for `percentOfTime` (0.001 to 50; the book says 0.01 to 50, the ITU's own examples go to 0.001).
 * Below 5 degrees 1/sin is continued by `slantPathFactor`: an extrapolation. Errors: LinkBudgetError.
 */
export function scintillationFade(path: ScintillationPath, percentOfTime: number): Attenuation {
  requireRange('percentOfTime', percentOfTime, 0.001, 50, '% of the time');
  const log = Math.log10(percentOfTime);
  const timeFactor = -0.061 * log ** 3 + 0.072 * log * log - 1.71 * log + 3;
  return { attenuationDb: timeFactor * scintillationSigmaDb(path), model: SCINTILLATION_MODEL };
}
