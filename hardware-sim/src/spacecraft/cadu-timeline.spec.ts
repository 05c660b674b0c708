import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CaduTimeline } from './cadu-timeline.js';

const timeline = new CaduTimeline(1279, 64_000);

describe('CADU timeline', () => {
  it('has 10 232 bits in 159.875 ms at 64 kbit/s', () => {
    expect(timeline.caduBits).toBe(10_232);
    expect(timeline.emissionOf(0)).toBe(0n);
    expect(timeline.emissionOf(13_000_000_001) - timeline.emissionOf(13_000_000_000)).toBe(159_875_000n);
  });

  it('is as much faster as its oscillator', () => {
    const duration = (ppm: number): bigint => {
      const line = new CaduTimeline(1279, 64_000, ppm);
      return line.emissionOf(13_001_000_000) - line.emissionOf(13_000_000_000);
    };
    // A million CADUs take 159 875 s; a part in a million of it is 159 875 microseconds.
    expect(duration(0)).toBe(159_875_000_000_000n);
    expect(Number(duration(-1) - duration(0)) / 159_875_000).toBeCloseTo(1.000001, 7);
    expect(Number(duration(20) - duration(0)) / 159_875_000).toBeCloseTo(-20 / 1.00002, 6);
  });

  it.each([
    [64_000, 0],
    [4000, 0],
    [9600, 12.5],
    [31_999.5, -200],
  ])('finds the first CADU from an instant on at %p bit/s, %p ppm', (rate, ppm) => {
    const line = new CaduTimeline(1279, rate, ppm);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 3_000_000_000_000_000_000n }), (at) => {
        const n = line.firstFrom(at);
        expect(line.emissionOf(n) >= at).toBe(true);
        expect(n === 0 || line.emissionOf(n - 1) < at).toBe(true);
      }),
    );
  });
});
