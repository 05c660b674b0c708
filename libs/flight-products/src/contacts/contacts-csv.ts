// RFC 4180: records end in CRLF, one header line, no comments (the RFC knows none, and spreadsheets take `#` lines for data). The model
// therefore stands in columns of every row: a row that is copied elsewhere still says what made it.
import { type ContactModel, type ContactWindow } from '@app/orbit';
import { formatUtc } from '@app/time';
import { ModelIndex, elementAgeDays } from '../model/model-text.js';
import { csvRecord } from '../text/csv-record.js';
import { fixed, turnFixed } from '../text/number-text.js';

type Cell = (window: ContactWindow, index: ModelIndex, model: ContactModel) => string;

const DECIMALS = 6;
const km = (metres: number): string => fixed(metres / 1000, DECIMALS);

/** Name and text of every column, in order. The first fourteen are those of the JSON answer. */
const columns: readonly (readonly [name: string, cell: Cell])[] = [
  ['spacecraft', (window) => window.spacecraft],
  ['catalogNumber', (window) => window.catalogNumber?.toString() ?? ''],
  ['station', (window) => window.station],
  ['orbitNumber', (window) => String(window.orbitNumber)],
  ['aos', (window) => formatUtc(window.aos)],
  ['tca', (window) => formatUtc(window.tca)],
  ['los', (window) => formatUtc(window.los)],
  ['maxElevationDeg', (window) => fixed(window.maxElevationDeg, DECIMALS)],
  ['aosAzimuthDeg', (window) => turnFixed(window.aosAzimuthDeg, DECIMALS)],
  ['tcaAzimuthDeg', (window) => turnFixed(window.tcaAzimuthDeg, DECIMALS)],
  ['losAzimuthDeg', (window) => turnFixed(window.losAzimuthDeg, DECIMALS)],
  ['tcaRangeKm', (window) => km(window.tcaRangeM)],
  ['aosOpen', (window) => String(window.aosOpen)],
  ['losOpen', (window) => String(window.losOpen)],
  ['part', (window) => String(window.part)],
  ['aosRangeKm', (window) => km(window.aosRangeM)],
  ['losRangeKm', (window) => km(window.losRangeM)],
  ['elementEpoch', (window) => formatUtc(window.elementEpoch)],
  ['elementAgeDays', (window) => fixed(elementAgeDays(window), DECIMALS)],
  ['elementFormat', (window) => window.source.format],
  ['elementSource', (window) => window.source.name],
  ['minElevationDeg', (window, index) => index.stationOf(window)?.minElevationDeg.toString() ?? ''],
  ['horizonMaskPoints', (window, index) => String(index.stationOf(window)?.horizonMask?.length ?? 0)],
  ['propagator', (_window, _index, model) => model.propagator],
  ['earthOrientation', (_window, _index, model) => model.earthOrientation],
  ['refraction', (_window, _index, model) => model.refraction],
  ['lightTime', (_window, _index, model) => model.lightTime],
];

/**
 * Contact windows as CSV, a header and then one record a window, each yielded as it is made. Times are UTC to the microsecond,
 * azimuths 0 to below 360; the age of the elements is that at AOS. What the model does not name (the station) leaves its field empty.
 */
export function* contactsCsv(windows: Iterable<ContactWindow>, model: ContactModel): Generator<string, void> {
  const index = new ModelIndex(model);
  yield csvRecord(columns.map(([name]) => name));
  for (const window of windows) yield csvRecord(columns.map(([, cell]) => cell(window, index, model)));
}
