import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import type { StreamableFile } from '@nestjs/common';
import {
  contactWindowQuerySchema,
  contactWindowSchema,
  type ContactWindowsMoved,
  contactWindowsMovedSchema,
  elementSetFrom,
  planManeuverSchema,
  subjects,
} from '@app/contracts';
import { createPropagator, sampleEphemeris, sgp4Trajectory, toOemKvn } from '@app/orbit';
import { testDatabaseKinds } from '@app/platform';
import { NS_PER_SECOND, parseUtc, secondsBetween } from '@app/time';
import { contentTypes, exportElementSets } from './element-sets/export-element-sets.js';
import { FlightDynamicsBench, flightDynamicist, seededOmm } from './testing/flight-dynamics-bench.js';

const zhao = flightDynamicist('zhao.min', 'CN');

describe.each(testDatabaseKinds())('incremental prediction on %s', (kind) => {
  let bench: FlightDynamicsBench;
  const events: ContactWindowsMoved[] = [];

  beforeAll(async () => {
    bench = await FlightDynamicsBench.open(kind, (fault) => expect(fault).toBeUndefined());
    await bench.bus.subscribe(
      subjects.contactWindowsMoved,
      ({ payload }) => void events.push(contactWindowsMovedSchema.parse(payload)),
    );
    await bench.importSets.execute(seededOmm, 'seed');
  });
  afterAll(() => bench.close());

  /** Predicts, and waits until the bus has told of it. */
  async function predict() {
    events.length = 0;
    const outcome = await bench.predict.execute();
    while (events.length < outcome.changes.length) await new Promise((resolve) => setImmediate(resolve));
    return outcome;
  }

  /** Predicts; gives what was searched, what was said on the bus, and the rows before and after. */
  async function predicted() {
    const before = await bench.stored();
    bench.runner.jobs = [];
    const outcome = await predict();
    const after = await bench.stored();
    const rewritten = [...after.writers].filter(([id, writer]) => before.writers.get(id) !== writer).map(([id]) => id);
    return { outcome, jobs: bench.runner.jobs, events: [...events], before, after, rewritten };
  }

  it('says of the first prediction that all is new, and states the model, the uplink and the uncertainty', async () => {
    const { outcome, jobs, events, after } = await predicted();
    expect(outcome.problems).toEqual([]);
    expect(jobs.map(({ spacecraft, antennas }) => [spacecraft, antennas.length])).toEqual([
      ['CBERS-4', 3],
      ['GF-1', 3],
      ['HJ-1A', 3],
    ]);
    expect(events.map(({ spacecraft, cause }) => [spacecraft, cause])).toEqual([
      ['CBERS-4', 'first-prediction'],
      ['GF-1', 'first-prediction'],
      ['HJ-1A', 'first-prediction'],
    ]);
    expect(events.flatMap((event) => event.new).sort()).toEqual(after.windows.map(({ id }) => id).sort());
    for (const window of after.windows) {
      expect(window.model).toMatchObject({ sourceKind: 'elements', elementSetSource: 'seed', refraction: 'none' });
      expect(window.model.earthOrientation).toMatch(/^IERS finals2000A of \d{4}-\d\d-\d\d \(shipped slice\)/);
      if (!window.aosOpen) expect(window.horizonAos! < window.aos).toBe(true);
      for (const { from, to } of window.uplink) expect(window.aos <= from && from < to && to <= window.los).toBe(true);
      // CN-MYN-2 only receives; the others may transmit from 10 degrees on.
      expect(window.uplink.length > 0).toBe(window.antenna !== 'CN-MYN-2' && window.maxElevationDeg > 10);
      // Half a kilometre and 1.5 km a day, at 7.5 km/s: a second at most, but for grazing contacts.
      expect(window.uncertainty!.tcaS).toBeGreaterThan(0.05);
      expect(window.uncertainty!.tcaS).toBeLessThan(1.5);
      expect(window.maneuver).toBeNull();
    }
  });

  it('searches nothing and writes nothing again where nothing has changed', async () => {
    const { outcome, jobs, events, rewritten } = await predicted();
    expect([jobs, events, rewritten, outcome.changes]).toEqual([[], [], [], []]);
  });

  it('searches only the end when time has gone on, also within contacts, and keeps the rows that are as they were', async () => {
    let cut = 0;
    for (let step = 1; step <= 24; step++) {
      const end = parseUtc('2026-04-26T12:00:00Z') + BigInt((step - 1) * 900) * NS_PER_SECOND;
      bench.clock.advanceTo(parseUtc('2026-04-24T12:00:00Z') + BigInt(step * 900) * NS_PER_SECOND);
      const { jobs, events, rewritten, before } = await predicted();
      expect(jobs).toHaveLength(3);
      for (const { start } of jobs) expect(secondsBetween(start, end)).toBeLessThan(3 * 3600);
      expect(events.every(({ cause, gone }) => cause === 'horizon' && gone.length === 0)).toBe(true);
      const open = new Set<string>(before.windows.filter(({ losOpen }) => losOpen).map(({ id }) => id));
      expect(rewritten.filter((id) => before.writers.has(id) && !open.has(id))).toEqual([]);
      cut += open.size;
    }
    expect(cut).toBeGreaterThan(2);
  });

  it('knows the same windows, step by step, as one prediction of all', async () => {
    const step = (await bench.stored()).windows;
    await bench.database.dataSource.query('truncate flight_dynamics.prediction, flight_dynamics.contact_window');
    await predict();
    const whole = (await bench.stored()).windows;
    const since = whole.filter(({ aosOpen }) => !aosOpen);
    const known = new Map(step.map((window) => [window.id, window]));
    expect(since.length).toBeGreaterThan(40);
    for (const { id, aos, los } of since) {
      expect(Math.abs(secondsBetween(parseUtc(known.get(id)!.aos), parseUtc(aos)))).toBeLessThan(1e-4);
      expect(Math.abs(secondsBetween(parseUtc(known.get(id)!.los), parseUtc(los)))).toBeLessThan(1e-4);
    }
    const ids = new Set(whole.map(({ id }) => id));
    expect(step.filter(({ id, los }) => !ids.has(id) && los > '2026-04-24T16:00:00Z')).toEqual([]);
  });

  it('moves one spacecraft by what its newer elements differ, and says by how much', async () => {
    // A hundredth of a degree ahead on its orbit: 5851.6 s / 360 / 100 earlier, over an Earth that has turned as much less.
    const [set] = JSON.parse(seededOmm) as { EPOCH: string; MEAN_ANOMALY: number; MEAN_MOTION: number }[];
    const newer = { ...set!, MEAN_ANOMALY: set!.MEAN_ANOMALY + 0.01 };
    expect((await bench.importSets.execute(JSON.stringify([newer]), 'operator')).new).toBe(1);
    const { jobs, events, rewritten } = await predicted();
    expect(jobs.map(({ spacecraft }) => spacecraft)).toEqual(['GF-1']);
    expect(events).toHaveLength(1);
    const [{ spacecraft, cause, moved, gone, largestShiftS }] = events as [ContactWindowsMoved];
    expect([spacecraft, cause, gone]).toEqual(['GF-1', 'elements', []]);
    expect(moved.length).toBeGreaterThan(15);
    expect(new Set(rewritten.map((id) => id.split('_')[0]))).toEqual(new Set(['GF-1']));
    const shifts = moved.flatMap(({ aosShiftS, losShiftS }) => [aosShiftS, losShiftS]).filter((one) => one !== null);
    const median = [...shifts].sort((a, b) => a - b)[Math.floor(shifts.length / 2)]!;
    const expected = -86_400 / set!.MEAN_MOTION / 36_000;
    expect(median / expected).toBeGreaterThan(0.85);
    expect(median / expected).toBeLessThan(1.15);
    expect(largestShiftS).toBe(Math.max(...shifts.map(Math.abs)));
  });

  it('searches one antenna again when it has a new horizon, whose ridges part windows', async () => {
    const ridges = Array.from({ length: 12 }, (_, i) => i * 30 + 14);
    const horizonMask = ridges.flatMap((azimuth) => [
      [azimuth - 2, 0],
      [azimuth, 60],
      [azimuth + 2, 0],
    ]);
    await bench.changeAntenna('CN-MYN-2', { horizonMask });
    const { jobs, events, rewritten, after } = await predicted();
    expect(jobs.map(({ antennas }) => antennas.map(({ id }) => id))).toEqual(Array(3).fill(['CN-MYN-2']));
    expect(events.map(({ cause }) => cause)).toEqual(Array(3).fill('station'));
    expect(new Set(rewritten.map((id) => id.split('_')[1]))).toEqual(new Set(['CN-MYN-2']));
    const parted = after.windows.filter(({ part }) => part > 1);
    expect(parted.length).toBeGreaterThan(10);
    for (const { id, part, orbitNumber, spacecraft } of parted)
      expect(id).toBe(`${spacecraft}_CN-MYN-2_${orbitNumber}_${part}`);
    await bench.changeAntenna('CN-MYN-2', { horizonMask: [] });
    await predict();
    expect((await bench.stored()).windows.filter(({ part }) => part > 1)).toEqual([]);
  });

  it('takes back the windows of an antenna that is no longer registered', async () => {
    const saved: { site: string; document: object }[] = await bench.database.dataSource
      .query(`delete from service_management.antenna where id = 'CN-MYN-2' returning site, document`)
      .then(([rows]: [{ site: string; document: object }[]]) => rows);
    const { jobs, events, after } = await predicted();
    expect(jobs).toEqual([]);
    expect(events.map(({ cause }) => cause)).toEqual(Array(3).fill('registry'));
    const now = '2026-04-24T16:00:00.000000Z';
    expect(after.windows.filter(({ antenna, los }) => antenna === 'CN-MYN-2' && los > now)).toEqual([]);
    await bench.database.dataSource.query(
      `insert into service_management.antenna (id, site, document) values ('CN-MYN-2', $1, $2)`,
      [saved[0]!.site, JSON.stringify(saved[0]!.document)],
    );
    await predict();
  });

  it('flags what a planned manoeuvre makes doubtful, without a search, until it is taken back', async () => {
    const body = planManeuverSchema.parse({
      ...{ spacecraft: 'GF-1', start: '2026-04-25T06:00:00Z', end: '2026-04-25T06:05:00Z', note: 'raise by 300 m' },
    });
    bench.runner.jobs = [];
    await expect(bench.maneuversController.plan(body, flightDynamicist('a.b', 'TR'), 'a door')).rejects.toMatchObject({
      status: 403,
    });
    const planned = await bench.maneuversController.plan(body, zhao, 'a door');
    const { windows } = await bench.stored();
    for (const { spacecraft, los, maneuver } of windows)
      expect(maneuver).toBe(spacecraft === 'GF-1' && los >= '2026-04-25T06:00:00' ? 'raise by 300 m' : null);
    expect(windows.filter(({ maneuver }) => maneuver !== null).length).toBeGreaterThan(5);
    expect((await bench.objects.execute()).find(({ spacecraft }) => spacecraft === 'GF-1')?.maneuvers).toEqual([
      planned,
    ]);
    const foreign = bench.maneuversController.remove(planned.id, flightDynamicist('a.b', 'TR'), 'a door');
    await expect(foreign).rejects.toMatchObject({ status: 403 });
    await bench.maneuversController.remove(planned.id, zhao, 'a door');
    expect(bench.runner.jobs).toEqual([]);
    expect((await bench.stored()).windows.filter(({ maneuver }) => maneuver !== null)).toEqual([]);
    await expect(bench.maneuversController.remove(planned.id, zhao, 'a door')).rejects.toMatchObject({ status: 404 });
  });

  it("prefers an operator's ephemeris in its span, and keeps the identity of its windows", async () => {
    const [message] = await bench.elementSets.history('GF-1', 1);
    const elementSet = elementSetFrom(message!);
    const segment = sampleEphemeris(sgp4Trajectory(createPropagator(elementSet)), {
      objectName: 'GAOFEN-1',
      objectId: '2013-018A',
      from: parseUtc('2026-04-25T00:00:00Z'),
      to: parseUtc('2026-04-25T12:00:00Z'),
      stepSeconds: 60,
      interpolation: 'LAGRANGE',
      interpolationDegree: 7,
    });
    const ephemeris = {
      created: parseUtc('2026-04-24T17:00:00Z'),
      originator: 'OPERATOR',
      messageId: undefined,
      classification: undefined,
      comments: [],
      segments: [segment],
    };
    const oem = toOemKvn(ephemeris);
    await expect(
      bench.importEphemeris.load(oem, 'operator', flightDynamicist('a.b', 'TR'), 'a door'),
    ).rejects.toMatchObject({ status: 403 });
    await expect(bench.importEphemeris.load('hello', 'operator', zhao, 'a door')).rejects.toMatchObject({
      status: 400,
    });
    const other = oem.replaceAll('2013-018A', '1998-067A');
    await expect(bench.importEphemeris.load(other, 'operator', zhao, 'a door')).rejects.toMatchObject({ status: 422 });
    // A state of zeros is a gap in somebody's data, no place of a spacecraft.
    const states = segment.states.slice().fill(0, 60, 66);
    const gap = toOemKvn({ ...ephemeris, segments: [{ ...segment, states }] });
    await expect(bench.importEphemeris.load(gap, 'operator', zhao, 'a door')).rejects.toMatchObject({
      status: 422,
      message: expect.stringMatching(/position at 2026-04-25T00:10:00.*found 0 km/),
    });
    const { imported, new: added } = await bench.importEphemeris.load(oem, 'operator', zhao, 'a door');
    expect([added, imported[0]?.spans, imported[0]?.states]).toEqual([
      1,
      [{ from: '2026-04-25T00:00:00.000000Z', to: '2026-04-25T12:00:00.000000Z' }],
      721,
    ]);
    expect((await bench.importEphemeris.load(oem, 'operator', zhao, 'a door')).new).toBe(0);
    const changed = oem.replace('OPERATOR', 'OPERATOR 2');
    await expect(bench.importEphemeris.load(changed, 'operator', zhao, 'a door')).rejects.toMatchObject({
      status: 409,
    });
    const { jobs, events, before, after } = await predicted();
    expect(jobs.map(({ spacecraft }) => spacecraft)).toEqual(['GF-1']);
    // The same motion: nothing is new, gone, or moved by as much as a millisecond.
    expect(events).toMatchObject([{ spacecraft: 'GF-1', cause: 'ephemeris', new: [], gone: [], moved: [] }]);
    expect(after.windows.map(({ id }) => id)).toEqual(before.windows.map(({ id }) => id));
    const inSpan = ({ tca }: { tca: string }): boolean => tca > '2026-04-25T00:00:00' && tca < '2026-04-25T12:00:00';
    const own = after.windows.filter(({ spacecraft }) => spacecraft === 'GF-1');
    for (const window of own)
      expect(window.model).toMatchObject(
        inSpan(window)
          ? {
              sourceKind: 'ephemeris',
              propagator: 'interpolated ephemeris',
              elementSetEpoch: '2026-04-24T17:00:00.000000Z',
            }
          : { sourceKind: 'elements', propagator: 'SGP4 (WGS72, improved)' },
      );
    expect(own.filter(inSpan).length).toBeGreaterThan(3);
  });

  it('takes an imported table of Earth orientation into use at once', async () => {
    const row = (utc: string) => ({ utc, dut1Seconds: 0.4, xpArcsec: 0, ypArcsec: 0 });
    const table = JSON.stringify(['2026-04-20', '2026-04-30', '2026-05-10'].map((day) => row(`${day}T00:00:00Z`)));
    await expect(
      bench.importEarthOrientation.load(table, 'a table', { ...zhao, roles: ['planner'] }, 'a door'),
    ).rejects.toMatchObject({ status: 403 });
    await expect(bench.importEarthOrientation.load('[]', 'a table', zhao, 'a door')).rejects.toMatchObject({
      status: 422,
    });
    expect(await bench.importEarthOrientation.load(table, 'a table', zhao, 'a door')).toMatchObject({ inUse: true });
    expect((await bench.earthOrientation.list()).map(({ source, inUse }) => [source, inUse])).toEqual([
      ['a table', true],
      ['shipped', false],
    ]);
    const { events, after } = await predicted();
    expect(events.map(({ cause }) => cause)).toEqual(Array(3).fill('earth-orientation'));
    // 0.3 s of UT1 turn the Earth by 150 m at the equator.
    for (const { moved, largestShiftS } of events) expect(moved.length > 10 && largestShiftS < 1).toBe(true);
    const current = after.windows.filter(({ los }) => los > '2026-04-24T16:00:00Z');
    for (const { model } of current) expect(model.earthOrientation).toMatch(/^JSON table \(a table\)/);
  });

  it('exports what it has in every form, and reads it back as the same', async () => {
    const sets = (await bench.elementSets.inForce('2026-04-24T12:00:00Z')).map((set) => ({ ...set, source: 'again' }));
    const header = { originator: 'SMMS', created: parseUtc('2026-04-24T12:00:00Z') };
    const forms = Object.keys(contentTypes).filter((form) => form !== 'tle') as (keyof typeof contentTypes)[];
    for (const [i, format] of forms.entries()) {
      const out = exportElementSets(sets, format, header);
      const text = typeof out === 'string' ? out : JSON.stringify(out);
      const { imported, new: added } = await bench.importSets.execute(text, 'again');
      expect({ format, added }).toEqual({ format, added: i === 0 ? 3 : 0 });
      expect(imported).toEqual(sets);
    }
    expect(exportElementSets(sets, 'tle', header)).toMatch(/^GF-1\n1 39150U 13018A   26114\.25567806 .*\n2 39150 /m);
    await bench.database.dataSource.query(`delete from flight_dynamics.element_set where source = 'again'`);
  });

  it('gives all windows in pages by the address of the next, and as lines', async () => {
    const all = await bench.windows.find(contactWindowQuerySchema.parse({ limit: 5000, antenna: 'CN-MYN-1' }));
    const seen: string[] = [];
    let url: string | undefined = '/api/flight-dynamics/contact-windows?antenna=CN-MYN-1&limit=7';
    for (let page = 0; url !== undefined; page++) {
      expect(page).toBeLessThan(20);
      let link: string | undefined;
      const query = contactWindowQuerySchema.parse(Object.fromEntries(new URL(url, 'http://x').searchParams));
      const answer = await bench.controller.contactWindows(
        query,
        { accepts: () => 'application/json', originalUrl: url } as unknown as Request,
        { setHeader: (_: string, value: string) => (link = value) } as unknown as Response,
      );
      seen.push(...(answer as { id: string }[]).map(({ id }) => id));
      url = /^<(.*)>; rel="next"$/.exec(link ?? '')?.[1];
    }
    expect(all.length).toBeGreaterThan(14);
    expect(seen).toEqual(all.map(({ id }) => id));
    const stream = (await bench.controller.contactWindows(
      contactWindowQuerySchema.parse({ limit: 1 }),
      { accepts: () => 'application/x-ndjson', originalUrl: '' } as unknown as Request,
      {} as Response,
    )) as StreamableFile;
    const lines = (await textOf(stream.getStream())).trimEnd().split('\n');
    const { windows } = await bench.stored();
    expect(lines.map((line) => contactWindowSchema.parse(JSON.parse(line)))).toEqual(windows);
    const forged = Buffer.from('["yesterday","X"]').toString('base64url');
    await expect(bench.windows.page({ limit: 1, cursor: forged })).rejects.toMatchObject({ status: 400 });
  });

  it('describes each spacecraft', async () => {
    const objects = await bench.objects.execute();
    expect(objects).toHaveLength(11);
    const gaofen = objects.find(({ spacecraft }) => spacecraft === 'GF-1')!;
    expect(gaofen.elements).toMatchObject({ source: 'operator', ageDays: 0.49, verdict: 'fresh' });
    expect(gaofen.ephemerides).toHaveLength(1);
    const next = (await bench.stored()).windows.find(
      ({ spacecraft, los }) => spacecraft === 'GF-1' && los > '2026-04-24T18:00:00.000000Z',
    );
    expect(gaofen.nextWindow).toEqual(next);
    expect(objects.find(({ spacecraft }) => spacecraft === 'SMMS-HS')).toMatchObject({
      elements: null,
      nextWindow: null,
    });
  });

  it('takes an ephemeris back: its windows come from elements again', async () => {
    const made = '2026-04-24T17:00:00Z';
    const { ephemeridesController: door } = bench;
    const turk = flightDynamicist('a.b', 'TR');
    await expect(door.remove('GF-1', made, turk, 'a door')).rejects.toMatchObject({ status: 403 });
    await expect(door.remove('GF-1', '2026-04-24T17:00:01Z', zhao, 'a door')).rejects.toMatchObject({ status: 404 });
    await expect(door.remove('GF-1', 'yesterday', zhao, 'a door')).rejects.toMatchObject({ status: 404 });
    expect(await door.remove('GF-1', made, zhao, 'a door')).toMatchObject([{ spacecraft: 'GF-1', source: 'operator' }]);
    expect(await bench.ephemerides.list({})).toEqual([]);
    const { windows } = await bench.stored();
    expect(windows.filter(({ spacecraft }) => spacecraft === 'GF-1').length).toBeGreaterThan(5);
    expect(windows.filter(({ model }) => model.sourceKind === 'ephemeris')).toEqual([]);
    await expect(door.remove('GF-1', made, zhao, 'a door')).rejects.toMatchObject({ status: 404 });
  });

  it('refuses elements by the age that it is told to, and says why windows are gone', async () => {
    const strict = bench.predictWith({ elementAge: { warnAfterDays: 0.1, refuseAfterDays: 1 }, horizonHours: 48 });
    const { changes, problems } = await strict.execute();
    expect(problems.map(({ spacecraft }) => spacecraft).sort()).toEqual(['CBERS-4', 'GF-1', 'HJ-1A']);
    expect(changes.map(({ cause }) => cause)).toEqual(['policy', 'policy', 'policy']);
    for (const { gone } of changes) expect(gone.length).toBeGreaterThan(5);
  });
});
