import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { GeometryError } from './geometry-error.js';
import { intervalsBelowZero, minimaOf, nodeTimes } from './time-intervals.js';
import { evenly } from './testing/evenly.js';

const every = (step: number) => (): number => step;

describe('nodeTimes', () => {
  it('takes both ends in, once', () => {
    expect(nodeTimes(0, 10, every(4))).toEqual([0, 4, 8, 10]);
    expect(nodeTimes(0, 8, every(4))).toEqual([0, 4, 8]);
    expect(nodeTimes(3, 3, every(4))).toEqual([3]);
  });
  it('refuses a span that is none', () => {
    expect(() => nodeTimes(1, 0, every(1))).toThrow(/span: expected seconds from <= to, found 1 to 0/);
    expect(() => nodeTimes(0, Number.NaN, every(1))).toThrow(GeometryError);
  });
});

describe('intervalsBelowZero', () => {
  it('finds the roots of a sine between any two times, and says where the span cuts (law)', () => {
    const times = evenly(-50, 50);
    fc.assert(
      fc.property(times, times, evenly(-0.999, 0.999), (a, b, level) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const found = intervalsBelowZero((t) => Math.sin(t) - level, nodeTimes(from, to, every(0.7)));
        // sin t < c from pi - asin c to 2 pi + asin c, and whole turns on.
        const expected: number[][] = [];
        for (let turn = -10; turn <= 10; turn++) {
          const begin = Math.max(from, Math.PI - Math.asin(level) + 2 * Math.PI * turn);
          const end = Math.min(to, 2 * Math.PI + Math.asin(level) + 2 * Math.PI * turn);
          if (end - begin > 1e-6) expected.push([begin, end]);
        }
        const long = found.filter(({ fromSeconds, toSeconds }) => toSeconds - fromSeconds > 1e-6);
        expect(long.length).toBe(expected.length);
        for (const [i, { fromSeconds, toSeconds, fromOpen, toOpen }] of long.entries()) {
          expect(Math.abs(fromSeconds - expected[i]![0]!)).toBeLessThan(1e-8);
          expect(Math.abs(toSeconds - expected[i]![1]!)).toBeLessThan(1e-8);
          if (fromOpen) expect(fromSeconds).toBe(from);
          if (toOpen) expect(toSeconds).toBe(to);
        }
      }),
    );
  });

  it('finds a dip, and a gap, between two nodes, also in the first and the last step', () => {
    const dip = (at: number, sign: number) => (t: number) => sign * ((t - at) ** 2 - 1e-6);
    for (const at of [0.5, 5.5, 9.5]) {
      const [found, ...others] = intervalsBelowZero(dip(at, 1), nodeTimes(0, 10, every(1)));
      expect(others).toEqual([]);
      expect(found).toMatchObject({ fromOpen: false, toOpen: false });
      expect(found!.fromSeconds).toBeCloseTo(at - 1e-3, 8);
      expect(found!.toSeconds).toBeCloseTo(at + 1e-3, 8);
      const gap = intervalsBelowZero(dip(at, -1), nodeTimes(0, 10, every(1)));
      expect(gap).toHaveLength(2);
      expect(gap[0]).toMatchObject({ fromSeconds: 0, fromOpen: true, toOpen: false });
      expect(gap[1]).toMatchObject({ toSeconds: 10, fromOpen: false, toOpen: true });
    }
  });

  it('has nothing where nothing is below 0, and the whole span where all is', () => {
    expect(intervalsBelowZero(() => 0, nodeTimes(0, 10, every(1)))).toEqual([]);
    expect(intervalsBelowZero(() => -1, nodeTimes(0, 10, every(3)))).toEqual([
      { fromSeconds: 0, toSeconds: 10, fromOpen: true, toOpen: true },
    ]);
  });
});

describe('minimaOf', () => {
  it('finds each minimum once, those at the ends too', () => {
    const found = minimaOf((t) => Math.cos(t), nodeTimes(-1, 9, every(0.5)));
    expect(found.map(({ seconds }) => Number(seconds.toFixed(4)))).toEqual([-1, 3.1416, 9]);
    expect(found.map(({ value }) => Number(value.toFixed(10)))).toEqual([0.5403023059, -1, -0.9111302619]);
    expect(minimaOf((t) => Math.abs(t - 4.2), nodeTimes(0, 9, every(1)))[0]!.seconds).toBeCloseTo(4.2, 6);
  });
});
