import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { frameLogNames, siteIdSchema, spacecraftIdSchema } from '@app/contracts';
import {
  createLogger,
  expectEntitiesToMatchMigrations,
  type FrameLog,
  type JsonObject,
  LocalFrameLogs,
  Metrics,
  openTestDatabase,
  type Registry,
  type TestDatabase,
  testDatabaseKinds,
} from '@app/platform';
import { interconnectEntities } from '../interconnect.entities.js';
import { StationRouter } from './station-router.js';

const registry = JSON.parse(readFileSync('db/seeds/constellation.json', 'utf8')) as Registry;
const site = siteIdSchema.parse('CN-MYN');

const header = (i: number, changes: Record<string, unknown> = {}): JsonObject => ({
  mode: 'simulation',
  contact: 'GF-1_CN-MYN-1_70001',
  spacecraft: 'GF-1',
  site: 'CN-MYN',
  antenna: 'CN-MYN-1',
  linkProfile: { id: 'GF-1-TTC', version: 1 },
  earthReceiveTime: `2026-04-24T08:00:${String(i % 60).padStart(2, '0')}.5Z`,
  quality: 'good',
  disposition: 'route',
  correctedSymbols: [],
  asmBitErrors: 0,
  inverted: false,
  esN0Db: null,
  ...changes,
});

class PlannedCrash extends Error {}

describe.each(testDatabaseKinds())('StationRouter on %s', (kind) => {
  let database: TestDatabase;
  let folder: string;
  let logs: LocalFrameLogs;
  let station: FrameLog;
  const metrics = new Metrics();
  const logger = createLogger('silent');

  beforeAll(async () => {
    database = await openTestDatabase({ kind, entities: interconnectEntities, migrations: true });
  });
  afterAll(async () => {
    metrics.close();
    await database.close();
  });

  const openLogs = async (): Promise<void> => {
    await database.dataSource.query('truncate interconnect.route_cursor, interconnect.frame_account');
    folder = await mkdtemp(join(tmpdir(), 'smms-router-'));
    // A short memory for ids: what comes after a crash may come twice, and has the same identity.
    logs = await LocalFrameLogs.openRoot(folder, { onEvent: () => undefined, idWindow: 4 });
    station = await logs.open(frameLogNames.station(site));
  };
  const closeLogs = async (): Promise<void> => {
    await logs.close();
    await rm(folder, { recursive: true });
  };
  beforeEach(openLogs);
  afterEach(closeLogs);

  const router = (dataSource: DataSource = database.dataSource): StationRouter =>
    new StationRouter(site, {
      dataSource,
      frameLogs: logs,
      registry: async () => registry,
      logger,
      metrics,
      mode: 'simulation',
    });
  const drain = async (one: StationRouter, size: number): Promise<void> => {
    const { incarnation, nextSequence } = await station.bounds();
    let at = ((await one.recall())?.sequence ?? 0) + 1;
    while (at < nextSequence) {
      const records = await station.read(at, { maxRecords: size });
      await one.handle(records, incarnation);
      at += records.length;
    }
  };
  const mission = async (name: string) =>
    (await logs.open(frameLogNames.mission(spacecraftIdSchema.parse(name)))).read(1);
  const accounts = async () =>
    database.dataSource.query<Record<string, unknown>[]>(
      `select spacecraft, outcome, reason, frames::int as frames, octets::int as octets, detail from interconnect.frame_account
       order by outcome, reason, spacecraft`,
    );

  it('has tables as the entities say', async () => {
    await expectEntitiesToMatchMigrations(database.dataSource);
  });

  it('delivers to the log of each mission with where it comes from, and accounts for the rest', async () => {
    const records: [JsonObject, number][] = [
      [header(1), 10],
      [header(2, { spacecraft: 'HJ-1A', contact: 'HJ-1A_CN-MYN-2_5', antenna: 'CN-MYN-2' }), 20],
      [header(3, { disposition: 'fecf-error' }), 30],
      [header(4, { mode: 'operational' }), 40],
      [{ colour: 'red\u0000' }, 50],
      [header(6), 60],
      [header(7, { spacecraft: 'SMMS-HS', contact: 'SMMS-HS_CN-MYN-1_3' }), 70],
    ];
    await station.append(records.map(([one, octet]) => ({ header: one, payload: Uint8Array.of(octet, 1) })));
    await drain(router(), 3);
    const { incarnation } = await station.bounds();
    const gf1 = await mission('GF-1');
    expect(gf1.map(({ payload }) => payload[0])).toEqual([10, 60]);
    expect(gf1[1]!.header).toEqual({ ...header(6), stationLog: `station.CN-MYN@${incarnation}`, stationSequence: 6 });
    expect(gf1[1]!.id).toBe(`station.CN-MYN@${incarnation}:6`);
    expect((await mission('HJ-1A')).map(({ payload }) => payload[0])).toEqual([20]);
    expect(await mission('SMMS-HS')).toEqual([]);
    const account = (spacecraft: string, outcome: string, reason: string, frames: number, detail = '') => ({
      spacecraft,
      outcome,
      reason,
      frames,
      octets: 2 * frames,
      detail: detail === '' ? '' : expect.stringContaining(detail),
    });
    expect(await accounts()).toEqual([
      account('GF-1', 'delivered', 'CN-FOR-CN', 2),
      account('HJ-1A', 'delivered', 'CN-FOR-CN', 1),
      account('GF-1', 'not-routed', 'fecf-error', 1),
      account('', 'refused', 'bad-annotation', 1, 'mode'),
      account('SMMS-HS', 'refused', 'no-agreement', 1, 'provider CN with user TH'),
      account('GF-1', 'refused', 'other-mode', 1, 'found operational'),
    ]);
  });

  it('accounts for every frame once and loses none, wherever it dies between append and commit', async () => {
    const crash = fc.record({ after: fc.nat(6), answerLost: fc.boolean(), size: fc.integer({ min: 1, max: 7 }) });
    let crashed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(crash, { minLength: 1, maxLength: 3 }), async (crashes) => {
        await closeLogs();
        await openLogs();
        await station.append(Array.from({ length: 20 }, (_, i) => ({ header: header(i), payload: Uint8Array.of(i) })));
        for (const { after, answerLost, size } of crashes) {
          let left = after;
          const dying = {
            manager: database.dataSource.manager,
            transaction: async (work: Parameters<DataSource['transaction']>[0] & (() => Promise<unknown>)) => {
              const die = left-- === 0;
              if (die && !answerLost) throw new PlannedCrash();
              const result: unknown = await database.dataSource.transaction(work);
              if (die) throw new PlannedCrash();
              return result;
            },
          } as unknown as DataSource;
          await drain(router(dying), size).catch((error: unknown) => {
            expect(error).toBeInstanceOf(PlannedCrash);
            crashed++;
          });
        }
        await drain(router(), 5);
        const delivered = await mission('GF-1');
        const first = [...new Map(delivered.map(({ id, payload }) => [id, payload[0]])).values()];
        expect(first).toEqual(Array.from({ length: 20 }, (_, i) => i));
        expect(await accounts()).toEqual([
          { spacecraft: 'GF-1', outcome: 'delivered', reason: 'CN-FOR-CN', frames: 20, octets: 20, detail: '' },
        ]);
      }),
      { numRuns: 15 },
    );
    expect(crashed).toBeGreaterThan(5);
  });

  it('stops where another process has moved the cursor', async () => {
    await station.append([1, 2].map((i) => ({ header: header(i), payload: Uint8Array.of(i) })));
    const { incarnation } = await station.bounds();
    const [one, two] = await station.read(1);
    const late = router();
    await late.recall();
    await drain(router(), 1);
    await expect(late.handle([one!, two!], incarnation)).rejects.toThrow(/does another process route this log/);
    expect(await accounts()).toEqual([expect.objectContaining({ frames: 2 })]);
  });
});
