import { DefaultNamingStrategy, type NamingStrategyInterface, type Table } from 'typeorm';

const MAX_NAME_BYTES = 63;

function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** PostgreSQL's own name of an unnamed constraint: the longer part is cut until it fits (`makeObjectName`, indexcmds.c; from memory). */
function objectName(table: string, columns: readonly string[], label: string): string {
  let first = table;
  let second = columns.join('_');
  const room = MAX_NAME_BYTES - label.length - (second === '' ? 1 : 2);
  while (first.length + second.length > room)
    if (first.length > second.length) first = first.slice(0, -1);
    else second = second.slice(0, -1);
  return [first, second, label].filter((part) => part !== '').join('_');
}

/**
 * Names as PostgreSQL gives them, so that a migration need not name its constraints: columns in snake_case, `table_pkey`,
 * `table_column_key`, `table_column_fkey`, `table_column_idx`, `table_column_check`.
 */
export class PostgresNamingStrategy extends DefaultNamingStrategy implements NamingStrategyInterface {
  override tableName(className: string, givenName: string | undefined): string {
    return givenName ?? snakeCase(className);
  }

  override columnName(propertyName: string, customName: string, prefixes: string[]): string {
    return [...prefixes.map(snakeCase), customName || snakeCase(propertyName)].join('_');
  }

  override joinColumnName(relationName: string, referencedColumnName: string): string {
    return snakeCase(`${relationName}_${referencedColumnName}`);
  }

  override primaryKeyName(table: Table | string): string {
    return objectName(this.#bare(table), [], 'pkey');
  }

  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return objectName(this.#bare(table), columns, 'key');
  }

  override relationConstraintName(table: Table | string, columns: string[]): string {
    return objectName(this.#bare(table), columns, 'key');
  }

  override foreignKeyName(table: Table | string, columns: string[]): string {
    return objectName(this.#bare(table), columns, 'fkey');
  }

  override indexName(table: Table | string, columns: string[]): string {
    return objectName(this.#bare(table), columns, 'idx');
  }

  #bare(table: Table | string): string {
    return this.getTableName(table).split('.').at(-1) ?? '';
  }
}
