// ITU-R P.676 Annex 2: attenuation by gases towards the zenith, from what is known at the surface.
import { requireRange } from '../link-budget.error.js';
import { oxygenEquivalentHeightKm } from './oxygen-equivalent-height.js';
import {
  type Air,
  oxygenDbPerKm,
  requireAir,
  vapourPressureHPa,
  waterVapourDbPerKm,
} from './specific-gas-attenuation.js';

/** P.676-13 Annex 2: equivalent heights of oxygen and water vapour, from pressure, temperature and vapour density at the surface. */
export const GAS_BY_SURFACE_MODEL = 'ITU-R P.676-13 Annex 2, equivalent heights';
/** P.676-12 Annex 2: equivalent height of oxygen, and water vapour from its column above the site. */
export const GAS_BY_COLUMN_MODEL = 'ITU-R P.676-12 Annex 2, equivalent height of oxygen, integrated water vapour';

/** Attenuation towards the zenith, and the heights of the layers that make it. */
export interface ZenithGas {
  readonly oxygenDb: number;
  readonly oxygenHeightKm: number;
  readonly waterVapourDb: number;
  readonly waterVapourHeightKm: number;
  readonly model: string;
}

/** Water vapour above the site. */
export interface WaterVapourColumn {
  /** Integrated water vapour content in kg/m² (mm), above 0 to 150. */
  readonly kgPerM2: number;
  /** Height of the site above mean sea level in km. */
  readonly siteHeightKm: number;
}

/** [line in GHz, a, b] of the water vapour height, P.676-13 Table 4. */
const VAPOUR_HEIGHT_LINES = [
  [22.23508, 2.6846, 2.7649],
  [183.310087, 5.8905, 4.9219],
  [325.152888, 2.981, 3.0748],
] as const;

function waterVapourHeightKm(f: number): number {
  return VAPOUR_HEIGHT_LINES.reduce((sum, [line, a, b]) => sum + a / ((f - line) ** 2 + b), 5.6585e-5 * f + 1.8348);
}

/** [c, line in GHz] of the oxygen height, P.676-12 Table 3. */
const OXYGEN_HEIGHT_LINES = [
  [0.1597, 118.750334],
  [0.1066, 368.498246],
  [0.1325, 424.76302],
  [0.1242, 487.249273],
  [0.0938, 715.392902],
  [0.1448, 773.83949],
  [0.1374, 834.145546],
] as const;

/** P.676-12 Annex 2, equations 30 to 34. `pressureRatio` is total pressure over 1013.25 hPa. */
function oxygenHeight12Km(f: number, temperatureK: number, pressureRatio: number): number {
  const rp = pressureRatio;
  const complex60 =
    (5.104 / (1 + 0.066 * rp ** -2.3)) * Math.exp(-(((f - 59.7) / (2.87 + 12.4 * Math.exp(-7.9 * rp))) ** 2));
  const lines = OXYGEN_HEIGHT_LINES.reduce(
    (sum, [c, line]) => sum + (c * Math.exp(2.12 * rp)) / ((f - line) ** 2 + 0.025 * Math.exp(2.2 * rp)),
    0,
  );
  const rest =
    ((0.0114 * f) / (1 + 0.14 * rp ** -2.6)) *
    ((15.02 * f * f - 1353 * f + 5.333e4) / (f ** 3 - 151.3 * f * f + 9629 * f - 6803));
  const a = 0.7832 + 0.00709 * (temperatureK - 273.15);
  const height = ((6.1 * a) / (1 + 0.17 * rp ** -1.1)) * (1 + complex60 + lines + rest);
  return f < 70 ? Math.min(height, 10.7 * rp ** 0.3) : height;
}

/** P.676-12 Annex 2: zenith attenuation by the water vapour column, dB, at f in GHz. */
export function waterVapourColumnDb(frequencyHz: number, column: WaterVapourColumn): number {
  requireRange('frequencyHz', frequencyHz, 1e9, 350e9, 'Hz');
  requireRange('waterVapourColumn.kgPerM2', column.kgPerM2, 0.01, 150, 'kg/m²');
  requireRange('siteHeightKm', column.siteHeightKm, -0.5, 9, 'km');
  const f = frequencyHz / 1e9;
  const reference: Air = {
    dryPressureHPa: 845,
    temperatureK: 14 * Math.log((0.22 * column.kgPerM2) / 2.38) + 3 + 273.15,
    waterVapourDensityGPerM3: column.kgPerM2 / 2.38,
  };
  const atReference =
    (0.0176 * column.kgPerM2 * waterVapourDbPerKm(f, reference)) / waterVapourDbPerKm(20.6, reference);
  if (f < 20) return atReference;
  const a =
    0.2048 * Math.exp(-(((f - 22.43) / 3.097) ** 2)) +
    0.2326 * Math.exp(-(((f - 183.5) / 4.096) ** 2)) +
    0.2073 * Math.exp(-(((f - 325) / 3.651) ** 2)) -
    0.1113;
  const b = 8.741e4 * Math.exp(-0.587 * f) + 312.2 * f ** -2.38 + 0.723;
  const height = Math.min(Math.max(column.siteHeightKm, 0), 4);
  return atReference * (a * height ** b + 1);
}

/** Zenith attenuation from the air at the surface (P.676-13 Annex 2). Frequency 1 to 350 GHz in hertz. Errors: LinkBudgetError. */
export function zenithGasBySurface(frequencyHz: number, air: Air): ZenithGas {
  requireRange('frequencyHz', frequencyHz, 1e9, 350e9, 'Hz');
  requireAir(air);
  const f = frequencyHz / 1e9;
  const { temperatureK, waterVapourDensityGPerM3: density } = air;
  const total = air.dryPressureHPa + vapourPressureHPa(density, temperatureK);
  const oxygenHeightKm = oxygenEquivalentHeightKm(f, temperatureK, total, density);
  const vapourHeightKm = waterVapourHeightKm(f);
  return {
    oxygenDb: oxygenDbPerKm(f, air) * oxygenHeightKm,
    oxygenHeightKm,
    waterVapourDb: waterVapourDbPerKm(f, air) * vapourHeightKm,
    waterVapourHeightKm: vapourHeightKm,
    model: GAS_BY_SURFACE_MODEL,
  };
}

/** Zenith attenuation from the air at the surface and the water vapour column (P.676-12 Annex 2). Frequency 1 to 350 GHz in hertz. Errors: LinkBudgetError. */
export function zenithGasByColumn(frequencyHz: number, air: Air, column: WaterVapourColumn): ZenithGas {
  requireRange('frequencyHz', frequencyHz, 1e9, 350e9, 'Hz');
  requireAir(air);
  const f = frequencyHz / 1e9;
  const vapour = vapourPressureHPa(air.waterVapourDensityGPerM3, air.temperatureK);
  const oxygenHeightKm = oxygenHeight12Km(f, air.temperatureK, (air.dryPressureHPa + vapour) / 1013.25);
  return {
    oxygenDb: oxygenDbPerKm(f, air) * oxygenHeightKm,
    oxygenHeightKm,
    waterVapourDb: waterVapourColumnDb(frequencyHz, column),
    waterVapourHeightKm: waterVapourHeightKm(f),
    model: GAS_BY_COLUMN_MODEL,
  };
}
