/** One field of a line of comma-separated values: its text without quotes, and the column where it begins, from 1. */
export interface CsvField {
  readonly text: string;
  readonly column: number;
}

/** Where and why a line is not comma-separated values. */
export interface CsvFault {
  readonly column: number;
  readonly expected: string;
}

const plain = /[^,"]*/y;
const quoted = /"((?:[^"]|"")*)"/y;

/** Fields of one line as RFC 4180 quotes them (a quote inside is doubled); a field ends with its line. A fault where they are not. */
export function splitCsvLine(line: string): readonly CsvField[] | CsvFault {
  const fields: CsvField[] = [];
  for (let at = 0; ; at += 1) {
    const form = line[at] === '"' ? quoted : plain;
    form.lastIndex = at;
    const match = form.exec(line);
    if (match === null) return { column: at + 1, expected: 'a closing quote on the line' };
    fields.push({ text: match[1]?.replaceAll('""', '"') ?? match[0].trim(), column: at + 1 });
    at += match[0].length;
    if (at === line.length) return fields;
    if (line[at] !== ',') return { column: at + 1, expected: 'a comma or the end of the line' };
  }
}
