import { ElementFileError, type ElementSetError, shown } from './element-error.js';
import { type ElementFormat, type ParsedElements } from './element-set.js';
import { isOmmCsvHeader, parseOmmCsv } from './omm-csv.parser.js';
import { parseOmmJson } from './omm-json.parser.js';
import { parseOmmKvn } from './omm-kvn.parser.js';
import { parseOmmXml } from './omm-xml.parser.js';
import { parseTle } from './tle.parser.js';

/** The form that a text of element sets most likely has, from its first characters and lines; undefined when it is none. */
export function detectElementFormat(text: string): ElementFormat | undefined {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('[') || start.startsWith('{')) return 'omm-json';
  if (start.startsWith('<')) return 'omm-xml';
  if (/^\s*CCSDS_OMM_VERS\s*=/m.test(start)) return 'omm-kvn';
  if (isOmmCsvHeader(start.split(/\r\n|\n|\r/, 1)[0] ?? '')) return 'omm-csv';
  if (/^[12] [ \dA-Z]/m.test(start)) return 'tle';
  return undefined;
}

/** Element sets of a text in any of the forms. Throws ElementFileError when the form is unknown or the whole text unreadable. */
export function parseElements(text: string, sourceName: string): ParsedElements<ElementSetError> {
  const format = detectElementFormat(text);
  switch (format) {
    case 'omm-json':
      return parseOmmJson(text, sourceName);
    case 'omm-xml':
      return parseOmmXml(text, sourceName);
    case 'omm-kvn':
      return parseOmmKvn(text, sourceName);
    case 'omm-csv':
      return parseOmmCsv(text, sourceName);
    case 'tle':
      return parseTle(text, sourceName);
    case undefined:
      throw new ElementFileError(
        sourceName,
        { line: 1 },
        'element sets as TLE, OMM JSON, OMM XML, OMM KVN or OMM CSV',
        shown(text.trim().split(/\r?\n/)[0] ?? ''),
      );
  }
}
