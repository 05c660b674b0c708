import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CarrierProfile, type FrequencyKnot } from './carrier-profile.js';
import { valueAt } from './iq.js';
import { SignalError } from './signal-error.js';
import { splineSlopes } from './spline.js';

/** Doppler of a pass overhead by a straight line: -f v² t / (c √(d² + v² t²)), and the phase that is its integral. */
const [F, V, D, C] = [8.2e9, 7500, 550e3, 299_792_458];
const doppler = (t: number): number => (-F * V * V * t) / (C * Math.sqrt(D * D + V * V * t * t));
const phase = (t: number): number => (-F / C) * Math.sqrt(D * D + V * V * t * t);

const uneven = (from: number, to: number, step: number): FrequencyKnot[] => {
  const knots: FrequencyKnot[] = [];
  for (let n = 0, t = from; t <= to; n++, t += step * (n % 3 === 0 ? 0.6 : 1.2)) knots.push({ atS: t, hz: doppler(t) });
  return knots;
};

describe('Carrier profile', () => {
  it('a pass at 8.2 GHz from knots 5 s apart and less: frequency within 2 Hz in the middle, 0.05 Hz elsewhere', () => {
    const profile = new CarrierProfile(uneven(-400, 400, 5));
    for (let t = -390; t < 390; t += 0.37)
      expect(Math.abs(profile.hzAt(t) - doppler(t))).toBeLessThan(Math.abs(t) < 100 ? 2 : 0.05);
  });

  it('knots at half the distance: errors less than an eighth (fourth order)', () => {
    const worst = (step: number): number => {
      const profile = new CarrierProfile(uneven(-300, 300, step));
      let most = 0;
      for (let t = -290; t < 290; t += 0.21) most = Math.max(most, Math.abs(profile.hzAt(t) - doppler(t)));
      return most;
    };
    expect(worst(5)).toBeLessThan(worst(10) / 8);
  });

  it('its phase is the integral of the frequency, to 0.02 turns of a whole pass from knots 1 s apart', () => {
    const profile = new CarrierProfile(uneven(-200, 200, 1));
    for (let t = -195; t < 195; t += 7.3)
      expect(profile.turnsAt(t) - profile.turnsAt(-195) - (phase(t) - phase(-195))).toBeCloseTo(0, 1);
    const slope = (t: number): number => (profile.turnsAt(t + 1e-4) - profile.turnsAt(t - 1e-4)) / 2e-4;
    for (const t of [-210, -199.99, -100, 0.5, 33, 150, 207]) expect(slope(t)).toBeCloseTo(profile.hzAt(t), 2);
  });

  it.each([
    [-210, 20],
    [-3.3, 10],
    [0, 0.01],
    [195, 30],
  ])(
    'from %d s on for %d s: stretches are within 1e-4 turns of the phase and follow each other without a step',
    (from, seconds) => {
      const rate = 25_000;
      const profile = new CarrierProfile(uneven(-200, 200, 2));
      const count = Math.round(seconds * rate);
      const stretches = profile.turnsOver(from, rate, count);
      expect(stretches.reduce((sum, stretch) => sum + stretch.count, 0)).toBe(count);
      let done = 0;
      for (const { count: length, turns } of stretches) {
        for (let part = 0; part <= 16; part++) {
          const k = Math.min(length, (part * length) / 16);
          expect(Math.abs(valueAt(turns, k) - profile.turnsAt(from + (done + k) / rate))).toBeLessThan(1e-4);
        }
        done += length;
      }
      expect(stretches.length).toBeLessThan(8 + 12 * seconds);
    },
  );

  it('holds the bound where the frequency bends hard, at low sample rates, and any cut has the same phase', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.double({ min: 0.05, max: 3, noNaN: true }), fc.double({ min: -5e3, max: 5e3, noNaN: true })),
          {
            minLength: 1,
            maxLength: 9,
          },
        ),
        fc.double({ min: -3, max: 12, noNaN: true }),
        fc.constantFrom(12_000, 48_000, 250_000),
        fc.integer({ min: 1, max: 40_000 }),
        (steps, from, rate, count) => {
          let atS = 0;
          const profile = new CarrierProfile(steps.map(([step, hz]) => ({ atS: (atS += step), hz })));
          let done = 0;
          for (const { count: length, turns } of profile.turnsOver(from, rate, count)) {
            for (const k of [0, length * 0.21, length / 2, length * 0.79, length - 1].map(Math.floor)) {
              const off = valueAt(turns, k) - profile.turnsAt(from + (done + k) / rate);
              expect(Math.abs(off)).toBeLessThan(1e-4);
            }
            done += length;
          }
          expect(done).toBe(count);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('outside of its knots the frequency stands still', () => {
    const profile = new CarrierProfile([
      { atS: 10, hz: 100 },
      { atS: 20, hz: 200 },
    ]);
    expect(profile.hzAt(-5)).toBe(100);
    expect(profile.hzAt(15)).toBeCloseTo(150, 9);
    expect(profile.hzAt(1000)).toBe(200);
    expect(profile.turnsAt(10)).toBe(0);
    expect(profile.turnsAt(9)).toBe(-100);
    expect(profile.turnsAt(20)).toBeCloseTo(1500, 9);
    expect(profile.turnsAt(30)).toBeCloseTo(3500, 9);
    expect(new CarrierProfile([{ atS: 3, hz: 7 }]).turnsOver(5, 10, 4)).toEqual([{ count: 4, turns: [14, 0.7, 0, 0] }]);
  });

  it('refuses no knots, knots out of order and what is no number', () => {
    expect(() => new CarrierProfile([])).toThrow(SignalError);
    const at = (...times: number[]): FrequencyKnot[] => times.map((atS) => ({ atS, hz: 1 }));
    expect(() => new CarrierProfile(at(1, 2, 2))).toThrow(
      'knot 2 of a carrier profile: expected later than 2 s, found 2',
    );
    expect(() => new CarrierProfile(at(1, NaN))).toThrow(SignalError);
    expect(() => new CarrierProfile([{ atS: 0, hz: Infinity }])).toThrow(SignalError);
  });
});

describe('Cubic spline', () => {
  it('gives the slopes of a cubic exactly', () => {
    const x = Float64Array.of(-2, -1.5, 0, 0.2, 3, 4);
    const slopes = splineSlopes(
      x,
      x.map((t) => 1 - 2 * t + 0.5 * t ** 2 + 0.3 * t ** 3),
    );
    for (const [n, t] of x.entries()) expect(slopes[n]).toBeCloseTo(-2 + t + 0.9 * t ** 2, 9);
  });
});
