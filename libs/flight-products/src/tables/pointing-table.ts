import { type PointingCurve, type SignalSense } from '@app/orbit';
import { type Tai } from '@app/time';
import { type TableColumn, type TableForm, columnsTable } from './columns-table.js';
import { wrapDegrees } from './wrap-degrees.js';

/** Whose table it is. */
export interface TableHead {
  readonly spacecraft: string;
  readonly station: string;
  /** What the seconds of the columns count from: the start of the path. */
  readonly start: Tai;
  /** Sentences on what made the numbers, `describeModel` first of all. They stand in the comments. */
  readonly notes: readonly string[];
}

export interface PointingTable extends TableHead {
  readonly curve: PointingCurve;
  readonly signal: SignalSense;
}

const signalText: Readonly<Record<SignalSense, string>> = {
  geometric: 'geometric: no light time',
  received: 'where the signal comes from that arrives at this UTC',
  sent: 'where to send at this UTC for the signal to arrive',
};

/**
 * UTC, azimuth 0 to below 360, azimuth without a jump at north as the curve has it, elevation, range in km, rates. Throws
 * FlightProductError as columnsTable does.
 */
export function pointingTable(table: PointingTable, form: TableForm = 'csv'): Generator<string, void> {
  const { curve, start } = table;
  const angle = (name: string, values: ArrayLike<number>): TableColumn => ({ name, unit: 'deg', decimals: 5, values });
  const rate = (name: string, values: ArrayLike<number>): TableColumn => ({ name, unit: 'deg/s', decimals: 6, values });
  return columnsTable(
    {
      comments: [`Pointing of ${table.station} at ${table.spacecraft}, ${signalText[table.signal]}`, ...table.notes],
      start,
      secondsFromStart: curve.seconds,
      columns: [
        angle('azimuth', wrapDegrees(curve.azimuthDeg, 5)),
        angle('azimuth unwrapped', curve.azimuthDeg),
        angle('elevation', curve.elevationDeg),
        { name: 'range', unit: 'km', decimals: 6, values: curve.rangeM.map((metres) => metres / 1000) },
        rate('azimuth rate', curve.azimuthRateDegPerS),
        rate('elevation rate', curve.elevationRateDegPerS),
      ],
    },
    form,
  );
}
