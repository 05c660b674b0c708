import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.env.SMMS_ORACLES ?? '', 'link');

/** Whether the ITU's validation examples are at hand; says so once where they are not. */
export function haveLinkOracles(): boolean {
  const found = process.env.SMMS_ORACLES !== undefined && existsSync(folder);
  if (!found) process.stderr.write('skipped: no oracle link (set SMMS_ORACLES)\n');
  return found;
}

/** A row of a table by its column names; what is not a number is NaN. */
export type OracleRow = Readonly<Record<string, number>>;

/** Rows of a validation table: line 1 names, line 2 units, Latin-1. */
export function linkOracle(name: string): readonly OracleRow[] {
  const [names = '', , ...lines] = readFileSync(join(folder, name), 'latin1').trim().split(/\r?\n/);
  const columns = names.split(',').map((column) => column.trim());
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] === '' ? Number.NaN : Number(cells[i])]));
  });
}

/** A column that must be there. */
export function column(row: OracleRow, name: string): number {
  const value = row[name];
  if (value === undefined || Number.isNaN(value)) throw new TypeError(`oracle row has no ${name}`);
  return value;
}

/** Largest relative error of a computed value over the rows of a table. */
export function worstRelativeError(
  rows: readonly OracleRow[],
  name: string,
  computed: (row: OracleRow) => number,
): number {
  let worst = 0;
  for (const row of rows) {
    const error = Math.abs(computed(row) / column(row, name) - 1);
    worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
  }
  return worst;
}
