import { requireRange } from '../link-budget.error.js';
import { slantPathFactor } from './slant-path-factor.js';
import { type Attenuation } from './slant-path-gas.js';

/** What the recommendation's edition calls the liquid in a column: "reduced" to 0 °C (P.840-8), or integrated as it is (P.840-9). */
export type CloudLiquidKind = 'reduced' | 'integrated';

export const CLOUD_MODELS: Readonly<Record<CloudLiquidKind, string>> = {
  reduced: 'ITU-R P.840-8, reduced liquid',
  integrated: 'ITU-R P.840-9, integrated liquid',
};

/** Height that stands for the top of liquid clouds below 5 degrees, km; our choice. */
const CLOUD_TOP_KM = 6;

/** Specific attenuation of cloud liquid, (dB/km)/(g/m³), which is dB/(kg/m²): double Debye permittivity of water (P.840-8, equations 2 to 11). */
function liquidDbPerKgM2(f: number, temperatureK: number): number {
  const theta = 300 / temperatureK;
  const e0 = 77.66 + 103.3 * (theta - 1);
  const e1 = 0.0671 * e0;
  const e2 = 3.52;
  const principal = 20.2 - 146 * (theta - 1) + 316 * (theta - 1) ** 2;
  const secondary = 39.8 * principal;
  const imaginary =
    (f * (e0 - e1)) / (principal * (1 + (f / principal) ** 2)) +
    (f * (e1 - e2)) / (secondary * (1 + (f / secondary) ** 2));
  const real = (e0 - e1) / (1 + (f / principal) ** 2) + (e1 - e2) / (1 + (f / secondary) ** 2) + e2;
  const eta = (2 + real) / imaginary;
  return (0.819 * f) / (imaginary * (1 + eta * eta));
}

/** Zenith attenuation in dB of 1 kg/m² of cloud liquid. Frequency 1 to 200 GHz in hertz. Errors: LinkBudgetError. */
export function cloudLiquidCoefficient(frequencyHz: number, kind: CloudLiquidKind): number {
  requireRange('frequencyHz', frequencyHz, 1e9, 200e9, 'Hz');
  const f = frequencyHz / 1e9;
  if (kind === 'reduced') return liquidDbPerKgM2(f, 273.15);
  const correction =
    0.1522 * Math.exp(-((f + 23.9589) ** 2) / 3.2991e3) + 11.51 * Math.exp(-((f - 219.2096) ** 2) / 2.7595e6) - 10.4912;
  return liquidDbPerKgM2(f, 273.75) * correction;
}

/**
 * Attenuation by clouds in dB from the liquid in the column above the site, 0 to 20 kg/m², exceeded for the same share of the time.
 * Below 5 degrees see `slantPathFactor`. Errors: LinkBudgetError.
 */
export function cloudAttenuation(
  frequencyHz: number,
  elevationRad: number,
  liquidKgPerM2: number,
  kind: CloudLiquidKind,
): Attenuation {
  requireRange('liquidKgPerM2', liquidKgPerM2, 0, 20, 'kg/m²');
  const zenithDb = liquidKgPerM2 * cloudLiquidCoefficient(frequencyHz, kind);
  return { attenuationDb: zenithDb * slantPathFactor(elevationRad, CLOUD_TOP_KM), model: CLOUD_MODELS[kind] };
}
