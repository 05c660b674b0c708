import { type Tai, formatUtc } from '@app/time';
import { shown } from './element-error.js';
import { type ElementSet } from './element-set.js';
import { ElementWriteError } from './element-write-error.js';
import { NO_OBJECT_ID } from './omm-fields.js';
import { type OmmJson, toOmmJson } from './omm-json.writer.js';

// Orbit Mean-elements Messages as KVN and XML (CCSDS 502.0-B, order of keywords from memory) and as CelesTrak's CSV. Numbers have all
// their digits and epochs the microsecond, so that reading back gives the same elements (of an epoch: to the microsecond).

/** What a message says of itself. */
export interface OmmHeader {
  readonly originator: string;
  readonly created: Tai;
}

const csvColumns: readonly (keyof OmmJson)[] = [
  'OBJECT_NAME',
  'OBJECT_ID',
  'EPOCH',
  'MEAN_MOTION',
  'ECCENTRICITY',
  'INCLINATION',
  'RA_OF_ASC_NODE',
  'ARG_OF_PERICENTER',
  'MEAN_ANOMALY',
  'EPHEMERIS_TYPE',
  'CLASSIFICATION_TYPE',
  'NORAD_CAT_ID',
  'ELEMENT_SET_NO',
  'REV_AT_EPOCH',
  'BSTAR',
  'MEAN_MOTION_DOT',
  'MEAN_MOTION_DDOT',
];
const meanElements = csvColumns.slice(2, 9);
const tleParameters = csvColumns.slice(9);

type Fields = readonly (readonly [key: string, value: string])[];

/** The message's lines, in the order of the book. */
interface OmmParts {
  readonly header: Fields;
  readonly metadata: Fields;
  readonly meanElements: Fields;
  readonly tleParameters: Fields;
}

/** Text that stands on one line. Throws ElementWriteError for control characters. */
function oneLine(text: string, form: string, field: string, objectName: string): string {
  if (/\p{Cc}/u.test(text))
    throw new ElementWriteError(form, field, 'text without line breaks', shown(text), objectName);
  return text;
}

function partsOf(elements: ElementSet, { originator, created }: OmmHeader, form: string): OmmParts {
  const { objectName } = elements;
  const omm = toOmmJson(elements);
  const pick = (keys: readonly (keyof OmmJson)[]): Fields =>
    keys.flatMap((key) => (omm[key] === undefined ? [] : [[key, String(omm[key])] as const]));
  return {
    header: [
      ['CREATION_DATE', formatUtc(created, 6).replace('Z', '')],
      ['ORIGINATOR', oneLine(originator, form, 'ORIGINATOR', objectName)],
    ],
    metadata: [
      ['OBJECT_NAME', oneLine(objectName, form, 'OBJECT_NAME', objectName)],
      ['OBJECT_ID', oneLine(omm.OBJECT_ID ?? NO_OBJECT_ID, form, 'OBJECT_ID', objectName)],
      ['CENTER_NAME', 'EARTH'],
      ['REF_FRAME', 'TEME'],
      ['TIME_SYSTEM', 'UTC'],
      ['MEAN_ELEMENT_THEORY', 'SGP4'],
    ],
    meanElements: pick(meanElements),
    tleParameters: pick(tleParameters),
  };
}

/** OMM in keyword-value notation, a message a set, an empty line between them. Throws ElementWriteError: a name with line breaks. */
export function toOmmKvn(sets: readonly ElementSet[], header: OmmHeader): string {
  const lines = (fields: Fields): string => fields.map(([key, value]) => `${key} = ${value}\n`).join('');
  const messages = sets.map((elements) => {
    const parts = partsOf(elements, header, 'OMM KVN');
    const body = [parts.metadata, parts.meanElements, parts.tleParameters].map((fields) => `\n${lines(fields)}`);
    return `CCSDS_OMM_VERS = 2.0\n${lines(parts.header)}${body.join('')}`;
  });
  return messages.join('\n');
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** OMM in XML: an `ndm` with one `omm` a set. Throws ElementWriteError: a name with line breaks or other control characters. */
export function toOmmXml(sets: readonly ElementSet[], header: OmmHeader): string {
  const tags = (fields: Fields): string =>
    fields.map(([key, value]) => `<${key}>${value.replaceAll(/[&<>]/g, (c) => escapes[c] ?? c)}</${key}>\n`).join('');
  const messages = sets.map((elements) => {
    const parts = partsOf(elements, header, 'OMM XML');
    const data = `<meanElements>\n${tags(parts.meanElements)}</meanElements>\n<tleParameters>\n${tags(parts.tleParameters)}</tleParameters>\n`;
    return (
      `<omm id="CCSDS_OMM_VERS" version="2.0">\n<header>\n${tags(parts.header)}</header>\n<body>\n<segment>\n` +
      `<metadata>\n${tags(parts.metadata)}</metadata>\n<data>\n${data}</data>\n</segment>\n</body>\n</omm>\n`
    );
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ndm>\n${messages.join('')}</ndm>\n`;
}

/** OMM as CSV with CelesTrak's header, a row a set. Throws ElementWriteError: a name with line breaks. */
export function toOmmCsv(sets: readonly ElementSet[]): string {
  const cell = (text: string): string => (/[",]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = sets.map((elements) => {
    const omm = toOmmJson(elements);
    return csvColumns
      .map((key) => cell(oneLine(String(omm[key] ?? ''), 'OMM CSV', key, elements.objectName)))
      .join(',');
  });
  return `${[csvColumns.join(','), ...rows].join('\n')}\n`;
}
