import { describe, expect, it } from '@jest/globals';
import { leapSeconds, parseUtc, picosecondCount, taiPicosecondsFromCount, taiPicosecondsFromTai } from '@app/time';
import fc from 'fast-check';
import { AsciiTimeError } from './ascii-time-checks.js';
import {
  type AsciiTimeFormat,
  asciiFromTaiPicoseconds,
  encodeAsciiTime,
  parseAsciiTime,
  taiPicosecondsFromAscii,
} from './ascii-time.js';

const instantOf = (text: string): ReturnType<typeof taiPicosecondsFromAscii> =>
  taiPicosecondsFromAscii(parseAsciiTime(text));

describe('ASCII time codes (301.0-B-4, 3.5)', () => {
  it('3.5.1.1 and 3.5.1.2: the examples of both codes are one instant', () => {
    const expected = taiPicosecondsFromTai(parseUtc('1988-01-18T17:20:43.123456Z'));
    for (const text of ['1988-01-18T17:20:43.123456Z', '1988-018T17:20:43.123456Z', '1988-018T17:20:43.123456'])
      expect(instantOf(text)).toEqual(expected);
    expect(parseAsciiTime('1988-018T17:20:43.123456Z')).toEqual({
      ...{ year: 1988, dayOfYear: 18, hour: 17, minute: 20, second: 43, fraction: '123456', terminated: true },
    });
    const back = (format: AsciiTimeFormat): string => encodeAsciiTime(asciiFromTaiPicoseconds(expected, format));
    expect(back({ code: 'A', decimals: 6, terminated: true })).toBe('1988-01-18T17:20:43.123456Z');
    expect(back({ code: 'B', decimals: 3, terminated: false })).toBe('1988-018T17:20:43.123');
    expect(back({ code: 'B', decimals: 0, terminated: true })).toBe('1988-018T17:20:43Z');
  });

  it('any number of decimals is kept as it was read; the instant has twelve of them, cut', () => {
    const text = `2026-11-22T12:34:56.${'7890123456789'.repeat(10)}Z`;
    expect(encodeAsciiTime(parseAsciiTime(text))).toBe(text);
    const second = parseUtc('2026-11-22T12:34:56Z');
    expect(instantOf(text)).toEqual({ tai: second + 789_012_345n, picoseconds: 678 });
    expect(instantOf('2026-11-22T12:34:56.9999999999999Z')).toEqual({ tai: second + 999_999_999n, picoseconds: 999 });
    expect(instantOf('2026-11-22T12:34:56.000000000001Z')).toEqual({ tai: second, picoseconds: 1 });
    expect(instantOf('2026-11-22T12:34')).toEqual(taiPicosecondsFromTai(parseUtc('2026-11-22T12:34:00Z')));
  });

  // 3.5.1.3: alone without T (a, b), cut on the left with its separators or on the right without (c), joined whole at the T (e).
  it.each([
    '2026',
    '2026-11',
    '2026-11-22',
    '-11',
    '-11-22',
    '--22',
    '2026-326',
    '-326',
    '12',
    '12:34',
    '12:34:56',
    '12:34:56.7',
    ':34',
    ':34:56',
    ':34:56.78',
    '::56',
    '::56.789',
    '::.789',
    '-11-22T12:34',
    '--22T12',
    '-326T12:34:56.7',
    '2026-11-22T12',
  ])('3.5.1.3: the subset %s, with and without terminator', (text) => {
    expect(encodeAsciiTime(parseAsciiTime(text))).toBe(text);
    expect(parseAsciiTime(text).terminated).toBe(false);
    expect(encodeAsciiTime(parseAsciiTime(`${text}Z`))).toBe(`${text}Z`);
  });

  it.each([
    ['', 'nothing'],
    ['Z', 'nothing but a terminator'],
    ['T', 'nothing but a separator'],
    ['::', 'separators of nothing'],
    ['T12:34', 'b: a T without a date'],
    ['2026-11-22T', 'b: a T without a time'],
    ['2026-11T12:34', 'e: a date cut on the right'],
    ['2026T12:34', 'e: a date cut on the right'],
    ['2026-11-22T:34', 'e: a time cut on the left'],
    ['26-11-22', 'd: part of a year'],
    ['2026-1-22', 'd: part of a month'],
    ['2026-11-22T12:34:5', 'd: part of a second'],
    ['2026-11-22T12:34:56.', 'a period without decimals'],
    ['2026-11-22T12:34:56,5', 'a comma'],
    ['2026-11-22 12:34:56', 'a space'],
    ['2026-11-22T12:34:56z', 'a small z'],
    ['2026-11-22T12:34:56+00:00', 'an offset'],
    ['2026-11-22T12:34:56ZZ', 'two terminators'],
    ['2026-11-22T12T34', 'two separators'],
    ['0000-01-01', 'year 0'],
    ['2026-00-01', 'month 0'],
    ['2026-13-01', 'month 13'],
    ['2026-02-29', 'a day that is not'],
    ['-04-31', 'a day that no year has'],
    ['2026-000', 'day 0'],
    ['2026-366', 'day 366 of a common year'],
    ['-367', 'day 367'],
    ['24:00', 'hour 24'],
    ['12:60', 'minute 60'],
    ['12:34:60', 'second 60 elsewhere than before midnight'],
    ['2026-11-22T23:59:60Z', 'a leap second that was not'],
    ['2016-12-30T23:59:60Z', 'a leap second a day early'],
    ['1950-12-31T23:59:60Z', 'a leap second before UTC'],
  ])('refuses %p: %s', (text) => {
    expect(() => parseAsciiTime(text)).toThrow(AsciiTimeError);
  });

  it('trap 31: second 60 is read and written where one was inserted, or where that cannot be told', () => {
    for (const { utcDay, date } of leapSeconds.slice(1)) {
      const midnight = taiPicosecondsFromTai(parseUtc(`${date}T00:00:00Z`));
      const last = taiPicosecondsFromCount(picosecondCount(midnight) - 1n);
      for (const code of ['A', 'B'] as const) {
        const text = encodeAsciiTime(asciiFromTaiPicoseconds(last, { code, decimals: 12, terminated: true }));
        expect(text).toMatch(/T23:59:60\.999999999999Z$/);
        expect(instantOf(text)).toEqual(last);
      }
      expect(utcDay).toBeGreaterThan(0);
    }
    for (const text of ['23:59:60', ':59:60.5', '::60', '-12-31T23:59:60Z'])
      expect(encodeAsciiTime(parseAsciiTime(text))).toBe(text);
    // UTC of 1971 ended 0.107758 s of TAI late.
    expect(() => instantOf('1971-12-31T23:59:60.1077')).not.toThrow();
    expect(() => parseAsciiTime('1971-12-31T23:59:60.1078')).toThrow(AsciiTimeError);
  });

  it('trap 34: an instant wants a whole date, from 1961 on; a shortened day ends early', () => {
    expect(() => instantOf('12:34:56')).toThrow(/date: expected year/);
    expect(() => instantOf('2026-11')).toThrow(AsciiTimeError);
    expect(() => instantOf('1960-12-31T23:59:59')).toThrow(/1961-01-01 or later/);
    expect(() => instantOf('1961-07-31T23:59:59.96')).toThrow(/time of day/);
    // TAI - UTC was 3.54013 s at the beginning of 1965, not the 10 s of parseUtc.
    const ours = picosecondCount(instantOf('1965-001T00:00:00'));
    expect(picosecondCount(taiPicosecondsFromTai(parseUtc('1965-01-01T00:00:00Z'))) - ours).toBe(6_459_870_000_000n);
  });

  it('every instant from 1972 to 9999 comes back through both codes to its last decimal', () => {
    const instants = fc.bigInt({
      min: parseUtc('1972-01-01T00:00:00Z') * 1000n,
      max: parseUtc('9999-12-31T23:59:59Z') * 1000n,
    });
    const formats = fc.record({
      code: fc.constantFrom('A' as const, 'B' as const),
      decimals: fc.integer({ min: 0, max: 12 }),
      terminated: fc.boolean(),
    });
    fc.assert(
      fc.property(instants, formats, (count, format) => {
        const text = encodeAsciiTime(asciiFromTaiPicoseconds(taiPicosecondsFromCount(count), format));
        const unit = 10n ** BigInt(12 - format.decimals);
        expect(picosecondCount(instantOf(text))).toBe((count / unit) * unit);
      }),
    );
  });

  it('takes any text or refuses it with its own error, and what it takes is written as it was', () => {
    const good = ['2016-12-31T23:59:60.5Z', '2020-060T12:34:56', '1999-02-28T00', '2024-366T23:59Z', '2024-02-29'];
    const almost = fc
      .tuple(fc.constantFrom(...good), fc.nat({ max: 21 }), fc.option(fc.constantFrom(...'0123456789-:.TZ ')))
      .map(([text, at, letter]) => (letter === null ? text : text.slice(0, at) + letter + text.slice(at + 1)));
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(almost, fc.string({ maxLength: 30 })), (text) => {
        try {
          expect(encodeAsciiTime(parseAsciiTime(text))).toBe(text);
          taken += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(AsciiTimeError);
        }
      }),
      { numRuns: 2000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('refuses subfields that make no code', () => {
    const t = { terminated: false };
    expect(() => encodeAsciiTime(t)).toThrow(/subfields: expected one or more/);
    expect(() => encodeAsciiTime({ ...t, year: 2026, day: 1 })).toThrow(/without a gap/);
    expect(() => encodeAsciiTime({ ...t, hour: 1, second: 1 })).toThrow(/without a gap/);
    expect(() => encodeAsciiTime({ ...t, year: 2026, hour: 1 })).toThrow(/a date to the day/);
    expect(() => encodeAsciiTime({ ...t, month: 1, dayOfYear: 1 })).toThrow(/both/);
    expect(() => encodeAsciiTime({ ...t, second: 1, fraction: '1x' })).toThrow(/decimal digits/);
    expect(() => encodeAsciiTime({ ...t, hour: 1.5 })).toThrow(/hour/);
    const now = taiPicosecondsFromTai(parseUtc('2026-11-22T12:34:56Z'));
    expect(() => asciiFromTaiPicoseconds(now, { code: 'A', decimals: 13, terminated: true })).toThrow(/decimals/);
    const format = { code: 'A', decimals: 0, terminated: true } as const;
    const after9999 = taiPicosecondsFromTai(parseUtc('9999-12-31T23:59:59Z') + 1_000_000_000n);
    expect(() => asciiFromTaiPicoseconds(after9999, format)).toThrow(/year: expected 1 to 9999, found 10000/);
    expect(() => asciiFromTaiPicoseconds(taiPicosecondsFromTai(0n), format)).toThrow(AsciiTimeError);
  });
});
