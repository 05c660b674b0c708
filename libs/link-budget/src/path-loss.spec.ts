import { describe, expect, it } from '@jest/globals';
import { freeSpaceLossDb, slantRangeM } from './path-loss.js';

const degrees = Math.PI / 180;
const earthRadiusM = 6_378_137;

describe('path loss', () => {
  // Ranges and losses of a 550 km orbit, worked out by another program (S band 2245 MHz, X band 8200 MHz).
  it.each([
    [5, 2206, 166.3, 177.6],
    [10, 1816, 164.7, 175.9],
    [30, 993, 159.4, 170.7],
    [90, 550, 154.3, 165.5],
  ])('at %p degrees: range %p km, S %p dB, X %p dB', (elevationDeg, rangeKm, sBandDb, xBandDb) => {
    const rangeM = slantRangeM(elevationDeg * degrees, earthRadiusM + 550e3, earthRadiusM);
    expect(Math.abs(rangeM / 1000 - rangeKm)).toBeLessThan(1);
    expect(Math.abs(freeSpaceLossDb(rangeM, 2245e6) - sBandDb)).toBeLessThan(0.06);
    expect(Math.abs(freeSpaceLossDb(rangeM, 8200e6) - xBandDb)).toBeLessThan(0.06);
  });

  it('falls by 6.02 dB when the range doubles', () => {
    expect(freeSpaceLossDb(2e6, 2.2e9) - freeSpaceLossDb(1e6, 2.2e9)).toBeCloseTo(20 * Math.log10(2), 12);
  });

  it('closes the triangle of station, spacecraft and centre', () => {
    for (let elevation = -10; elevation <= 90; elevation += 5) {
      const range = slantRangeM(elevation * degrees, 7e6, earthRadiusM);
      const up = earthRadiusM + range * Math.sin(elevation * degrees);
      const along = range * Math.cos(elevation * degrees);
      expect(Math.hypot(up, along)).toBeCloseTo(7e6, 4);
    }
  });
});
