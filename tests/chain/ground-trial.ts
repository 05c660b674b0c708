import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createLogger, loadConfiguration } from '@app/platform';
import { type RunningGroundSegment, startGroundSegment } from '../../apps/smms/src/ground/ground-segment.js';

/** A data folder, and where asked a PostgreSQL database, of a test's own. */
export interface TrialPlace {
  readonly folder: string;
  readonly databaseUrl: string | undefined;
  /** Every row of every table of ours as text, sorted; undefined on PGlite, which only its own process can read. */
  tables(): Promise<string[] | undefined>;
  remove(): Promise<void>;
}

/** Databases that these tests can run on here: PGlite always, PostgreSQL where SMMS_TEST_DATABASE_URL is set. */
export const trialDatabases = (process.env.SMMS_TEST_DATABASE_URL ?? '') === '' ? ['PGlite'] : ['PGlite', 'PostgreSQL'];

export async function trialPlace(database: string): Promise<TrialPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'smms-ground-'));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  if (database === 'PGlite') {
    return {
      folder,
      databaseUrl: undefined,
      tables: () => Promise.resolve(undefined),
      remove: () => Promise.resolve(removeFolder()),
    };
  }
  const server = process.env.SMMS_TEST_DATABASE_URL ?? '';
  const name = `smms_trial_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await query(server, `create database ${name} template template0`);
  return {
    folder,
    databaseUrl: url.href,
    tables: () => allRows(url.href),
    remove: async () => {
      removeFolder();
      await query(server, `drop database ${name} with (force)`);
    },
  };
}

/** The whole ground segment without simulated hardware, on a free port. Without `clock` it resumes. */
export function startTrial(
  { folder, databaseUrl }: TrialPlace,
  { clock, fresh = false }: { clock?: string; fresh?: boolean } = {},
): Promise<RunningGroundSegment> {
  const configuration = loadConfiguration(
    { SMMS_DATA_DIR: folder, SMMS_HTTP_PORT: '0', SMMS_MISSION_CLOCK: clock, DATABASE_URL: databaseUrl },
    folder,
  );
  const logger = createLogger('silent');
  return startGroundSegment({ configuration, logger, simulation: undefined, demonstrationRate: undefined, fresh });
}

async function allRows(url: string): Promise<string[]> {
  const tables = await query(
    url,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const rows: string[] = [];
  for (const { name } of tables)
    for (const { row } of await query(url, `select t::text as row from ${name} t`)) rows.push(`${name} ${row}`);
  return rows.sort();
}

async function query(url: string, sql: string): Promise<Record<string, string>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, string>>(sql)).rows;
  } finally {
    await client.end();
  }
}
