import { describe, expect, it } from '@jest/globals';
import { culmination } from './culmination.js';

describe('culmination', () => {
  const hill = (top: number, at: number, seconds: number): number => top - ((seconds - at) / 1000) ** 2;

  it('takes the highest of several peaks, also where samples of 30 s show a lower one higher', () => {
    // The first peak lies on a sample, the second one, higher by 1e-4 rad, half-way between two that miss it by 2.25e-4.
    const look = (seconds: number) => ({
      azimuthRad: 0,
      elevationRad: Math.max(hill(1, 990, seconds), hill(1.0001, 2025, seconds)),
      rangeM: 1e6,
    });
    expect(culmination(look, 0, 3000)).toBeCloseTo(2025, 3);
    expect(culmination(look, 0, 1500)).toBeCloseTo(990, 3);
  });

  it('takes an end where the elevation only rises or only falls', () => {
    const look = (seconds: number) => ({ azimuthRad: 0, elevationRad: hill(1, 5000, seconds), rangeM: 1e6 });
    expect([culmination(look, 0, 600), culmination(look, 9000, 9600)]).toEqual([600, 9000]);
  });
});
