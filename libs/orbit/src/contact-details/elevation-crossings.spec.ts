import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ProfileError } from '../doppler/profile.error.js';
import { elevationCrossings, intervalsAbove } from './elevation-crossings.js';

describe('elevation crossings', () => {
  // 0.5 - (t - 300)^2 / 90 000 passes 0.1 at 300 +- sqrt(36 000).
  const hill = (seconds: number): number => 0.5 - (seconds - 300) ** 2 / 90_000;
  it('are where the elevation passes the level, up and down', () => {
    const [up, down, ...more] = elevationCrossings(hill, 0.1, 0, 600);
    expect(more).toEqual([]);
    expect([up!.rising, down!.rising]).toEqual([true, false]);
    expect(Math.abs(up!.seconds - (300 - Math.sqrt(36_000)))).toBeLessThan(1e-8);
    expect(Math.abs(down!.seconds - (300 + Math.sqrt(36_000)))).toBeLessThan(1e-8);
  });
  it('leave open what is above at an end', () => {
    expect(intervalsAbove(hill, 0.1, 200, 400)).toEqual([
      { fromSeconds: 200, toSeconds: 400, fromOpen: true, toOpen: true },
    ]);
    expect(intervalsAbove(hill, 0.1, 250, 700)).toMatchObject([{ fromSeconds: 250, fromOpen: true, toOpen: false }]);
    expect(intervalsAbove(hill, 0.6, 0, 600)).toEqual([]);
  });
  it('finds a peak of 20 ms above the level between two looks, and a dip as short', () => {
    const level = hill(300) - 0.01 ** 2 / 90_000;
    const [peak] = intervalsAbove(hill, level, 0, 617, { stepS: 60 });
    expect(peak!.toSeconds - peak!.fromSeconds).toBeCloseTo(0.02, 4);
    expect(intervalsAbove((t) => -hill(t), -level, 0, 617, { stepS: 60 })).toHaveLength(2);
  });
  it('finds every crossing of a curve with several extrema', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.95, max: 0.95, noNaN: true }),
        fc.double({ min: 100, max: 400, noNaN: true }),
        fc.double({ min: 0, max: 6, noNaN: true }),
        (level, period, phase) => {
          const wave = (t: number): number => Math.sin((2 * Math.PI * t) / period + phase);
          const found = elevationCrossings(wave, level, 0, 4000);
          const expected: number[] = [];
          for (let k = -1; k < 45; k++)
            for (const angle of [Math.asin(level), Math.PI - Math.asin(level)])
              expected.push(((angle + 2 * Math.PI * k - phase) * period) / (2 * Math.PI));
          fc.pre(expected.every((t) => Math.min(Math.abs(t), Math.abs(t - 4000)) > 1e-6));
          const inside = expected.filter((t) => t > 0 && t < 4000).sort((a, b) => a - b);
          expect(found).toHaveLength(inside.length);
          found.forEach(({ seconds }, i) => expect(Math.abs(seconds - inside[i]!)).toBeLessThan(1e-7));
        },
      ),
      { numRuns: 30 },
    );
  });
  it('refuses a span backwards', () => {
    expect(() => elevationCrossings(hill, 0, 1, 0)).toThrow(ProfileError);
  });
});
