import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { contactWindowQuerySchema, type Principal, principalSchema } from '@app/contracts';
import {
  AuditLog,
  type AuditRecord,
  expectEntitiesToMatchMigrations,
  LocalMessageBus,
  ManualMissionClock,
  Metrics,
  openTestDatabase,
  policyOf,
  RegistryAuthority,
  RegistryReader,
  SystemWallClock,
  type TestDatabase,
  testDatabaseKinds,
} from '@app/platform';
import { parseUtc } from '@app/time';
import { ContactWindowRepository } from './contact-windows/contact-window.repository.js';
import { PredictContactWindows } from './contact-windows/predict-contact-windows.use-case.js';
import { ElementSetRepository } from './element-sets/element-set.repository.js';
import { ImportElementSets } from './element-sets/import-element-sets.use-case.js';
import { FlightDynamicsController } from './flight-dynamics.controller.js';
import { flightDynamicsEntities } from './index.js';

interface Seeded {
  id: string;
  operator?: string;
  member?: string;
  site?: string;
  linkProfile?: string;
}
const constellation = JSON.parse(readFileSync('db/seeds/constellation.json', 'utf8')) as Record<string, Seeded[]>;
const omm = readFileSync('db/seeds/element-sets-in-orbit.omm.json', 'utf8');

class ListedAudit extends AuditLog {
  readonly records: AuditRecord[] = [];
  override async append(record: AuditRecord): Promise<void> {
    this.records.push(record);
  }
}

const flightDynamics = (user: string, member: string): Principal =>
  principalSchema.parse({ user, name: user, member, roles: ['flight-dynamics'] });

describe.each(testDatabaseKinds())('flight dynamics on %s', (kind) => {
  let database: TestDatabase;
  let elementSets: ElementSetRepository;
  let windows: ContactWindowRepository;
  let importSets: ImportElementSets;
  let predict: PredictContactWindows;
  const audit = new ListedAudit();
  const metrics = new Metrics();
  const clock = new ManualMissionClock(parseUtc('2026-04-24T12:00:00Z'));
  const bus = new LocalMessageBus({ onFault: (fault) => expect(fault).toBeUndefined() });

  beforeAll(async () => {
    database = await openTestDatabase({ kind, entities: flightDynamicsEntities, migrations: true });
    const insert = (table: string, columns: string, values: unknown[]): Promise<unknown> =>
      database.dataSource.query(
        `insert into service_management.${table} (${columns}) values (${values.map((_, i) => `$${i + 1}`).join(', ')})`,
        values,
      );
    for (const one of constellation['members']!) await insert('member', 'id, document', [one.id, JSON.stringify(one)]);
    for (const one of constellation['linkProfiles']!)
      await insert('link_profile', 'id, version, document', [one.id, 1, JSON.stringify(one)]);
    for (const one of constellation['spacecraft']!)
      await insert('spacecraft', 'id, owner, operator, link_profile, document', [
        one.id,
        one.operator,
        one.operator,
        one.linkProfile,
        JSON.stringify(one),
      ]);
    for (const one of constellation['sites']!)
      await insert('site', 'id, member, document', [one.id, one.member, JSON.stringify(one)]);
    for (const one of constellation['antennas']!.slice(0, 3))
      await insert('antenna', 'id, site, document', [one.id, one.site, JSON.stringify(one)]);
    const registry = new RegistryReader(database.dataSource);
    elementSets = new ElementSetRepository(database.dataSource, new SystemWallClock());
    windows = new ContactWindowRepository(database.dataSource);
    const authority = new RegistryAuthority(registry, audit, clock, new SystemWallClock(), metrics, 'simulation');
    importSets = new ImportElementSets(registry, elementSets, authority);
    predict = new PredictContactWindows(registry, elementSets, windows, bus, clock, pino({ level: 'silent' }));
  });
  afterAll(async () => {
    await bus.close();
    metrics.close();
    await database.close();
  });

  it('has entities that agree with the migrations', async () => {
    await expectEntitiesToMatchMigrations(database.dataSource);
  });

  it('imports once, keeps epochs to the microsecond, and takes the set nearest in time', async () => {
    expect((await importSets.execute(omm, 'seed')).new).toBe(3);
    expect((await importSets.execute(omm, 'seed')).new).toBe(0);
    const later = JSON.parse(omm) as { EPOCH: string }[];
    later[0]!.EPOCH = '2026-04-27T06:00:00.000001';
    expect((await importSets.execute(JSON.stringify(later.slice(0, 1)), 'operator')).new).toBe(1);
    const inForce = async (at: string) =>
      (await elementSets.inForce(at)).find(({ spacecraft }) => spacecraft === 'GF-1')?.epoch;
    expect(await inForce('2026-04-24T12:00:00Z')).toBe('2026-04-24T06:08:10.584384Z');
    expect(await inForce('2026-04-26T12:00:00Z')).toBe('2026-04-27T06:00:00.000001Z');
  });

  it.each([
    [
      'a malformed TLE',
      '1 39150U 13018A   26114.25567806  .00000771  00000+0  11770-3 0  9990\n2 39150  97.9107 187.4131 0018506  80.6556 279.6746 14.76514172700284',
      422,
      /checksum/i,
    ],
    ['an OMM with a missing field', omm.replace(/"MEAN_MOTION": [\d.]+,/, ''), 422, /MEAN_MOTION/],
    ['a spacecraft that is not ours', omm.replace('39150', '25544'), 422, /25544/],
    ['what is no element set', 'hello', 400, /element sets as TLE, OMM/],
  ])('refuses %s, names the place, and changes nothing', async (_what, text, status, message) => {
    const before = await elementSets.history(undefined, 1000);
    await expect(importSets.execute(text, 'upload')).rejects.toMatchObject({
      status,
      message: expect.stringMatching(message),
    });
    expect(await elementSets.history(undefined, 1000)).toEqual(before);
  });

  it('refuses a corrected set under the same epoch and source, and takes it from another source', async () => {
    const corrected = JSON.stringify(JSON.parse(omm), null, 1).replace(/"INCLINATION": [\d.]+/, '"INCLINATION": 97.5');
    await expect(importSets.execute(corrected, 'seed')).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('GF-1'),
    });
    expect((await importSets.execute(corrected, 'seed, corrected')).new).toBe(3);
    await database.dataSource.query(`delete from flight_dynamics.element_set where source = 'seed, corrected'`);
  });

  it('loads for a person only what flies for the own member, and writes down each spacecraft', async () => {
    const handler: unknown = Object.getOwnPropertyDescriptor(FlightDynamicsController.prototype, 'import')?.value;
    expect(policyOf(FlightDynamicsController, handler as object)).toEqual({
      kind: 'authorised-inside',
      operation: 'load-elements',
    });
    const before = await elementSets.history(undefined, 1000);
    const load = (who: Principal, text: string): Promise<unknown> =>
      importSets.load(text, 'an operator', who, 'a door');
    // Of one that is not registered nobody is asked: the file is wrong, whoever brings it.
    await expect(load(flightDynamics('a.b', 'TR'), omm.replace('39150', '25544'))).rejects.toMatchObject({
      status: 422,
    });
    expect(audit.records).toEqual([]);
    await expect(load(flightDynamics('a.b', 'TR'), omm)).rejects.toMatchObject({ status: 403 });
    const turkish = (JSON.parse(readFileSync('db/seeds/element-sets-planned.omm.json', 'utf8')) as object[]).filter(
      (set) => Object.values(set).includes('SMMS-RC-5'),
    );
    expect(turkish).toHaveLength(1);
    // One that is foreign refuses the file.
    const mixed = JSON.stringify([...(JSON.parse(omm) as object[]), ...turkish]);
    await expect(load(flightDynamics('zhao.min', 'CN'), mixed)).rejects.toMatchObject({ status: 403 });
    expect(await elementSets.history(undefined, 1000)).toEqual(before);
    expect(
      audit.records
        .splice(0)
        .map(({ user, spacecraft, subject, decision }) => [user, spacecraft, subject, decision.rule]),
    ).toEqual([
      ['a.b', 'GF-1', 'an operator', 'other-member'],
      ['zhao.min', 'GF-1', 'an operator', 'allowed'],
      ['zhao.min', 'CBERS-4', 'an operator', 'allowed'],
      ['zhao.min', 'HJ-1A', 'an operator', 'allowed'],
      ['zhao.min', 'SMMS-RC-5', 'an operator', 'other-member'],
    ]);
    expect(await load(flightDynamics('zhao.min', 'CN'), omm)).toMatchObject({ new: 3 });
    await database.dataSource.query(`delete from flight_dynamics.element_set where source = 'an operator'`);
  });

  it('predicts windows that keep their identity when they are predicted again from another time', async () => {
    const predicted: unknown[] = [];
    await bus.subscribe('flight-dynamics.contact-windows.predicted', ({ payload }) => void predicted.push(payload));
    const first = await predict.execute();
    expect(first.problems).toEqual([]);
    expect(first.windows).toBeGreaterThan(30);
    const query = contactWindowQuerySchema.parse({
      start: '2026-04-24T18:00:00Z',
      end: '2026-04-26T06:00:00Z',
      limit: 5000,
    });
    const before = await windows.find(query);
    clock.advanceTo(parseUtc('2026-04-24T13:30:00Z'));
    await predict.execute();
    const after = (await windows.find(query)).filter(({ losOpen }) => !losOpen);
    expect(after.length).toBeGreaterThan(20);
    const byId = new Map(before.map((window) => [window.id, window]));
    for (const window of after) {
      const same = byId.get(window.id);
      expect(same).toBeDefined();
      expect(Math.abs(Number(parseUtc(window.aos) - parseUtc(same!.aos)))).toBeLessThan(100_000); // 100 us
      expect(window.model).toMatchObject({ propagator: 'SGP4 (WGS72, improved)', elementSetSource: 'seed' });
    }
    while (predicted.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(predicted).toEqual([
      expect.objectContaining({ count: first.windows }),
      expect.objectContaining({ start: '2026-04-24T11:30:00.000000Z' }),
    ]);
  });

  it('says which spacecraft has no windows, and why, when its elements are too far from mission time', async () => {
    clock.advanceTo(parseUtc('2026-06-24T00:00:00Z'));
    const outcome = await predict.execute();
    expect(outcome.problems.map(({ spacecraft }) => spacecraft).sort()).toEqual(['CBERS-4', 'GF-1', 'HJ-1A']);
    expect(outcome.problems[0]?.reason).toMatch(/\d+\.\d days from mission time; import newer ones/);
  });
});
