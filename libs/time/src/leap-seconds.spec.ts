import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  NS_PER_DAY,
  formatUtc,
  isBeyondLeapSecondTable,
  leapSecondTable,
  leapSeconds,
  parseUtc,
  taiFromUnixNs,
  unixNsFromTai,
  dateOfUtcDay,
  utcDayOfDate,
} from './index.js';

describe('the leap second table', () => {
  it('tells that an instant lies beyond its last day, to the nanosecond', () => {
    const dayAfter = parseUtc(`${leapSecondTable.expires}T00:00:00Z`) + NS_PER_DAY;
    expect(isBeyondLeapSecondTable(dayAfter - 1n)).toBe(false);
    expect(isBeyondLeapSecondTable(dayAfter)).toBe(true);
    expect(isBeyondLeapSecondTable(parseUtc('1960-01-01T00:00:00Z'))).toBe(false);
  });

  it('texts and POSIX times come back within two seconds of every leap second', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...leapSeconds.slice(1)),
        fc.bigInt({ min: -2_000_000_000n, max: 2_000_000_000n }),
        ({ date }, offset) => {
          const tai = parseUtc(`${date}T00:00:00Z`) + offset;
          expect(parseUtc(formatUtc(tai, 9))).toBe(tai);
          const inLeapSecond = offset < 0n && offset >= -1_000_000_000n;
          expect(formatUtc(tai, 9).slice(17, 19) === '60').toBe(inLeapSecond);
          // POSIX repeats the second before.
          expect(taiFromUnixNs(unixNsFromTai(tai))).toBe(inLeapSecond ? tai - 1_000_000_000n : tai);
        },
      ),
    );
  });
});

describe('calendar dates', () => {
  it('days since 1958-01-01 and dates of the years 1 to 9999 lead to each other', () => {
    const days = {
      min: utcDayOfDate({ year: 1, month: 1, day: 1 })!,
      max: utcDayOfDate({ year: 9999, month: 12, day: 31 })!,
    };
    fc.assert(fc.property(fc.integer(days), (utcDay) => expect(utcDayOfDate(dateOfUtcDay(utcDay))).toBe(utcDay)));
    expect(utcDayOfDate({ year: 1958, month: 1, day: 1 })).toBe(0);
    expect(utcDayOfDate({ year: 1950, month: 1, day: 1 })).toBe(-2922); // 301.0-B-4, B3.2
    expect(utcDayOfDate({ year: 1980, month: 1, day: 6 })).toBe(8040);
  });

  it.each([
    [2026, 2, 29],
    [1900, 2, 29],
    [2026, 0, 1],
    [2026, 13, 1],
    [2026, 4, 31],
    [0, 1, 1],
    [10_000, 1, 1],
  ])('there is no %i-%i-%i', (year, month, day) => {
    expect(utcDayOfDate({ year, month, day })).toBeUndefined();
  });
});
