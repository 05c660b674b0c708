// Every row of the ITU's validation examples (CG-3M3J-13, as collected by ITU-Rpy) that carries its own inputs, within 1e-4.
import { describe, expect, it } from '@jest/globals';
import { column, haveLinkOracles, linkOracle, type OracleRow, worstRelativeError } from '../testing/link-oracle.js';
import { cloudAttenuation, cloudLiquidCoefficient } from './cloud-attenuation.js';
import { crossPolarDiscrimination } from './cross-polarisation.js';
import { rainAttenuation, rainSlantPathKm } from './rain-attenuation.js';
import { rainHeightKm } from './rain-height.js';
import { rainOnPathPercent } from './rain-probability.js';
import { scintillationFade } from './scintillation.js';
import { gasAttenuation } from './slant-path-gas.js';
import { specificGasAttenuation } from './specific-gas-attenuation.js';
import { rainCoefficients, specificRainAttenuation } from './specific-rain-attenuation.js';
import { totalAttenuation } from './total-attenuation.js';
import { waterVapourColumnDb } from './zenith-gas-attenuation.js';

const TOLERANCE = 1e-4;
const degrees = Math.PI / 180;
const at = column;
const frequencyHz = (row: OracleRow): number => at(row, 'f') * 1e9;
const elevationRad = (row: OracleRow): number => at(row, 'el') * degrees;
const tiltRad = (row: OracleRow): number => at(row, 'tau') * degrees;
const place = (row: OracleRow): string => `${at(row, 'lat')} ${at(row, 'lon')}`;
/** The pressure of these tables is that of dry air: only so do they come out. */
const air = (row: OracleRow) => ({
  dryPressureHPa: at(row, 'P'),
  temperatureK: at(row, 'T'),
  waterVapourDensityGPerM3: at(row, 'rho'),
});

/** Reads a table and sees that it has the rows it should: a table read as empty would pass everything. */
function table(name: string, rows: number): readonly OracleRow[] {
  const found = linkOracle(name);
  expect(found).toHaveLength(rows);
  return found;
}

(haveLinkOracles() ? describe : describe.skip)('ITU validation examples', () => {
  it('P.838-3: k, alpha and gamma of rain, 64 rows', () => {
    const rows = table('838/ITURP838-3_rain_specific_attenuation.csv', 64);
    const of = (row: OracleRow) => rainCoefficients(frequencyHz(row), elevationRad(row), tiltRad(row));
    expect(worstRelativeError(rows, 'k', (row) => of(row).k)).toBeLessThan(TOLERANCE);
    expect(worstRelativeError(rows, 'alpha', (row) => of(row).alpha)).toBeLessThan(TOLERANCE);
    const gamma = (row: OracleRow): number =>
      specificRainAttenuation(at(row, 'R'), frequencyHz(row), elevationRad(row), tiltRad(row)).dbPerKm;
    expect(worstRelativeError(rows, 'gamma_r', gamma)).toBeLessThan(TOLERANCE);
  });

  it('P.839-4: rain height, 8 rows', () => {
    const rows = table('839/ITURP839-4_rain_height.csv', 8);
    expect(worstRelativeError(rows, 'hr', (row) => rainHeightKm(at(row, 'h0')))).toBeLessThan(TOLERANCE);
  });

  it.each([
    ['12', 355],
    ['13', 350],
  ])('P.676-%s: gamma of oxygen and water vapour, %p rows', (edition, count) => {
    const rows = table(`676/ITURP676-${edition}_gamma.csv`, count);
    const of = (row: OracleRow) => specificGasAttenuation(frequencyHz(row), air(row));
    expect(worstRelativeError(rows, 'gamma0', (row) => of(row).oxygenDbPerKm)).toBeLessThan(TOLERANCE);
    expect(worstRelativeError(rows, 'gammaw', (row) => of(row).waterVapourDbPerKm)).toBeLessThan(TOLERANCE);
    const both = (row: OracleRow): number => of(row).oxygenDbPerKm + of(row).waterVapourDbPerKm;
    expect(worstRelativeError(rows, 'gamma', both)).toBeLessThan(TOLERANCE);
  });

  it('P.676-12: zenith attenuation of the water vapour column, 64 rows', () => {
    const rows = table('676/ITURP676-12_zenith_attenuation.csv', 64);
    const zenith = (row: OracleRow): number =>
      waterVapourColumnDb(frequencyHz(row), { kgPerM2: at(row, 'V_t'), siteHeightKm: at(row, 'h') });
    expect(worstRelativeError(rows, 'Aw', zenith)).toBeLessThan(TOLERANCE);
  });

  it('P.676-12: slant path with a water vapour column, 64 rows', () => {
    const rows = table('676/ITURP676-12_A_gas.csv', 64);
    const gas = (row: OracleRow): number =>
      gasAttenuation(frequencyHz(row), elevationRad(row), air(row), {
        kgPerM2: at(row, 'V_t'),
        siteHeightKm: at(row, 'h'),
      }).attenuationDb;
    expect(worstRelativeError(rows, 'A_gas', gas)).toBeLessThan(TOLERANCE);
  });

  it('P.676-13: slant path from the air at the surface, 10 rows', () => {
    const rows = table('676/ITURP676-13_A_gas.csv', 10);
    const gas = (row: OracleRow): number => gasAttenuation(frequencyHz(row), elevationRad(row), air(row)).attenuationDb;
    expect(worstRelativeError(rows, 'A_gas', gas)).toBeLessThan(TOLERANCE);
  });

  it.each(['13', '14'])('P.618-%s: rain attenuation and rain on the path, 64 rows', (edition) => {
    const rows = table(`618/ITURP618-${edition}_A_rain.csv`, 64);
    // The rows have the length of the path up to the rain height, not that height.
    const rainTop = (row: OracleRow): number => at(row, 'hs') + at(row, 'Ls') * Math.sin(elevationRad(row));
    const rain = (row: OracleRow): number =>
      rainAttenuation(
        {
          frequencyHz: frequencyHz(row),
          elevationRad: elevationRad(row),
          tiltRad: tiltRad(row),
          latitudeRad: at(row, 'lat') * degrees,
          siteHeightKm: at(row, 'hs'),
          rainHeightKm: rainTop(row),
          r001MmPerH: at(row, 'R001'),
        },
        at(row, 'p'),
      ).attenuationDb;
    expect(worstRelativeError(rows, 'A_rain', rain)).toBeLessThan(TOLERANCE);
    const wet = (row: OracleRow): number => {
      const slantKm = rainSlantPathKm(elevationRad(row), at(row, 'hs'), rainTop(row));
      return rainOnPathPercent(100 * at(row, 'P0'), slantKm, elevationRad(row)).percentOfYear;
    };
    expect(worstRelativeError(rows, 'P_rain', wet)).toBeLessThan(TOLERANCE);
  });

  const fade = (row: OracleRow, nWet: number): number =>
    scintillationFade(
      {
        frequencyHz: frequencyHz(row),
        elevationRad: elevationRad(row),
        nWet,
        antennaDiameterM: at(row, 'D'),
        antennaEfficiency: at(row, 'eta'),
      },
      at(row, 'p'),
    ).attenuationDb;

  it('P.618-13: scintillation, 64 rows', () => {
    const rows = table('618/ITURP618-13_A_sci.csv', 64);
    expect(worstRelativeError(rows, 'A_scin', (row) => fade(row, at(row, 'N_wet')))).toBeLessThan(TOLERANCE);
  });

  it('P.618-14: scintillation, 48 rows with the refractivity that P.618-13 has for the same places', () => {
    const wet = new Map(linkOracle('618/ITURP618-13_A_sci.csv').map((row) => [place(row), at(row, 'N_wet')] as const));
    const rows = table('618/ITURP618-14_A_sci.csv', 48);
    const joined = (row: OracleRow): number => fade(row, wet.get(place(row)) ?? Number.NaN);
    expect(worstRelativeError(rows, 'A_scin', joined)).toBeLessThan(TOLERANCE);
  });

  it('P.618-13: total attenuation, gas and clouds of 1 % of the year, 64 rows', () => {
    const rows = table('618/ITURP618-13_A_total.csv', 64);
    const total = (row: OracleRow): number =>
      totalAttenuation({
        gasDb: at(row, 'A_gas_1'),
        rainDb: at(row, 'A_rain'),
        cloudDb: at(row, 'A_clouds_1'),
        scintillationDb: at(row, 'A_scin'),
      }).attenuationDb;
    expect(worstRelativeError(rows, 'A_total', total)).toBeLessThan(TOLERANCE);
  });

  it.each(['13', '14'])('P.618-%s: cross-polar discrimination, 64 rows', (edition) => {
    const rows = table(`618/ITURP618-${edition}_A_xpd.csv`, 64);
    const xpd = (row: OracleRow): number =>
      crossPolarDiscrimination(
        at(row, 'Ap'),
        { frequencyHz: frequencyHz(row), elevationRad: elevationRad(row), tiltRad: tiltRad(row) },
        at(row, 'p'),
      ).discriminationDb;
    expect(worstRelativeError(rows, 'XPD', xpd)).toBeLessThan(TOLERANCE);
  });

  it.each([
    ['8', 'reduced', 64],
    ['9', 'integrated', 17],
  ] as const)(
    'P.840-%s: clouds, with the %s liquid of another table for the same place and time',
    (edition, kind, joined) => {
      const key = (row: OracleRow): string => `${place(row)} ${at(row, 'p')}`;
      const liquids = linkOracle(`840/ITURP840-${edition}_columnar_content_reduced_liquid.csv`);
      const liquid = new Map(liquids.map((row) => [key(row), at(row, 'Lred')] as const));
      const rows = linkOracle(`840/ITURP840-${edition}_cloud_attenuation.csv`).filter((row) => liquid.has(key(row)));
      expect(rows).toHaveLength(joined);
      for (const row of rows) {
        const computed = cloudAttenuation(frequencyHz(row), elevationRad(row), liquid.get(key(row)) as number, kind);
        // Some rows are exactly 0.
        expect(Math.abs(computed.attenuationDb - at(row, 'Ac'))).toBeLessThanOrEqual(TOLERANCE * at(row, 'Ac'));
      }
    },
  );

  it('P.840-8: attenuation at two frequencies, the same cloud', () => {
    const rows = table('840/ITURP840-8_cloud_attenuation.csv', 64);
    const low = rows.filter((row) => at(row, 'f') === 14.25);
    let pairs = 0;
    for (const row of low) {
      const high = rows.find((other) => at(other, 'f') === 29 && place(other) === place(row) && other.p === row.p);
      if (high === undefined) continue;
      const ratio = cloudLiquidCoefficient(29e9, 'reduced') / cloudLiquidCoefficient(14.25e9, 'reduced');
      expect(Math.abs(at(high, 'Ac') / at(row, 'Ac') / ratio - 1)).toBeLessThan(TOLERANCE);
      pairs++;
    }
    expect(pairs).toBe(32);
  });
});
