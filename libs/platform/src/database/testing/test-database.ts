import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type DataSource } from 'typeorm';
import { type DatabaseKind, type EntityClass, openDatabase } from '../database.js';
import { runMigrations } from '../migrations.js';

export interface TestDatabaseOptions {
  readonly entities?: readonly EntityClass[];
  /** Whether to apply `db/migrations` first. */
  readonly migrations: boolean;
  /** Default: PostgreSQL where `SMMS_TEST_DATABASE_URL` is set, else PGlite. */
  readonly kind?: DatabaseKind;
  readonly connectionTimeoutMs?: number;
}

export interface TestDatabase {
  readonly dataSource: DataSource;
  readonly kind: DatabaseKind;
  close(): Promise<void>;
}

/** What a suite can run on here: PGlite always, PostgreSQL where `SMMS_TEST_DATABASE_URL` is set. For `describe.each`. */
export function testDatabaseKinds(): DatabaseKind[] {
  return serverUrl() === undefined ? ['pglite'] : ['pglite', 'postgresql'];
}

/** An empty database of the caller's own: PGlite in memory, or on the test server a new database that `close` drops. */
export async function openTestDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const kind = options.kind ?? (serverUrl() === undefined ? 'pglite' : 'postgresql');
  const fresh = kind === 'postgresql' ? await createDatabase(serverUrl() ?? '') : undefined;
  try {
    const database = await openDatabase({
      url: fresh?.url,
      entities: options.entities,
      connectionTimeoutMs: options.connectionTimeoutMs,
    });
    const close = async (): Promise<void> => {
      await database.close();
      await fresh?.drop();
    };
    try {
      if (options.migrations) await runMigrations(database.dataSource);
    } catch (error) {
      await database.close();
      throw error;
    }
    return { dataSource: database.dataSource, kind, close };
  } catch (error) {
    await fresh?.drop();
    throw error;
  }
}

function serverUrl(): string | undefined {
  const url = process.env.SMMS_TEST_DATABASE_URL;
  return url === '' ? undefined : url;
}

async function createDatabase(server: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `smms_test_${randomBytes(6).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function administer(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
