import { type CsvFault, type CsvField, splitCsvLine } from './csv-line.js';
import { ElementFileError, ElementSetError, type ElementPlace, shown } from './element-error.js';
import { type ParsedElements } from './element-set.js';
import { type OmmMessage, type OmmValue, knownOmmKeywords, requiredOmmKeywords } from './omm-fields.js';
import { parseOmmMessages } from './omm-messages.js';

// OMM keywords as a table, as CelesTrak and Space-Track print it (GP data, FORMAT=CSV): a header of keywords in any order, a row a set.
// Left out: fields that span lines.

interface Row {
  readonly text: string;
  readonly line: number;
}

const isFault = (split: readonly CsvField[] | CsvFault): split is CsvFault => 'expected' in split;

/** Whether a text's first line names OMM keywords as columns. */
export function isOmmCsvHeader(line: string): boolean {
  const split = splitCsvLine(line);
  return !isFault(split) && split.length > 1 && split.some(({ text }) => knownOmmKeywords.has(text.trim()));
}

/** Keywords of the header, in its order. Throws ElementFileError: not a header, a keyword that is missing or there twice. */
function readHeader(header: Row, sourceName: string): readonly string[] {
  const fail = (column: number, expected: string, found: string): never => {
    throw new ElementFileError(sourceName, { line: header.line, column }, expected, found);
  };
  const split = splitCsvLine(header.text);
  if (isFault(split)) return fail(split.column, split.expected, shown(header.text.slice(split.column - 1)));
  const keys = split.map(({ text }) => text.trim());
  for (const [at, key] of keys.entries()) {
    if (key !== '' && keys.indexOf(key) !== at) fail(split[at]?.column ?? 1, `a column ${key} once`, 'it again');
  }
  for (const key of requiredOmmKeywords) {
    if (!keys.includes(key)) fail(1, `a header with the column ${key}`, shown(header.text));
  }
  return keys;
}

function messageOf(row: Row, index: number, keys: readonly string[]): OmmMessage | ElementSetError {
  const place: ElementPlace = { index, line: row.line };
  const split = splitCsvLine(row.text);
  if (isFault(split)) {
    const found = shown(row.text.slice(split.column - 1));
    return new ElementSetError('row', { ...place, column: split.column }, split.expected, found, undefined);
  }
  const values = new Map<string, OmmValue>();
  for (const [at, { text, column }] of split.entries()) {
    const key = keys[at];
    if (key !== undefined && text !== '') values.set(key, { value: text, place: { ...place, column } });
  }
  if (split.length === keys.length) return { values, place, text: row.text };
  const name = values.get('OBJECT_NAME')?.value;
  const objectName = name === undefined ? undefined : String(name);
  return new ElementSetError('row', place, `${keys.length} fields as the header has`, `${split.length}`, objectName);
}

/**
 * Element sets of OMM CSV: the header names the columns, in any order; other columns are read over, an empty field counts as absent. LF
 * or CRLF, blank lines skipped. A wrong row is refused alone, with keyword, line and column (a set's `source.text` is its row). Throws
 * ElementFileError when a needed keyword is not in the header, or there is no row.
 */
export function parseOmmCsv(text: string, sourceName = 'OMM CSV'): ParsedElements<ElementSetError> {
  const rows: Row[] = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, at) => ({ text: line, line: at + 1 }))
    .filter((row) => row.text.trim() !== '');
  const [header, ...sets] = rows;
  if (header === undefined) throw new ElementFileError(sourceName, { line: 1 }, 'a header of OMM keywords', 'nothing');
  const keys = readHeader(header, sourceName);
  if (sets.length === 0)
    throw new ElementFileError(sourceName, { line: header.line + 1 }, 'at least one row', 'end of text');
  return parseOmmMessages(
    sets.map((row, index) => messageOf(row, index, keys)),
    'omm-csv',
    sourceName,
  );
}
