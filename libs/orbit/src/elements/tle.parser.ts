import { ElementFileError, ElementSetError, shown } from './element-error.js';
import { type LimitedField, elementLimits } from './element-limits.js';
import { type ElementSet, type ParsedElements } from './element-set.js';
import { parseTleEpoch } from './epoch.js';

// Two-line and three-line element sets, columns as in CelesTrak's "TLE format" and Space-Track's help (from memory).
// Left out: nothing of the format; ephemeris type 4 (SGP4-XP) is refused because SGP4 would propagate it wrongly.

interface Line {
  readonly text: string;
  readonly number: number;
}

const alpha5 = 'ABCDEFGHJKLMNPQRSTUVWXYZ'; // no I, no O: A = 10 ... Z = 33
const shortest = 68; // columns without the checksum, which may be missing

/** Catalogue number of columns 3-7: five digits, or alpha-5 (`A0000` = 100000 to `Z9999` = 339999); undefined if neither. */
export function parseAlpha5(text: string): number | undefined {
  const padded = text.replace(/^ +/, (blanks) => '0'.repeat(blanks.length));
  if (!/^[\dA-HJ-NP-Z]\d{4}$/.test(padded)) return undefined;
  const high = alpha5.indexOf(padded[0] ?? '');
  return (high < 0 ? Number(padded[0]) : high + 10) * 10_000 + Number(padded.slice(1));
}

/** Columns 3-7 of a catalogue number from 0 to 339 999; undefined for any other. */
export function formatAlpha5(number: number): string | undefined {
  if (!Number.isInteger(number) || number < 0 || number > 339_999) return undefined;
  const high = Math.floor(number / 10_000);
  return (high < 10 ? String(high) : (alpha5[high - 10] ?? '')) + String(number % 10_000).padStart(4, '0');
}

/** Modulo-10 sum of the digits of columns 1-68, a minus sign counting 1. */
export function tleChecksum(line: string): number {
  let sum = 0;
  for (const character of line.slice(0, 68)) {
    if (character >= '0' && character <= '9') sum += Number(character);
    else if (character === '-') sum += 1;
  }
  return sum % 10;
}

/** One set's lines with the readers of its columns; every reader throws ElementSetError with line and column. */
/** Columns (from 1) that are blank in every line. */
const blanksOfLine1 = [2, 9, 18, 33, 44, 53, 62, 64];
const blanksOfLine2 = [2, 8, 17, 26, 34, 43, 52];

class TleColumns {
  constructor(
    readonly objectName: string | undefined,
    readonly index: number,
  ) {}

  fail(line: Line, column: number, field: string, expected: string, found: string): never {
    throw new ElementSetError(
      field,
      { line: line.number, column, index: this.index },
      expected,
      found,
      this.objectName,
    );
  }

  checkLine(line: Line): void {
    if (line.text.length < shortest)
      this.fail(line, line.text.length + 1, 'line', `at least ${shortest} characters`, `${line.text.length}`);
    const given = line.text[68] ?? ' ';
    const computed = tleChecksum(line.text);
    if (given !== ' ' && given !== String(computed)) this.fail(line, 69, 'checksum', String(computed), shown(given));
    // A character that was lost moves all that follows: without a checksum only the form tells.
    for (const column of line.text.startsWith('1') ? blanksOfLine1 : blanksOfLine2) {
      const found = line.text[column - 1];
      if (found !== ' ') this.fail(line, column, 'line', 'a blank between two fields', shown(found));
    }
  }

  number(line: Line, from: number, to: number, field: LimitedField): number {
    return this.checked(line, from, field, line.text.slice(from - 1, to), (text) =>
      /^ *[+-]?(\d+\.?\d*|\.\d+) *$/.test(text) ? Number(text) : undefined,
    );
  }

  /** Decimal point assumed before the first digit: ` 28098-4` is 0.28098e-4. */
  assumedPoint(line: Line, from: number, to: number, field: LimitedField): number {
    return this.checked(line, from, field, line.text.slice(from - 1, to), (text) => {
      if (text.trim() === '') return 0;
      const match = /^([ +-])([ \d]{5})([ +-]\d)$/.exec(text);
      if (match === null) return undefined;
      const digits = (match[2] ?? '').replaceAll(' ', '0');
      return Number(`${match[1] === '-' ? '-' : ''}0.${digits}e${(match[3] ?? '').trim()}`);
    });
  }

  digits(line: Line, from: number, to: number, field: LimitedField, before = ''): number {
    return this.checked(line, from, field, line.text.slice(from - 1, to), (text) =>
      /^[ \d]+$/.test(text) ? Number(before + text.replaceAll(' ', '0')) : undefined,
    );
  }

  private checked(
    line: Line,
    column: number,
    field: LimitedField,
    text: string,
    read: (text: string) => number | undefined,
  ): number {
    const value = read(text);
    const limit = elementLimits[field];
    if (value === undefined || !limit.holds(value)) this.fail(line, column, field, limit.expected, shown(text));
    return value;
  }
}

function objectIdOf(designator: string): string | undefined {
  const match = /^(\d\d)(\d{3})([A-Z]{1,3}) *$/.exec(designator);
  if (match === null) return undefined;
  const year = Number(match[1]) < 57 ? '20' : '19';
  return `${year}${match[1]}-${match[2]}${match[3]}`;
}

function readSet(name: Line | undefined, line1: Line, line2: Line, index: number, sourceName: string): ElementSet {
  const title = name?.text.replace(/^0 /, '').trim();
  const columns: TleColumns = new TleColumns(title, index);
  columns.checkLine(line1);
  columns.checkLine(line2);
  const catalog = line1.text.slice(2, 7);
  const number = parseAlpha5(catalog);
  if (number === undefined)
    columns.fail(line1, 3, 'catalogNumber', 'five digits or alpha-5 (no I, no O)', shown(catalog));
  if (line2.text.slice(2, 7) !== catalog)
    columns.fail(line2, 3, 'catalogNumber', `${shown(catalog)} as on line 1`, shown(line2.text.slice(2, 7)));
  const classification = line1.text[7] ?? ' ';
  if (!/[UCS ]/.test(classification)) columns.fail(line1, 8, 'classification', 'U, C or S', shown(classification));
  const epoch = parseTleEpoch(line1.text.slice(18, 20), line1.text.slice(20, 32));
  if (epoch === undefined)
    columns.fail(line1, 19, 'epoch', 'YYDDD.DDDDDDDD with a day of that year', shown(line1.text.slice(18, 32)));
  const ephemerisType = line1.text[62] ?? ' ';
  if (!/[ 0-3]/.test(ephemerisType))
    columns.fail(line1, 63, 'ephemerisType', 'blank or 0 to 3 (SGP4)', shown(ephemerisType));
  return {
    objectName: title === undefined || title === '' ? catalog.trim() : title,
    objectId: objectIdOf(line1.text.slice(9, 17)),
    catalogNumber: number === 0 ? undefined : number,
    epoch,
    meanMotionRevPerDay: columns.number(line2, 53, 63, 'meanMotionRevPerDay'),
    eccentricity: columns.digits(line2, 27, 33, 'eccentricity', '0.'),
    inclinationDeg: columns.number(line2, 9, 16, 'inclinationDeg'),
    raanDeg: columns.number(line2, 18, 25, 'raanDeg'),
    argumentOfPericenterDeg: columns.number(line2, 35, 42, 'argumentOfPericenterDeg'),
    meanAnomalyDeg: columns.number(line2, 44, 51, 'meanAnomalyDeg'),
    bstar: columns.assumedPoint(line1, 54, 61, 'bstar'),
    meanMotionDot: columns.number(line1, 34, 43, 'meanMotionDot'),
    meanMotionDdot: columns.assumedPoint(line1, 45, 52, 'meanMotionDdot'),
    revolutionAtEpoch: columns.digits(line2, 64, 68, 'revolutionAtEpoch'),
    elementSetNumber: columns.digits(line1, 65, 68, 'elementSetNumber'),
    classification: classification === ' ' ? 'U' : classification,
    source: {
      format: 'tle',
      name: sourceName,
      text: [...(name === undefined ? [] : [name.text]), line1.text, line2.text].join('\n'),
    },
  };
}

const isLine1 = (text: string): boolean => /^1 [ \dA-Z]/.test(text);
const isLine2 = (text: string): boolean => /^2 [ \dA-Z]/.test(text);

/**
 * Element sets of a TLE or 3LE text (name lines with or without `0 `; LF or CRLF; blank lines and lines from `#` are skipped; text
 * beyond column 69 is not read). A wrong set is refused alone, with field, line and column. Throws ElementFileError when
 * there is no element line at all.
 */
export function parseTle(text: string, sourceName = 'TLE text'): ParsedElements<ElementSetError> {
  const lines: Line[] = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, at) => ({ text: line.trimEnd(), number: at + 1 }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'));
  if (!lines.some((line) => isLine1(line.text) || isLine2(line.text)))
    throw new ElementFileError(sourceName, {}, 'lines that begin with "1 " and "2 "', shown(lines[0]?.text ?? ''));
  const elementSets: ElementSet[] = [];
  const errors: ElementSetError[] = [];
  let index = 0;
  for (let i = 0; i < lines.length; index++) {
    const first = lines[i] as Line;
    const hasName = !isLine1(first.text) && !isLine2(first.text);
    const name = hasName ? first : undefined;
    if (hasName) i += 1;
    const line1 = lines[i];
    const line2 = lines[i + 1];
    const columns: TleColumns = new TleColumns(name?.text.replace(/^0 /, '').trim(), index);
    try {
      if (line1 === undefined || !isLine1(line1.text)) {
        if (line1 !== undefined && isLine2(line1.text)) i += 1;
        columns.fail(line1 ?? first, 1, 'line 1', 'a line that begins with "1 "', shown(line1?.text ?? 'end of text'));
      }
      i += 1;
      if (line2 === undefined || !isLine2(line2.text))
        columns.fail(line2 ?? line1, 1, 'line 2', 'a line that begins with "2 "', shown(line2?.text ?? 'end of text'));
      i += 1;
      elementSets.push(readSet(name, line1, line2, index, sourceName));
    } catch (error) {
      if (!(error instanceof ElementSetError)) throw error;
      errors.push(error);
    }
  }
  return { elementSets, errors };
}
