import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  PS_PER_DAY,
  PS_PER_SECOND,
  TimeScaleError,
  type UtcReading,
  leapSeconds,
  parseUtc,
  picosecondCount,
  taiMinusUtcPicoseconds,
  taiMinusUtcSeconds,
  taiPicosecondsFromCount,
  taiPicosecondsFromTai,
  taiPicosecondsFromUtc,
  utcDayOfDate,
  utcEraOf,
  utcFromTaiPicoseconds,
} from './index.js';

const dayOf = (date: string): number => {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return utcDayOfDate({ year, month, day })!;
};
const midnight = (date: string): UtcReading => ({ utcDay: dayOf(date), picosecondOfDay: 0n });
const nextMidnight = ({ utcDay }: UtcReading): UtcReading => ({ utcDay: utcDay + 1, picosecondOfDay: 0n });
const count = (reading: UtcReading): bigint => picosecondCount(taiPicosecondsFromUtc(reading));
const dayLength = (date: string): bigint => count(nextMidnight(midnight(date))) - count(midnight(date));

describe('UTC before 1972 (trap 34)', () => {
  // USNO tai-utc.dat: offset + (MJD - reference) x rate at the first midnight of each line, worked out by hand in seconds.
  it.each([
    ['1961-01-01', 1_422_818_000_000n], // 1.4228180
    ['1961-08-01', 1_647_570_000_000n], // 1.3728180 + 212 x 0.001296
    ['1962-01-01', 1_845_858_000_000n], // 1.8458580
    ['1963-11-01', 2_697_278_800_000n], // 1.9458580 + 669 x 0.0011232
    ['1964-01-01', 2_765_794_000_000n], // 3.2401300 - 366 x 0.001296
    ['1965-01-01', 3_540_130_000_000n], // 3.5401300
    ['1966-01-01', 4_313_170_000_000n], // 4.3131700
    ['1968-02-01', 6_185_682_000_000n], // 4.2131700 + 761 x 0.002592
    ['1972-01-01', 10_000_000_000_000n],
  ])('TAI - UTC at %s is %i ps', (date, expected) => {
    expect(taiMinusUtcPicoseconds(midnight(date))).toBe(expected);
  });

  it('UTC was set back and forth by parts of a second, which a day may have or lack', () => {
    const drift = { 15: 1_296_000_000n, 13: 1_123_200_000n, 30: 2_592_000_000n };
    expect(dayLength('1961-06-01')).toBe(PS_PER_DAY + drift[15]);
    expect(dayLength('1961-07-31')).toBe(PS_PER_DAY + drift[15] - PS_PER_SECOND / 20n);
    expect(dayLength('1963-10-31')).toBe(PS_PER_DAY + drift[13] + PS_PER_SECOND / 10n);
    expect(dayLength('1968-01-31')).toBe(PS_PER_DAY + drift[30] - PS_PER_SECOND / 10n);
    // The last step made TAI - UTC ten seconds: 10 - (4.21317 + 2191 x 0.002592) = 0.107758.
    expect(dayLength('1971-12-31')).toBe(PS_PER_DAY + drift[30] + 107_758_000_000n);
  });

  it('a time that a shortened day lacks is refused, and one that a lengthened day has besides is taken', () => {
    const last = (date: string, seconds: bigint): UtcReading => ({
      utcDay: dayOf(date),
      picosecondOfDay: (86_399n * PS_PER_SECOND * 1000n + seconds) / 1000n,
    });
    const millis = 1_000_000_000_000n; // in thousandths of picoseconds
    expect(() => taiPicosecondsFromUtc(last('1961-07-31', 949n * millis))).not.toThrow();
    expect(() => taiPicosecondsFromUtc(last('1961-07-31', 951n * millis))).toThrow(TimeScaleError);
    expect(() => taiPicosecondsFromUtc(last('1971-12-31', 1107n * millis))).not.toThrow();
    expect(() => taiPicosecondsFromUtc(last('1971-12-31', 1108n * millis))).toThrow(/time of day/);
  });

  it('is told from what the whole seconds say, and refused before 1961', () => {
    expect(utcEraOf(dayOf('1960-12-31'))).toBe('none');
    expect(utcEraOf(dayOf('1961-01-01'))).toBe('rates');
    expect(utcEraOf(dayOf('1971-12-31'))).toBe('rates');
    expect(utcEraOf(dayOf('1972-01-01'))).toBe('leap-seconds');
    expect(taiMinusUtcSeconds(dayOf('1965-01-01'))).toBe(10);
    expect(() => taiPicosecondsFromUtc(midnight('1960-12-31'))).toThrow(/day: expected 1961-01-01 or later/);
    const first = taiPicosecondsFromUtc(midnight('1961-01-01'));
    expect(utcFromTaiPicoseconds(first)).toEqual(midnight('1961-01-01'));
    const before = taiPicosecondsFromCount(picosecondCount(first) - 1n);
    expect(() => utcFromTaiPicoseconds(before)).toThrow(TimeScaleError);
    expect(() => taiPicosecondsFromUtc({ utcDay: 5000.5, picosecondOfDay: 0n })).toThrow(TimeScaleError);
    expect(() => taiPicosecondsFromUtc({ utcDay: 5200, picosecondOfDay: -1n })).toThrow(TimeScaleError);
  });
});

describe('UTC in picoseconds', () => {
  const from1961 = fc.record({
    utcDay: fc.integer({ min: dayOf('1961-01-01'), max: dayOf('2100-01-01') }),
    // The least that any day has: 0.1 s less than a whole one.
    picosecondOfDay: fc.bigInt({ min: 0n, max: PS_PER_DAY - PS_PER_SECOND / 10n - 1n }),
  });

  it('every reading from 1961 comes back to the picosecond, and instants follow readings in order', () => {
    fc.assert(
      fc.property(from1961, from1961, (reading, other) => {
        expect(utcFromTaiPicoseconds(taiPicosecondsFromUtc(reading))).toEqual(reading);
        const later =
          BigInt(other.utcDay - reading.utcDay) * PS_PER_DAY + other.picosecondOfDay - reading.picosecondOfDay;
        if (later !== 0n) expect(count(other) > count(reading)).toBe(later > 0n);
      }),
    );
  });

  it('every instant from 1961 comes back, to one picosecond where the seconds of UTC were longer', () => {
    const range = { min: count(midnight('1961-01-01')), max: count(midnight('2100-01-01')) };
    fc.assert(
      fc.property(fc.bigInt(range), (picoseconds) => {
        const reading = utcFromTaiPicoseconds(taiPicosecondsFromCount(picoseconds));
        const error = picoseconds - count(reading);
        if (utcEraOf(reading.utcDay) === 'leap-seconds') expect(error).toBe(0n);
        expect(error === 0n || error === 1n).toBe(true);
      }),
    );
  });

  it('agrees with the nanoseconds of parseUtc from 1972 on, and round every leap second', () => {
    for (const { date, utcDay, taiMinusUtc } of leapSeconds.slice(1)) {
      const start = parseUtc(`${date}T00:00:00Z`);
      expect(taiPicosecondsFromUtc({ utcDay, picosecondOfDay: 0n })).toEqual(taiPicosecondsFromTai(start));
      expect(taiMinusUtcPicoseconds({ utcDay, picosecondOfDay: 0n })).toBe(BigInt(taiMinusUtc) * PS_PER_SECOND);
      const lastPicosecond = { tai: start - 1n, picoseconds: 999 };
      const reading = { utcDay: utcDay - 1, picosecondOfDay: PS_PER_DAY + PS_PER_SECOND - 1n };
      expect(utcFromTaiPicoseconds(lastPicosecond)).toEqual(reading);
      expect(taiPicosecondsFromUtc(reading)).toEqual(lastPicosecond);
      expect(() => taiPicosecondsFromUtc({ ...reading, picosecondOfDay: reading.picosecondOfDay + 1n })).toThrow(
        TimeScaleError,
      );
      expect(() => taiPicosecondsFromUtc({ utcDay, picosecondOfDay: PS_PER_DAY })).toThrow(TimeScaleError);
    }
  });
});
