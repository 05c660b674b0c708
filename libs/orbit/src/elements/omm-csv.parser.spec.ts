import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { syntheticElements } from '../testing/synthetic-elements.js';
import { ElementFileError } from './element-error.js';
import { detectElementFormat, parseElements } from './element-file.js';
import { parseOmmCsv } from './omm-csv.parser.js';
import { toOmmCsv } from './omm-text.writer.js';

const sets = [1, 2, 3].map((n) => syntheticElements({ objectName: `SAT ${n}`, catalogNumber: n }));
const text = toOmmCsv(sets);
const [header = '', first = '', second = '', third = ''] = text.split('\n');

describe('OMM CSV', () => {
  it('is read with columns in any order, others among them, with CRLF, a byte order mark and blank lines', () => {
    const columns = (line: string): string => {
      const cells = line.split(',');
      return [...cells.slice(9), 'PERIOD', ...cells.slice(0, 9)].join(',');
    };
    const turned = `\uFEFF${[header, '', first, second, third].map((line) => (line === '' ? '' : columns(line))).join('\r\n')}\r\n`;
    expect(detectElementFormat(turned)).toBe('omm-csv');
    const { elementSets, errors } = parseElements(turned, 'gp.csv');
    expect(errors).toEqual([]);
    expect(elementSets.map((set) => ({ ...set, source: undefined }))).toEqual(
      sets.map((set) => ({ ...set, source: undefined })),
    );
    expect(elementSets[1]!.source).toEqual({ format: 'omm-csv', name: 'gp.csv', text: columns(second) });
  });

  it('reads numbers as CelesTrak prints them: no digit before the point, exponents, nine-digit catalogue numbers', () => {
    const row =
      'OBJECT_NAME,OBJECT_ID,EPOCH,MEAN_MOTION,ECCENTRICITY,INCLINATION,RA_OF_ASC_NODE,ARG_OF_PERICENTER,MEAN_ANOMALY,' +
      'EPHEMERIS_TYPE,CLASSIFICATION_TYPE,NORAD_CAT_ID,ELEMENT_SET_NO,REV_AT_EPOCH,BSTAR,MEAN_MOTION_DOT,MEAN_MOTION_DDOT\n' +
      'CALSPHERE 1,1964-063C,2021-03-22T06:00:00.000001,13.7,.0028,90.1,34,220,15,0,U,799500001,999,80,.26E-3,.21E-5,0';
    expect(parseElements(row, 'a.csv').elementSets[0]).toMatchObject({
      objectName: 'CALSPHERE 1',
      catalogNumber: 799_500_001,
      bstar: 0.00026,
      eccentricity: 0.0028,
      meanMotionDot: 2.1e-6,
    });
  });

  it('takes quoted fields, with commas and doubled quotes inside', () => {
    const quoted = `${header}\n${first.replace('SAT 1', '"SAT ""A"", B"').replace('14.76', '"14.76"')}`;
    expect(parseOmmCsv(quoted).elementSets[0]).toMatchObject({ objectName: 'SAT "A", B', meanMotionRevPerDay: 14.76 });
  });

  it.each([
    ['MEAN_MOTION', 44, 'revolutions per day above 0, at most 18', '"fast"', second.replace('14.76', 'fast')],
    ['ECCENTRICITY', 50, 'a number from 0 to below 1', '"1.001"', second.replace(',0.001,', ',1.001,')],
    ['EPOCH', 17, 'YYYY-MM-DDThh:mm:ss[.fraction]', '"yesterday"', second.replace(/2026-[^,]*/, 'yesterday')],
    ['BSTAR', undefined, 'a number', 'nothing', second.replace('0.0001,', ',')],
    ['row', undefined, '17 fields as the header has', '16', second.slice(0, second.lastIndexOf(','))],
    ['row', 1, 'a closing quote on the line', '"\\"SAT', `"${second}`],
    ['row', 6, 'a comma or the end of the line', '"\\"2\\"', second.replace('SAT 2', 'SAT 2"2"')],
  ])('refuses a row with a wrong %s alone (column %s)', (field, column, expected, found, bad) => {
    const { elementSets, errors } = parseOmmCsv([header, first, bad, third].join('\n'));
    expect(elementSets.map((set) => set.objectName)).toEqual(['SAT 1', 'SAT 3']);
    expect(errors).toHaveLength(1);
    expect(errors[0]!.field).toBe(field);
    expect(errors[0]!.place).toEqual({ index: 1, line: 3, ...(column === undefined ? {} : { column }) });
    expect(errors[0]!.expected).toContain(expected);
    expect(errors[0]!.found.startsWith(found)).toBe(true);
  });

  it.each(['OBJECT_NAME', 'EPOCH', 'MEAN_MOTION', 'ECCENTRICITY', 'MEAN_ANOMALY', 'BSTAR'])(
    'refuses a file whose header lacks %s, and says so',
    (key) => {
      const lacking = text.replace(key, `X${key.slice(1)}`);
      expect(() => parseElements(lacking, 'gp.csv')).toThrow(ElementFileError);
      expect(() => parseElements(lacking, 'gp.csv')).toThrow(
        `gp.csv: line 1, column 1: expected a header with the column ${key}`,
      );
    },
  );

  it('does without the columns that have a value where they are absent', () => {
    const columns = [5, 9, 10, 11, 12, 13, 15, 16, 1];
    const some = (line: string): string =>
      line
        .split(',')
        .filter((_, at) => at === 5 || !columns.includes(at))
        .join(',');
    expect(parseOmmCsv(`${some(header)}\n${some(first)}`).elementSets[0]).toMatchObject({
      catalogNumber: undefined,
      objectId: undefined,
      classification: 'U',
      revolutionAtEpoch: 0,
    });
  });

  it('answers any spoilt text with sets, errors of sets, or an error of the file', () => {
    const put = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('"', ',', '\n', '"",', '\r\n'));
    const spoilt = fc.tuple(fc.nat(text.length), fc.nat(10), put);
    fc.assert(
      fc.property(fc.array(spoilt, { minLength: 1, maxLength: 4 }), (cuts) => {
        const bad = cuts.reduce((now, [at, length, what]) => now.slice(0, at) + what + now.slice(at + length), text);
        try {
          const { elementSets, errors } = parseOmmCsv(bad);
          expect(elementSets.length + errors.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ElementFileError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a header with a column twice, and a file without rows', () => {
    expect(() => parseOmmCsv(`${header},EPOCH\n${first},x`)).toThrow('expected a column EPOCH once, found it again');
    expect(() => parseOmmCsv(header)).toThrow('line 2: expected at least one row');
    expect(() => parseOmmCsv('')).toThrow(ElementFileError);
  });
});
