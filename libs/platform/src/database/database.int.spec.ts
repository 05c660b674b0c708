import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn, InstantRangeColumn } from './columns.js';
import { databaseHealth } from './database-health.js';
import { DatabaseBusyError, EntityColumnError, InstantTextError } from './database-errors.js';
import { sqlStateOf } from './sql-state.js';
import { type InstantRange } from './instant-text.js';
import { openTestDatabase, type TestDatabase, testDatabaseKinds } from './testing/index.js';
import { inTransaction } from './transaction.js';

@Entity({ schema: 'trial' })
class Sample {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text', { unique: true }) name!: string;
  @Column('bigint', { nullable: true }) count!: string | null;
  @Column('numeric', { nullable: true }) exact!: string | null;
  @Column('float8', { array: true, default: () => "'{}'" }) curve!: number[];
  @Column('text', { array: true, default: () => "'{}'" }) tags!: string[];
  @Column('bytea', { nullable: true }) raw!: Uint8Array | null;
  @Column('jsonb', { nullable: true }) document!: unknown;
  @InstantColumn({ nullable: true }) at!: string | null;
  @InstantRangeColumn({ nullable: true }) during!: InstantRange | null;
}

@Entity({ schema: 'trial' })
class Dated {
  @PrimaryColumn('text') id!: string;
  @Column('timestamptz') at!: Date;
}

const tables = `
  CREATE SCHEMA trial;
  CREATE TABLE trial.sample (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL UNIQUE, count bigint, exact numeric,
    curve float8[] NOT NULL DEFAULT '{}', tags text[] NOT NULL DEFAULT '{}', raw bytea, document jsonb, at timestamptz, during tstzrange);
  CREATE TABLE trial.booking (
    antenna text NOT NULL, during tstzrange NOT NULL, draft boolean NOT NULL DEFAULT false,
    EXCLUDE USING gist (antenna WITH =, during WITH &&) WHERE (NOT draft));
  CREATE TABLE trial.number (value int);`;

const MICROSECONDS = '2026-04-24T08:00:00.123457Z';

async function refusal(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe.each(testDatabaseKinds())('a database on %s', (kind) => {
  let database: TestDatabase;
  const query = <T = unknown>(sql: string, parameters?: unknown[]): Promise<T> =>
    database.dataSource.query<T>(sql, parameters);
  const names = async (prefix: string): Promise<string[]> =>
    (
      await query<{ name: string }[]>('SELECT name FROM trial.sample WHERE name LIKE $1 ORDER BY name', [`${prefix}%`])
    ).map((row) => row.name);

  beforeAll(async () => {
    database = await openTestDatabase({ kind, migrations: true, entities: [Sample], connectionTimeoutMs: 1_000 });
    await query(tables);
  });
  afterAll(async () => await database.close());

  describe('values', () => {
    it('brings every kind of column of an entity back as it was written', async () => {
      const samples = database.dataSource.getRepository(Sample);
      const written = {
        name: 'values',
        count: '9007199254740993',
        exact: '0.100000000000000000000000000001',
        curve: [1.5, -0.1, 5e-324, 1.7976931348623157e308],
        tags: ['a "quoted" {one}', 'NULL', ''],
        raw: Uint8Array.from({ length: 120_000 }, (_, index) => (index * 31) & 0xff),
        document: { nested: [{ a: 1.25 }, null, 'x'], empty: {} },
        at: MICROSECONDS,
        during: { start: MICROSECONDS, end: null },
      };
      const { id } = await samples.save({ ...written });
      const read = await samples.findOneByOrFail({ id });
      expect({ ...read }).toEqual({ id, ...written });
      expect(Object.getPrototypeOf(read.raw)).toBe(Uint8Array.prototype);
    });

    it('finds by an instant, and saves a change of one microsecond', async () => {
      const samples = database.dataSource.getRepository(Sample);
      await samples.save({ name: 'instant', at: '2026-04-24T08:00:00.000001Z' });
      const sample = await samples.findOneByOrFail({ at: '2026-04-24T08:00:00.000001Z' });
      await samples.save({ ...sample, at: '2026-04-24T08:00:00.000002Z' });
      expect((await samples.findOneByOrFail({ name: 'instant' })).at).toBe('2026-04-24T08:00:00.000002Z');
    });

    it('refuses an instant that PostgreSQL would round', async () => {
      const samples = database.dataSource.getRepository(Sample);
      const late = samples.save({ name: 'nanoseconds', at: '2026-04-24T08:00:00.123456789Z' });
      expect(await refusal(late)).toBeInstanceOf(InstantTextError);
    });

    it('gives raw queries the same texts: instants, arrays of them, bigints, dates, intervals', async () => {
      const [row] = await query<unknown[]>(
        `SELECT $1::timestamptz AS at, ARRAY[$1::timestamptz, NULL] AS many, 9007199254740993::bigint AS count,
          '2026-04-24'::date AS day, '1.5 s'::interval AS span`,
        [MICROSECONDS],
      );
      expect(row).toEqual({
        at: MICROSECONDS,
        many: [MICROSECONDS, null],
        count: '9007199254740993',
        day: '2026-04-24',
        span: 'PT1.5S',
      });
    });

    it('refuses an entity whose time column would pass through a Date', async () => {
      const opened = openTestDatabase({ kind, migrations: false, entities: [Dated] });
      const error = await refusal(opened);
      expect(error).toBeInstanceOf(EntityColumnError);
      expect(error).toMatchObject({ where: 'Dated.at', found: 'type timestamptz' });
    });

    it('carries 5 MB in one value', async () => {
      const raw = Uint8Array.from({ length: 5_000_000 }, (_, index) => (index * 7 + (index >> 8)) & 0xff);
      const [row] = await query<{ raw: Uint8Array }[]>('SELECT $1::bytea AS raw', [raw]);
      expect(Buffer.compare(row?.raw ?? new Uint8Array(), raw)).toBe(0);
    });

    it('inserts 20 000 rows by unnest', async () => {
      const values = Array.from({ length: 20_000 }, (_, index) => index);
      await query('INSERT INTO trial.number SELECT unnest($1::int[])', [values]);
      expect(await query('SELECT count(*)::int AS count, sum(value)::int AS sum FROM trial.number')).toEqual([
        { count: 20_000, sum: (19_999 * 20_000) / 2 },
      ]);
    });
  });

  describe('transactions', () => {
    it("roll back without another caller's write", async () => {
      const insert = 'INSERT INTO trial.sample (name) VALUES ($1)';
      let aborted: Promise<unknown> = Promise.resolve();
      const committed: Promise<unknown>[] = [];
      aborted = refusal(
        inTransaction(database.dataSource, async (manager) => {
          await manager.query(insert, ['isolated-rolled-back']);
          committed.push(
            inTransaction(database.dataSource, (other) => other.query(insert, ['isolated-committed'])),
            query(insert, ['isolated-autocommitted']),
          );
          await manager.query('SELECT 1');
          throw new RangeError('rolled back');
        }),
      );
      expect(await aborted).toBeInstanceOf(RangeError);
      await Promise.all(committed);
      expect(await names('isolated-')).toEqual(['isolated-autocommitted', 'isolated-committed']);
    });

    it('nest as savepoints', async () => {
      const insert = 'INSERT INTO trial.sample (name) VALUES ($1)';
      await inTransaction(database.dataSource, async (manager) => {
        await manager.query(insert, ['nested-outer']);
        const inner = inTransaction(manager, async (savepoint) => {
          await savepoint.query(insert, ['nested-inner']);
          await savepoint.query(insert, ['nested-outer']);
        });
        expect(sqlStateOf(await refusal(inner))).toBe('23505');
        await manager.query(insert, ['nested-after']);
      });
      expect(await names('nested-')).toEqual(['nested-after', 'nested-outer']);
    });

    it('that hold every connection make another caller fail in time, with a typed error', async () => {
      const connections = kind === 'pglite' ? 1 : 10;
      let release: () => void = () => undefined;
      const released = new Promise<void>((done) => (release = done));
      let begun = 0;
      let allBegun: () => void = () => undefined;
      const ready = new Promise<void>((done) => (allBegun = done));
      const holders = Array.from({ length: connections }, () =>
        inTransaction(database.dataSource, async (manager) => {
          await manager.query('SELECT 1');
          if (++begun === connections) allBegun();
          await released;
        }),
      );
      await ready;
      const error = await refusal(query('SELECT 2'));
      release();
      await Promise.all(holders);
      expect(error).toBeInstanceOf(DatabaseBusyError);
      expect(error).toMatchObject({ waitedMs: 1_000, connections });
      expect(await query('SELECT 3 AS three')).toEqual([{ three: 3 }]);
    });
  });

  describe('errors', () => {
    it('keep the SQLSTATE and leave the connection usable', async () => {
      const insert = "INSERT INTO trial.sample (name) VALUES ('twice')";
      await query(insert);
      expect(sqlStateOf(await refusal(query(insert)))).toBe('23505');
      expect(sqlStateOf(await refusal(query('SELEC')))).toBe('42601');
      expect(sqlStateOf(await refusal(query('SELECT $1::int', ['x'])))).toBe('22P02');
      expect(await query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });

    it('of a lost connection reach the caller only; the next query gets a clean session', async () => {
      const before = await query('SHOW search_path');
      const runner = database.dataSource.createQueryRunner();
      const client = (await runner.connect()) as { connection: { stream: { destroy: (error: Error) => void } } };
      await runner.startTransaction();
      await runner.query("INSERT INTO trial.sample (name) VALUES ('lost-row')");
      await runner.query('SET search_path = nowhere');
      client.connection.stream.destroy(new RangeError('the line is cut'));
      expect(await refusal(runner.query('SELECT 1'))).toBeInstanceOf(Error);
      await runner.release();
      expect(await names('lost-')).toEqual([]);
      expect(await query('SHOW search_path')).toEqual(before);
      expect(await query('SHOW TimeZone')).toEqual([{ TimeZone: 'UTC' }]);
    });
  });

  describe('an exclusion constraint over half-open ranges', () => {
    const book = (antenna: string, start: string, end: string, draft = false): Promise<unknown> =>
      query('INSERT INTO trial.booking VALUES ($1, $2, $3)', [
        antenna,
        `[2026-04-24T${start}Z,2026-04-24T${end}Z)`,
        draft,
      ]);

    it('allows back to back, other antennas and drafts, and refuses an overlap of a microsecond with 23P01', async () => {
      await book('A', '08:00:00', '08:10:00');
      await book('A', '08:10:00', '08:20:00');
      await book('B', '08:05:00', '08:15:00');
      await book('A', '08:05:00', '08:15:00', true);
      expect(sqlStateOf(await refusal(book('A', '08:19:59.999999', '08:30:00')))).toBe('23P01');
    });
  });

  it('lets timers fire while 200 queries follow one another', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    for (let index = 0; index < 200; index++) await query('SELECT $1::int', [index]);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(0);
  });

  it('says that it is up, and where', async () => {
    expect(await databaseHealth(database.dataSource)).toEqual({ up: true, kind, latencyMs: expect.any(Number) });
  });
});
