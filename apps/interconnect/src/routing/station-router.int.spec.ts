import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { frameLogNames, siteIdSchema, spacecraftIdSchema } from '@app/contracts';
import {
  createLogger,
  CursorMovedError,
  expectEntitiesToMatchMigrations,
  type FrameLog,
  FrameLogFailedError,
  type JsonObject,
  LocalFrameLogs,
  LogFollower,
  Metrics,
  type OpenSegmentFile,
  openSegmentFile,
  openTestDatabase,
  type TestDatabase,
  testDatabaseKinds,
} from '@app/platform';
import { interconnectEntities } from '../interconnect.entities.js';
import { sampleAnnotation, seedRegistry as registry } from '../testing/sample-frames.js';
import { StationRouter } from './station-router.js';

const site = siteIdSchema.parse('CN-MYN');

const header = (i: number, changes: JsonObject = {}): JsonObject =>
  sampleAnnotation({ earthReceiveTime: `2026-04-24T08:00:${String(i % 60).padStart(2, '0')}.5Z`, ...changes });

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

  /** How often the next syncs of a log fail. */
  let syncFailures: Record<string, number> = {};
  const openFile: OpenSegmentFile = async (path, size) => {
    const file = await openSegmentFile(path, size);
    const log = basename(dirname(path));
    return {
      ...file,
      async datasync() {
        const left = syncFailures[log] ?? 0;
        syncFailures[log] = left - 1;
        if (left > 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        await file.datasync();
      },
    };
  };
  const openLogs = async (): Promise<void> => {
    await database.dataSource.query('truncate interconnect.route_cursor, interconnect.frame_account');
    syncFailures = {};
    folder = await mkdtemp(join(tmpdir(), 'smms-router-'));
    // A short memory for ids: what comes after a crash may come twice, and has the same identity.
    logs = await LocalFrameLogs.openRoot(folder, { onEvent: () => undefined, idWindow: 4, openFile });
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

  it('goes on after writes to a mission log failed, and lets no other mission wait for it', async () => {
    const frames = Array.from({ length: 12 }, (_, i) => ({
      header: header(i, i % 2 === 0 ? {} : { spacecraft: 'HJ-1A', contact: 'HJ-1A_CN-MYN-2_5', antenna: 'CN-MYN-2' }),
      payload: Uint8Array.of(i),
    }));
    const [even, odd] = [0, 1].map((first) => [0, 2, 4, 6, 8, 10].map((i) => first + i));
    await station.append(frames);
    syncFailures = { 'mission.GF-1': 2 };
    await expect(drain(router(), 12)).rejects.toBeInstanceOf(FrameLogFailedError);
    expect((await mission('HJ-1A')).map(({ payload }) => payload[0])).toEqual(odd);
    expect(await accounts()).toEqual([]);

    const stop = new AbortController();
    const follower = new LogFollower(logs, frameLogNames.station(site), router(), logger, metrics);
    const following = follower.run(stop.signal);
    for (let tries = 0; tries < 1000 && (await follower.status()).sequence < 12; tries++) await delay(5);
    expect(await follower.status()).toMatchObject({ lag: 0, error: null });
    stop.abort();
    await following;
    // Memory for ids is four records here: what was there already may come again, under the same id.
    const octets = async (name: string) => [...new Set((await mission(name)).map(({ payload }) => payload[0]))];
    expect(await octets('GF-1')).toEqual(even);
    expect(await octets('HJ-1A')).toEqual(odd);
    expect(syncFailures['mission.GF-1']).toBeLessThan(0);
    expect(await accounts()).toEqual([
      expect.objectContaining({ spacecraft: 'GF-1', outcome: 'delivered', frames: 6 }),
      expect.objectContaining({ spacecraft: 'HJ-1A', outcome: 'delivered', frames: 6 }),
    ]);
  });

  it('stops where another process has moved the cursor', async () => {
    await station.append([1, 2].map((i) => ({ header: header(i), payload: Uint8Array.of(i) })));
    const { incarnation } = await station.bounds();
    const [one, two] = await station.read(1);
    const late = router();
    await late.recall();
    await drain(router(), 1);
    await expect(late.handle([one!, two!], incarnation)).rejects.toThrow(CursorMovedError);
    expect(await accounts()).toEqual([expect.objectContaining({ frames: 2 })]);
  });
});
