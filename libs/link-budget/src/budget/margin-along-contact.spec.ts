import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { slantRangeM } from '../path-loss.js';
import { xBandDownlink } from '../testing/sample-link.js';
import { type ContactSample, marginAlongContact } from './margin-along-contact.js';
import { linkBudget } from './link-budget.js';
import { type DirectedLink } from './link-budget-input.js';
import { monotoneCurve, timesAtOrAbove } from './monotone-curve.js';

const degrees = Math.PI / 180;
const {
  atmosphere: _air,
  receivingSystem: _system,
  ...terms
} = xBandDownlink as Extract<DirectedLink, { direction: 'downlink' }>;
const vacuum: DirectedLink = terms;

/** A spacecraft that flies past in a straight line, 7.5 km/s, nearest (700 km) at 300 s. */
function flyPast(stepS: number): ContactSample[] {
  return Array.from({ length: Math.floor(600 / stepS) + 1 }, (_, i) => {
    const seconds = i * stepS;
    return { seconds, elevationRad: 0.5, rangeM: Math.hypot(700e3, 7500 * (seconds - 300)) };
  });
}

describe('margin along a contact', () => {
  // In a vacuum the margin is known: it falls by 20 log10 of the range, so the range at which it is 0 dB has a closed form.
  const marginAt700Km = linkBudget({ ...vacuum, elevationRad: 0.5, rangeM: 700e3 }).marginDb;
  const link = { ...vacuum, eirpDbW: vacuum.eirpDbW - marginAt700Km + 6 };
  const rangeForMargin = (marginDb: number): number => 700e3 * 10 ** ((6 - marginDb) / 20);
  const halfSpan = (marginDb: number): number => Math.sqrt(rangeForMargin(marginDb) ** 2 - 700e3 ** 2) / 7500;

  it.each([
    [1, 1e-4],
    [10, 0.02],
  ])('with samples every %p s finds the crossings to %p s', (stepS, toleranceS) => {
    const result = marginAlongContact(flyPast(stepS), link);
    expect(Math.abs((result.firstClosedSeconds ?? Number.NaN) - (300 - halfSpan(0)))).toBeLessThan(toleranceS);
    expect(Math.abs((result.lastClosedSeconds ?? Number.NaN) - (300 + halfSpan(0)))).toBeLessThan(toleranceS);
    expect(result.maximum).toMatchObject({ seconds: 300, marginDb: expect.closeTo(6, 9) });
    expect([0, 600]).toContain(result.minimum.seconds);
  });

  it('counts user data while the margin is above the threshold', () => {
    const result = marginAlongContact(flyPast(1), link, 3);
    // 100 Mbit/s, half of it check bits of the inner code, 8824 of 10 232 bits user data.
    const dataBps = (50e6 * 8824) / 10_232;
    expect(result.usableDataVolumeBits / (2 * halfSpan(3) * dataBps)).toBeCloseTo(1, 5);
    expect(result.firstClosedSeconds).toBeLessThan((result.usable[0] as readonly [number, number])[0]);
  });

  it('never closes, or always', () => {
    const never = marginAlongContact(flyPast(10), { ...link, eirpDbW: link.eirpDbW - 7 });
    expect(never.firstClosedSeconds).toBeUndefined();
    expect(never.usableDataVolumeBits).toBe(0);
    const always = marginAlongContact(flyPast(10), { ...link, eirpDbW: link.eirpDbW + 30 });
    expect([always.firstClosedSeconds, always.lastClosedSeconds]).toEqual([0, 600]);
    expect(always.usableSeconds).toBe(600);
  });

  it('through the atmosphere, from the horizon up: worst low, noted, the same as single budgets', () => {
    const samples = [0, 2, 5, 10, 30, 60, 90].map((elevationDeg, i) => ({
      seconds: i * 60,
      elevationRad: elevationDeg * degrees,
      rangeM: slantRangeM(elevationDeg * degrees, 7_078e3, 6_378e3),
    }));
    const result = marginAlongContact(samples, xBandDownlink);
    const margins = result.samples.map(({ marginDb }) => marginDb);
    expect(margins).toEqual([...margins].sort((a, b) => a - b));
    expect(margins[3]).toBe(linkBudget({ ...xBandDownlink, ...(samples[3] as ContactSample) }).marginDb);
    expect(result.complete).toBe(true);
    expect(result.notes).toEqual([expect.stringContaining('below 5 degrees')]);
  });

  it.each([
    [[], /samples: expected at least two/],
    [[flyPast(10)[0]], /samples/],
    [[flyPast(10)[1], flyPast(10)[0]], /samples\[1\].seconds: expected a finite time after 10, found 0/],
    [[flyPast(10)[0], { seconds: 1, elevationRad: 0.1, rangeM: -1 }], /rangeM/],
  ])('refuses %p', (samples, message) => {
    expect(() => marginAlongContact(samples as ContactSample[], link)).toThrow(message);
  });
});

describe('monotone curve', () => {
  it('crosses a level exactly as often as its points do, in order, inside their interval', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 30 }), (values) => {
        const times = values.map((_, i) => i * 3 + (i % 2));
        const spans = timesAtOrAbove(monotoneCurve(times, values), 0.5);
        const starts = values.filter((value, i) => value >= 0.5 && (values[i - 1] ?? -1) < 0.5);
        expect(spans).toHaveLength(starts.length);
        const inside = (time: number): boolean => spans.some(([from, to]) => from <= time && time <= to);
        for (const [i, time] of times.entries()) expect(inside(time)).toBe((values[i] as number) >= 0.5);
      }),
    );
  });

  it('is exact for a straight line', () => {
    const spans = timesAtOrAbove(monotoneCurve([0, 1, 4], [0, 1, 4]), 2.5);
    expect(spans).toHaveLength(1);
    expect((spans[0] as readonly [number, number])[0]).toBeCloseTo(2.5, 11);
  });
});
