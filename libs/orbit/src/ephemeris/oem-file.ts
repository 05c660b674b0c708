import { shown } from '../elements/element-error.js';
import { EphemerisFileError } from './ephemeris-error.js';
import { type Oem } from './oem.js';
import { parseOemKvn } from './oem-kvn.parser.js';
import { parseOemXml } from './oem-xml.parser.js';

export type EphemerisFormat = 'oem-kvn' | 'oem-xml';

/** The form of an ephemeris message, from its beginning; undefined when it is none (element sets, other messages). */
export function detectEphemerisFormat(text: string): EphemerisFormat | undefined {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (/^CCSDS_OEM_VERS\s*=/.test(start)) return 'oem-kvn';
  return start.startsWith('<') && /<(?:\w+:)?oem[\s>]/.test(start) ? 'oem-xml' : undefined;
}

/** An ephemeris message in either form. Throws EphemerisFileError: of another form, or one we cannot use. */
export function parseEphemeris(text: string, sourceName: string): Oem {
  const format = detectEphemerisFormat(text);
  switch (format) {
    case 'oem-kvn':
      return parseOemKvn(text, sourceName);
    case 'oem-xml':
      return parseOemXml(text, sourceName);
    case undefined:
      throw new EphemerisFileError(
        sourceName,
        'text',
        { line: 1 },
        'an OEM in KVN or XML',
        shown(text.trim().split(/\r?\n/)[0] ?? ''),
      );
  }
}
