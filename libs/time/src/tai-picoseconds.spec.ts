import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  PS_PER_DAY,
  nearestTai,
  parseUtc,
  picosecondCount,
  taiPicosecondsFromCount,
  taiPicosecondsFromTai,
} from './index.js';

describe('instants in picoseconds (trap 34)', () => {
  it('a count of picoseconds comes back, and the nanosecond is the one that has begun, before 1958 too', () => {
    const span = 400n * 366n * PS_PER_DAY;
    fc.assert(
      fc.property(fc.bigInt({ min: -span, max: span }), (count) => {
        const instant = taiPicosecondsFromCount(count);
        expect(picosecondCount(instant)).toBe(count);
        expect(instant.picoseconds).toBeGreaterThanOrEqual(0);
        expect(instant.picoseconds).toBeLessThan(1000);
        expect(instant.tai * 1000n <= count && count < (instant.tai + 1n) * 1000n).toBe(true);
      }),
    );
  });

  it('nanoseconds are as they were, and half of one goes to the later', () => {
    const tai = parseUtc('2026-11-22T12:34:56.789012345Z');
    expect(taiPicosecondsFromTai(tai)).toEqual({ tai, picoseconds: 0 });
    expect(nearestTai({ tai, picoseconds: 499 })).toBe(tai);
    expect(nearestTai({ tai, picoseconds: 500 })).toBe(tai + 1n);
    expect(taiPicosecondsFromCount(-1n)).toEqual({ tai: -1n, picoseconds: 999 });
  });
});
