/** Numbers a station: place (m), then its axes east, north and up, Earth-fixed, then the sine of the lowest elevation. */
export const STATION_VALUES = 13;
/** Numbers an interval of the table: six coefficients of x, y and z, `x0 y0 z0 x1 y1 z1 …`, in parts of the interval. */
export const TABLE_VALUES = 18;
/** Nodes that a path needs before its start and after its end, for the slopes there. */
export const MARGIN_NODES = 4;

/** Windows found, a column a quantity, times in seconds from the first node, angles in radians, ranges in metres. */
export interface WindowColumns {
  readonly count: number;
  readonly aos: Float64Array;
  readonly tca: Float64Array;
  readonly los: Float64Array;
  readonly maxElevation: Float64Array;
  readonly aosAzimuth: Float64Array;
  readonly tcaAzimuth: Float64Array;
  readonly losAzimuth: Float64Array;
  readonly aosRange: Float64Array;
  readonly tcaRange: Float64Array;
  readonly losRange: Float64Array;
  /** 1: the path begins in the window; 2: it ends in it; 3: both. */
  readonly open: Float64Array;
  /** Place in the list of stations. */
  readonly station: Float64Array;
}

export const COLUMN_NAMES = [
  'aos',
  'tca',
  'los',
  'maxElevation',
  'aosAzimuth',
  'tcaAzimuth',
  'losAzimuth',
  'aosRange',
  'tcaRange',
  'losRange',
  'open',
  'station',
] as const satisfies readonly (keyof WindowColumns)[];

/** Finds windows on one path at a time; holds its memory. */
export interface ContactSearchKernel {
  /**
   * Takes an Earth-fixed path (m): `x y z` of `intervals + 1 + 2 MARGIN_NODES` nodes, `stepS` apart, of which the fifth is the
   * start. Gives its table, `intervals + 1` rows of TABLE_VALUES (the last with position and slope only): a view, good until the next call.
   */
  load(positions: Float64Array, intervals: number, stepS: number): Float64Array;
  /** Hands the windows over all stations to `take`, in batches, by station and then by time. The columns are views, good during the call only. */
  search(stations: Float64Array, take: (columns: WindowColumns) => void): void;
}
