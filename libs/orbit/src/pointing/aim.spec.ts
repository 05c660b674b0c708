import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { topocentricFrame } from '../frames/topocentric.js';
import { type Aim, aimAlong } from './aim.js';
import { axesAngleDeg } from './axes-angle.js';

describe('aim', () => {
  const frame = topocentricFrame({ latitudeDeg: 20, longitudeDeg: 30, heightM: 0 });
  const part = (size: number) => fc.double({ min: -size, max: size, noNaN: true });
  const vector = (size: number) => fc.tuple(part(size), part(size), part(size));

  it('has rates, and a sign of the slope of the azimuth rate, that differences of angles have', () => {
    fc.assert(
      fc.property(vector(1e6), vector(7e3), vector(20), (offset, rate, acceleration) => {
        const at = (t: number): Aim =>
          aimAlong(
            {
              offset: Float64Array.from(offset, (x, i) => x + rate[i]! * t + (acceleration[i]! * t * t) / 2),
              offsetRate: Float64Array.from(rate, (v, i) => v + acceleration[i]! * t),
              offsetAcceleration: Float64Array.from(acceleration),
            },
            frame,
            t,
          );
        const [before, now, after] = [at(-0.01), at(0), at(0.01)];
        fc.pre(now.rangeM > 3e5 && Math.abs(now.elevationDeg) < 60);
        const slope = (of: (aim: Aim) => number): number => (of(after) - of(before)) / 0.02;
        const turn = (aim: Aim): number => ((aim.azimuthDeg - now.azimuthDeg + 540) % 360) - 180;
        expect(Math.abs(slope(turn) - now.azimuthRateDegPerS)).toBeLessThan(1e-4);
        expect(Math.abs(slope((aim) => aim.elevationDeg) - now.elevationRateDegPerS)).toBeLessThan(1e-4);
        const bend = slope((aim) => aim.azimuthRateDegPerS);
        const square = (now.rangeM * Math.cos((now.elevationDeg * Math.PI) / 180)) ** 2;
        expect(Math.abs(bend - ((now.rateSlope / square ** 2) * 180) / Math.PI)).toBeLessThan(1e-5);
      }),
    );
  });
});

describe('angle between positions of the axes', () => {
  it('is nothing between the two positions of one direction, on both sides of the zenith', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -270, max: 450, noNaN: true }),
        fc.double({ min: 0, max: 180, noNaN: true }),
        (azimuthDeg, elevationDeg) => {
          const other = { azimuthDeg: azimuthDeg + 180, elevationDeg: 180 - elevationDeg };
          expect(axesAngleDeg({ azimuthDeg, elevationDeg }, other)).toBeLessThan(3e-6);
        },
      ),
      { numRuns: 1000 },
    );
    expect(axesAngleDeg({ azimuthDeg: 10, elevationDeg: 80 }, { azimuthDeg: 190, elevationDeg: 80 })).toBeCloseTo(
      20,
      9,
    );
    expect(axesAngleDeg({ azimuthDeg: 10, elevationDeg: 80 }, { azimuthDeg: 10, elevationDeg: 110 })).toBeCloseTo(
      30,
      9,
    );
  });
});
