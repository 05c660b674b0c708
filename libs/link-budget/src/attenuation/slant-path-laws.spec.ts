import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LinkBudgetError } from '../link-budget.error.js';
import { crossPolarDiscrimination } from './cross-polarisation.js';
import { rainAttenuation, rainSlantPathKm } from './rain-attenuation.js';
import { gOverTDegradationDb, skyNoiseTemperatureK } from './sky-noise.js';
import { slantPathAtmosphere } from './slant-path-atmosphere.js';
import { slantPathFactor } from './slant-path-factor.js';
import { gasAttenuation } from './slant-path-gas.js';

const degrees = Math.PI / 180;
const path = {
  frequencyHz: 8.2e9,
  elevationRad: 20 * degrees,
  tiltRad: 45 * degrees,
  latitudeRad: 40 * degrees,
  siteHeightKm: 0.1,
  rainHeightKm: 3.5,
  r001MmPerH: 40,
};
const standardAir = { dryPressureHPa: 1003, temperatureK: 288.15, waterVapourDensityGPerM3: 7.5 };

describe('slant path', () => {
  it('is the cosecant from 5 degrees up, and joins it without a step below', () => {
    expect(slantPathFactor(30 * degrees, 5)).toBeCloseTo(2, 12);
    for (const height of [0.5, 2, 6, 10]) {
      const join = slantPathFactor(5 * degrees, height);
      expect(Math.abs(slantPathFactor(4.999999 * degrees, height) / join - 1)).toBeLessThan(1e-6);
      // At the horizon a shell is √(2 Re / h) heights long; the join adds less than a tenth.
      const horizon = slantPathFactor(0, height) / Math.sqrt((2 * 8500) / height);
      expect(horizon).toBeGreaterThan(1);
      expect(horizon).toBeLessThan(1.1);
    }
  });

  it('grows as the elevation falls', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 89, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0.5, max: 10, noNaN: true }),
        (elevationDeg, more, height) => {
          const low = slantPathFactor(elevationDeg * degrees, height);
          expect(slantPathFactor((elevationDeg + more) * degrees, height)).toBeLessThan(low);
        },
      ),
    );
  });

  it.each([-0.001, Math.PI / 2 + 0.001, Number.NaN])('refuses an elevation of %p rad', (elevationRad) => {
    expect(() => slantPathFactor(elevationRad, 5)).toThrow(LinkBudgetError);
    expect(() => gasAttenuation(8e9, elevationRad, standardAir)).toThrow(/elevationRad/);
    expect(() => rainAttenuation({ ...path, elevationRad }, 0.1)).toThrow(/elevationRad/);
  });

  it('refuses frequencies where a method ends', () => {
    expect(() => gasAttenuation(0.9e9, 1, standardAir)).toThrow(/expected 1000000000 to 350000000000 Hz/);
    expect(() => rainAttenuation({ ...path, frequencyHz: 56e9 }, 0.1)).toThrow(LinkBudgetError);
  });
});

describe('rain attenuation', () => {
  it('is nothing where it does not rain, and above the rain', () => {
    expect(rainAttenuation({ ...path, r001MmPerH: 0 }, 0.01).attenuationDb).toBe(0);
    expect(rainAttenuation({ ...path, siteHeightKm: 3.5 }, 0.01).attenuationDb).toBe(0);
    expect(rainSlantPathKm(1, 4, 3.5)).toBe(0);
  });

  it('is larger for rarer weather and at higher frequency', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 4, noNaN: true }),
        fc.double({ min: 5, max: 90, noNaN: true }),
        fc.double({ min: 5, max: 120, noNaN: true }),
        (percent, elevationDeg, r001MmPerH) => {
          const here = { ...path, elevationRad: elevationDeg * degrees, r001MmPerH };
          const often = rainAttenuation(here, percent * 1.2).attenuationDb;
          const rare = rainAttenuation(here, percent).attenuationDb;
          expect(rare).toBeGreaterThan(often);
          expect(rainAttenuation({ ...here, frequencyHz: 20e9 }, percent).attenuationDb).toBeGreaterThan(rare);
        },
      ),
    );
  });

  it('takes the curved path below 5 degrees: finite at the horizon', () => {
    expect(rainSlantPathKm(0, 0, 5)).toBeCloseTo(Math.sqrt(2 * 5 * 8500), 9);
    expect(rainAttenuation({ ...path, elevationRad: 0 }, 0.1).attenuationDb).toBeGreaterThan(0);
  });
});

describe('cross-polar discrimination', () => {
  it('scales below 6 GHz with the frequency, and says when it is beyond 60 degrees', () => {
    const at = (frequencyHz: number, elevationDeg = 30) =>
      crossPolarDiscrimination(3, { frequencyHz, elevationRad: elevationDeg * degrees, tiltRad: 0 }, 0.1);
    expect(at(4e9).discriminationDb - at(6e9).discriminationDb).toBeCloseTo(20 * Math.log10(6 / 4), 12);
    expect([at(8e9).beyondTested, at(8e9, 61).beyondTested]).toEqual([false, true]);
  });
});

describe('sky noise', () => {
  it('goes from the cosmic background to the temperature of the rain', () => {
    expect(skyNoiseTemperatureK(0)).toBeCloseTo(2.7, 12);
    expect(skyNoiseTemperatureK(10 * Math.log10(2))).toBeCloseTo((275 + 2.7) / 2, 9);
    expect(skyNoiseTemperatureK(100)).toBeCloseTo(275, 6);
  });

  it('halves G/T when it adds as much as the system has', () => {
    const system = { clearSkySystemTemperatureK: 272.3 / 2, feedLossDb: 0 };
    expect(gOverTDegradationDb(system, 0, 10 * Math.log10(2))).toBeCloseTo(10 * Math.log10(2), 9);
    expect(gOverTDegradationDb(system, 1, 1)).toBe(0);
    expect(() => gOverTDegradationDb(system, 2, 1)).toThrow(/absorptionDb/);
  });
});

describe('atmosphere of a site', () => {
  const site = { latitudeRad: 25 * degrees, heightM: 40 };
  const input = { frequencyHz: 8.2e9, site, percentOfYear: 0.1, tiltRad: Math.PI / 4 };

  it('names what a climate leaves out, and never takes it for zero', () => {
    const at = slantPathAtmosphere({ ...input, climate: { r001MmPerH: 50, h0Km: 4.6, temperatureK: 290 } });
    const loss = at(30 * degrees);
    expect(loss.missing).toEqual(['gas', 'cloud', 'scintillation']);
    expect(loss.parts.gas).toEqual({
      state: 'not computed',
      reason: 'climate has no waterVapourDensityGPerM3, pressureHPa',
    });
    expect(loss.total).toMatchObject({
      state: 'computed',
      model: expect.stringContaining('without gas, cloud, scintillation'),
    });
    expect(slantPathAtmosphere({ ...input, climate: {} })(1).total).toMatchObject({ state: 'not computed' });
  });

  it('says that it does not reach UHF, nor rain that falls more than 5 % of the year', () => {
    const climate = { r001MmPerH: 50, rainHeightKm: 5 };
    const uhf = slantPathAtmosphere({ ...input, frequencyHz: 437e6, climate })(1);
    expect(uhf.total).toEqual({ state: 'not computed', reason: 'frequency outside 1 to 55 GHz' });
    const often = slantPathAtmosphere({ ...input, percentOfYear: 10, climate })(1);
    expect(often.parts.rain).toMatchObject({ state: 'not computed' });
  });

  it('notes an extrapolation below 5 degrees', () => {
    const at = slantPathAtmosphere({ ...input, climate: { cloudLiquidKgPerM2: 1 } });
    expect(at(5 * degrees).notes).toEqual([]);
    expect(at(4.9 * degrees).notes).toEqual([expect.stringContaining('below 5 degrees')]);
  });

  it('refuses two rain heights', () => {
    const climate = { r001MmPerH: 50, rainHeightKm: 5, h0Km: 4.6 };
    expect(() => slantPathAtmosphere({ ...input, climate })(1)).toThrow(/rainHeightKm or h0Km, not both/);
  });
});
