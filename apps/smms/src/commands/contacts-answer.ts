import Table from 'cli-table3';
import { formatUtc } from '@app/time';
import { type ContactModel, type ContactWindow } from '@app/orbit';

/** A spacecraft or an element set that gave no contacts, or not all of them. */
export interface ContactsFailure {
  /** `element-set`: refused as read; `stale-elements`: too old at its contacts; `propagation`: SGP4 gave out at `at`. */
  readonly kind: 'element-set' | 'stale-elements' | 'propagation';
  readonly spacecraft: string | null;
  readonly catalogNumber: number | null;
  readonly reason: string;
  /** SGP4's error code. */
  readonly code?: number;
  readonly at?: string;
  readonly file?: string;
  readonly field?: string;
}

/** One contact of the answer; times are ISO 8601 with `Z` to the microsecond. */
export interface ContactRow {
  readonly spacecraft: string;
  readonly catalogNumber: number | null;
  readonly station: string;
  readonly orbitNumber: number;
  readonly aos: string;
  readonly tca: string;
  readonly los: string;
  readonly maxElevationDeg: number;
  readonly aosAzimuthDeg: number;
  readonly tcaAzimuthDeg: number;
  readonly losAzimuthDeg: number;
  readonly tcaRangeKm: number;
  readonly aosOpen: boolean;
  readonly losOpen: boolean;
}

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
const azimuth = (degrees: number): number => rounded(degrees) % 360;

export function contactRow(window: ContactWindow): ContactRow {
  return {
    spacecraft: window.spacecraft,
    catalogNumber: window.catalogNumber ?? null,
    station: window.station,
    orbitNumber: window.orbitNumber,
    aos: formatUtc(window.aos),
    tca: formatUtc(window.tca),
    los: formatUtc(window.los),
    maxElevationDeg: rounded(window.maxElevationDeg),
    aosAzimuthDeg: azimuth(window.aosAzimuthDeg),
    tcaAzimuthDeg: azimuth(window.tcaAzimuthDeg),
    losAzimuthDeg: azimuth(window.losAzimuthDeg),
    tcaRangeKm: rounded(window.tcaRangeM / 1000),
    aosOpen: window.aosOpen,
    losOpen: window.losOpen,
  };
}

/** The answer as JSON text: model, contacts, errors. */
export function answerAsJson(
  model: ContactModel,
  contacts: readonly ContactRow[],
  errors: readonly ContactsFailure[],
): string {
  const elements = model.elements.map(({ spacecraft, catalogNumber, epoch, source }) => ({
    spacecraft,
    catalogNumber: catalogNumber ?? null,
    epoch: formatUtc(epoch),
    source,
  }));
  return `${JSON.stringify({ model: { ...model, elements }, contacts, errors }, null, 2)}\n`;
}

/** The answer for people: a line on the model, the contacts as a table, the errors. */
export function answerAsTable(
  model: ContactModel,
  contacts: readonly ContactRow[],
  errors: readonly ContactsFailure[],
): string {
  const table = new Table({
    head: ['spacecraft', 'station', 'orbit', 'AOS (UTC)', 'TCA', 'LOS', 'max el', 'az AOS', 'az LOS', 'range km'],
    style: { head: [], border: [] },
    colAligns: ['left', 'left', 'right', 'left', 'left', 'left', 'right', 'right', 'right', 'right'],
  });
  const clock = (time: string): string => time.slice(11, 23);
  for (const row of contacts) {
    table.push([
      row.spacecraft,
      row.station,
      row.orbitNumber,
      `${row.aosOpen ? '<' : ''}${row.aos.slice(0, 10)} ${clock(row.aos)}`,
      clock(row.tca),
      `${clock(row.los)}${row.losOpen ? '>' : ''}`,
      row.maxElevationDeg.toFixed(2),
      row.aosAzimuthDeg.toFixed(1),
      row.losAzimuthDeg.toFixed(1),
      row.tcaRangeKm.toFixed(1),
    ]);
  }
  const heading = `${model.propagator}; Earth orientation ${model.earthOrientation}; refraction ${model.refraction}; light time ${model.lightTime}`;
  const failures = errors.map(({ spacecraft, reason }) => `error: ${spacecraft ?? 'element set'}: ${reason}\n`);
  return `${heading}\n${table.toString()}\n${contacts.length} contacts\n${failures.join('')}`;
}
