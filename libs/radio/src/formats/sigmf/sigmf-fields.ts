// How the values of metadata stand in JSON: each kind of value is read and written by one pair of functions, and both ways walk one table
// of fields.
import { type Tai, formatUtc, parseUtc } from '@app/time';
import { parseSampleFormat, sampleFormatName, type SampleFormatName } from '../samples/sample-format.js';
import {
  type SigmfAnnotation,
  type SigmfCapture,
  SigmfError,
  type SigmfExtension,
  type SigmfGlobal,
  type SigmfPlace,
} from './sigmf-metadata.js';

export function refuse(where: string, expected: string, found: unknown): never {
  throw new SigmfError('SigMF metadata', where, expected, brief(found));
}

function brief(found: unknown): string {
  if (found === undefined) return 'nothing';
  if (typeof found === 'bigint') return `${found}`;
  const text = typeof found === 'number' ? String(found) : JSON.stringify(found);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** A value to JSON and back. Both throw SigmfError at `where`. */
interface FieldKind<T> {
  readonly read: (json: unknown, where: string) => T;
  readonly write: (value: T, where: string) => unknown;
}

/** A kind whose JSON is the value itself. */
const plain = <T>(check: (json: unknown, where: string) => T): FieldKind<T> => ({ read: check, write: check });

const number = (lowest: number, highest: number): FieldKind<number> =>
  plain((json, where) =>
    typeof json === 'number' && json >= lowest && json <= highest
      ? json
      : refuse(where, `a number from ${lowest} to ${highest}`, json),
  );
const index = plain((json, where) =>
  typeof json === 'number' && Number.isSafeInteger(json) && json >= 0
    ? json
    : refuse(where, 'an integer from 0 to 2^53 - 1', json),
);
const text = plain((json, where) => (typeof json === 'string' ? json : refuse(where, 'a string', json)));
const matching = (pattern: RegExp, expected: string): FieldKind<string> =>
  plain((json, where) => (typeof json === 'string' && pattern.test(json) ? json : refuse(where, expected, json)));
const frequency = number(-1e12, 1e12);
const anyNumber = number(-Number.MAX_VALUE, Number.MAX_VALUE);

const time: FieldKind<Tai> = {
  read(json, where) {
    if (typeof json !== 'string') return refuse(where, 'a string', json);
    try {
      // Any number of decimals is allowed.
      return parseUtc(json.replace(/(\.\d{12})\d+/, '$1'));
    } catch {
      return refuse(where, 'YYYY-MM-DDThh:mm:ss[.fraction]Z', json);
    }
  },
  write: (value) => formatUtc(value, 9),
};

const format: FieldKind<SampleFormatName> = {
  read(json, where) {
    if (typeof json !== 'string') return refuse(where, 'a string', json);
    try {
      return sampleFormatName(parseSampleFormat(json));
    } catch {
      return refuse(where, 'a SigMF datatype', json);
    }
  },
  write: (value) => value,
};

const place: FieldKind<SigmfPlace> = {
  read(json, where) {
    const { type, coordinates } = record(json, where);
    if (type !== 'Point') refuse(`${where}.type`, '"Point"', type);
    if (!Array.isArray(coordinates) || coordinates.length < 2 || coordinates.length > 3)
      return refuse(`${where}.coordinates`, 'two or three numbers', coordinates);
    const [longitude, latitude, altitude] = coordinates as unknown[];
    return {
      longitudeDeg: number(-180, 180).read(longitude, `${where}.coordinates[0]`),
      latitudeDeg: number(-90, 90).read(latitude, `${where}.coordinates[1]`),
      ...(altitude !== undefined && { altitudeM: anyNumber.read(altitude, `${where}.coordinates[2]`) }),
    };
  },
  write({ longitudeDeg, latitudeDeg, altitudeM }, where) {
    const json = {
      type: 'Point',
      coordinates: [longitudeDeg, latitudeDeg, ...(altitudeM === undefined ? [] : [altitudeM])],
    };
    place.read(json, where);
    return json;
  },
};

const extensions = plain((json, where): readonly SigmfExtension[] =>
  list(json, where).map((one, i) => {
    const at = `${where}[${i}]`;
    const { name, version, optional } = record(one, at);
    if (typeof optional !== 'boolean') return refuse(`${at}.optional`, 'true or false', optional);
    return { name: text.read(name, `${at}.name`), version: text.read(version, `${at}.version`), optional };
  }),
);

export function record(json: unknown, where: string): Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as Record<string, unknown>)
    : refuse(where, 'an object', json);
}

export function list(json: unknown, where: string): unknown[] {
  return Array.isArray(json) ? (json as unknown[]) : refuse(where, 'an array', json);
}

/** Name of a value, its key in JSON, its kind, and whether it must be there. */
type Field<T> = {
  [K in keyof T]-?: readonly [K, string, FieldKind<NonNullable<T[K]>>, ('required' | undefined)?];
}[keyof T];

export const globalFields: readonly Field<SigmfGlobal>[] = [
  ['format', 'core:datatype', format, 'required'],
  ['sampleRateHz', 'core:sample_rate', number(1, 1e12)],
  ['hardware', 'core:hw', text],
  ['recorder', 'core:recorder', text],
  ['author', 'core:author', text],
  ['license', 'core:license', text],
  ['description', 'core:description', text],
  ['geolocation', 'core:geolocation', place],
  ['sha512', 'core:sha512', matching(/^[0-9a-fA-F]{128}$/, '128 hexadecimal digits')],
  ['offset', 'core:offset', index],
  ['dataset', 'core:dataset', text],
  ['trailingOctets', 'core:trailing_bytes', index],
  ['extensions', 'core:extensions', extensions],
];

export const captureFields: readonly Field<SigmfCapture>[] = [
  ['sampleStart', 'core:sample_start', index, 'required'],
  ['frequencyHz', 'core:frequency', frequency],
  ['time', 'core:datetime', time],
  ['globalIndex', 'core:global_index', index],
  ['geolocation', 'core:geolocation', place],
  ['headerOctets', 'core:header_bytes', index],
];

export const annotationFields: readonly Field<SigmfAnnotation>[] = [
  ['sampleStart', 'core:sample_start', index, 'required'],
  ['sampleCount', 'core:sample_count', index],
  ['lowerEdgeHz', 'core:freq_lower_edge', frequency],
  ['upperEdgeHz', 'core:freq_upper_edge', frequency],
  ['label', 'core:label', text],
  ['comment', 'core:comment', text],
  ['generator', 'core:generator', text],
  ['uuid', 'core:uuid', matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'a UUID of RFC 4122')],
  ['esN0Db', 'smms:es_n0_db', anyNumber],
  ['earthReceiveTime', 'smms:earth_receive_time', time],
  ['correctedSymbols', 'smms:corrected_symbols', index],
  ['dopplerHz', 'smms:doppler_hz', anyNumber],
  ['azimuthDeg', 'smms:azimuth_deg', number(-360, 720)],
  ['elevationDeg', 'smms:elevation_deg', number(-90, 180)],
];

type AnyField = readonly [string, string, FieldKind<unknown>, 'required'?];

/** The fields of `json`; keys that the table does not have are passed over. */
export function readFields<T>(json: unknown, where: string, fields: readonly Field<T>[]): T {
  const source = record(json, where);
  const values: Record<string, unknown> = {};
  for (const [name, key, kind, required] of fields as unknown as readonly AnyField[])
    if (source[key] !== undefined || required) values[name] = kind.read(source[key], `${where}.${key}`);
  return values as T;
}

export function writeFields<T>(values: T, where: string, fields: readonly Field<T>[]): Record<string, unknown> {
  const source = values as Record<string, unknown>;
  const json: Record<string, unknown> = {};
  for (const [name, key, kind, required] of fields as unknown as readonly AnyField[])
    if (source[name] !== undefined || required) json[key] = kind.write(source[name], `${where}.${key}`);
  return json;
}
