import pg from 'pg';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { type DatabaseLog } from './database.js';
import { MigrationError } from './database-errors.js';
import { reasonOf } from './reasons.js';
import { sqlStateOf } from './sql-state.js';
import { type MigrationFile, migrationsFolder, readMigrationFiles } from './migration-files.js';
import { inTransaction } from './transaction.js';

// Not TypeORM's own migrations: they are classes with a millisecond number in their name, keep no checksum, take no lock, and run
// their SQL all the same. This is the same size, and a migration stays a file that `psql -f` can run.

interface AppliedRow {
  readonly name: string;
  readonly sha256: string;
}

export interface MigrationOptions {
  /** Default: `db/migrations` of the project. */
  readonly folder?: string | undefined;
  readonly log?: DatabaseLog | undefined;
}

/** Key of the advisory lock under which migrations run: the ASCII codes of 'SMMS'. */
const LOCK_KEY = 0x534d4d53;

/**
 * Applies the files that the database has not seen, in order, each in a transaction of its own, and records them in
 * `platform.migration`. Two processes that start at once take turns. Returns the names that this call applied.
 * Throws MigrationError; a file that fails leaves nothing behind, those before it stay applied:
 * `changed` (an applied file was edited), `missing` (the database has one that is not here: it is newer than this program),
 * `out-of-order` (a new file sorts before an applied one), `failed` (with SQLSTATE and line), and those of `readMigrationFiles`.
 */
export async function runMigrations(dataSource: DataSource, options: MigrationOptions = {}): Promise<string[]> {
  const folder = options.folder ?? migrationsFolder();
  const files = await readMigrationFiles(folder);
  await inTransaction(dataSource, createTable);
  const applied: string[] = [];
  for (;;) {
    const name = await inTransaction(dataSource, (manager) => applyNext(manager, files, folder));
    if (name === undefined) return applied;
    options.log?.info(`database: applied ${name}`);
    applied.push(name);
  }
}

/** The table is made only where it is absent, so that a role without rights to create can start on a migrated database. */
async function createTable(manager: EntityManager): Promise<void> {
  await lock(manager);
  const [row] = await manager.query<{ present: boolean }[]>(
    `SELECT to_regclass('platform.migration') IS NOT NULL AS present`,
  );
  if (row?.present === true) return;
  await manager.query(`
    CREATE SCHEMA IF NOT EXISTS platform;
    CREATE TABLE platform.migration (
      name text PRIMARY KEY,
      sha256 text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`);
}

async function lock(manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY]);
}

async function applyNext(
  manager: EntityManager,
  files: readonly MigrationFile[],
  folder: string,
): Promise<string | undefined> {
  await lock(manager);
  const rows = await manager.query<AppliedRow[]>('SELECT name, sha256 FROM platform.migration ORDER BY name');
  checkApplied(rows, files, folder);
  const next = files[rows.length];
  if (next === undefined) return undefined;
  try {
    await manager.query(next.sql);
    await manager.query('INSERT INTO platform.migration (name, sha256) VALUES ($1, $2)', [next.name, next.sha256]);
  } catch (error) {
    throw failure(error, next, folder);
  }
  return next.name;
}

/** What was applied must be the beginning of what is here. */
function checkApplied(rows: readonly AppliedRow[], files: readonly MigrationFile[], folder: string): void {
  const known = new Map(files.map((file) => [file.name, file]));
  for (const row of rows) {
    const file = known.get(row.name);
    if (file === undefined)
      throw new MigrationError('missing', {
        what: 'the database is newer than this program',
        where: folder,
        expected: `the migration ${row.name}, which this database has had`,
        found: 'no such file',
      });
    if (file.sha256 !== row.sha256)
      throw new MigrationError('changed', {
        what: 'a migration was changed after it had been applied',
        where: `${folder}/${row.name}`,
        expected: `sha256 ${row.sha256} (write a new migration instead)`,
        found: `sha256 ${file.sha256}`,
      });
  }
  const names = new Set(rows.map((row) => row.name));
  const late = files.slice(0, rows.length).find((file) => !names.has(file.name));
  if (late !== undefined)
    throw new MigrationError('out-of-order', {
      what: 'a new migration sorts before one that was applied',
      where: `${folder}/${late.name}`,
      expected: `a number above ${rows.at(-1)?.name.slice(0, 4)}`,
      found: late.name,
    });
}

function failure(error: unknown, file: MigrationFile, folder: string): MigrationError {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const sqlState = sqlStateOf(error);
  const position = cause instanceof pg.DatabaseError ? cause.position : undefined;
  const line = position === undefined ? '' : `:${file.sql.slice(0, Number(position)).split('\n').length}`;
  return new MigrationError(
    'failed',
    {
      what: 'a migration failed and was rolled back',
      where: `${folder}/${file.name}${line}`,
      expected: 'SQL that runs',
      found: `${sqlState === undefined ? '' : `${sqlState}: `}${reasonOf(cause)}`,
    },
    sqlState,
    { cause: error },
  );
}
