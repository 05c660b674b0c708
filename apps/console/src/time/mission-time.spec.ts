import { describe, expect, it } from '@jest/globals';
import { dayOfYear, duration, utc, utcOfDay } from './mission-time.js';

describe('mission time on the page', () => {
  // 2026-04-24 is day 114: 31 + 28 + 31 + 24.
  const at = Date.UTC(2026, 3, 24, 8, 18, 18, 999);

  it('says its zone, and never rounds up', () => {
    expect(utc(at)).toBe('2026-04-24 08:18:18 UTC');
    expect(utcOfDay('2026-04-24T08:18:18.999999Z')).toBe('08:18:18Z');
  });

  it('counts days of the year from 001, leap years too', () => {
    expect(dayOfYear(at)).toBe('114');
    expect(dayOfYear(Date.UTC(2026, 0, 1))).toBe('001');
    expect(dayOfYear(Date.UTC(2028, 11, 31, 23, 59, 59))).toBe('366');
  });

  it('gives spans in hours only where there are any', () => {
    expect(duration(-125_400)).toBe('02:05');
    expect(duration(3_723_000)).toBe('1:02:03');
  });
});
