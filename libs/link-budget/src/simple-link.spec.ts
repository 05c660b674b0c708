import { describe, expect, it } from '@jest/globals';
import { freeSpaceLossDb } from './path-loss.js';
import { LARGEST_POINTING_LOSS_DB, pointingLossDb, simpleLink, simpleLinkEsN0Db } from './simple-link.js';

const degrees = Math.PI / 180;
const link = simpleLink(
  { requiredEsN0Db: 6.5, marginDb: 6, beamwidthRad: 1.87 * degrees },
  { maskElevationRad: 5 * degrees, orbitRadiusM: 6_928_137, stationRadiusM: 6_378_137 },
);

describe('simple link', () => {
  it('has its margin at the mask', () => {
    expect(simpleLinkEsN0Db(link, link.maskRangeM, 0)).toBeCloseTo(12.5, 12);
  });

  it('gains overhead what free space loses less', () => {
    const gained = simpleLinkEsN0Db(link, 550e3, 0) - simpleLinkEsN0Db(link, link.maskRangeM, 0);
    expect(gained).toBeCloseTo(freeSpaceLossDb(link.maskRangeM, 2245e6) - freeSpaceLossDb(550e3, 2245e6), 9);
  });

  // 5 m dish: S 1.87, X 0.51, Ka 0.16 degrees; 0.1 degrees off costs 0.03, 0.46, 4.6 dB.
  it.each([
    [1.87, 0.034],
    [0.51, 0.461],
    [0.16, 4.69],
  ])('0.1 degrees off a beam of %p degrees costs %p dB', (beamwidthDeg, lossDb) => {
    expect(Math.abs(pointingLossDb(0.1, beamwidthDeg) - lossDb)).toBeLessThan(0.005);
  });

  it('loses 3 dB at the half-power edge, and no more than the cap far off', () => {
    expect(pointingLossDb(0.5, 1)).toBe(3);
    expect(pointingLossDb(180, 1)).toBe(LARGEST_POINTING_LOSS_DB);
    expect(simpleLinkEsN0Db(link, link.maskRangeM, Math.PI)).toBeCloseTo(12.5 - LARGEST_POINTING_LOSS_DB, 12);
  });
});
