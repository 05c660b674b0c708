import { describe, expect, it } from '@jest/globals';
import { NS_PER_DAY, formatUtc, parseUtc } from '@app/time';
import { syntheticTle, withChecksum } from '../testing/synthetic-elements.js';
import { ElementFileError } from './element-error.js';
import { parseAlpha5, parseTle } from './tle.parser.js';

const [line1, line2] = syntheticTle;
const replaced = (line: string, column: number, text: string): string =>
  line.slice(0, column - 1) + text + line.slice(column - 1 + text.length);
const resum = (line: string): string => withChecksum(line.slice(0, 68));

describe('parseTle', () => {
  it('reads every column, with CRLF, "0 " before the name, comments and text beyond column 69', () => {
    const { elementSets, errors } = parseTle(
      `# made up\r\n0 TEST SAT\r\n${line1}\r\n${line2}  0.0 10.0\r\n\r\n`,
      'a.tle',
    );
    expect(errors).toEqual([]);
    expect(elementSets).toHaveLength(1);
    const [set] = elementSets;
    expect(set).toMatchObject({
      objectName: 'TEST SAT',
      objectId: '2030-001A',
      catalogNumber: 99001,
      meanMotionRevPerDay: 14.76514172,
      eccentricity: 0.0018506,
      inclinationDeg: 97.9107,
      raanDeg: 187.4131,
      argumentOfPericenterDeg: 80.6556,
      meanAnomalyDeg: 279.6746,
      bstar: -1.177e-4,
      meanMotionDot: -7.71e-6,
      meanMotionDdot: 1.2345e-7,
      revolutionAtEpoch: 70028,
      elementSetNumber: 999,
      classification: 'U',
      source: { format: 'tle', name: 'a.tle' },
    });
    // 0.25567806 day = 22 090.584384 s exactly.
    expect(formatUtc(set!.epoch, 9)).toBe('2026-04-24T06:08:10.584384000Z');
  });

  it.each([
    ['99', '1999-01-01T00:00:00.000000Z', '001.00000000'],
    ['00', '2000-12-31T12:00:00.000000Z', '366.50000000'],
    ['56', '2056-01-02T00:00:00.000000Z', '  2.00000000'],
  ])('takes year %s as %s', (year, utc, day) => {
    const text = `${resum(replaced(line1, 19, year + day))}\n${line2}`;
    expect(formatUtc(parseTle(text).elementSets[0]!.epoch)).toBe(utc);
  });

  it('takes year 57 as 1957', () => {
    const text = `${resum(replaced(line1, 19, '57365.50000000'))}\n${line2}`;
    expect(parseTle(text).elementSets[0]!.epoch).toBe(parseUtc('1958-01-01T00:00:00Z') - NS_PER_DAY / 2n);
  });

  it.each([
    ['00005', 5],
    ['    5', 5],
    ['99999', 99_999],
    ['A0000', 100_000],
    ['H9999', 179_999],
    ['J0000', 180_000],
    ['P0000', 230_000],
    ['Z9999', 339_999],
    ['I0000', undefined],
    ['O0000', undefined],
    ['a0000', undefined],
    ['AA000', undefined],
  ])('reads the catalogue number %s as %s', (text, number) => {
    expect(parseAlpha5(text)).toBe(number);
  });

  it('takes lines without a checksum, and number 00000 as none', () => {
    const bare = (line: string): string => replaced(line, 3, '00000').slice(0, 68);
    const { elementSets, errors } = parseTle(`${bare(line1)}\n${bare(line2)}`);
    expect(errors).toEqual([]);
    expect(elementSets[0]).toMatchObject({ catalogNumber: undefined, objectName: '00000' });
  });

  it('takes blanks in the columns of the eccentricity as zeros', () => {
    const text = `${line1}\n${resum(replaced(line2, 27, '  18506'))}`;
    expect(parseTle(text).elementSets[0]!.eccentricity).toBe(0.0018506);
  });

  it.each([
    ['checksum', 1, 69, replaced(line1, 69, line1[68] === '0' ? '1' : '0'), line2],
    ['checksum', 2, 69, line1, replaced(line2, 34, ' 3')],
    ['line', 2, 41, line1, line2.slice(0, 40)],
    ['catalogNumber', 1, 3, resum(replaced(line1, 3, 'I9001')), line2],
    ['catalogNumber', 2, 3, line1, resum(replaced(line2, 3, '99002'))],
    ['epoch', 1, 19, resum(replaced(line1, 19, '25366.00000000')), line2],
    ['epoch', 1, 19, resum(replaced(line1, 19, '26000.50000000')), line2],
    ['bstar', 1, 54, resum(replaced(line1, 54, '-1.770-3')), line2],
    ['meanMotionDot', 1, 34, resum(replaced(line1, 34, ' .0000x771')), line2],
    ['ephemerisType', 1, 63, resum(replaced(line1, 63, '4')), line2],
    ['inclinationDeg', 2, 9, line1, resum(replaced(line2, 9, '180.0001'))],
    ['eccentricity', 2, 27, line1, resum(replaced(line2, 27, '00-8506'))],
    ['meanMotionRevPerDay', 2, 53, line1, resum(replaced(line2, 53, ' 0.00000000'))],
    ['raanDeg', 2, 18, line1, resum(replaced(line2, 18, ' 1e2.131'))],
  ])('refuses a wrong %s at line %i, column %i, and keeps the sets around it', (field, line, column, bad1, bad2) => {
    const { elementSets, errors } = parseTle(`A\n${line1}\n${line2}\nB\n${bad1}\n${bad2}\nC\n${line1}\n${line2}\n`);
    expect(elementSets.map((set) => set.objectName)).toEqual(['A', 'C']);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ field, objectName: 'B', place: { index: 1, line: line + 4, column } });
    expect(errors[0]!.message).toContain(`line ${line + 4}, column ${column}: ${field}`);
  });

  it('refuses a line that lost a blank, and so its checksum: what follows stands a column too early', () => {
    const lost = (line: string, column: number): string => line.slice(0, column - 1) + line.slice(column);
    for (const column of [8, 17, 26, 34, 43]) {
      const { elementSets, errors } = parseTle([line1, lost(line2, column)].join('\n'));
      expect([column, elementSets.length, errors[0]?.field]).toEqual([column, 0, 'line']);
    }
    for (const column of [9, 18, 33, 44, 53, 62]) {
      const { elementSets, errors } = parseTle([lost(line1, column), line2].join('\n'));
      expect([column, elementSets.length, errors.length]).toEqual([column, 0, 1]);
    }
  });

  it('refuses a set that lacks a line, and goes on with the next', () => {
    const { elementSets, errors } = parseTle(`A\n${line1}\nB\n${line2}\nC\n${line1}\n${line2}\nD`);
    expect(elementSets.map((set) => set.objectName)).toEqual(['C']);
    expect(errors.map((error) => [error.objectName, error.field])).toEqual([
      ['A', 'line 2'],
      ['B', 'line 1'],
      ['D', 'line 1'],
    ]);
  });

  it('throws where there is no element line', () => {
    expect(() => parseTle('hello\nworld', 'x.txt')).toThrow(ElementFileError);
  });
});
