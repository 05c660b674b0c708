// ITU-R P.676-12 and P.676-13, Annex 1, clause 1: line by line. Both editions have the same lines and formulas.
import { requireRange } from '../link-budget.error.js';
import { OXYGEN_LINES } from './oxygen-lines.js';
import { WATER_VAPOUR_LINES } from './water-vapour-lines.js';

export const SPECIFIC_GAS_MODEL = 'ITU-R P.676-13 Annex 1 (as P.676-12)';

/** Air at one place. */
export interface Air {
  /** Pressure of the dry air in hPa (total pressure less that of the water vapour), 0 to 1200. */
  readonly dryPressureHPa: number;
  /** Temperature in K, 150 to 350. */
  readonly temperatureK: number;
  /** Water vapour density in g/m³, 0 to 100. */
  readonly waterVapourDensityGPerM3: number;
}

/** Partial pressure of water vapour in hPa: rho T / 216.7. */
export function vapourPressureHPa(waterVapourDensityGPerM3: number, temperatureK: number): number {
  return (waterVapourDensityGPerM3 * temperatureK) / 216.7;
}

export function requireAir(air: Air): void {
  requireRange('dryPressureHPa', air.dryPressureHPa, 0, 1200, 'hPa');
  requireRange('temperatureK', air.temperatureK, 150, 350, 'K');
  requireRange('waterVapourDensityGPerM3', air.waterVapourDensityGPerM3, 0, 100, 'g/m³');
}

/** Shape of a line at f: its width and interference term delta make the two halves unequal. */
function lineShape(f: number, centre: number, width: number, delta: number): number {
  const below = centre - f;
  const above = centre + f;
  return (
    (f / centre) *
    ((width - delta * below) / (below * below + width * width) +
      (width - delta * above) / (above * above + width * width))
  );
}

/** Specific attenuation of oxygen and of the dry continuum, dB/km, at f in GHz. No check of ranges. */
export function oxygenDbPerKm(f: number, air: Air): number {
  const { dryPressureHPa: p, temperatureK } = air;
  const e = vapourPressureHPa(air.waterVapourDensityGPerM3, temperatureK);
  const theta = 300 / temperatureK;
  let refractivity = 0;
  for (const [centre, a1, a2, a3, a4, a5, a6] of OXYGEN_LINES) {
    const strength = a1 * 1e-7 * p * theta ** 3 * Math.exp(a2 * (1 - theta));
    const pressureWidth = a3 * 1e-4 * (p * theta ** (0.8 - a4) + 1.1 * e * theta);
    const width = Math.sqrt(pressureWidth * pressureWidth + 2.25e-6); // Zeeman splitting
    const delta = (a5 + a6 * theta) * 1e-4 * (p + e) * theta ** 0.8;
    refractivity += strength * lineShape(f, centre, width, delta);
  }
  const debyeWidth = 5.6e-4 * (p + e) * theta ** 0.8;
  const debye = debyeWidth === 0 ? 0 : 6.14e-5 / (debyeWidth * (1 + (f / debyeWidth) ** 2));
  const nitrogen = (1.4e-12 * p * theta ** 1.5) / (1 + 1.9e-5 * f ** 1.5);
  return 0.182 * f * (refractivity + f * p * theta * theta * (debye + nitrogen));
}

/** Specific attenuation of water vapour, dB/km, at f in GHz. No check of ranges. */
export function waterVapourDbPerKm(f: number, air: Air): number {
  const { dryPressureHPa: p, temperatureK } = air;
  const e = vapourPressureHPa(air.waterVapourDensityGPerM3, temperatureK);
  const theta = 300 / temperatureK;
  let refractivity = 0;
  for (const [centre, b1, b2, b3, b4, b5, b6] of WATER_VAPOUR_LINES) {
    const strength = b1 * 0.1 * e * theta ** 3.5 * Math.exp(b2 * (1 - theta));
    const pressureWidth = b3 * 1e-4 * (p * theta ** b4 + b5 * e * theta ** b6);
    const doppler = (2.1316e-12 * centre * centre) / theta;
    const width = 0.535 * pressureWidth + Math.sqrt(0.217 * pressureWidth * pressureWidth + doppler);
    refractivity += strength * lineShape(f, centre, width, 0);
  }
  return 0.182 * f * refractivity;
}

/**
 * Specific attenuation by gases in dB/km at one place: oxygen (with the dry continuum) and water vapour. Frequency 1 GHz to 1000 GHz
 * in hertz. Errors: LinkBudgetError.
 */
export function specificGasAttenuation(
  frequencyHz: number,
  air: Air,
): { readonly oxygenDbPerKm: number; readonly waterVapourDbPerKm: number; readonly model: string } {
  requireRange('frequencyHz', frequencyHz, 1e9, 1e12, 'Hz');
  requireAir(air);
  const f = frequencyHz / 1e9;
  return {
    oxygenDbPerKm: oxygenDbPerKm(f, air),
    waterVapourDbPerKm: waterVapourDbPerKm(f, air),
    model: SPECIFIC_GAS_MODEL,
  };
}
