import { utcDayOfDate } from '@app/time';
import { shown } from '../elements/element-error.js';
import { EarthOrientationError } from './earth-orientation-error.js';
import { type EarthOrientationRow, MJD_1958, rowLimits } from './earth-orientation-row.js';

// IERS finals2000A (finals2000A.all, .data and .daily; format: ReadMe.finals2000A): a line a day, fixed columns. Read are the date, and
// pole, UT1 - UTC and length of day of Bulletin A. Left out: their errors, the offsets of nutation, and the columns of Bulletin B: those
// end weeks before Bulletin A's last measurement, and a change from one to the other would be a step of up to 0.2 ms (9 cm).

/** A field: its first and last column, counted from 1. */
type Field = readonly [first: number, last: number, name: string];

const fields = {
  year: [1, 2, 'year'],
  month: [3, 4, 'month'],
  day: [5, 6, 'day'],
  mjd: [8, 15, 'MJD'],
  poleFlag: [17, 17, 'flag of PM'],
  xp: [19, 27, 'PM-x'],
  yp: [38, 46, 'PM-y'],
  ut1Flag: [58, 58, 'flag of UT1-UTC'],
  ut1: [59, 68, 'UT1-UTC'],
  lod: [80, 86, 'LOD'],
} as const satisfies Record<string, Field>;

/** Columns that must be blank. Column 37 belongs to an error, which some lines fill. */
const separators: readonly Field[] = [7, 16, 18].map((column) => [column, column, 'separator']);

const WHOLE = /^ *\d+$/;
const DECIMAL = /^ *[+-]?\d*\.\d+$/;
const FIRST_MJD_OF_2000 = 51_544;
const LOD_LIMIT_MS = 100;

/**
 * Days of an IERS finals2000A text in order, as far as it gives values; the blank days at its end are left out, and so is a last line
 * that was cut before its values end. The text may begin and end on any day and stop at any column from 68 on, but no day may be
 * missing. Throws EarthOrientationError with line and column.
 */
export function parseFinals2000a(text: string, sourceName: string): readonly EarthOrientationRow[] {
  const rows: EarthOrientationRow[] = [];
  const lines = text.split(/\r?\n/);
  const unfinished = lines.length - 1;
  for (const [index, content] of lines.entries()) {
    if (content.trim() === '') continue;
    if (index === unfinished && rows.length > 0 && content.length < fields.ut1[1]) continue;
    const row = new FinalsLine(sourceName, index + 1, content).row(rows.at(-1)?.mjdUtc);
    if (row !== undefined) rows.push(row);
  }
  if (rows.length < 2)
    throw new EarthOrientationError(sourceName, {}, 'at least two days of finals2000A with values', `${rows.length}`);
  return rows;
}

class FinalsLine {
  constructor(
    private readonly source: string,
    private readonly line: number,
    private readonly text: string,
  ) {}

  /** The day's values, undefined where it has none. Days with values follow each other: `previous` is the MJD of the last. */
  row(previous: number | undefined): EarthOrientationRow | undefined {
    for (const separator of separators) {
      if (this.at(separator).trim() !== '') this.fail(separator, 'a blank', this.at(separator));
    }
    const mjd = this.mjd();
    const { poleFlag, xp, yp, ut1Flag, ut1, lod } = fields;
    if ([poleFlag, xp, yp, ut1Flag, ut1].every((field) => this.at(field).trim() === '')) return undefined;
    if (previous !== undefined && mjd !== previous + 1)
      this.fail(fields.mjd, `${previous + 1}.00`, this.at(fields.mjd));
    const isMeasured = [this.isMeasured(poleFlag), this.isMeasured(ut1Flag)].every((measured) => measured);
    return {
      mjdUtc: mjd,
      ut1MinusUtcSeconds: this.decimal(ut1, 's', rowLimits.ut1MinusUtcSeconds),
      xpArcsec: this.decimal(xp, 'arcseconds', rowLimits.poleArcsec),
      ypArcsec: this.decimal(yp, 'arcseconds', rowLimits.poleArcsec),
      ...(this.at(lod).trim() === '' ? {} : { lodMs: this.decimal(lod, 'ms', LOD_LIMIT_MS) }),
      flag: isMeasured ? 'measured' : 'predicted',
    };
  }

  /** The MJD of the line, which must be that of its date. */
  private mjd(): number {
    const text = this.at(fields.mjd);
    if (!/^ *\d+\.00$/.test(text)) this.fail(fields.mjd, 'a whole MJD with two decimals', text);
    const mjd = Number(text);
    const year = this.whole(fields.year) + (mjd < FIRST_MJD_OF_2000 ? 1900 : 2000);
    const utcDay = utcDayOfDate({ year, month: this.whole(fields.month), day: this.whole(fields.day) });
    if (utcDay === undefined) this.fail(fields.year, 'a date that exists', this.text.slice(0, 6));
    if (utcDay + MJD_1958 !== mjd) this.fail(fields.mjd, `${utcDay + MJD_1958}.00, the day of its date`, text);
    return mjd;
  }

  private whole(field: Field): number {
    const text = this.at(field);
    if (!WHOLE.test(text)) this.fail(field, 'a whole number', text);
    return Number(text);
  }

  private decimal(field: Field, unit: string, limit: number): number {
    const text = this.at(field);
    const expected = `a decimal number of ${unit} within ${limit} in columns ${field[0]} to ${field[1]}`;
    const isWhole = text.length === field[1] - field[0] + 1;
    if (!isWhole || !DECIMAL.test(text) || Math.abs(Number(text)) > limit) this.fail(field, expected, text);
    return Number(text);
  }

  private isMeasured(field: Field): boolean {
    const flag = this.at(field);
    if (flag !== 'I' && flag !== 'P') this.fail(field, 'I (IERS) or P (prediction)', flag);
    return flag === 'I';
  }

  private at([first, last]: Field): string {
    return this.text.slice(first - 1, last);
  }

  private fail([column, , field]: Field, expected: string, found: string): never {
    throw new EarthOrientationError(
      this.source,
      { line: this.line, column, field },
      expected,
      found === '' ? 'the end of the line' : shown(found),
    );
  }
}
