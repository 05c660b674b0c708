import { describe, expect, it } from '@jest/globals';
import { hashOf, Prng, uniformAt } from './prng.js';

describe('Prng', () => {
  it('is xoshiro128**: the first numbers of the published test vector', () => {
    const prng = new Prng([1, 2, 3, 4]);
    const published = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ];
    expect(published.map(() => prng.next32())).toEqual(published);
  });

  it('depends on every part of its key, and on nothing else', () => {
    const first = (...key: (string | number)[]): number => Prng.of(...key).next32();
    expect(first(7, 'A', 13_500_000_000)).toBe(first(7, 'A', 13_500_000_000));
    const others = [
      first(8, 'A', 1),
      first(7, 'B', 1),
      first(7, 'A', 2),
      first(7, 'A', 4_294_967_297),
      first('7', 'A', 1),
    ];
    expect(new Set([...others, first(7, 'A', 1)]).size).toBe(6);
  });

  it('is uniform and Gaussian', () => {
    const prng = Prng.of('moments');
    const n = 200_000;
    let sum = 0;
    let squares = 0;
    let uniformSum = 0;
    for (let i = 0; i < n; i++) {
      const g = prng.gaussian();
      sum += g;
      squares += g * g;
      uniformSum += prng.uniform();
    }
    // Five standard errors.
    expect(Math.abs(sum / n)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(squares / n - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(uniformSum / n - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
  });

  it('has uniform numbers for whole numbers, without a pattern from one to the next', () => {
    const hash = hashOf('grid', 7);
    const numbers = Array.from({ length: 20_000 }, (_, i) => uniformAt(hash, 4_000_000_000 + i * 1000));
    expect(new Set(numbers).size).toBeGreaterThan(19_900);
    const mean = numbers.reduce((sum, u) => sum + u, 0) / numbers.length;
    const lag = numbers.reduce((sum, u, i) => sum + (u - 0.5) * ((numbers[i + 1] ?? 0.5) - 0.5), 0) / numbers.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / numbers.length));
    expect(Math.abs(lag)).toBeLessThan(5 / 12 / Math.sqrt(numbers.length));
    expect(uniformAt(hashOf('grid', 8), 1)).not.toBe(uniformAt(hash, 1));
  });

  it.each([0.3, 1e-2, 1e-5])('skips to events that come with probability %p', (probability) => {
    const prng = Prng.of('skip');
    const events = 20_000;
    let trials = 0;
    for (let i = 0; i < events; i++) trials += prng.skip(probability) + 1;
    expect(Math.abs(events / trials / probability - 1)).toBeLessThan(5 / Math.sqrt(events));
    expect(prng.skip(0)).toBe(Number.POSITIVE_INFINITY);
    expect(prng.skip(1)).toBe(0);
  });
});
