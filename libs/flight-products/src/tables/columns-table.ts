// Tables of numbers against time. Lines that begin with `#` are comments: what the columns are and what made them (gnuplot, numpy and
// pandas skip them when told so). `csv`: a header record, then records as RFC 4180 has them. `text`: columns in spaces, right-aligned, the
// header in the comments, so that a reader need only drop comments and split at white space; an absent value is `-`.
import { type Tai, formatUtc, plusSeconds } from '@app/time';
import { FlightProductError } from '../flight-product.error.js';
import { printable } from '../text/characters.js';
import { csvRecord } from '../text/csv-record.js';
import { fixed } from '../text/number-text.js';

export type TableForm = 'csv' | 'text';

export interface TableColumn {
  readonly name: string;
  /** As printed, `deg/s`; empty for a pure number. */
  readonly unit: string;
  /** 0 to 12. */
  readonly decimals: number;
  /** One value a time, in the column's unit; NaN where there is none. */
  readonly values: ArrayLike<number>;
}

export interface ColumnsTable {
  readonly comments?: readonly string[] | undefined;
  readonly start: Tai;
  /** Seconds after `start` of each row. */
  readonly secondsFromStart: ArrayLike<number>;
  readonly columns: readonly TableColumn[];
  /** Decimals of the second, 0 to 9; 6 unless given. */
  readonly utcDecimals?: number | undefined;
}

/**
 * A table, yielded line by line: UTC, then the columns. Throws FlightProductError before the first line: a column whose length is
 * not that of the times, decimals out of range.
 */
export function* columnsTable(table: ColumnsTable, form: TableForm = 'csv'): Generator<string, void> {
  const { start, secondsFromStart, columns, comments = [], utcDecimals = 6 } = table;
  check(table, utcDecimals);
  const titles = ['utc', ...columns.map(({ name, unit }) => (unit === '' ? name : `${name} [${unit}]`))];
  const end = form === 'csv' ? '\r\n' : '\n';
  for (const comment of comments) for (const line of comment.split(/\r\n|\r|\n/)) yield `# ${printable(line)}${end}`;
  const widths = columns.map((column) => (form === 'csv' ? 0 : widthOf(column)));
  yield form === 'csv' ? csvRecord(titles) : `# columns: ${titles.map(printable).join(', ')}\n`;
  for (let row = 0; row < secondsFromStart.length; row++) {
    const utc = formatUtc(plusSeconds(start, secondsFromStart[row] ?? 0), utcDecimals);
    const cells = columns.map(({ values, decimals }) => fixed(values[row] ?? Number.NaN, decimals));
    if (form === 'csv') yield csvRecord([utc, ...cells]);
    else yield `${[utc, ...cells.map((cell, i) => (cell || '-').padStart(widths[i] ?? 0))].join(' ')}\n`;
  }
}

function check({ secondsFromStart, columns }: ColumnsTable, utcDecimals: number): void {
  const rows = secondsFromStart.length;
  const whole = (field: string, value: number, highest: number): void => {
    if (!(Number.isInteger(value) && value >= 0 && value <= highest))
      throw new FlightProductError('table', field, `a whole number from 0 to ${highest}`, String(value));
  };
  whole('utcDecimals', utcDecimals, 9);
  for (const { name, values, decimals } of columns) {
    whole(`decimals of ${name}`, decimals, 12);
    if (values.length !== rows)
      throw new FlightProductError('table', `values of ${name}`, `${rows}, one a time`, String(values.length));
  }
}

function widthOf({ values, decimals }: TableColumn): number {
  let width = 1;
  for (let row = 0; row < values.length; row++)
    width = Math.max(width, fixed(values[row] ?? Number.NaN, decimals).length);
  return width;
}
