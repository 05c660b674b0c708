import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NS_PER_SECOND, parseUtc, plusSeconds, secondsBetween } from '@app/time';
import { EarthOrientationReader } from '../frames/earth-orientation-reader.js';
import {
  describeEarthOrientation,
  earthOrientationStatus,
  earthOrientationWarnings,
} from '../frames/earth-orientation-report.js';
import { type EarthOrientationRow } from './earth-orientation-row.js';
import { earthOrientationSeries } from './earth-orientation-series.js';

const row = (mjdUtc: number, ut1MinusUtcSeconds: number, flag: EarthOrientationRow['flag'] = 'measured') => ({
  mjdUtc,
  ut1MinusUtcSeconds,
  xpArcsec: 0.1 + (mjdUtc - 57_753) * 0.01,
  ypArcsec: 0.2,
  flag,
});
// Values of finals2000A around the leap second at the end of 2016.
const series = earthOrientationSeries(
  [row(57_752, -0.406_918), row(57_753, -0.407_760_1), row(57_754, 0.591_282_1), row(57_755, 0.590_175_2, 'predicted')],
  { source: 'test' },
);
const day = (date: string): bigint => parseUtc(`${date}T00:00:00Z`);
const arcsec = (rad: number): number => (rad * 180 * 3600) / Math.PI;

describe('earthOrientationSeries', () => {
  it('gives its rows back', () => {
    expect(series.at(day('2016-12-30')).ut1MinusTaiSeconds).toBeCloseTo(-36.406_918, 12);
    expect(series.at(day('2016-12-31')).ut1MinusTaiSeconds).toBeCloseTo(-36.407_760_1, 12);
    expect(series.at(day('2017-01-01')).ut1MinusTaiSeconds).toBeCloseTo(-36.408_717_9, 12);
    expect(series.at(day('2017-01-02')).ut1MinusTaiSeconds).toBeCloseTo(-36.409_824_8, 12);
    expect(arcsec(series.at(day('2017-01-02')).poleXRad)).toBeCloseTo(0.12, 12);
    expect(arcsec(series.at(day('2017-01-02')).poleYRad)).toBeCloseTo(0.2, 12);
  });

  it('UT1 - TAI is a straight line through a day with a leap second, 86 401 s long', () => {
    const from = day('2016-12-31');
    for (const seconds of [1, 43_200.5, 86_399, 86_400, 86_400.5, 86_400.999_999]) {
      const expected = -36.407_760_1 + (seconds / 86_401) * (36.407_760_1 - 36.408_717_9);
      expect(series.at(plusSeconds(from, seconds)).ut1MinusTaiSeconds).toBeCloseTo(expected, 12);
    }
    expect(arcsec(series.at(plusSeconds(from, 43_200.5)).poleXRad)).toBeCloseTo(0.105, 12);
  });

  it('does not extrapolate: UT1 = UTC and no polar motion from ten days outside on, through leap seconds', () => {
    const still = (ut1MinusTaiSeconds: number) => ({ ut1MinusTaiSeconds, poleXRad: 0, poleYRad: 0 });
    expect(series.at(day('2016-12-20') - 1n)).toEqual(still(-36));
    expect(series.at(day('2017-01-12') + 1n)).toEqual(still(-37));
    expect(series.at(day('2015-07-01') - 1n)).toEqual(still(-35));
    expect(series.at(day('2015-07-01'))).toEqual(still(-36));
    expect(series.at(parseUtc('1958-01-01T00:00:00Z'))).toEqual(still(-10));
    expect(series.at(day('2999-01-01'))).toEqual(still(-37));
  });

  it('goes there in a straight line from the last row: no jump, which an interpolated path would not survive', () => {
    const fade = series.at(day('2017-01-02') + 86_400n * 4n * NS_PER_SECOND);
    expect(fade.ut1MinusTaiSeconds).toBeCloseTo(-37 + 0.6 * 0.590_175_2, 12);
    expect(arcsec(fade.poleXRad)).toBeCloseTo(0.6 * 0.12, 12);
    expect(series.at(day('2016-12-25')).ut1MinusTaiSeconds).toBeCloseTo(-36 - 0.5 * 0.406_918, 12);
    for (const edge of ['2016-12-20', '2016-12-30', '2016-12-31', '2017-01-01', '2017-01-02', '2017-01-12']) {
      const [before, after] = [series.at(day(edge) - 1000n), series.at(day(edge) + 1000n)];
      expect(Math.abs(before.ut1MinusTaiSeconds - after.ut1MinusTaiSeconds)).toBeLessThan(1e-11);
      expect(Math.abs(before.poleXRad - after.poleXRad)).toBeLessThan(1e-15);
    }
  });

  it('a reader of many times meets it everywhere, in any order', () => {
    const reader = new EarthOrientationReader(parseUtc('2016-12-31T12:00:00.25Z'), series);
    const seconds = fc.oneof(
      fc.double({ min: -6e5, max: 6e5, noNaN: true }),
      fc.constantFrom(-1.3e8, 0, 43_200.75, 5e9),
    );
    fc.assert(
      fc.property(seconds, (since) => {
        reader.load(since);
        const instant = plusSeconds(reader.start, since);
        const piece = series.pieceAt!(instant);
        expect(piece.from <= instant && instant < piece.to).toBe(true);
        const expected = series.at(instant);
        expect(reader.ut1MinusTaiSeconds).toBeCloseTo(expected.ut1MinusTaiSeconds, 12);
        expect(reader.poleXRad).toBeCloseTo(expected.poleXRad, 15);
        expect(reader.poleYRad).toBeCloseTo(expected.poleYRad, 15);
      }),
    );
  });

  it('rows at any times: the value between two is the share of both', () => {
    // Hundredths of a day: several rows in a day, and gaps of a month.
    const gap = fc.oneof(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 100, max: 3100 }));
    const gaps = fc.array(gap, { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(gaps, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
        let centidays = 6_100_000;
        const mjds = [centidays, ...given.map((more) => (centidays += more))].map((c) => c / 100);
        const rows = mjds.map((mjdUtc, index) => row(mjdUtc, Math.sin(index * 12.9898)));
        const irregular = earthOrientationSeries(rows, { source: 'law' });
        const { from, to } = irregular.coverage!;
        const instant = plusSeconds(from, share * secondsBetween(from, to));
        const mjd = mjds[0]! + secondsBetween(from, instant) / 86_400;
        const next = Math.max(
          1,
          mjds.findIndex((at) => at > mjd) === -1 ? mjds.length - 1 : mjds.findIndex((at) => at > mjd),
        );
        const [a, b] = [rows[next - 1]!, rows[next]!];
        const part = (mjd - a.mjdUtc) / (b.mjdUtc - a.mjdUtc);
        const expected = a.ut1MinusUtcSeconds + part * (b.ut1MinusUtcSeconds - a.ut1MinusUtcSeconds) - 37;
        expect(irregular.at(instant).ut1MinusTaiSeconds).toBeCloseTo(expected, 7);
      }),
    );
  });

  it('refuses fewer than two rows, rows out of order, and gaps that a straight line does not bridge', () => {
    const of =
      (...mjds: number[]) =>
      () =>
        earthOrientationSeries(
          mjds.map((mjd) => row(mjd, 0)),
          { source: 'table' },
        );
    expect(of(57_753)).toThrow('table: expected at least two rows, found 1');
    expect(of(57_753, 57_754, 57_754)).toThrow('table: entry 3: expected a row later than the one before');
    expect(of(57_753, 57_785)).toThrow('table: entry 2: expected a row later than the one before, by 31 days at most');
    expect(of(57_733, 57_764)).not.toThrow();
  });
});

describe('what is said of a span', () => {
  const [from, measured, to] = [day('2016-12-30'), day('2017-01-01'), day('2017-01-02')];

  it('status: measured, predicted, or outside where any part is', () => {
    expect(earthOrientationStatus(series, from, measured)).toBe('measured');
    expect(earthOrientationStatus(series, from, measured + 1n)).toBe('predicted');
    expect(earthOrientationStatus(series, from, to)).toBe('predicted');
    expect(earthOrientationStatus(series, from - 1n, measured)).toBe('outside');
    expect(earthOrientationStatus(series, measured, to + 1n)).toBe('outside');
    expect(earthOrientationStatus('none', from, to)).toBe('outside');
    expect(earthOrientationStatus({ description: 'own', at: () => series.at(from) }, from, to)).toBe('measured');
  });

  it('the description names the parts of the span that are a fallback', () => {
    const all =
      'test: from 2016-12-30, measured to 2017-01-01, predicted to 2017-01-02; UT1=UTC and no polar motion outside, after 10 days of transition';
    expect(series.description).toBe(all);
    expect(describeEarthOrientation(series)).toBe(all);
    expect(describeEarthOrientation(series, from, to)).toBe(all);
    const fallback = 'fallback to UT1=UTC and no polar motion from';
    expect(describeEarthOrientation(series, from - 3600n * NS_PER_SECOND, to + NS_PER_SECOND)).toBe(
      `${all}; ${fallback} 2016-12-29T23:00:00Z to 2016-12-30T00:00:00Z; ${fallback} 2017-01-02T00:00:00Z to 2017-01-02T00:00:01Z`,
    );
    expect(describeEarthOrientation(series, day('2026-01-01'), day('2026-01-02'))).toBe(
      `${all}; ${fallback} 2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z`,
    );
    expect(describeEarthOrientation('none', from, to)).toBe('none: UT1=UTC, no polar motion');
  });

  it('warns of fallbacks, and of predictions older than half a year', () => {
    expect(earthOrientationWarnings(series, from, to)).toEqual([]);
    expect(earthOrientationWarnings('none', from, to)).toEqual([]);
    expect(earthOrientationWarnings(series, from, to + 1n)).toEqual([
      expect.stringMatching(
        /^Earth orientation \(test: .*\) does not reach: UT1=UTC and no polar motion from 2017-01-02T/,
      ),
    ]);
    const days = Array.from({ length: 201 }, (_, index) =>
      row(61_000 + index, 0, index === 0 ? 'measured' : 'predicted'),
    );
    const stale = earthOrientationSeries(days, { source: 'old' });
    const [first, last] = [stale.coverage!.from, stale.coverage!.to];
    const limit = plusSeconds(first, 183 * 86_400);
    expect(earthOrientationWarnings(stale, first, limit)).toEqual([]);
    expect(earthOrientationWarnings(stale, first, limit + 1n)).toEqual([
      expect.stringContaining('is predicted 183 days'),
    ]);
    expect(earthOrientationWarnings(stale, first, last + 1n)).toEqual([
      expect.stringContaining('does not reach'),
      expect.stringContaining('is predicted 200 days ahead of its last measurement'),
    ]);
    expect(earthOrientationWarnings(stale, last + 1n, last + 2n)).toHaveLength(1);
    const unknown = earthOrientationSeries(days.slice(1), { source: 'predictions' });
    expect(unknown.coverage?.measuredTo).toBeUndefined();
    expect(earthOrientationWarnings(unknown, limit, limit)).toEqual([
      expect.stringContaining('holds predictions only'),
    ]);
  });
});
