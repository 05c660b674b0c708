import { type PointingCurve } from '@app/orbit';
import { columnsTable } from './columns-table.js';
import { type TableHead } from './pointing-table.js';

export interface PointingFile extends TableHead {
  /** A pointing curve, or what an antenna's axes are to do (turns added, over the top). */
  readonly programme: Pick<PointingCurve, 'seconds' | 'azimuthDeg' | 'elevationDeg'>;
}

/**
 * The file that an antenna controller reads, in ASCII but for names: UTC, azimuth and elevation of the axes as they are given. Its
 * comments are its definition. Throws FlightProductError as columnsTable does.
 */
export function pointingFile(file: PointingFile): Generator<string, void> {
  const { programme, start } = file;
  return columnsTable(
    {
      comments: [
        `SMMS pointing file 1: ${file.station} at ${file.spacecraft}`,
        'Lines that begin with # are comments. Every other line has three fields between spaces, in order of time:',
        '1. UTC, ISO 8601 with Z, to the microsecond; second 60 in a leap second.',
        '2. Azimuth in degrees to be commanded, from north over east, without jumps: it may lie below 0 or above 360.',
        '3. Elevation in degrees to be commanded, above the horizontal plane; above 90 where the antenna goes over the top.',
        'Between lines a controller interpolates. As a rotctld command a line reads: P <field 2> <field 3>',
        ...file.notes,
      ],
      start,
      secondsFromStart: programme.seconds,
      columns: [
        { name: 'azimuth', unit: 'deg', decimals: 4, values: programme.azimuthDeg },
        { name: 'elevation', unit: 'deg', decimals: 4, values: programme.elevationDeg },
      ],
    },
    'text',
  );
}
