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
  it('is the one of IERS that holds to 2027-06-28: its first, its last, and their Modified Julian Dates', () => {
    const mjd = (utcDay: number): number => utcDay + 36_204;
    const lines = leapSeconds.map(({ utcDay, taiMinusUtc }) => [mjd(utcDay), taiMinusUtc]);
    // Leap_Second.dat, Bulletin C 72.
    expect(leapSecondTable.expires).toBe('2027-06-28');
    expect(lines).toEqual([
      [41_317, 10],
      [41_499, 11],
      [41_683, 12],
      [42_048, 13],
      [42_413, 14],
      [42_778, 15],
      [43_144, 16],
      [43_509, 17],
      [43_874, 18],
      [44_239, 19],
      [44_786, 20],
      [45_151, 21],
      [45_516, 22],
      [46_247, 23],
      [47_161, 24],
      [47_892, 25],
      [48_257, 26],
      [48_804, 27],
      [49_169, 28],
      [49_534, 29],
      [50_083, 30],
      [50_630, 31],
      [51_179, 32],
      [53_736, 33],
      [54_832, 34],
      [56_109, 35],
      [57_204, 36],
      [57_754, 37],
    ]);
  });

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
