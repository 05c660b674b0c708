import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  formatUtc,
  julianDateUtc,
  leapSeconds,
  parseUtc,
  taiFromUnixNs,
  unixNsFromTai,
  taiFromJulianDateUtc,
  TimeFormatError,
} from './index.js';

describe('UTC and TAI', () => {
  it('knows GPS epoch, J2000 and today by values published elsewhere', () => {
    // 1980-01-06T00:00:00 UTC is TAI 00:00:19; CCSDS 301.0-B: 1980-01-06 is day 8040 from 1958-01-01.
    expect(parseUtc('1980-01-06T00:00:00Z')).toBe((8040n * 86_400n + 19n) * 1_000_000_000n);
    expect(julianDateUtc(parseUtc('2000-01-01T12:00:00Z'))).toEqual({ day: 2_451_544.5, fraction: 0.5 });
    expect(leapSeconds.at(-1)).toMatchObject({ date: '2017-01-01', taiMinusUtc: 37 });
  });

  it('keeps the leap second of 2016-12-31 apart from its neighbours', () => {
    const before = parseUtc('2016-12-31T23:59:59Z');
    const leap = parseUtc('2016-12-31T23:59:60.25Z');
    const after = parseUtc('2017-01-01T00:00:00Z');
    expect(leap - before).toBe(1_250_000_000n);
    expect(after - before).toBe(2_000_000_000n);
    expect(formatUtc(leap)).toBe('2016-12-31T23:59:60.250000Z');
    expect(formatUtc(after)).toBe('2017-01-01T00:00:00.000000Z');
    expect(unixNsFromTai(leap)).toBe(unixNsFromTai(before) + 250_000_000n);
  });

  it('rounds up into the next second, day and year', () => {
    expect(formatUtc(parseUtc('2019-12-31T23:59:59.9999996Z'))).toBe('2020-01-01T00:00:00.000000Z');
  });

  it.each([
    '2026-02-29T00:00:00Z',
    '2026-04-24T24:00:00Z',
    '2026-04-24T23:59:60Z',
    '2026-04-24 00:00:00Z',
    '2026-04-24T00:00:00',
    'yesterday',
  ])('refuses %s', (text) => {
    expect(() => parseUtc(text)).toThrow(TimeFormatError);
  });

  it('round trips every microsecond text and every POSIX time from 1972 to 2100', () => {
    fc.assert(
      fc.property(fc.bigInt(63_072_000_000_000_000n, 4_102_444_800_000_000_000n), (unixNs) => {
        const tai = taiFromUnixNs(unixNs);
        expect(unixNsFromTai(tai)).toBe(unixNs);
        expect(parseUtc(formatUtc(tai, 9))).toBe(tai);
        const error = taiFromJulianDateUtc(julianDateUtc(tai)) - tai;
        expect(error >= -20n && error <= 20n).toBe(true);
        expect(formatUtc(tai, 3).slice(0, 19)).toHaveLength(19);
      }),
    );
  });
});
