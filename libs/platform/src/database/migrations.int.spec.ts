import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MigrationError, type MigrationProblem } from './database-errors.js';
import { runMigrations } from './migrations.js';
import { openTestDatabase, type TestDatabase, testDatabaseKinds } from './testing/index.js';

describe.each(testDatabaseKinds())('migrations on %s', (kind) => {
  let database: TestDatabase;
  let folder: string;
  const write = (name: string, sql: string): void => writeFileSync(join(folder, name), sql);
  const run = (): Promise<string[]> => runMigrations(database.dataSource, { folder });
  const problem = async (work: Promise<unknown>): Promise<MigrationProblem | undefined> => {
    const error: unknown = await work.catch((reason: unknown) => reason);
    return error instanceof MigrationError ? error.problem : undefined;
  };

  beforeAll(async () => {
    database = await openTestDatabase({ kind, migrations: false });
  });
  afterAll(async () => await database.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'smms-migrations-'));
    write('0001-a-first.sql', 'CREATE SCHEMA a;\nCREATE TABLE a.one (x int);\n');
    write('0002-a-second.sql', 'ALTER TABLE a.one ADD y text;\n');
  });
  afterEach(async () => {
    await database.dataSource.query('DROP SCHEMA IF EXISTS platform, a CASCADE');
    rmSync(folder, { recursive: true });
  });

  it('run in order, once, and are recorded with their checksum and time', async () => {
    expect(await run()).toEqual(['0001-a-first.sql', '0002-a-second.sql']);
    write('0003-a-third.sql', 'ALTER TABLE a.one ADD z text;');
    expect(await run()).toEqual(['0003-a-third.sql']);
    expect(await run()).toEqual([]);
    // `printf 'CREATE SCHEMA a;\nCREATE TABLE a.one (x int);\n' | sha256sum`
    expect(
      await database.dataSource.query('SELECT name, sha256 FROM platform.migration ORDER BY name LIMIT 1'),
    ).toEqual([
      { name: '0001-a-first.sql', sha256: '165b792a58f6f9c261e02d48a2d0f366d5730baa2260ca4cc91628e7fda3ff96' },
    ]);
  });

  it('are the same files with the line ends of Windows', async () => {
    await run();
    write('0002-a-second.sql', 'ALTER TABLE a.one ADD y text;\r\n');
    expect(await run()).toEqual([]);
  });

  it('take turns when two start at once', async () => {
    const [one, two] = await Promise.all([run(), run()]);
    expect([...one, ...two].sort()).toEqual(['0001-a-first.sql', '0002-a-second.sql']);
  });

  it('that fail leave nothing behind, keep those before, and name file, line and SQLSTATE', async () => {
    write('0003-a-third.sql', 'CREATE TABLE a.two (x int);\nSELECT 1;\nALTER TABLE a.one ADD x int;\n');
    write('0004-a-fourth.sql', 'CREATE TABLE a.three (\n  x int,\n  y nothing\n);\n');
    expect(await problem(run())).toBe('failed');
    await expect(run()).rejects.toMatchObject({ sqlState: '42701' });
    const [row] = await database.dataSource.query<unknown[]>(
      `SELECT to_regclass('a.one') IS NOT NULL AS one, to_regclass('a.two') AS two, (SELECT count(*)::int FROM platform.migration) AS count`,
    );
    expect(row).toEqual({ one: true, two: null, count: 2 });
    write('0003-a-third.sql', 'CREATE TABLE a.two (x int);');
    await expect(run()).rejects.toMatchObject({ where: join(folder, '0004-a-fourth.sql:3'), sqlState: '42704' });
  });

  it('refuse a file that was changed, removed or slipped in before applied ones', async () => {
    await run();
    write('0002-a-second.sql', 'ALTER TABLE a.one ADD y int;\n');
    expect(await problem(run())).toBe('changed');
    rmSync(join(folder, '0002-a-second.sql'));
    expect(await problem(run())).toBe('missing');
    write('0002-a-second.sql', 'ALTER TABLE a.one ADD y text;\n');
    write('0000-a-zeroth.sql', 'SELECT 1;');
    expect(await problem(run())).toBe('out-of-order');
  });

  it('refuse a folder, a name or a number that cannot be right, before anything is run', async () => {
    write('0002-b-other.sql', 'SELECT 1;');
    expect(await problem(run())).toBe('duplicate-number');
    rmSync(join(folder, '0002-b-other.sql'));
    write('third.sql', 'SELECT 1;');
    expect(await problem(run())).toBe('bad-name');
    expect(await problem(runMigrations(database.dataSource, { folder: join(folder, 'none') }))).toBe('unreadable');
    expect(await database.dataSource.query("SELECT to_regclass('platform.migration') AS made")).toEqual([
      { made: null },
    ]);
  });
});
