import { type GeodeticPosition } from '../frames/geodetic.js';
import { StationError } from './station-error.js';

/** One point of a horizon: below this elevation nothing is seen in this azimuth (from north over east). */
export type HorizonPoint = readonly [azimuthDeg: number, elevationDeg: number];

/** A ground antenna: where it stands (WGS84, height above the ellipsoid) and from which elevation on it sees. */
export interface Station extends GeodeticPosition {
  readonly id: string;
  readonly name: string;
  readonly minElevationDeg: number;
  /** Horizon by azimuth, 0 to 360; straight lines between the points, also across north. The larger of this and the minimum counts. */
  readonly horizonMask?: readonly HorizonPoint[] | undefined;
  /** From where on it may transmit. */
  readonly uplinkMinElevationDeg?: number | undefined;
}

interface NumberRule {
  readonly field: 'latitudeDeg' | 'longitudeDeg' | 'heightM' | 'minElevationDeg';
  readonly expected: string;
  readonly holds: (value: number) => boolean;
}

const elevation = { expected: 'degrees from -90 to below 90', holds: (v: number) => v >= -90 && v < 90 };
const rules: readonly NumberRule[] = [
  { field: 'latitudeDeg', expected: 'degrees from -90 to 90', holds: (v) => v >= -90 && v <= 90 },
  { field: 'longitudeDeg', expected: 'degrees from -180 to 360', holds: (v) => v >= -180 && v <= 360 },
  { field: 'heightM', expected: 'metres from -1000 to 20000', holds: (v) => v >= -1000 && v <= 20_000 },
  { field: 'minElevationDeg', ...elevation },
];

/** Every rule that a station breaks, none for a good one; `index` is its place in its list, for the message. */
export function stationErrors(station: Station, index?: number): StationError[] {
  const errors: StationError[] = [];
  const wrong = (field: string, expected: string, found: string): void => {
    errors.push(new StationError(field, station.id, index, expected, found));
  };
  if (station.id.trim() === '') wrong('id', 'an identifier', 'nothing');
  for (const { field, expected, holds } of rules) {
    if (!holds(station[field])) wrong(field, expected, String(station[field]));
  }
  const uplink = station.uplinkMinElevationDeg;
  if (uplink !== undefined && !elevation.holds(uplink))
    wrong('uplinkMinElevationDeg', elevation.expected, String(uplink));
  const mask = station.horizonMask;
  if (mask !== undefined && mask.length === 0) wrong('horizonMask', 'at least one point', 'none');
  for (const [at, [azimuthDeg, elevationDeg]] of (mask ?? []).entries()) {
    if (!(azimuthDeg >= 0 && azimuthDeg <= 360))
      wrong(`horizonMask[${at}][0]`, 'an azimuth from 0 to 360 degrees', String(azimuthDeg));
    if (!elevation.holds(elevationDeg)) wrong(`horizonMask[${at}][1]`, elevation.expected, String(elevationDeg));
  }
  return errors;
}

/** Throws the first StationError of a list of stations: a rule that one breaks, or an identifier that comes twice. */
export function assertStations(stations: readonly Station[]): void {
  const seen = new Set<string>();
  for (const [index, station] of stations.entries()) {
    const [first] = stationErrors(station, index);
    if (first !== undefined) throw first;
    if (seen.has(station.id)) throw new StationError('id', station.id, index, 'an identifier used once', 'it again');
    seen.add(station.id);
  }
}
