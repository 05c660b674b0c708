import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { type ContactWindow, contactWindowQuerySchema, type Principal } from '@app/contracts';
import { expectEntitiesToMatchMigrations, policyOf, testDatabaseKinds } from '@app/platform';
import { parseUtc } from '@app/time';
import { InProcessContactSearchRunner } from './contact-windows/in-process-contact-search-runner.js';
import { FlightDynamicsController } from './flight-dynamics.controller.js';
import {
  FlightDynamicsBench,
  flightDynamicist as flightDynamics,
  seededOmm as omm,
} from './testing/flight-dynamics-bench.js';

describe.each(testDatabaseKinds())('flight dynamics on %s', (kind) => {
  let bench: FlightDynamicsBench;

  beforeAll(async () => {
    bench = await FlightDynamicsBench.open(kind, (fault) => expect(fault).toBeUndefined());
  });
  afterAll(() => bench.close());

  it('has entities that agree with the migrations', async () => {
    await expectEntitiesToMatchMigrations(bench.database.dataSource);
  });

  it('imports once, keeps epochs to the microsecond, and takes the set nearest in time', async () => {
    expect((await bench.importSets.execute(omm, 'seed')).new).toBe(3);
    expect((await bench.importSets.execute(omm, 'seed')).new).toBe(0);
    const later = JSON.parse(omm) as { EPOCH: string }[];
    later[0]!.EPOCH = '2026-04-27T06:00:00.000001';
    expect((await bench.importSets.execute(JSON.stringify(later.slice(0, 1)), 'operator')).new).toBe(1);
    const inForce = async (at: string) =>
      (await bench.elementSets.inForce(at)).find(({ spacecraft }) => spacecraft === 'GF-1')?.epoch;
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
    const before = await bench.elementSets.history(undefined, 1000);
    await expect(bench.importSets.execute(text, 'upload')).rejects.toMatchObject({
      status,
      message: expect.stringMatching(message),
    });
    expect(await bench.elementSets.history(undefined, 1000)).toEqual(before);
  });

  it('refuses a corrected set under the same epoch and source, and takes it from another source', async () => {
    const corrected = JSON.stringify(JSON.parse(omm), null, 1).replace(/"INCLINATION": [\d.]+/, '"INCLINATION": 97.5');
    await expect(bench.importSets.execute(corrected, 'seed')).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('GF-1'),
    });
    expect((await bench.importSets.execute(corrected, 'seed, corrected')).new).toBe(3);
    await bench.database.dataSource.query(`delete from flight_dynamics.element_set where source = 'seed, corrected'`);
  });

  it('loads for a person only what flies for the own member, and writes down each spacecraft', async () => {
    const handler: unknown = Object.getOwnPropertyDescriptor(FlightDynamicsController.prototype, 'import')?.value;
    expect(policyOf(FlightDynamicsController, handler as object)).toEqual({
      kind: 'authorised-inside',
      operation: 'load-elements',
    });
    const before = await bench.elementSets.history(undefined, 1000);
    const load = (who: Principal, text: string): Promise<unknown> =>
      bench.importSets.load(text, 'an operator', who, 'a door');
    // Of one that is not registered nobody is asked: the file is wrong, whoever brings it.
    await expect(load(flightDynamics('a.b', 'TR'), omm.replace('39150', '25544'))).rejects.toMatchObject({
      status: 422,
    });
    expect(bench.audit.records).toEqual([]);
    await expect(load(flightDynamics('a.b', 'TR'), omm)).rejects.toMatchObject({ status: 403 });
    const turkish = (JSON.parse(readFileSync('db/seeds/element-sets-planned.omm.json', 'utf8')) as object[]).filter(
      (set) => Object.values(set).includes('SMMS-RC-5'),
    );
    expect(turkish).toHaveLength(1);
    // One that is foreign refuses the file.
    const mixed = JSON.stringify([...(JSON.parse(omm) as object[]), ...turkish]);
    await expect(load(flightDynamics('zhao.min', 'CN'), mixed)).rejects.toMatchObject({ status: 403 });
    expect(await bench.elementSets.history(undefined, 1000)).toEqual(before);
    expect(
      bench.audit.records
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
    await bench.database.dataSource.query(`delete from flight_dynamics.element_set where source = 'an operator'`);
  });

  it('predicts windows that keep their identity when they are searched from another time', async () => {
    const predicted: unknown[] = [];
    await bench.bus.subscribe(
      'flight-dynamics.contact-windows.predicted',
      ({ payload }) => void predicted.push(payload),
    );
    const first = await bench.predict.execute();
    expect(first.problems).toEqual([]);
    expect(first.windows).toBeGreaterThan(30);
    const runner = new InProcessContactSearchRunner();
    let compared = 0;
    expect(bench.runner.jobs).toHaveLength(3);
    for (const job of bench.runner.jobs) {
      const before = new Map((await runner.run(job)).windows.map((window) => [window.id, window]));
      const after = await runner.run({ ...job, start: parseUtc('2026-04-24T11:31:07Z') });
      for (const window of after.windows) {
        const same = before.get(window.id);
        expect(same).toBeDefined();
        if (!window.aosOpen) expect(Math.abs(Number(parseUtc(window.aos) - parseUtc(same!.aos)))).toBeLessThan(100_000); // 100 us
        expect(window.model.propagator).toBe('SGP4 (WGS72, improved)');
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(40);
    while (predicted.length < 1) await new Promise((resolve) => setImmediate(resolve));
    expect(predicted).toEqual([
      { start: '2026-04-24T10:00:00.000000Z', end: '2026-04-26T12:00:00.000000Z', count: first.windows },
    ]);
  });

  it.each([
    ['spacecraft', { spacecraft: 'GF-1' }, (window: ContactWindow) => window.spacecraft === 'GF-1'],
    ['site', { site: 'CN-MYN' }, (window: ContactWindow) => window.site === 'CN-MYN'],
    ['antenna', { antenna: 'CN-MYN-1' }, (window: ContactWindow) => window.antenna === 'CN-MYN-1'],
    ['elevation', { minElevationDeg: 30 }, (window: ContactWindow) => window.maxElevationDeg >= 30],
    [
      'all of them',
      { spacecraft: 'GF-1', site: 'CN-MYN', antenna: 'CN-MYN-1', minElevationDeg: 10, start: '2026-04-25T00:00:00Z' },
      ({ spacecraft, antenna, maxElevationDeg, los }: ContactWindow) =>
        spacecraft === 'GF-1' && antenna === 'CN-MYN-1' && maxElevationDeg >= 10 && los > '2026-04-25T00:00:00Z',
    ],
  ])('finds windows by %s', async (_, filter, holds) => {
    const find = (query: object): Promise<ContactWindow[]> =>
      bench.windows.find(contactWindowQuerySchema.parse({ limit: 5000, ...query }));
    const [all, found] = [await find({}), await find(filter)];
    expect(found.map(({ id }) => id)).toEqual(all.filter(holds).map(({ id }) => id));
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(all.length);
  });

  it('says which spacecraft has no windows, and why, when its elements are too far from mission time', async () => {
    bench.clock.advanceTo(parseUtc('2026-06-24T00:00:00Z'));
    const outcome = await bench.predict.execute();
    expect(outcome.problems.map(({ spacecraft }) => spacecraft).sort()).toEqual(['CBERS-4', 'GF-1', 'HJ-1A']);
    expect(outcome.problems[0]?.reason).toMatch(/\d+\.\d days from mission time; import newer ones/);
  });
});
