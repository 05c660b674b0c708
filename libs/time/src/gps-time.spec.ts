import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  GPS_EPOCH,
  NS_PER_SECOND,
  TimeScaleError,
  formatGpsWeek,
  formatUtc,
  gpsFromTai,
  gpsWeekFromTai,
  leapSeconds,
  parseGpsWeek,
  parseUtc,
  taiFromGps,
  taiFromGpsWeek,
} from './index.js';

describe('GPS time', () => {
  it('begins at 1980-01-06T00:00:00 UTC, 19 s behind TAI for ever', () => {
    expect(GPS_EPOCH).toBe(parseUtc('1980-01-06T00:00:00Z'));
    expect(gpsWeekFromTai(GPS_EPOCH)).toEqual({ week: 0, secondOfWeek: 0, nanosecond: 0 });
    expect(() => gpsFromTai(GPS_EPOCH - 1n)).toThrow(/GPS time: instant: expected at or after 1980-01-06/);
  });

  // GPS - UTC was 13 s at the first rollover of the ten-bit week and 18 s at the second.
  it.each([
    [1024, '1999-08-21T23:59:47Z'],
    [2048, '2019-04-06T23:59:42Z'],
  ])('week %i began at %s', (week, utc) => {
    expect(gpsWeekFromTai(parseUtc(utc))).toEqual({ week, secondOfWeek: 0, nanosecond: 0 });
    expect(formatUtc(taiFromGpsWeek({ week, secondOfWeek: 0, nanosecond: 0 }), 0)).toBe(utc);
    expect(formatGpsWeek(parseUtc(utc), 3)).toBe(`${week}:000000.000`);
    expect(formatGpsWeek(parseUtc(utc) - 1n, 9)).toBe(`${week - 1}:604799.999999999`);
  });

  it('GPS - UTC grows by one second at each leap second since 1980 and GPS time knows none of them', () => {
    for (const { date, utcDay, taiMinusUtc } of leapSeconds.filter(({ date: since }) => since > '1980-01-06')) {
      const midnight = parseUtc(`${date}T00:00:00Z`);
      const utcSeconds = BigInt(utcDay - 8040) * 86_400n;
      expect(gpsFromTai(midnight)).toBe((utcSeconds + BigInt(taiMinusUtc - 19)) * NS_PER_SECOND);
      for (const offset of [-1_500_000_000n, -1_000_000_000n, -1n, 0n, 1n, 999_999_999n]) {
        const gps = gpsFromTai(midnight + offset);
        expect(taiFromGps(gps)).toBe(midnight + offset);
        expect(gps - gpsFromTai(midnight)).toBe(offset);
        // UTC text and GPS week lead to the same instant, within the leap second too.
        expect(parseUtc(formatUtc(taiFromGps(gps), 9))).toBe(parseGpsWeek(formatGpsWeek(midnight + offset, 9)));
      }
    }
  });

  it('every instant from 1980 comes back through week and second, and through their text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: GPS_EPOCH, max: parseUtc('9000-01-01T00:00:00Z') }), (tai) => {
        const time = gpsWeekFromTai(tai);
        expect(time.secondOfWeek).toBeLessThan(604_800);
        expect(taiFromGpsWeek(time)).toBe(tai);
        expect(taiFromGps(gpsFromTai(tai))).toBe(tai);
        expect(parseGpsWeek(formatGpsWeek(tai, 9))).toBe(tai);
        expect(tai - parseGpsWeek(formatGpsWeek(tai, 0))).toBe(BigInt(time.nanosecond));
      }),
    );
  });

  it.each(['2048', '2048:0', '2048:604800', '-1:000000', '2048:000000.', '2048:000000.0000000000', 'x'])(
    'refuses the text %s',
    (text) => {
      expect(() => parseGpsWeek(text)).toThrow(TimeScaleError);
    },
  );

  it('takes any text or refuses it with its own error', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9:.-]{0,20}$/), (text) => {
        try {
          expect(formatGpsWeek(parseGpsWeek(text), 0)).toMatch(/^\d+:\d{6}$/);
        } catch (error) {
          expect(error).toBeInstanceOf(TimeScaleError);
        }
      }),
    );
  });

  it('refuses parts out of their range', () => {
    const zero = { week: 0, secondOfWeek: 0, nanosecond: 0 };
    expect(() => taiFromGpsWeek({ ...zero, week: -1 })).toThrow(/week: expected/);
    expect(() => taiFromGpsWeek({ ...zero, secondOfWeek: 604_800 })).toThrow(/second of week/);
    expect(() => taiFromGpsWeek({ ...zero, nanosecond: 0.5 })).toThrow(/nanosecond/);
    expect(() => taiFromGps(-1n)).toThrow(TimeScaleError);
  });
});
