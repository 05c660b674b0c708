import { isNativeError } from 'node:util/types';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { refuseDateColumns, teachInstantType } from './columns.js';
import { DatabaseLayerError, DatabaseUnreachableError, UnsupportedServerError } from './database-errors.js';
import { reasonOf } from './reasons.js';
import { PostgresNamingStrategy } from './naming-strategy.js';
import { pgWithTypedErrors, prepareSession, typeParsers } from './pg-driver.js';
import { PgliteServer } from './pglite-server.js';

export type DatabaseKind = 'pglite' | 'postgresql';

/** Where the database layer says what an operator must know. */
export interface DatabaseLog {
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

export type EntityClass = abstract new (...parameters: never[]) => object;

export interface OpenDatabaseOptions {
  /** `postgres://user:password@host:port/database` (`DATABASE_URL`). Undefined or empty: PGlite. */
  readonly url?: string | undefined;
  /** PGlite's data folder, made when absent. Undefined: in memory, gone when closed. */
  readonly dataDir?: string | undefined;
  readonly entities?: readonly EntityClass[] | undefined;
  readonly log?: DatabaseLog | undefined;
  /** Connections to PostgreSQL; PGlite always has one. Default 10. */
  readonly poolSize?: number | undefined;
  /** How long a caller waits for a connection before DatabaseBusyError. Default 10 s. */
  readonly connectionTimeoutMs?: number | undefined;
}

/** The one database of a process. */
export interface Database {
  readonly kind: DatabaseKind;
  /** Initialised. The one pool of the process is inside. */
  readonly dataSource: DataSource;
  /** One line for the start of the program: what it is, where, and what it is not for. */
  describe(): string;
  /** Ends the pool and, on PGlite, the worker and the lock. A second call waits for the first. */
  close(): Promise<void>;
}

/** PostgreSQL 15, as `server_version_num`. */
const MINIMUM_VERSION = 150_000;
const DEFAULT_POOL_SIZE = 10;
const DEFAULT_CONNECTION_TIMEOUT_MS = 10_000;
const kinds = new WeakMap<DataSource, DatabaseKind>();

/** What a data source opened here runs on; undefined for any other. */
export function databaseKind(dataSource: DataSource): DatabaseKind | undefined {
  return kinds.get(dataSource);
}

/**
 * Opens PostgreSQL when a url is given, else PGlite. Runs no migration.
 * Throws DatabaseUnreachableError, UnsupportedServerError, DataFolderInUseError, PgliteStartError, EntityColumnError.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  return options.url === undefined || options.url === ''
    ? await openPglite(options)
    : await openPostgresql(options, options.url);
}

async function openPglite(options: OpenDatabaseOptions): Promise<Database> {
  const server = await PgliteServer.start({
    dataDir: options.dataDir,
    onDeath: (error) => options.log?.error(error.message),
  });
  const dataSource = createDataSource(options, {
    user: 'postgres',
    password: '-',
    database: 'postgres',
    // Not used, but pg would otherwise take them from PGHOST and the like.
    host: 'pglite',
    port: 5432,
    ssl: false,
    max: 1,
    // The one connection stays: opening another costs a session reset.
    idleTimeoutMillis: 0,
    stream: () => server.openStream(),
  });
  try {
    await initialise(dataSource, `PGlite in ${server.place}`);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const version = await versionOf(dataSource);
  const place = options.dataDir === undefined ? 'in memory, gone at the end' : `data in ${server.place}`;
  const line =
    `database: PGlite (PostgreSQL ${version.text} inside this process), ${place}; for demonstration, development and tests; ` +
    'one connection, not safe against power loss; for operations set DATABASE_URL (PostgreSQL 15 or later)';
  return database('pglite', dataSource, line, () => server.stop());
}

async function openPostgresql(options: OpenDatabaseOptions, url: string): Promise<Database> {
  const where = withoutSecrets(url);
  const dataSource = createDataSource(options, {
    connectionString: url,
    max: options.poolSize ?? DEFAULT_POOL_SIZE,
    application_name: 'smms',
  });
  await initialise(dataSource, where);
  const version = await versionOf(dataSource);
  if (version.number < MINIMUM_VERSION) {
    await dataSource.destroy();
    throw new UnsupportedServerError(where, version.number, MINIMUM_VERSION);
  }
  return database('postgresql', dataSource, `database: PostgreSQL ${version.text} at ${where}`, async () => undefined);
}

function createDataSource(options: OpenDatabaseOptions, pool: Record<string, unknown>): DataSource {
  const dataSource = new DataSource({
    type: 'postgres',
    driver: pgWithTypedErrors,
    entities: [...(options.entities ?? [])],
    namingStrategy: new PostgresNamingStrategy(),
    synchronize: false,
    migrationsRun: false,
    // gen_random_uuid() is part of PostgreSQL; the default, uuid-ossp, is absent in PGlite.
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    logging: false,
    poolErrorHandler: (error: unknown) => options.log?.warn(`database: a connection was lost: ${reasonOf(error)}`),
    extra: {
      connectionTimeoutMillis: options.connectionTimeoutMs ?? DEFAULT_CONNECTION_TIMEOUT_MS,
      types: typeParsers,
      onConnect: prepareSession,
      ...pool,
    },
  } satisfies DataSourceOptions);
  teachInstantType(dataSource);
  return dataSource;
}

async function initialise(dataSource: DataSource, where: string): Promise<void> {
  try {
    await dataSource.initialize();
  } catch (error) {
    if (error instanceof DatabaseLayerError || !isConnectionFailure(error)) throw error;
    throw new DatabaseUnreachableError(where, reasonOf(error), { cause: error });
  }
  try {
    refuseDateColumns(dataSource);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

/** A socket error or an answer of the server has a `code`; a fault in an entity has none. */
function isConnectionFailure(error: unknown): boolean {
  return isNativeError(error) && ('code' in error || error.message.startsWith('Connection terminated'));
}

async function versionOf(dataSource: DataSource): Promise<{ text: string; number: number }> {
  const rows = await dataSource.query<{ text: string; number: number }[]>(
    `SELECT split_part(current_setting('server_version'), ' ', 1) AS text, current_setting('server_version_num')::int AS number`,
  );
  return rows[0] ?? { text: 'unknown', number: 0 };
}

function database(kind: DatabaseKind, dataSource: DataSource, line: string, after: () => Promise<void>): Database {
  kinds.set(dataSource, kind);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    try {
      if (dataSource.isInitialized) await dataSource.destroy();
    } finally {
      await after();
    }
  };
  return { kind, dataSource, describe: () => line, close: () => (closing ??= close()) };
}

/** Host, port and database of a url, for messages. */
function withoutSecrets(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}
