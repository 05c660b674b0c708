import { describe, expect, it } from '@jest/globals';
import { parseUtc, plusSeconds } from '@app/time';
import { elementAge } from './element-age.js';

describe('elementAge', () => {
  const epoch = parseUtc('2026-04-24T06:00:00Z');
  it.each([
    [0, 'fresh'],
    [3, 'fresh'],
    [3.001, 'ageing'],
    [-3.001, 'ageing'],
    [14, 'ageing'],
    [14.001, 'stale'],
    [-14.001, 'stale'],
  ])('of %d days is %s', (days, verdict) => {
    const age = elementAge(epoch, plusSeconds(epoch, days * 86_400));
    expect(age.verdict).toBe(verdict);
    expect(age.days).toBeCloseTo(Math.abs(days), 9);
  });
  it('follows the policy given', () => {
    const at = plusSeconds(epoch, 2 * 86_400);
    expect(elementAge(epoch, at, { warnAfterDays: 0.5, refuseAfterDays: 1 }).verdict).toBe('stale');
  });
});
