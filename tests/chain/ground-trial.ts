import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { OperationsMode } from '@app/contracts';
import { type Configuration, createLogger, loadConfiguration } from '@app/platform';
import {
  type RunningGroundSegment,
  type SimulationOptions,
  startGroundSegment,
} from '../../apps/smms/src/ground/ground-segment.js';

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

export interface TrialOptions {
  /** Without it the clock resumes, or is the demonstration's where there is a simulation. */
  readonly clock?: string;
  readonly fresh?: boolean;
  readonly mode?: OperationsMode;
  /** Whether the demonstration's people can sign in; by default they can where simulated spacecraft fly. */
  readonly demonstrationAccounts?: boolean;
  /** Simulated spacecraft and hardware beside it, with the clock of the demonstration at this rate. */
  readonly simulation?: Partial<SimulationOptions> & { readonly rate?: number };
}

const NOMINAL_LINK = { linkMarginDb: 6, seed: 1 };

/** The configuration of a ground segment there, on a free port. */
export function trialConfiguration(
  { folder, databaseUrl }: TrialPlace,
  { clock, mode }: Pick<TrialOptions, 'clock' | 'mode'> = {},
): Configuration {
  const settings = {
    SMMS_DATA_DIR: folder,
    SMMS_HTTP_PORT: '0',
    SMMS_MISSION_CLOCK: clock,
    SMMS_MODE: mode,
    DATABASE_URL: databaseUrl,
  };
  return loadConfiguration(settings, folder);
}

/** The whole ground segment in this process, by default without simulated hardware. */
export function startTrial(place: TrialPlace, options: TrialOptions = {}): Promise<RunningGroundSegment> {
  const { fresh = false, demonstrationAccounts, simulation } = options;
  const { rate, ...link } = simulation ?? {};
  return startGroundSegment({
    configuration: trialConfiguration(place, options),
    logger: createLogger('silent'),
    simulation: simulation === undefined ? undefined : { ...NOMINAL_LINK, ...link },
    demonstrationRate: rate,
    fresh,
    ...(demonstrationAccounts === undefined ? {} : { demonstrationAccounts }),
  });
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
