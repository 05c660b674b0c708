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

  it.each([64_000, 4000, 9600, 31_999.5])('finds the first CADU from an instant on at %p bit/s', (rate) => {
    const line = new CaduTimeline(1279, rate);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 3_000_000_000_000_000_000n }), (at) => {
        const n = line.firstFrom(at);
        expect(line.emissionOf(n) >= at).toBe(true);
        expect(n === 0 || line.emissionOf(n - 1) < at).toBe(true);
      }),
    );
  });
});
