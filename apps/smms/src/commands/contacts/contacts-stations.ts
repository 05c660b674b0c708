import { z } from 'zod';
import { type Station, StationError, assertStations } from '@app/orbit';
import { OfflineInputError } from '../offline/offline-input.error.js';

/** Minimum elevation of a station that states none, when the command line gives none either. */
export const DEFAULT_MIN_ELEVATION_DEG = 5;

const number = z.number();
const stationSchema = z.object({
  id: z.string().min(1),
  name: z.string().optional(),
  latitudeDeg: number,
  longitudeDeg: number,
  heightM: number,
  minElevationDeg: number.optional(),
  horizonMask: z.array(z.tuple([number, number])).optional(),
  uplinkMinElevationDeg: number.optional(),
});
const stationsSchema = z.array(stationSchema).min(1, 'a list of at least one station');

/** `[2].latitudeDeg`, with the station's identifier where it has one. */
function placeOf(path: readonly PropertyKey[], parsed: unknown): string {
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const [index] = path;
  const item: unknown = Array.isArray(parsed) && typeof index === 'number' ? parsed[index] : undefined;
  const id = z.object({ id: z.string() }).safeParse(item);
  return place + (id.success ? ` (station "${id.data.id}")` : '');
}

/** What was expected, of a message of zod. */
function expectedBy(message: string): string {
  return message
    .replace(/^Invalid input: expected /, '')
    .replace(/^Too (small|big): expected \S+ to /, 'to ')
    .replace(/, received .*$/, '');
}

function valueAt(parsed: unknown, path: readonly PropertyKey[]): string {
  let value = parsed;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/**
 * Stations of a JSON file, checked field by field. `minElevationDeg`, when given, stands in place of the stations' own; horizons
 * hold in any case. Throws OfflineInputError that names file, station and field.
 */
export function readStations(text: string, file: string, minElevationDeg: number | undefined): Station[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : 'something else';
    throw new OfflineInputError(file, 'JSON', reason);
  }
  const result = stationsSchema.safeParse(parsed);
  if (!result.success) {
    const [issue] = result.error.issues;
    const path = issue?.path ?? [];
    const where = placeOf(path, parsed);
    throw new OfflineInputError(
      `${file}${where === '' ? '' : `: ${where}`}`,
      issue === undefined ? 'a list of stations' : expectedBy(issue.message),
      valueAt(parsed, path),
    );
  }
  const stations = result.data.map(({ name, horizonMask, ...rest }) => ({
    ...rest,
    name: name ?? rest.id,
    minElevationDeg: minElevationDeg ?? rest.minElevationDeg ?? DEFAULT_MIN_ELEVATION_DEG,
    // The registry says by an empty list that an antenna has no horizon of its own.
    horizonMask: horizonMask?.length === 0 ? undefined : horizonMask,
  }));
  try {
    assertStations(stations);
  } catch (error) {
    if (!(error instanceof StationError)) throw error;
    const place = error.index === undefined ? '' : `: [${error.index}].${error.field}`;
    throw new OfflineInputError(`${file}${place} (station "${error.stationId}")`, error.expected, error.found);
  }
  return stations;
}
