import { formatUtc, taiOfUtcDay } from '@app/time';
import { type EarthOrientationSeries } from '../frames/earth-orientation.js';
import { parseEarthOrientationJson } from './earth-orientation-json.parser.js';
import { type EarthOrientationRow, MJD_1958 } from './earth-orientation-row.js';
import { earthOrientationSeries } from './earth-orientation-series.js';
import { parseFinals2000a } from './finals2000a.parser.js';

/** A file of Earth orientation as it was read. */
export interface EarthOrientationTable {
  readonly format: 'finals2000a' | 'json';
  readonly sourceName: string;
  readonly rows: readonly EarthOrientationRow[];
}

/** Reads IERS finals2000A text, or JSON where the text begins with a bracket. Throws EarthOrientationError. */
export function parseEarthOrientation(text: string, sourceName: string): EarthOrientationTable {
  const bare = text.replace(/^\uFEFF/, '');
  return /^\s*[[{]/.test(bare)
    ? { format: 'json', sourceName, rows: parseEarthOrientationJson(bare, sourceName) }
    : { format: 'finals2000a', sourceName, rows: parseFinals2000a(bare, sourceName) };
}

/** The series of a file's rows, described by its name; finals2000A also by the day of its last measurement. Throws EarthOrientationError. */
export function earthOrientationOfTable({ format, sourceName, rows }: EarthOrientationTable): EarthOrientationSeries {
  const source = format === 'json' ? `JSON table (${sourceName})` : `${finalsName(rows)} (${sourceName})`;
  return earthOrientationSeries(rows, { source });
}

/** `IERS finals2000A of ` and the day of the last measurement, which is the day the file was made, or the day before. */
export function finalsName(rows: readonly EarthOrientationRow[]): string {
  const last = rows.findLast((row) => row.flag === 'measured');
  if (last === undefined) return 'IERS finals2000A';
  const date = formatUtc(taiOfUtcDay(last.mjdUtc - MJD_1958, 0n), 0).slice(0, 10);
  return `IERS finals2000A of ${date}`;
}
