import { readFileSync } from 'node:fs';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { getDataSourceToken } from '@nestjs/typeorm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import {
  type Antenna,
  antennaSchema,
  type ContactGeometry,
  contactGeometrySchema,
  type ContactWindow,
  contactWindowQuerySchema,
  dopplerAnswerSchema,
  elementSetFrom,
  ephemerisSummarySchema,
  type GroundTrackAnswer,
  groundTrackAnswerSchema,
  linkBudgetAnswerSchema,
  type PointingAnswer,
  pointingAnswerSchema,
  type Problem,
} from '@app/contracts';
import { freeSpaceLossDb } from '@app/link-budget';
import {
  createPropagator,
  DEG_PER_RAD,
  dopplerProfile,
  EarthFixedPath,
  eclipseIntervals,
  ephemerisTrajectory,
  footprint,
  groundTrack,
  minimumSeparation,
  parseEphemeris,
  pointingProfile,
  sampleEphemeris,
  sgp4Trajectory,
  shippedEarthOrientation,
  toOemKvn,
  topocentricFrame,
  trackChoice,
  type Trajectory,
} from '@app/orbit';
import {
  AuditLog,
  LocalMessageBus,
  ManualMissionClock,
  Metrics,
  MissionClock,
  openTestDatabase,
  ProblemFilter,
  RegistryAuthority,
  RegistryReader,
  type TestDatabase,
  testDatabaseKinds,
  WallClock,
} from '@app/platform';
import { formatUtc, parseUtc, secondsBetween, type Tai } from '@app/time';
import { ContactWindowRepository } from '../contact-windows/contact-window.repository.js';
import { InProcessContactSearchRunner } from '../contact-windows/in-process-contact-search-runner.js';
import { PredictContactWindows } from '../contact-windows/predict-contact-windows.use-case.js';
import { PredictSpacecraft } from '../contact-windows/predict-spacecraft.use-case.js';
import { defaultPredictionSettings, PREDICTION_SETTINGS } from '../contact-windows/prediction-settings.js';
import { SpacecraftMotions } from '../contact-windows/spacecraft-motion.js';
import { EarthOrientationStore } from '../earth-orientation/earth-orientation.store.js';
import { ElementSetRepository } from '../element-sets/element-set.repository.js';
import { ImportElementSets } from '../element-sets/import-element-sets.use-case.js';
import { EphemerisRepository } from '../ephemerides/ephemeris.repository.js';
import { flightDynamicsEntities } from '../index.js';
import { ManeuverRepository } from '../maneuvers/maneuver.repository.js';
import { productControllers, productProviders } from './parts.js';

interface Seeded {
  id: string;
  operator?: string;
  member?: string;
  site?: string;
  linkProfile?: string;
}
const constellation = JSON.parse(readFileSync('db/seeds/constellation.json', 'utf8')) as Record<string, Seeded[]>;
const omm = readFileSync('db/seeds/element-sets-in-orbit.omm.json', 'utf8');
const API = '/api/flight-dynamics';

class FixedWallClock extends WallClock {
  override now(): Tai {
    return parseUtc('2026-11-22T10:20:30.4Z');
  }
}

class NoAudit extends AuditLog {
  override async append(): Promise<void> {}
}

describe.each(testDatabaseKinds())('profiles and products of contacts on %s', (kind) => {
  let database: TestDatabase;
  let app: INestApplication;
  let url: string;
  let windows: ContactWindow[];
  let window: ContactWindow;
  let antenna: Antenna;
  let trajectory: Trajectory;
  let start: Tai;
  let path: EarthFixedPath;
  let ephemerides: EphemerisRepository;
  let durationS: number;
  const metrics = new Metrics();
  const bus = new LocalMessageBus({ onFault: (fault) => expect(fault).toBeUndefined() });

  const insert = (table: string, columns: string, values: unknown[]): Promise<unknown> =>
    database.dataSource.query(
      `insert into service_management.${table} (${columns}) values (${values.map((_, i) => `$${i + 1}`).join(', ')})`,
      values,
    );

  beforeAll(async () => {
    database = await openTestDatabase({ kind, entities: flightDynamicsEntities, migrations: true });
    const { dataSource } = database;
    for (const one of constellation['members']!) await insert('member', 'id, document', [one.id, JSON.stringify(one)]);
    for (const one of constellation['linkProfiles']!)
      await insert('link_profile', 'id, version, document', [one.id, 1, JSON.stringify(one)]);
    for (const one of constellation['spacecraft']!)
      await insert('spacecraft', 'id, owner, operator, link_profile, document', [
        ...[one.id, one.operator, one.operator, one.linkProfile, JSON.stringify(one)],
      ]);
    for (const one of constellation['sites']!)
      await insert('site', 'id, member, document', [one.id, one.member, JSON.stringify(one)]);
    for (const one of constellation['antennas']!.slice(0, 3))
      await insert('antenna', 'id, site, document', [one.id, one.site, JSON.stringify(one)]);
    const registry = new RegistryReader(dataSource);
    const clock = new ManualMissionClock(parseUtc('2026-04-24T12:00:00Z'));
    const wallClock = new FixedWallClock();
    const elementSets = new ElementSetRepository(dataSource, wallClock);
    const repository = new ContactWindowRepository(dataSource);
    ephemerides = new EphemerisRepository(dataSource, wallClock);
    const motions = new SpacecraftMotions(elementSets, ephemerides, new ManeuverRepository(dataSource));
    const earthOrientation = new EarthOrientationStore(dataSource, wallClock);
    const authority = new RegistryAuthority(registry, new NoAudit(), clock, wallClock, metrics, 'simulation');
    await new ImportElementSets(registry, elementSets, authority).execute(omm, 'seed');
    await new PredictContactWindows(
      registry,
      motions,
      earthOrientation,
      new PredictSpacecraft(repository, new InProcessContactSearchRunner()),
      repository,
      bus,
      clock,
      defaultPredictionSettings,
      pino({ level: 'silent' }),
    ).execute();

    const module = await Test.createTestingModule({
      controllers: productControllers,
      providers: [
        ...productProviders,
        { provide: getDataSourceToken(), useValue: dataSource },
        { provide: RegistryReader, useValue: registry },
        { provide: WallClock, useValue: wallClock },
        { provide: MissionClock, useValue: clock },
        { provide: ContactWindowRepository, useValue: repository },
        { provide: SpacecraftMotions, useValue: motions },
        { provide: EarthOrientationStore, useValue: earthOrientation },
        { provide: PREDICTION_SETTINGS, useValue: defaultPredictionSettings },
      ],
    }).compile();
    app = module.createNestApplication({ logger: false });
    app.useGlobalFilters(new ProblemFilter(pino({ level: 'silent' })));
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();

    windows = await repository.find(contactWindowQuerySchema.parse({ limit: 5000 }));
    window = windows.find(
      (one) => one.spacecraft === 'GF-1' && one.antenna === 'CN-MYN-1' && one.maxElevationDeg > 30 && !one.aosOpen,
    )!;
    antenna = antennaSchema.parse(constellation['antennas']![0]);
    const set = (await elementSets.history(undefined, 10)).find(({ spacecraft }) => spacecraft === 'GF-1')!;
    trajectory = sgp4Trajectory(createPropagator(elementSetFrom(set)));
    start = parseUtc(window.aos);
    durationS = secondsBetween(start, parseUtc(window.los));
    path = new EarthFixedPath(trajectory, start, shippedEarthOrientation);
  });
  afterAll(async () => {
    await app.close();
    await bus.close();
    metrics.close();
    await database.close();
  });

  const get = (of: string): Promise<Response> => fetch(`${url}${API}/${of}`);
  const json = async <T>(of: string): Promise<T> => {
    const response = await get(of);
    const body = (await response.json()) as T;
    expect({ of, status: response.status, body: response.status === 200 ? '' : body }).toMatchObject({ status: 200 });
    return body;
  };
  const refused = async (of: string): Promise<Problem> => {
    const response = await get(of);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.headers.get('content-disposition')).toBeNull();
    return (await response.json()) as Problem;
  };
  const file = async (of: string): Promise<{ text: string; type: string | null; disposition: string | null }> => {
    const response = await get(of);
    const text = await response.text();
    expect({ status: response.status, text: response.status === 200 ? '' : text }).toEqual({ status: 200, text: '' });
    const { headers } = response;
    return { text, type: headers.get('content-type'), disposition: headers.get('content-disposition') };
  };
  const near = (found: readonly number[], expected: ArrayLike<number>, within: number): void => {
    expect(found).toHaveLength(expected.length);
    const worst = found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
    expect(worst).toBeLessThanOrEqual(within);
  };

  /** Stores another document of the window. */
  const state = (document: object): Promise<unknown> =>
    database.dataSource.query('update flight_dynamics.contact_window set document = $1 where id = $2', [
      JSON.stringify(document),
      window.id,
    ]);

  it('Doppler is the library’s, by the elements and the Earth orientation that the window states, also in slices', async () => {
    for (const stepS of [1, 0.3]) {
      const answer = dopplerAnswerSchema.parse(await json(`contact-windows/${window.id}/doppler?stepS=${stepS}`));
      const expected = dopplerProfile(path, antenna, 0, durationS, stepS, {
        downlinkHz: 2_245_000_000,
        uplinkHz: 2_067_270_000,
      });
      near(answer.seconds, expected.seconds, 1e-6);
      near(answer.rangeM, expected.rangeM, 1e-3);
      near(answer.downlink!.offsetHz, expected.downlink!.offsetHz, 1e-2);
      near(answer.downlink!.rateHzPerS, expected.downlink!.rateHzPerS, 1e-3);
      near(answer.uplink!.transmitOffsetHz, expected.uplink!.transmitOffsetHz, 1e-2);
      near(answer.uplink!.receivedOffsetHz, expected.uplink!.receivedOffsetHz, 1e-2);
      expect(answer).toMatchObject({ contact: window.id, start: window.aos, end: window.los, model: window.model });
      // The range at the window's ends, which the search found.
      expect(answer.rangeM[0]! / 1000).toBeCloseTo(window.aosRangeKm!, 3);
      expect(answer.rangeM.at(-1)! / 1000).toBeCloseTo(window.losRangeKm!, 3);
    }
  });

  it('has no uplink where the antenna cannot transmit, and says so', async () => {
    const receiving = windows.find((one) => one.antenna === 'CN-MYN-2')!;
    const answer = dopplerAnswerSchema.parse(await json(`contact-windows/${receiving.id}/doppler?stepS=60`));
    expect(answer.uplink).toBeNull();
    expect(answer.notes).toContain('no uplink: CN-MYN-2 cannot transmit');
  });

  it('pointing in slices is that of one profile, and so is the way that the antenna takes', async () => {
    const answer: PointingAnswer = pointingAnswerSchema.parse(
      await json(`contact-windows/${window.id}/pointing?stepS=0.5`),
    );
    const profile = pointingProfile(path, topocentricFrame(antenna), 0, durationS, 0.5);
    near(answer.seconds, profile.seconds, 1e-6);
    near(answer.azimuthDeg, profile.azimuthDeg, 1e-5);
    near(answer.elevationDeg, profile.elevationDeg, 1e-5);
    expect(answer.azimuthDeg[0]).toBeCloseTo(window.aosAzimuthDeg, 4);
    expect(Math.max(...answer.elevationDeg)).toBeCloseTo(window.maxElevationDeg, 2);
    expect(answer.peakAzimuthRate!.degPerS).toBeCloseTo(profile.peakAzimuthRate!.degPerS, 6);
    const { parkAzimuthDeg: azimuthDeg, parkElevationDeg: elevationDeg, ...limits } = antenna.slew;
    const choice = trackChoice(profile, limits, { start: { azimuthDeg, elevationDeg }, toleranceDeg: 0.187 });
    if (choice.outcome === 'none') throw new TypeError('expected a way');
    expect(answer.track).toMatchObject({ outcome: choice.outcome, reason: choice.reason, toleranceDeg: 0.187 });
    expect(answer.track.best).toMatchObject({ mode: choice.best.mode, turns: choice.best.turns + 0 });
    expect(answer.track.best!.slewFromParkS).toBeCloseTo(choice.best.slewS!, 2);
    expect(answer.track.options).toHaveLength(choice.options.length);
  });

  it('geometry: eclipses, Sun and Moon as the library has them; who else is there', async () => {
    const dark = windows.find(
      (one) =>
        one.spacecraft === 'GF-1' &&
        one.antenna === 'CN-MYN-1' &&
        eclipseIntervals(
          new EarthFixedPath(trajectory, parseUtc(one.aos), shippedEarthOrientation),
          0,
          secondsBetween(parseUtc(one.aos), parseUtc(one.los)),
        ).length > 0,
    )!;
    for (const one of [window, dark]) {
      const answer: ContactGeometry = contactGeometrySchema.parse(await json(`contact-windows/${one.id}/geometry`));
      const [from, to] = [parseUtc(one.aos), parseUtc(one.los)];
      const own = new EarthFixedPath(trajectory, from, shippedEarthOrientation);
      const eclipses = eclipseIntervals(own, 0, secondsBetween(from, to));
      expect(answer.eclipses.map(({ shadow, fromOpen, toOpen }) => [shadow, fromOpen, toOpen])).toEqual(
        eclipses.map(({ shadow, fromOpen, toOpen }) => [shadow, fromOpen, toOpen]),
      );
      for (const body of ['Sun', 'Moon'] as const) {
        const least = minimumSeparation({
          ...{ body, path: own, frame: topocentricFrame(antenna), fromSeconds: 0, toSeconds: secondsBetween(from, to) },
        });
        const found = answer[body === 'Sun' ? 'sun' : 'moon'];
        if (least === undefined) expect(found.minimumSeparationDeg).toBeNull();
        else expect(found.minimumSeparationDeg).toBeCloseTo(least.separationRad * DEG_PER_RAD, 4);
        // Half of 1.87 degrees and the disc.
        expect(found.thresholdDeg).toBeCloseTo(0.935 + 0.27, 9);
        expect(found.interference).toBe(least !== undefined && least.separationRad * DEG_PER_RAD < 1.205);
      }
      expect(answer.uncertainty).toEqual(one.uncertainty);
      const touching = windows.filter(
        (other) => parseUtc(other.aos) < to && parseUtc(other.los) > from && other.id !== one.id,
      );
      expect(answer.simultaneous.map(({ id }) => id)).toEqual(
        touching.filter(({ spacecraft }) => spacecraft === 'GF-1').map(({ id }) => id),
      );
      expect(answer.simultaneous.map((other) => other.antenna)).toContain('CN-MYN-2');
    }
  });

  it('geometry names windows that the antenna’s set-up and tear-down run into, and no others', async () => {
    const own = windows.filter((one) => one.antenna === 'CN-MYN-1');
    // CN-MYN-1: 90 s before, 30 s after.
    const conflict = (a: ContactWindow, b: ContactWindow): boolean =>
      a.id !== b.id &&
      parseUtc(a.aos) - 120_000_000_000n < parseUtc(b.los) &&
      parseUtc(b.aos) - 120_000_000_000n < parseUtc(a.los);
    const contested = own.find((one) => own.some((other) => conflict(one, other)));
    const alone = own.find((one) => !own.some((other) => conflict(one, other)))!;
    for (const one of [alone, ...(contested === undefined ? [] : [contested])]) {
      const answer = contactGeometrySchema.parse(await json(`contact-windows/${one.id}/geometry`));
      expect(answer.conflicts.map(({ id }) => id)).toEqual(
        own.filter((other) => conflict(one, other)).map(({ id }) => id),
      );
    }
  });

  it('link budget: adds up by hand, counts margins from the profile’s required Es/N0, sums data over the usable time', async () => {
    const answer = linkBudgetAnswerSchema.parse(
      await json(`contact-windows/${window.id}/link-budget?availability=99.5`),
    );
    expect(answer).toMatchObject({ availabilityPercent: 99.5, linkProfile: { id: 'GF-1-TTC', fictional: true } });
    expect(answer.climateSource).toMatch(/^fictional/);
    const { downlink, uplink } = answer;
    if (downlink.state !== 'computed' || uplink.state !== 'computed') throw new TypeError('expected two budgets');
    expect(downlink.at.map(({ event }) => event)).toEqual(['AOS', 'TCA', 'LOS']);
    expect(downlink.complete).toBe(true);
    const lines = downlink.at[1]!.lines;
    const value = (name: string): number => lines.find((line) => line.name.startsWith(name))!.value!;
    expect(value('free-space loss')).toBeCloseTo(freeSpaceLossDb(window.tcaRangeKm * 1000, 2_245_000_000), 4);
    const cN0 = -9 + 17.4 + 228.5992 - value('free-space') - value('atmosphere') - value('G/T deg');
    expect(value('C/N0')).toBeCloseTo(cN0, 3);
    // 64 000 channel bits a second in BPSK, 1.5 dB of implementation loss; 6 dB are required.
    expect(value('Es/N0')).toBeCloseTo(cN0 - 10 * Math.log10(64_000) - 1.5, 3);
    expect(value('margin')).toBeCloseTo(value('Es/N0') - 6, 3);
    // Frames of 1115 octets in 5 codewords with a marker; 12 octets of each are no user data.
    expect(downlink.rates.dataBps).toBeCloseTo((64_000 * (1115 - 12)) / (1275 + 4), 6);
    expect(downlink.usableDataVolumeBits).toBe(Math.floor(durationS * downlink.rates.dataBps));
    // Uplink from 10 degrees on only.
    const permitted = window.uplink.reduce(
      (sum, { from, to }) => sum + secondsBetween(parseUtc(from), parseUtc(to)),
      0,
    );
    expect(permitted).toBeLessThan(durationS);
    expect(uplink.usableSeconds).toBeCloseTo(permitted, 2);
  });

  it('link budget: what is not registered is not computed, with the reason', async () => {
    const receiving = windows.find((one) => one.antenna === 'CN-MYN-2')!;
    const { uplink } = linkBudgetAnswerSchema.parse(await json(`contact-windows/${receiving.id}/link-budget`));
    expect(uplink).toEqual({ state: 'not computed', reason: 'CN-MYN-2 cannot transmit' });
    const drop = (table: string, path: string, id: string): Promise<unknown> =>
      database.dataSource.query(
        `update service_management.${table} set document = document #- '${path}' where id = '${id}'`,
      );
    await drop('site', '{climate}', 'CN-MYN');
    await drop('link_profile', '{uplink,modulationIndexRad}', 'GF-1-TTC');
    const without = linkBudgetAnswerSchema.parse(await json(`contact-windows/${window.id}/link-budget`));
    expect(without.climateSource).toBeNull();
    expect(without.downlink).toMatchObject({
      complete: false,
      notes: expect.arrayContaining(['atmosphere not computed: no climate given']),
    });
    expect(without.uplink).toMatchObject({
      state: 'not computed',
      reason: expect.stringContaining('modulationIndexRad'),
    });
    await drop('link_profile', '{downlink,eirpDbw}', 'GF-1-TTC');
    const neither = linkBudgetAnswerSchema.parse(await json(`contact-windows/${window.id}/link-budget`));
    expect(neither.downlink).toMatchObject({
      state: 'not computed',
      reason: 'the link profile has no downlink eirpDbw',
    });
  });

  it('windows as CSV and as a calendar, each with its own model', async () => {
    const csv = await file('contact-windows.csv?spacecraft=GF-1');
    expect([csv.type, csv.disposition]).toEqual([
      'text/csv; charset=utf-8',
      'attachment; filename="contact-windows.csv"',
    ]);
    const [header, ...rows] = csv.text.trimEnd().split('\r\n');
    const own = windows.filter(({ spacecraft }) => spacecraft === 'GF-1');
    expect(rows).toHaveLength(own.length);
    expect(header!.split(',').slice(0, 5)).toEqual(['spacecraft', 'catalogNumber', 'station', 'orbitNumber', 'aos']);
    expect(rows[0]!.split(',').slice(0, 5)).toEqual([
      ...['GF-1', '39150', own[0]!.antenna, String(own[0]!.orbitNumber), own[0]!.aos],
    ]);
    expect(rows[0]).toContain(own[0]!.model.elementSetEpoch);

    const calendar = await file(`contact-windows.ics?spacecraft=GF-1&antenna=CN-MYN-1`);
    expect(calendar.type).toBe('text/calendar; charset=utf-8');
    const unfolded = calendar.text.replaceAll('\r\n ', '');
    expect(unfolded).toContain(`UID:GF-1/CN-MYN-1/${window.orbitNumber}@smms\r\nDTSTAMP:20261122T102030Z\r\n`);
    expect(unfolded.match(/BEGIN:VEVENT/g)).toHaveLength(own.filter((one) => one.antenna === 'CN-MYN-1').length);
    expect(unfolded).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VEVENT\r\nEND:VCALENDAR\r\n$/);
    expect(unfolded).not.toContain('STATUS:');
  });

  it('files of windows flag those that a manoeuvre makes doubtful, and only those', async () => {
    const note = 'raise, "first" of two';
    await state({ ...window, maneuver: note });
    const csv = await file(`contact-windows.csv?spacecraft=GF-1&antenna=CN-MYN-1`);
    const [header, ...rows] = csv.text.trimEnd().split('\r\n');
    expect(header).toMatch(/,lightTime,maneuver$/);
    const flagged = rows.filter((row) => row.endsWith(',none,"raise, ""first"" of two"'));
    expect(flagged).toEqual([expect.stringContaining(`,${window.aos},`)]);
    expect(rows.filter((row) => row.endsWith(',none,'))).toHaveLength(rows.length - 1);
    const calendar = await file(`contact-windows.ics?spacecraft=GF-1&antenna=CN-MYN-1`);
    const events = calendar.text.replaceAll('\r\n ', '').split('BEGIN:VEVENT');
    expect(events.filter((event) => event.includes('STATUS:TENTATIVE\r\n'))).toEqual([
      expect.stringMatching(
        new RegExp(
          `UID:GF-1/CN-MYN-1/${window.orbitNumber}@[^]*COMMENT:doubtful after a manoeuvre: raise\\\\, "first" of two\r\nEND`,
        ),
      ),
    ]);
    await state(window);
  });

  it('pictures: timeline and sky plot', async () => {
    const timeline = await file('contact-windows/timeline.svg?start=2026-04-24T12:00:00Z&end=2026-04-25T12:00:00Z');
    expect([timeline.type, timeline.disposition]).toEqual(['image/svg+xml', 'inline; filename="contact-windows.svg"']);
    expect(timeline.text).toMatch(/^<svg[\s\S]*CN-MYN-1[\s\S]*<\/svg>\s*$/);
    expect(timeline.text).toContain(shippedEarthOrientation.description);
    // The day from now on, and a moment.
    expect((await file('contact-windows/timeline.svg')).text).toBe(timeline.text);
    const moment = 'start=2026-04-24T12:00:00Z&end=2026-04-24T12:00:00.5Z';
    expect((await file(`contact-windows/timeline.svg?${moment}`)).text).toMatch(/<\/svg>\s*$/);
    const sky = await file(`contact-windows/${window.id}/sky-plot.svg?theme=dark`);
    expect(sky.disposition).toBe(`inline; filename="${window.id}-sky-plot.svg"`);
    expect(sky.text).toContain(window.id);
    expect(sky.text).toContain(window.model.elementSetEpoch);
  });

  it('pointing file and Doppler table', async () => {
    const pointing = await file(`contact-windows/${window.id}/pointing.txt?stepS=1`);
    expect(pointing.disposition).toBe(`attachment; filename="${window.id}-pointing.txt"`);
    const rows = pointing.text
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('#'));
    expect(rows.length).toBeGreaterThan(durationS);
    const [utc, azimuth, elevation] = rows[0]!.split(/ +/);
    expect(utc).toBe(window.aos);
    expect(((Number(azimuth) % 360) + 360) % 360).toBeCloseTo(window.aosAzimuthDeg, 3);
    expect(Number(elevation)).toBeCloseTo(5, 3);
    const doppler = await file(`contact-windows/${window.id}/doppler.csv?stepS=0.1`);
    const lines = doppler.text.trimEnd().split('\r\n');
    expect(lines.filter((line) => !line.startsWith('#'))).toHaveLength(1 + Math.ceil(durationS / 0.1) + 1);
    expect(pointing.text).toMatch(/^# track: normal.*largest error 0\.000 degrees$/m);
    expect(pointing.text).toMatch(
      /^# axes: azimuth .* s from the park position, azimuth .* elevation 5\.000 at the end$/m,
    );
    expect(doppler.text).toContain(`From 39150, epoch ${window.model.elementSetEpoch}, elements of seed`);
  });

  it('OEM in slices is the message of the whole, in both forms', async () => {
    const query = 'start=2026-04-24T12:00:00Z&end=2026-04-25T00:30:00.5Z&stepS=30';
    const kvn = await file(`spacecraft/GF-1/oem?${query}`);
    expect(kvn.disposition).toBe('attachment; filename="GF-1_20260424T120000Z.oem"');
    const [from, to] = [parseUtc('2026-04-24T12:00:00Z'), parseUtc('2026-04-25T00:30:00.5Z')];
    const segment = sampleEphemeris(trajectory, {
      ...{ objectName: 'Gaofen-1', objectId: '2013-018A', from, to, stepSeconds: 30 },
      ...{ interpolation: 'LAGRANGE', interpolationDegree: 7 },
    });
    const read = parseEphemeris(kvn.text, 'answer');
    expect(kvn.text).toBe(toOemKvn({ ...read, segments: [segment] }));
    expect(read.comments[0]).toContain(window.model.elementSetEpoch);
    const xml = await file(`spacecraft/GF-1/oem?${query}&format=xml`);
    expect(xml.type).toBe('application/xml');
    expect(parseEphemeris(xml.text, 'answer').segments).toEqual(read.segments);
  });

  it('ground track in slices is that of the whole, with the footprint', async () => {
    const query = 'start=2026-04-24T12:00:00Z&end=2026-04-25T12:00:00Z&stepS=60&minElevationDeg=10';
    const answer: GroundTrackAnswer = groundTrackAnswerSchema.parse(
      await json(`spacecraft/GF-1/ground-track?${query}`),
    );
    const from = parseUtc('2026-04-24T12:00:00Z');
    const own = new EarthFixedPath(trajectory, from, shippedEarthOrientation);
    const expected = groundTrack(own, 0, 86_400, 60);
    expect(answer.lines.map((line) => line.length)).toEqual(expected.map((line) => line.length));
    near(
      answer.lines.flat(2),
      expected
        .flat()
        .flatMap(({ seconds, longitudeDeg, latitudeDeg, heightM }) => [
          ...[seconds, longitudeDeg, latitudeDeg, heightM / 1000],
        ]),
      1e-5,
    );
    const state = new Float64Array(6);
    own.stateInto(0, state);
    const seen = footprint([state[0]!, state[1]!, state[2]!], 10 / DEG_PER_RAD);
    expect(answer.footprint.radiusKm).toBeCloseTo(seen.radiusM / 1000, 2);
    expect(answer.pieces).toEqual([
      expect.objectContaining({ sourceKind: 'elements', epoch: window.model.elementSetEpoch, source: 'seed' }),
    ]);
  });

  it('an ephemeris: the OEM has a segment for each source, and a window that states it is worked out from it', async () => {
    const span = 'start=2026-04-24T12:00:00Z&end=2026-04-25T12:00:00Z&stepS=60';
    const message = parseEphemeris((await file(`spacecraft/GF-1/oem?${span}`)).text, 'operator');
    const { created } = message;
    // A hundredth of a per cent farther out than the elements have it.
    const raised = message.segments.map((one) => ({ ...one, states: one.states.map((value) => value * 1.0001) }));
    const text = toOemKvn({ ...message, segments: raised });
    await ephemerides.add([
      {
        text,
        summary: ephemerisSummarySchema.parse({
          ...{ spacecraft: 'GF-1', source: 'operator', created: formatUtc(created), originator: 'SMMS', states: 1441 },
          ...{ objectName: 'Gaofen-1', objectId: '2013-018A', refFrame: 'TEME' },
          spans: [{ from: '2026-04-24T12:00:00Z', to: '2026-04-25T12:00:00Z' }],
        }),
      },
    ]);
    const longer = await file('spacecraft/GF-1/oem?start=2026-04-25T06:00:00Z&end=2026-04-25T18:00:00Z');
    const { segments, comments } = parseEphemeris(longer.text, 'answer');
    expect(segments.map(({ start: from, stop: to }) => [formatUtc(from, 0), formatUtc(to, 0)])).toEqual([
      ['2026-04-25T06:00:00Z', '2026-04-25T12:00:00Z'],
      ['2026-04-25T12:00:00Z', '2026-04-25T18:00:00Z'],
    ]);
    expect(comments).toEqual([
      expect.stringContaining('ephemeris made'),
      expect.stringContaining('SGP4 from elements'),
    ]);
    const track = groundTrackAnswerSchema.parse(
      await json('spacecraft/GF-1/ground-track?start=2026-04-25T11:00:00Z&end=2026-04-25T13:00:00Z'),
    );
    expect(track.pieces.map(({ sourceKind }) => sourceKind)).toEqual(['ephemeris', 'elements']);

    const before = dopplerAnswerSchema.parse(await json(`contact-windows/${window.id}/doppler?stepS=30`));
    const model = {
      ...window.model,
      sourceKind: 'ephemeris',
      elementSetEpoch: formatUtc(created),
      elementSetSource: 'operator',
    };
    await state({ ...window, model });
    const table = await file(`contact-windows/${window.id}/doppler.csv?stepS=30`);
    expect(table.text).toContain(`# From the ephemeris made ${formatUtc(created)} of operator\r\n`);
    // A window that begins before the ephemeris: the answer says what it reaches.
    await state({ ...window, model, aos: '2026-04-24T11:59:00.000000Z' });
    expect(await json(`contact-windows/${window.id}/geometry`)).toMatchObject({
      start: '2026-04-24T12:00:00.000000Z',
      notes: [
        `from 2026-04-24T12:00:00.000000Z to ${window.los} only: the rest of the window is predicted from another source and left out`,
      ],
    });
    // Nor does the picture call its ends AOS and LOS.
    const { text: sky } = await file(`contact-windows/${window.id}/sky-plot.svg`);
    expect(sky).toContain('>from 12:00:00<');
    expect(sky).not.toMatch(/>AOS \d/);
    await state({ ...window, model });
    const after = dopplerAnswerSchema.parse(await json(`contact-windows/${window.id}/doppler?stepS=30`));
    expect(after.model.sourceKind).toBe('ephemeris');
    const own = new EarthFixedPath(ephemerisTrajectory(raised), start, shippedEarthOrientation);
    near(after.rangeM, dopplerProfile(own, antenna, 0, durationS, 30, {}).rangeM, 1e-3);
    expect(Math.abs(after.rangeM[0]! - before.rangeM[0]!)).toBeGreaterThan(100);
    await state({ ...window, model: { ...model, elementSetSource: 'another operator' } });
    expect(await refused(`contact-windows/${window.id}/doppler`)).toMatchObject({
      status: 409,
      title: 'trajectory is gone',
    });
    await state(window);
    await database.dataSource.query('delete from flight_dynamics.ephemeris');
  });

  it.each([
    ['contact-windows/ID/doppler?stepS=0.01', 400, /stepS.*0\.1/],
    ['contact-windows/ID/doppler?stepS=0.1', 400, /at most 5000 rows/],
    ['contact-windows/ID/pointing?stp=1', 400, /stp/],
    ['contact-windows/GF-1_CN-MYN-1_1/geometry', 404, /GF-1_CN-MYN-1_1/],
    ['contact-windows/%00/geometry', 404, /contact window/],
    ['contact-windows.csv?spacecraft=NOBODY', 404, /NOBODY/],
    ['contact-windows.ics?antenna=NOTHING', 404, /NOTHING/],
    [
      'contact-windows/timeline.svg?end=2026-04-24T12:00:00Z',
      400,
      /end: expected a time after start \(2026-04-24T12:00/,
    ],
    ['contact-windows/timeline.svg?start=2026-04-24T12:00:00Z&end=2026-05-24T12:00:00Z', 400, /at most 7 days/],
    ['spacecraft/GF-1/oem?start=2026-04-24T12:00:00Z&end=2026-04-24T11:00:00Z', 400, /after start/],
    ['spacecraft/GF-1/oem?start=2026-04-24T12:00:00Z&end=2026-04-26T12:00:00Z&stepS=0.1', 400, /at most 100000 rows/],
    ['spacecraft/GF-1/oem?start=2026-08-24T12:00:00Z&end=2026-08-24T13:00:00Z', 409, /import newer ones/],
    ['spacecraft/SMMS-HS/ground-track?start=2026-04-24T12:00:00Z&end=2026-04-24T13:00:00Z', 409, /no element set/],
    ['spacecraft/X/ground-track?start=2026-04-24T12:00:00Z&end=2026-04-24T13:00:00Z', 404, /X/],
  ])('refuses %s', async (of, status, detail) => {
    // The longest window of all has more rows at the finest step than an answer may have.
    const longest = windows.reduce((a, b) =>
      parseUtc(b.los) - parseUtc(b.aos) > parseUtc(a.los) - parseUtc(a.aos) ? b : a,
    );
    const problem = await refused(of.replace('ID', longest.id));
    expect(problem).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  it('takes no other elements and no other Earth orientation for those that a window states', async () => {
    const update = (sql: string): Promise<unknown> => database.dataSource.query(sql);
    await update(
      `update flight_dynamics.contact_window set document = jsonb_set(document, '{model,earthOrientation}', '"a table of old"') where id = '${window.id}'`,
    );
    expect(await refused(`contact-windows/${window.id}/doppler`)).toMatchObject({
      status: 409,
      detail: expect.stringContaining('a table of old'),
    });
    const other = windows.find((one) => one.spacecraft === 'GF-1' && one.id !== window.id)!;
    await update(
      `update flight_dynamics.element_set set epoch = epoch + interval '1 second' where spacecraft = 'GF-1'`,
    );
    for (const what of [
      'doppler',
      'pointing',
      'geometry',
      'link-budget',
      'sky-plot.svg',
      'pointing.txt',
      'doppler.csv',
    ])
      expect(await refused(`contact-windows/${other.id}/${what}`)).toMatchObject({
        status: 409,
        title: 'trajectory is gone',
        detail: expect.stringContaining(window.model.elementSetEpoch),
      });
  });
});
