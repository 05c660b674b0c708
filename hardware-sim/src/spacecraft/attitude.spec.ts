import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { magneticField, nadirAxes, quaternionOf } from './attitude.js';

const number = fc.double({ min: -1, max: 1, noNaN: true });
const orbit = fc
  .tuple(number, number, number, number, number, number)
  .map((parts) => Float64Array.from(parts, (part, i) => part * (i < 3 ? 7e6 : 7e3)))
  .filter(([x = 0, y = 0, z = 0, vx = 0, vy = 0, vz = 0]) => {
    const normal = Math.hypot(y * vz - z * vy, z * vx - x * vz, x * vy - y * vx);
    return Math.hypot(x, y, z) > 1e6 && normal > 0.1 * Math.hypot(x, y, z) * Math.hypot(vx, vy, vz) && normal > 1e8;
  });

describe('attitude', () => {
  it('gives a unit quaternion that turns inertial vectors into body axes', () => {
    fc.assert(
      fc.property(orbit, (state) => {
        const axes = nadirAxes(state);
        const [q1, q2, q3, q4] = quaternionOf(axes);
        expect(Math.hypot(q1, q2, q3, q4)).toBeCloseTo(1, 9);
        expect(q4).toBeGreaterThanOrEqual(0);
        // Rows of the direction cosine matrix of a quaternion with the scalar last (Wertz).
        const x = [q4 * q4 + q1 * q1 - q2 * q2 - q3 * q3, 2 * (q1 * q2 + q3 * q4), 2 * (q1 * q3 - q2 * q4)];
        const z = [2 * (q1 * q3 + q2 * q4), 2 * (q2 * q3 - q1 * q4), q4 * q4 + q3 * q3 - q1 * q1 - q2 * q2];
        for (let i = 0; i < 3; i++) {
          expect(x[i]).toBeCloseTo(axes.x[i] ?? 0, 9);
          expect(z[i]).toBeCloseTo(axes.z[i] ?? 0, 9);
        }
      }),
    );
  });

  it('points Z to the Earth and X ahead', () => {
    const { x, z } = nadirAxes(Float64Array.of(7e6, 0, 0, 0, 7.5e3, 0));
    expect(z[0]).toBeCloseTo(-1, 12);
    expect(x[1]).toBeCloseTo(1, 12);
  });

  it('has the field point north at the equator, and twice as strong into the ground over the north pole', () => {
    const overEquator = Float64Array.of(6_378_137, 0, 0, 0, 0, 7.5e3);
    const overPole = Float64Array.of(0, 0, 6_378_137, 7.5e3, 0, 0);
    // Flying north: X is north. Over the pole Z is down.
    expect(magneticField(overEquator, nadirAxes(overEquator))[0]).toBeCloseTo(30, 9);
    expect(magneticField(overPole, nadirAxes(overPole))[2]).toBeCloseTo(60, 9);
  });
});
