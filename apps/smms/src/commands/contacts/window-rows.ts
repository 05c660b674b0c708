import { type ContactCrossings, type ContactWindow, type Station, type TaiInterval } from '@app/orbit';
import { type Tai } from '@app/time';
import { type PlannedSubject, catalogNumberOf, epochOf, sourceOf } from './search-task.js';

/** Values of a window that are kept as they are. */
const numbers = [
  'maxElevationDeg',
  'aosAzimuthDeg',
  'tcaAzimuthDeg',
  'losAzimuthDeg',
  'aosRangeM',
  'tcaRangeM',
  'losRangeM',
] as const;
const instants = ['aos', 'tca', 'los'] as const;

interface CrossingRows {
  /** `NEVER` where there is none. */
  readonly horizonAos: BigInt64Array;
  readonly horizonLos: BigInt64Array;
  /** Begin and end of the uplink intervals of all rows, one row after the other. */
  readonly uplink: BigInt64Array;
  /** Intervals before row i; one entry more than there are rows. */
  readonly uplinksBefore: Uint32Array;
}

/** Windows of some subjects as columns, 100 octets each where objects have five times as many: millions of them fit into memory. */
export interface WindowRows
  extends
    Readonly<Record<(typeof numbers)[number], Float64Array>>,
    Readonly<Record<(typeof instants)[number], BigInt64Array>> {
  readonly count: number;
  /** Index of the subject in its list, and of the station in its. */
  readonly subject: Uint32Array;
  readonly station: Uint32Array;
  readonly orbitNumber: Int32Array;
  readonly part: Uint16Array;
  /** Bit 1: AOS open, bit 2: LOS open. */
  readonly open: Uint8Array;
  readonly crossings: CrossingRows | undefined;
}

const NEVER = -(2n ** 63n);

function packCrossings(windows: readonly ContactWindow[]): CrossingRows | undefined {
  if (!windows.some(({ crossings }) => crossings !== undefined)) return undefined;
  const uplinks = windows.map(({ crossings }) => crossings?.uplink ?? []);
  const uplinksBefore = new Uint32Array(windows.length + 1);
  for (const [i, list] of uplinks.entries()) uplinksBefore[i + 1] = (uplinksBefore[i] ?? 0) + list.length;
  return {
    horizonAos: BigInt64Array.from(windows, ({ crossings }) => crossings?.horizonAos ?? NEVER),
    horizonLos: BigInt64Array.from(windows, ({ crossings }) => crossings?.horizonLos ?? NEVER),
    uplink: BigInt64Array.from(uplinks.flat().flatMap(({ from, to }) => [from, to])),
    uplinksBefore,
  };
}

/** Packs windows; `subjectOf` and `stationOf` give the indices. */
export function packWindows(
  windows: readonly ContactWindow[],
  subjectOf: (window: ContactWindow) => number,
  stationOf: (window: ContactWindow) => number,
): WindowRows {
  const count = windows.length;
  const floats = (): Float64Array => new Float64Array(count);
  const times = (): BigInt64Array => new BigInt64Array(count);
  const rows: WindowRows = {
    count,
    ...{ subject: new Uint32Array(count), station: new Uint32Array(count), orbitNumber: new Int32Array(count) },
    ...{ part: new Uint16Array(count), open: new Uint8Array(count) },
    ...{ aos: times(), tca: times(), los: times() },
    ...{ maxElevationDeg: floats(), aosAzimuthDeg: floats(), tcaAzimuthDeg: floats(), losAzimuthDeg: floats() },
    ...{ aosRangeM: floats(), tcaRangeM: floats(), losRangeM: floats() },
    crossings: packCrossings(windows),
  };
  for (let i = 0; i < count; i++) {
    const window = windows[i] as ContactWindow;
    rows.subject[i] = subjectOf(window);
    rows.station[i] = stationOf(window);
    rows.orbitNumber[i] = window.orbitNumber;
    rows.part[i] = window.part;
    rows.open[i] = (window.aosOpen ? 1 : 0) | (window.losOpen ? 2 : 0);
    for (const name of instants) rows[name][i] = window[name];
    for (const name of numbers) rows[name][i] = window[name];
  }
  return rows;
}

/** The memory of the rows, to be handed over from a thread without a copy. */
export function memoryOf(rows: WindowRows): ArrayBuffer[] {
  const columns: object = { ...rows, ...rows.crossings };
  return (Object.values(columns) as unknown[])
    .filter((column): column is Float64Array<ArrayBuffer> => ArrayBuffer.isView(column))
    .map(({ buffer }) => buffer);
}

function crossingsAt({ horizonAos, horizonLos, uplink, uplinksBefore }: CrossingRows, i: number): ContactCrossings {
  const known = (instant: Tai | undefined): Tai | undefined => (instant === NEVER ? undefined : instant);
  const intervals: TaiInterval[] = [];
  for (let at = uplinksBefore[i] as number; at < (uplinksBefore[i + 1] as number); at++)
    intervals.push({ from: uplink[2 * at] as Tai, to: uplink[2 * at + 1] as Tai });
  return { horizonAos: known(horizonAos[i]), horizonLos: known(horizonLos[i]), uplink: intervals };
}

/** Row i as a window of its subject. */
export function windowAt(
  rows: WindowRows,
  i: number,
  subjects: readonly PlannedSubject[],
  stations: readonly Station[],
): ContactWindow {
  const subject = subjects[rows.subject[i] as number] as PlannedSubject;
  const open = rows.open[i] as number;
  return {
    spacecraft: subject.spacecraft,
    catalogNumber: catalogNumberOf(subject),
    station: (stations[rows.station[i] as number] as Station).id,
    orbitNumber: rows.orbitNumber[i] as number,
    part: rows.part[i] as number,
    aos: rows.aos[i] as Tai,
    tca: rows.tca[i] as Tai,
    los: rows.los[i] as Tai,
    aosOpen: (open & 1) === 1,
    losOpen: (open & 2) === 2,
    maxElevationDeg: rows.maxElevationDeg[i] as number,
    aosAzimuthDeg: rows.aosAzimuthDeg[i] as number,
    tcaAzimuthDeg: rows.tcaAzimuthDeg[i] as number,
    losAzimuthDeg: rows.losAzimuthDeg[i] as number,
    aosRangeM: rows.aosRangeM[i] as number,
    tcaRangeM: rows.tcaRangeM[i] as number,
    losRangeM: rows.losRangeM[i] as number,
    elementEpoch: epochOf(subject),
    source: sourceOf(subject),
    ...(rows.crossings !== undefined && { crossings: crossingsAt(rows.crossings, i) }),
  };
}
