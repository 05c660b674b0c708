import type { EntityManager } from 'typeorm';

/** One column of many rows. */
export interface Column {
  readonly name: string;
  /** Type of the column in the database. */
  readonly type: string;
  readonly values: readonly unknown[];
}

/** `{1,NULL,NaN}`: an array as PostgreSQL writes it, for columns that are arrays themselves (unnest would flatten them). */
export function arrayLiteral(values: readonly (number | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : Object.is(value, -0) ? '-0' : value)).join(',')}}`;
}

// PostgreSQL builds the rows from arrays; those of arrays and of jsonb travel as text and are cast row by row.
const throughText = (type: string): boolean => type.endsWith('[]') || type === 'jsonb';

/**
 * Inserts many rows in one statement, which works on PGlite as on PostgreSQL. `between` stands between the column list and the rows,
 * `after` behind them. Table and column names are ours, never a caller's input. Answers what RETURNING gives.
 */
export async function bulkInsert<Row = never>(
  manager: EntityManager,
  table: string,
  columns: readonly Column[],
  { between = '', after = '' }: { between?: string; after?: string } = {},
): Promise<Row[]> {
  if ((columns[0]?.values.length ?? 0) === 0) return [];
  const names = columns.map(({ name }) => name);
  const picked = columns.map(({ name, type }) => (throughText(type) ? `rows.${name}::${type}` : `rows.${name}`));
  const arrays = columns.map(({ type }, at) => `$${at + 1}::${throughText(type) ? 'text' : type}[]`);
  return await manager.query<Row[]>(
    `insert into ${table} (${names.join(', ')}) ${between}
     select ${picked.join(', ')} from unnest(${arrays.join(', ')}) as rows (${names.join(', ')}) ${after}`,
    columns.map(({ values }) => values),
  );
}

/** Rows of one statement: few enough that making its text does not hold the event loop (design rule 14). */
const ROWS_A_STATEMENT = 100;

/** Hands on the rows in chunks, one after the other. */
export async function inChunks<Row>(
  rows: readonly Row[],
  insert: (chunk: readonly Row[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) await insert(rows.slice(at, at + ROWS_A_STATEMENT));
}
