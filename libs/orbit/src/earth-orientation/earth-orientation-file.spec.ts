import { describe, expect, it } from '@jest/globals';
import { parseUtc } from '@app/time';
import { earthOrientationOfTable, parseEarthOrientation } from './earth-orientation-file.js';

// Days of finals2000A.all of IERS, 2026-08-13.
const finals = `26 813 61265.00 I  0.223007 0.000090  0.356260 0.000090  I 0.0111537 0.0000107
26 814 61266.00 P  0.223112 0.000604  0.355486 0.000400  P 0.0104492 0.0001080
`;
const entries = [
  { utc: '2026-08-13T00:00:00Z', dut1Seconds: 0.011_153_7, xpArcsec: 0.223_007, ypArcsec: 0.356_26 },
  { utc: '2026-08-14T00:00:00Z', dut1Seconds: 0.010_449_2, xpArcsec: 0.223_112, ypArcsec: 0.355_486 },
] as const;
const json = (changes: Record<string, unknown> = {}, at = 1): string =>
  JSON.stringify(entries.map((entry, index) => (index === at ? { ...entry, ...changes } : entry)));

describe('parseEarthOrientation', () => {
  it('recognises finals2000A and JSON, which give the same values', () => {
    const table = parseEarthOrientation(finals, 'f');
    const list = parseEarthOrientation(`\uFEFF\n ${json()}`, 'j');
    expect([table.format, list.format]).toEqual(['finals2000a', 'json']);
    expect(list.rows).toEqual(table.rows.map((row) => ({ ...row, flag: 'measured' })));
    const instant = parseUtc('2026-08-13T07:00:00Z');
    expect(earthOrientationOfTable(list).at(instant)).toEqual(earthOrientationOfTable(table).at(instant));
    expect(earthOrientationOfTable(table).description).toBe(
      'IERS finals2000A of 2026-08-13 (f): from 2026-08-13, measured to 2026-08-13, predicted to 2026-08-14; ' +
        'UT1=UTC and no polar motion outside, after 10 days of transition',
    );
    expect(earthOrientationOfTable(list).description).toBe(
      'JSON table (j): from 2026-08-13, measured to 2026-08-14; UT1=UTC and no polar motion outside, after 10 days of transition',
    );
  });

  it('JSON takes any time of day', () => {
    const { rows } = parseEarthOrientation(json({ utc: '2026-08-14T06:00:00.000Z' }), 'j');
    expect(rows[1]?.mjdUtc).toBe(61_266.25);
    expect(earthOrientationOfTable({ format: 'json', sourceName: 'j', rows }).coverage?.to).toBe(
      parseUtc('2026-08-14T06:00:00Z'),
    );
  });

  it.each([
    ['{"rows": []}', 'j: expected a list, found {"rows":[]}'],
    ['[1', 'j: expected JSON, found '],
    ['[1, 2]', 'j: entry 1: expected an object, found 1'],
    ['[]', 'j: expected at least two entries, found 0'],
    [json({ utc: '2026-08-13T00:00:00Z' }), 'j: entry 2, utc: expected a later time than in the entry before'],
    [json({ utc: '2026-08-14' }), 'j: entry 2, utc: expected YYYY-MM-DDThh:mm:ss[.fraction]Z'],
    [
      json({ utc: '1971-08-14T00:00:00Z' }, 0),
      'j: entry 1, utc: expected YYYY-MM-DDThh:mm:ss[.fraction]Z from 1972 on',
    ],
    [json({ utc: '2016-12-31T23:59:60Z' }, 0), 'j: entry 1, utc: expected a time outside of a leap second'],
    [json({ dut1Seconds: '0.01' }), 'j: entry 2, dut1Seconds: expected a number of seconds within 2, found "0.01"'],
    [json({ dut1Seconds: 10.4 }), 'j: entry 2, dut1Seconds: expected a number of seconds within 2, found 10.4'],
    [json({ xpArcsec: undefined }), 'j: entry 2, xpArcsec: expected a number of arcseconds within 1, found nothing'],
    [json({ ypArcsec: 356 }), 'j: entry 2, ypArcsec: expected a number of arcseconds within 1, found 356'],
  ])('refuses %s', (text, message) => {
    expect(() => parseEarthOrientation(text, 'j')).toThrow(message);
  });

  it('refuses what is neither', () => {
    expect(() => parseEarthOrientation('EOP 2026\nnothing here\n', 'f')).toThrow(
      'f: line 1, column 7, separator: expected',
    );
  });
});
