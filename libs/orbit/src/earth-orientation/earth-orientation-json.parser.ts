import { type Tai, TimeFormatError, julianDateUtc, parseUtc } from '@app/time';
import { shown } from '../elements/element-error.js';
import { EarthOrientationError } from './earth-orientation-error.js';
import { type EarthOrientationRow, rowLimits } from './earth-orientation-row.js';

const MJD_0_AS_JD = 2_400_000.5;

/**
 * Rows of a JSON list `[{"utc","dut1Seconds","xpArcsec","ypArcsec"}]`: at least two, in order of time, `utc` as ISO 8601 with `Z`. Which of
 * them are predictions the list does not say: all count as measured. Throws EarthOrientationError that names the entry and its field.
 */
export function parseEarthOrientationJson(text: string, sourceName: string): readonly EarthOrientationRow[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw new EarthOrientationError(sourceName, {}, 'JSON', error instanceof SyntaxError ? error.message : 'no JSON');
  }
  if (!Array.isArray(list)) throw new EarthOrientationError(sourceName, {}, 'a list', shown(list));
  const rows = list.map((value: unknown, index) => rowOf(value, sourceName, index + 1));
  for (const [index, row] of rows.entries()) {
    const previous = rows[index - 1];
    if (previous !== undefined && row.mjdUtc <= previous.mjdUtc)
      throw new EarthOrientationError(
        sourceName,
        { entry: index + 1, field: 'utc' },
        'a later time than in the entry before',
        `MJD ${row.mjdUtc} after ${previous.mjdUtc}`,
      );
  }
  if (rows.length < 2) throw new EarthOrientationError(sourceName, {}, 'at least two entries', `${rows.length}`);
  return rows;
}

function rowOf(value: unknown, source: string, entry: number): EarthOrientationRow {
  if (typeof value !== 'object' || value === null)
    throw new EarthOrientationError(source, { entry }, 'an object', shown(value));
  const given = value as Record<string, unknown>;
  const fail = (field: string, expected: string): never => {
    throw new EarthOrientationError(source, { entry, field }, expected, shown(given[field]));
  };
  const number = (field: string, unit: string, limit: number): number => {
    const found = given[field];
    if (typeof found !== 'number' || !(Math.abs(found) <= limit))
      return fail(field, `a number of ${unit} within ${limit}`);
    return found;
  };
  const date = julianDateUtc(timeOf(given.utc) ?? fail('utc', 'YYYY-MM-DDThh:mm:ss[.fraction]Z from 1972 on'));
  if (date.fraction >= 1) fail('utc', 'a time outside of a leap second');
  return {
    mjdUtc: date.day - MJD_0_AS_JD + date.fraction,
    ut1MinusUtcSeconds: number('dut1Seconds', 'seconds', rowLimits.ut1MinusUtcSeconds),
    xpArcsec: number('xpArcsec', 'arcseconds', rowLimits.poleArcsec),
    ypArcsec: number('ypArcsec', 'arcseconds', rowLimits.poleArcsec),
    flag: 'measured',
  };
}

/** The instant of a text; undefined where it is none, or before UTC had leap seconds. */
function timeOf(text: unknown): Tai | undefined {
  if (typeof text !== 'string' || text < '1972') return undefined;
  try {
    return parseUtc(text);
  } catch (error) {
    if (error instanceof TimeFormatError) return undefined;
    throw error;
  }
}
