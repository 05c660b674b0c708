import { describe, expect, it } from '@jest/globals';
import { bpskBitErrorRate, freeSpaceLossDb } from '@app/link-budget';
import { LineOfSight, type Sight } from '../channel/line-of-sight.js';
import { SimulationSetupError } from '../simulation-errors.js';
import { OrbitTrack } from '../spacecraft/orbit-track.js';
import { elementsOfGf1 } from '../testing/sample-mission.js';
import { directLinkProfile, directUplink, transmittingAntenna } from '../testing/signal-uplink.js';
import { requiredUplinkEsN0Db, uplinkBudgetStrength, uplinkMarginStrength } from './uplink-strength.js';

const track = new OrbitTrack(elementsOfGf1);
const lineOfSight = new LineOfSight(transmittingAntenna, track);
const sightAt = (rangeM: number): Sight => ({
  ...{ azimuthRad: 1, elevationRad: 0.5, rangeM, visible: true, aboveMask: true, received: 0n },
});
const pointed = { azimuthDeg: (1 * 180) / Math.PI, elevationDeg: (0.5 * 180) / Math.PI };
const HALF_POWER_DB = 10 * Math.log10(2);

describe('strength of an uplink', () => {
  it('needs what a longest frame of codeblocks with one error corrected needs', () => {
    // A frame is lost where one of its codeblocks of 63 bits has two errors or more.
    const codeblocks = Math.ceil(directUplink.frame.maxFrameLength / 7);
    const lost = (esN0Db: number): number => {
      const p = bpskBitErrorRate(esN0Db);
      return 1 - ((1 - p) ** 63 + 63 * p * (1 - p) ** 62) ** codeblocks;
    };
    const required = requiredUplinkEsN0Db(directUplink);
    expect(lost(required - 0.3)).toBeGreaterThan(1e-4);
    expect(lost(required + 0.3)).toBeLessThan(1e-4);
  });

  it('is the margin over that at the lowest elevation, less where the range is longer or the antenna looks beside', () => {
    const strength = uplinkMarginStrength(directUplink, transmittingAntenna, lineOfSight, {
      ...{ marginDb: 5, orbitRadiusM: track.meanRadiusM },
    });
    const esN0Db = (rangeM: number, offDeg = 0): number =>
      strength.esN0Db(sightAt(rangeM), { ...pointed, elevationDeg: pointed.elevationDeg + offDeg });
    // Slant range at 5 degrees, by the law of cosines.
    const [radius, station] = [track.meanRadiusM, lineOfSight.stationRadiusM];
    const sine = Math.sin((5 * Math.PI) / 180);
    const maskRangeM = Math.sqrt(radius ** 2 - station ** 2 * (1 - sine ** 2)) - station * sine;
    expect(esN0Db(maskRangeM)).toBeCloseTo(requiredUplinkEsN0Db(directUplink) + 5, 3);
    expect(esN0Db(maskRangeM) - esN0Db(2 * maskRangeM)).toBeCloseTo(20 * Math.log10(2), 6);
    expect(esN0Db(maskRangeM) - esN0Db(maskRangeM, transmittingAntenna.beamwidthDeg / 2)).toBeCloseTo(HALF_POWER_DB, 1);
  });

  it('is EIRP, free space and G/T over the rate by the link budget', () => {
    const strength = uplinkBudgetStrength(directLinkProfile, transmittingAntenna, { climate: undefined }, 99);
    const rangeM = 1_000_000;
    const { carrierHz, bitRateBps, gOverTDbPerK } = directUplink;
    const expected = 49.5 - freeSpaceLossDb(rangeM, carrierHz) + gOverTDbPerK! + 228.5992 - 10 * Math.log10(bitRateBps);
    expect(strength.esN0Db(sightAt(rangeM), pointed) + strength.implementationLossDb).toBeCloseTo(expected, 2);
    const without = { ...directLinkProfile, uplink: { ...directUplink, gOverTDbPerK: undefined } };
    expect(() => uplinkBudgetStrength(without, transmittingAntenna, { climate: undefined }, 99)).toThrow(
      SimulationSetupError,
    );
  });
});
