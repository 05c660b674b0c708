import { type EarthOrientationTable, earthOrientationOfTable, parseEarthOrientation } from '@app/orbit';
import { asInputError } from '../elements/input-error.js';
import { type OfflineIo, readText } from '../offline/offline-io.js';
import { type EarthOrientationChoice } from './earth-orientation-choice.js';

/** finals2000A.all has 3.7 MB. */
const MAX_OCTETS = 64 << 20;

/** The table of a file, finals2000A text or JSON, that makes a series. Throws OfflineInputError with line or entry. */
export async function readEarthOrientationFile(
  io: OfflineIo,
  option: string,
  file: string,
): Promise<EarthOrientationTable> {
  const text = await readText(io, option, file, MAX_OCTETS);
  try {
    const table = parseEarthOrientation(text, file);
    earthOrientationOfTable(table);
    return table;
  } catch (error) {
    throw asInputError(error);
  }
}

/** What the value of `--eop` means: nothing is the shipped slice, `none` is UT1 = UTC, anything else a file. Throws OfflineInputError. */
export async function readEopOption(io: OfflineIo, value: string | undefined): Promise<EarthOrientationChoice> {
  if (value === undefined) return { kind: 'shipped' };
  if (value === 'none') return { kind: 'none' };
  return { kind: 'table', table: await readEarthOrientationFile(io, '--eop', value) };
}
