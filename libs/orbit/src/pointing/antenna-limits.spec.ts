import { describe, expect, it } from '@jest/globals';
import { type AntennaLimits, AntennaLimitsError, assertAntennaLimits, slewTimeS } from './antenna-limits.js';

const limits: AntennaLimits = {
  azimuthMinDeg: -270,
  azimuthMaxDeg: 270,
  elevationMinDeg: 0,
  elevationMaxDeg: 180,
  azimuthRateDegPerS: 6,
  elevationRateDegPerS: 3,
};

describe('slew time', () => {
  const at = (azimuthDeg: number, elevationDeg: number) => ({ azimuthDeg, elevationDeg });
  it('is that of the slower axis, the long way where the cable says so', () => {
    expect(slewTimeS(at(0, 0), at(180, 30), limits)).toBe(30);
    expect(slewTimeS(at(0, 0), at(12, 90), limits)).toBe(30);
    expect(slewTimeS(at(-179, 10), at(179, 10), limits)).toBeCloseTo(358 / 6, 12);
    expect(slewTimeS(at(5, 5), at(5, 5), limits)).toBe(0);
  });
  it('has ramps where acceleration is limited: d / v + v / a, or 2 sqrt(d / a) on short ways', () => {
    const slow = { ...limits, azimuthAccelerationDegPerS2: 2 };
    expect(slewTimeS(at(0, 0), at(60, 0), slow)).toBe(13);
    expect(slewTimeS(at(0, 0), at(18, 0), slow)).toBe(6);
    expect(slewTimeS(at(0, 0), at(8, 0), slow)).toBe(4);
  });
});

describe('antenna limits', () => {
  it.each([
    { azimuthMaxDeg: -270 },
    { elevationMaxDeg: -1 },
    { azimuthRateDegPerS: 0 },
    { elevationRateDegPerS: Number.NaN },
    { azimuthAccelerationDegPerS2: -1 },
  ])('refuses %p', (wrong) => {
    expect(() => assertAntennaLimits({ ...limits, ...wrong })).toThrow(AntennaLimitsError);
  });
});
