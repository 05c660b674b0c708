import { type DataSource } from 'typeorm';
import { DatabaseLayerError } from '../database-errors.js';

/** The tables of the migrations are not what the entities say; `statements` would make them so. */
export class EntityMismatchError extends DatabaseLayerError {
  constructor(readonly statements: readonly string[]) {
    super({
      what: 'entities and migrations disagree',
      where: 'the statements that would make the tables what the entities say',
      expected: 'none',
      found: `\n  ${statements.join('\n  ')}\n`,
    });
  }
}

/**
 * Compares the tables of a migrated database with all entities of the data source, by the statements that TypeORM's schema
 * builder would run. Throws EntityMismatchError when one is left. Columns, types, lengths, nullability, defaults, primary keys,
 * unique constraints and foreign keys with their actions count. Left out, because entities do not repeat them:
 * dropping an index that no constraint needs, and dropping a check or an exclusion constraint. The expression of a
 * generated column is not compared (TypeORM keeps its own copy of it in a table that we do not have).
 */
export async function expectEntitiesToMatchMigrations(dataSource: DataSource): Promise<void> {
  const generated = await lendGeneratedExpressions(dataSource);
  try {
    const log = await dataSource.driver.createSchemaBuilder().log();
    const kept = await namesOnlyInSql(dataSource);
    const statements = log.upQueries.map(({ query }) => query).filter((query) => !dropsOneOf(kept, query));
    if (statements.length > 0) throw new EntityMismatchError(statements);
  } finally {
    if (generated) await dataSource.query('DROP TABLE typeorm_metadata');
  }
}

interface NamesOnlyInSql {
  /** `"schema"."index"` */
  readonly indexes: ReadonlySet<string>;
  /** `"schema"."table" "constraint"`, checks and exclusions. */
  readonly constraints: ReadonlySet<string>;
}

function dropsOneOf(kept: NamesOnlyInSql, query: string): boolean {
  const index = /^DROP INDEX ("[^"]+"\."[^"]+")$/.exec(query)?.[1];
  if (index !== undefined) return kept.indexes.has(index);
  const constraint = /^ALTER TABLE ("[^"]+"\."[^"]+") DROP CONSTRAINT ("[^"]+")$/.exec(query);
  return constraint !== null && kept.constraints.has(`${constraint[1]} ${constraint[2]}`);
}

async function namesOnlyInSql(dataSource: DataSource): Promise<NamesOnlyInSql> {
  const indexes = await dataSource.query<{ name: string }[]>(`
    SELECT format('"%s"."%s"', n.nspname, c.relname) AS name
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))`);
  const constraints = await dataSource.query<{ name: string }[]>(`
    SELECT format('"%s"."%s" "%s"', n.nspname, c.relname, k.conname) AS name
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype IN ('c', 'x')`);
  return {
    indexes: new Set(indexes.map(({ name }) => name)),
    constraints: new Set(constraints.map(({ name }) => name)),
  };
}

/** Where entities have generated columns, TypeORM reads their expressions from `typeorm_metadata`: made for the comparison. */
async function lendGeneratedExpressions(dataSource: DataSource): Promise<boolean> {
  const columns = dataSource.entityMetadatas.flatMap((entity) =>
    entity.columns
      .filter((column) => column.generatedType !== undefined)
      .map((column) => [entity.schema ?? 'public', entity.tableName, column.databaseName, column.asExpression ?? '']),
  );
  if (columns.length === 0) return false;
  await dataSource.query(
    'CREATE TABLE typeorm_metadata (type text, database text, schema text, "table" text, name text, value text)',
  );
  for (const column of columns)
    await dataSource.query(
      `INSERT INTO typeorm_metadata VALUES ('GENERATED_COLUMN', current_database(), $1, $2, $3, $4)`,
      column,
    );
  return true;
}
