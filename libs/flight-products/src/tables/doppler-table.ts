import { type DopplerProfile, type DownlinkDoppler, type UplinkDoppler } from '@app/orbit';
import { formatUtc, plusSeconds } from '@app/time';
import { fixed } from '../text/number-text.js';
import { type TableColumn, type TableForm, columnsTable } from './columns-table.js';
import { type TableHead } from './pointing-table.js';

export interface DopplerTable extends TableHead {
  readonly profile: DopplerProfile;
}

interface Part {
  readonly comments: readonly string[];
  readonly columns: readonly TableColumn[];
}
const nothing: Part = { comments: [], columns: [] };
const hertz = (name: string, values: ArrayLike<number>): TableColumn => ({ name, unit: 'Hz', decimals: 3, values });
const slope = (name: string, values: ArrayLike<number>): TableColumn => ({ name, unit: 'Hz/s', decimals: 4, values });

function downlinkPart({ nominalHz, offsetHz, rateHzPerS }: DownlinkDoppler): Part {
  return {
    comments: [
      `downlink ${fixed(nominalHz, 0)} Hz: what arrives at the ground at this UTC; offset = received - nominal`,
    ],
    columns: [hertz('downlink offset', offsetHz), slope('downlink rate', rateHzPerS)],
  };
}

function uplinkPart(uplink: UplinkDoppler): Part {
  return {
    comments: [
      `uplink ${fixed(uplink.nominalHz, 0)} Hz: what leaves the ground at this UTC; received offset = what the spacecraft receives - nominal, when the ground sends at nominal; transmit offset = what the ground must send - nominal, for the signal to arrive at nominal`,
    ],
    columns: [
      hertz('uplink received offset', uplink.receivedOffsetHz),
      slope('uplink received rate', uplink.receivedRateHzPerS),
      hertz('uplink transmit offset', uplink.transmitOffsetHz),
      slope('uplink transmit rate', uplink.transmitRateHzPerS),
    ],
  };
}

function missingText({ start, profile: { missing } }: DopplerTable): string[] {
  if (missing === undefined) return [];
  const utc = (seconds: number): string => formatUtc(plusSeconds(start, seconds));
  const span = `${utc(missing.firstSeconds)} to ${utc(missing.lastSeconds)}`;
  return [`${missing.rows} rows are missing, ${span}: no state (code ${missing.code})`];
}

/**
 * UTC at the ground, range in km, range rate in km/s, then offsets and rates of the links that the profile has; the comments state
 * frequencies, signs, time tags and missing rows. Throws FlightProductError as columnsTable does.
 */
export function dopplerTable(table: DopplerTable, form: TableForm = 'csv'): Generator<string, void> {
  const { seconds, rangeM, rangeRateMps, downlink, uplink } = table.profile;
  const down = downlink === undefined ? nothing : downlinkPart(downlink);
  const up = uplink === undefined ? nothing : uplinkPart(uplink);
  return columnsTable(
    {
      comments: [
        `Doppler of ${table.spacecraft} at ${table.station}`,
        ...down.comments,
        ...up.comments,
        ...missingText(table),
        ...table.notes,
      ],
      start: table.start,
      secondsFromStart: seconds,
      columns: [
        { name: 'range', unit: 'km', decimals: 6, values: rangeM.map((metres) => metres / 1000) },
        { name: 'range rate', unit: 'km/s', decimals: 7, values: rangeRateMps.map((mps) => mps / 1000) },
        ...down.columns,
        ...up.columns,
      ],
    },
    form,
  );
}
