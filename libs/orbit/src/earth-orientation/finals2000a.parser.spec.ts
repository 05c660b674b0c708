import { describe, expect, it } from '@jest/globals';
import { EarthOrientationError } from './earth-orientation-error.js';
import { parseFinals2000a } from './finals2000a.parser.js';

// Lines of finals2000A.all of IERS, 2026-08-13, up to the end of Bulletin A.
const lines = {
  decade: [
    '991231 51543.00 I  0.042976 0.000090  0.378161 0.000108  I 0.3564680 0.0000093  1.0504 0.0070  I',
    ' 0 1 1 51544.00 I  0.043301 0.000092  0.377867 0.000099  I 0.3554779 0.0000099  0.9333 0.0076  I',
  ],
  leap: [
    '161231 57753.00 I  0.081400 0.000052  0.263094 0.000039  I-0.4077601 0.0000078  0.8842 0.0055  I     0.025    0.119    -0.169    0.024  0.081318  0.262990 -0.4077600    -0.021    -0.048  ',
    '17 1 1 57754.00 I  0.080504 0.000028  0.263145 0.000028  I 0.5912821 0.0000077  1.0342 0.0050  I     0.012    0.119    -0.168    0.018  0.080450  0.263074  0.5912975    -0.019    -0.057  ',
  ],
  end: [
    '26 813 61265.00 I  0.223007 0.000090  0.356260 0.000090  I 0.0111537 0.0000107                 P    -0.037    0.127     0.035    0.159                                                     ',
    '26 814 61266.00 P  0.223112 0.000604  0.355486 0.000400  P 0.0104492 0.0001080                 P    -0.035    0.127     0.057    0.159                                                     ',
  ],
  blank: ['27 822 61639.00', '27 823 61640.00'],
} as const;
const text = (...parts: readonly (readonly string[])[]): string => `${parts.flat().join('\n')}\n`;

const failureOf = (given: string): EarthOrientationError => {
  try {
    parseFinals2000a(given, 'finals.data');
  } catch (error) {
    if (error instanceof EarthOrientationError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('parseFinals2000a', () => {
  it('reads Bulletin A: pole, UT1-UTC, length of day where there is one, and whether it was measured', () => {
    expect(parseFinals2000a(text(lines.leap), 'x')).toEqual([
      {
        mjdUtc: 57_753,
        ut1MinusUtcSeconds: -0.407_760_1,
        xpArcsec: 0.0814,
        ypArcsec: 0.263_094,
        lodMs: 0.8842,
        flag: 'measured',
      },
      {
        mjdUtc: 57_754,
        ut1MinusUtcSeconds: 0.591_282_1,
        xpArcsec: 0.080_504,
        ypArcsec: 0.263_145,
        lodMs: 1.0342,
        flag: 'measured',
      },
    ]);
    expect(parseFinals2000a(text(lines.end), 'x')).toEqual([
      { mjdUtc: 61_265, ut1MinusUtcSeconds: 0.011_153_7, xpArcsec: 0.223_007, ypArcsec: 0.356_26, flag: 'measured' },
      { mjdUtc: 61_266, ut1MinusUtcSeconds: 0.010_449_2, xpArcsec: 0.223_112, ypArcsec: 0.355_486, flag: 'predicted' },
    ]);
  });

  it('reads two-digit years on both sides of 2000', () => {
    expect(parseFinals2000a(text(lines.decade), 'x').map((row) => row.mjdUtc)).toEqual([51_543, 51_544]);
  });

  it('leaves out days to come without values, and takes CRLF and lines cut after UT1-UTC', () => {
    const whole = parseFinals2000a(text(lines.end), 'x');
    expect(parseFinals2000a(text(lines.end, lines.blank), 'x')).toEqual(whole);
    expect(parseFinals2000a(text(lines.end).replaceAll('\n', '\r\n'), 'x')).toEqual(whole);
    expect(parseFinals2000a(text(lines.end.map((line) => line.slice(0, 68))), 'x')).toEqual(whole);
  });

  it('leaves out a last line that was cut within its values, as a download may be', () => {
    const [first, second] = lines.leap;
    const cut = `${lines.end[0]}\n${lines.end[1]}\n26 815 61267.00 P  0.223226 0.000897  0.354692 0.000660  P 0.00961`;
    expect(parseFinals2000a(cut, 'x')).toHaveLength(2);
    // The same within the text is an error, and so is a text that begins in the middle of a line.
    expect(failureOf(`${cut}\n`)).toMatchObject({ place: { line: 3, column: 59 }, found: '" 0.00961"' });
    expect(failureOf(`${first.slice(20)}\n${second}\n`)).toMatchObject({ place: { line: 1 } });
  });

  it.each([
    [
      'a date that disagrees with the MJD',
      8,
      '57755.00',
      'column 8, MJD: expected 57754.00, the day of its date, found "57755.00"',
    ],
    ['a date that is none', 1, '170230', 'column 1, year: expected a date that exists, found "170230"'],
    ['letters in the date', 3, 'xx', 'column 3, month: expected a whole number, found "xx"'],
    ['a part of a day', 8, '57754.50', 'column 8, MJD: expected a whole MJD with two decimals, found "57754.50"'],
    ['columns moved by one', 16, 'I', 'column 16, separator: expected a blank, found "I"'],
    ['an unknown flag', 17, 'X', 'column 17, flag of PM: expected I (IERS) or P (prediction), found "X"'],
    ['no flag of UT1-UTC', 58, ' ', 'column 58, flag of UT1-UTC: expected I (IERS) or P (prediction), found " "'],
    [
      'no pole',
      19,
      '         ',
      'column 19, PM-x: expected a decimal number of arcseconds within 1 in columns 19 to 27, found',
    ],
    ['a pole far away', 38, ' 1.263145', 'column 38, PM-y: expected a decimal number of arcseconds within 1'],
    ['UT1-UTC in milliseconds', 59, '591.282100', 'column 59, UT1-UTC: expected a decimal number of s within 2'],
    ['no number in UT1-UTC', 59, ' 0.59128x1', 'column 59, UT1-UTC: expected a decimal number of s within 2'],
    ['no number in LOD', 80, ' 1.03e2', 'column 80, LOD: expected a decimal number of ms within 100'],
  ])('refuses %s, with line and column', (_, column, put, message) => {
    const line = lines.leap[1];
    const wrong = line.slice(0, column - 1) + put + line.slice(column - 1 + put.length);
    expect(failureOf(text([lines.leap[0], wrong])).message).toContain(`finals.data: line 2, ${message}`);
  });

  it('refuses a missing day, a day twice, and days out of order', () => {
    const [before, after] = [lines.leap[0], lines.end[0]];
    expect(failureOf(text([before, after]))).toMatchObject({ expected: '57754.00', found: '"61265.00"' });
    expect(failureOf(text([before, before]))).toMatchObject({ expected: '57754.00', found: '"57753.00"' });
    expect(failureOf(text([lines.leap[1], before]))).toMatchObject({ expected: '57755.00', found: '"57753.00"' });
    expect(failureOf(text([before, '17 1 1 57754.00', '17 1 2 57755.00' + lines.leap[1].slice(15)]))).toMatchObject({
      place: { line: 3, column: 8 },
      expected: '57754.00',
    });
  });

  it('refuses a text without values', () => {
    for (const none of ['', '\n\n', text(lines.blank), text([lines.end[0]])])
      expect(failureOf(none).message).toMatch(
        /^finals.data: expected at least two days of finals2000A with values, found [01]$/,
      );
  });
});
