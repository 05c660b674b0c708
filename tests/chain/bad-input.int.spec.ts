import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { problemSchema, sessionSchema, type SiteId, type SpacecraftId, subjects } from '@app/contracts';
import { loadMissionDatabase, XtceError } from '@app/mission-database';
import type { BusRole } from '@app/platform';
import { readConstellationSeed } from '../../apps/service-management/src/index.js';
import { runContacts } from '../../apps/smms/src/commands/contacts/contacts-run.js';
import { nodeTools } from '../../apps/smms/src/commands/contacts/contacts-tools.js';
import { runInMemory } from '../../apps/smms/src/commands/testing/memory-io.js';
import { type RunningGroundSegment } from '../../apps/smms/src/ground/ground-segment.js';
import { contentTypes, jsonSchema, type Operation, operationsOf, pathNames, queryNames } from './api-document.js';
import { ChainApi } from './chain-api.js';
import { addChief, chief } from './chief.js';
import { startTrial, trialDatabases, type TrialPlace, trialPlace } from './ground-trial.js';

const seeds = (name: string): string => readFileSync(`db/seeds/${name}`, 'utf8');
const omm = (JSON.parse(seeds('element-sets-in-orbit.omm.json')) as Record<string, unknown>[])[0] ?? {};
const ommText = (change: Record<string, unknown>, ...left: string[]): string =>
  JSON.stringify([Object.fromEntries(Object.entries({ ...omm, ...change }).filter(([key]) => !left.includes(key)))]);
// A well-known example of the format; not a spacecraft of ours.
const tle = `ISS (ZARYA)
1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927
2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537`;
const request = {
  id: 'NEW-REQUEST',
  member: 'CN',
  spacecraft: 'GF-1',
  contactsPerDay: 1,
  minMinutes: 5,
  uplink: false,
  services: ['telemetry'],
  priority: 9,
};

const isJson = (response: Response): boolean => (response.headers.get('content-type') ?? '').includes('json');
/** A product without the time at which it was made. */
const timeless = (text: string): string => text.replace(/(DTSTAMP:|CREATION_DATE[ =>]+)[^\r\n<]*/g, '$1');

const signIn = { user: chief.user, password: chief.password };
/** A body that each door takes, by the end of its path. */
const validBodies: readonly (readonly [RegExp, unknown])[] = [
  [/session$/, signIn],
  [/password$/, { current: chief.password, new: 'another sentence is as good' }],
  [/users$/, { user: 'somebody', name: 'Somebody', member: 'CN', roles: [], password: chief.password }],
  [/users\/[^/]+$/, { name: 'Somebody Else' }],
  [/console$/, { mode: 'simulation', action: 'take' }],
  [/cop1$/, { mode: 'simulation', directive: 'terminate-ad' }],
  [/commands$/, { mode: 'simulation', name: 'CONNECTION_TEST' }],
  [/approval$/, { mode: 'simulation', verdict: 'approve' }],
  [/cancellation$/, { mode: 'simulation' }],
  [/requests$/, request],
  [/offsets$/, { alongTrackS: 1, azimuthDeg: 0, elevationDeg: 0 }],
  [/element-sets$/, { text: tle, source: 'bad-input' }],
  [/(ephemerides|earth-orientation)$/, { text: 'wobble', source: 'bad-input' }],
  [/maneuvers$/, { spacecraft: 'GF-1', start: '2026-04-25T00:00:00Z', end: '2026-04-25T00:10:00Z', note: 'bad-input' }],
];
/** There is none before a pass has been flown. */
const isOfPass = ({ path }: Operation): boolean => path.endsWith('/report');
const validBody = (path: string): unknown => validBodies.find(([end]) => end.test(path))?.[1];

describe.each(trialDatabases)('bad input at every door of the ground segment, on %s', (database) => {
  let place: TrialPlace;
  let ground: RunningGroundSegment;
  let operations: Operation[];
  let before: Awaited<ReturnType<typeof everything>>;
  let token: string;
  let command: string;
  beforeAll(async () => {
    place = await trialPlace(database);
    await addChief(place);
    // So slow that nothing happens by itself while the test runs.
    ground = await startTrial(place, { clock: '2026-04-24T08:00:00Zx0.01' });
    operations = await operationsOf(ground.url);
    const session = await fetch(`${ground.url}/api/session`, {
      method: 'POST',
      body: JSON.stringify(signIn),
      headers: { 'content-type': 'application/json' },
    });
    ({ token } = sessionSchema.parse(await session.json()));
    const api = await new ChainApi(ground.url).signIn(chief.user, chief.password);
    await api.takeConsole('GF-1' as SpacecraftId);
    command = (await api.command('GF-1' as SpacecraftId, { name: 'CONNECTION_TEST' })).id;
    before = await everything();
  });
  // After every test of this suite the system must hold what it held before the first; the audit has lost nothing.
  afterAll(async () => {
    const after = await everything();
    await ground.stop();
    await place.remove();
    expect({ ...after, audit: undefined }).toEqual({ ...before, audit: undefined });
    expect(after.audit.filter((entry) => before.audit.includes(entry))).toEqual(before.audit);
  });

  const fetchAs = (path: string, options: RequestInit = {}): Promise<Response> =>
    fetch(`${ground.url}${path}`, {
      ...options,
      headers: { authorization: `Bearer ${token}`, ...options.headers },
    });

  /**
   * What every GET answers, telling the world apart from the process (health, progress, time), and on PostgreSQL every row of every table.
   * The audit stands apart: it grows by each refusal.
   */
  async function everything() {
    const answers: Record<string, unknown> = {};
    const audit: string[] = [];
    for (const operation of operations.filter(({ method }) => method === 'GET')) {
      if (/^\/health|\/status$|\/system$/.test(operation.path) || isOfPass(operation)) continue;
      for (const url of await validUrls(operation)) {
        const response = await fetchAs(url);
        if (!isJson(response)) {
          answers[url] = timeless(await response.text());
          continue;
        }
        const answer = (await response.json()) as object;
        if (/\/audit\?/.test(url)) audit.push(...(answer as object[]).map((entry) => JSON.stringify(entry)));
        else answers[url] = url.endsWith('/cop1') ? { ...answer, at: null } : answer;
      }
    }
    const rows = await place.tables();
    const isAudit = (row: string): boolean => row.startsWith('service_management.audit_entry ');
    return {
      answers,
      rows: rows?.filter((row) => !isAudit(row)),
      audit: [...audit, ...(rows?.filter(isAudit) ?? [])].sort(),
    };
  }

  /** Real URLs of a GET: one for each thing that its path may name. */
  async function validUrls(operation: Operation): Promise<string[]> {
    const { path, parameters } = operation;
    const names = async (url: string, key: string): Promise<string[]> => {
      const rows = (await (await fetchAs(url)).json()) as Record<string, string>[];
      return rows.slice(0, 3).flatMap((row) => row[key] ?? []);
    };
    const [contact = ''] = await names('/api/mission-planning/contacts', 'id');
    const query = parameters.flatMap((one) => {
      if (one.in === 'query' && one.name === 'limit') return [`limit=${Number(one.schema?.['maximum'] ?? 100)}`];
      return one.in === 'query' && one.required === true ? [`${one.name}=${contact}`] : [];
    });
    const search = query.length === 0 ? '' : `?${query.join('&')}`;
    const [placeholder, ...others] = pathNames(operation);
    if (placeholder === undefined) return [`${path}${search}`];
    const ids = path.includes('/antennas/')
      ? await names('/api/service-management/antennas', 'id')
      : path.includes('/contact-windows/')
        ? await names('/api/flight-dynamics/contact-windows', 'id')
        : path.includes('/contacts/')
          ? await names('/api/mission-planning/contacts', 'id')
          : path.includes('/stations/')
            ? await names('/api/stations', 'site')
            : path.includes('/users/')
              ? [chief.user]
              : others.includes('commandId')
                ? ['GF-1']
                : await names('/api/service-management/spacecraft', 'id');
    const [parameter = ''] = await names('/api/telemetry-command/spacecraft/GF-1/parameters', 'name');
    return ids.map(
      (id) =>
        `${path.replace(`{${placeholder}}`, id).replace('{name}', parameter).replace('{commandId}', command).replace('{contact}', contact).replace('{created}', '2026-04-24T17:00:00Z')}${search}`,
    );
  }

  interface Refused {
    readonly status: number;
    readonly paths: readonly string[];
    readonly text: string;
  }

  /** What a request answers; it must be a problem as the API's document says. */
  async function refused(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Refused> {
    const response = await fetchAs(path, {
      method,
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': type } }),
    });
    const answer = await response.text();
    expect({ path, type: response.headers.get('content-type'), answer }).toMatchObject({
      path,
      type: 'application/problem+json; charset=utf-8',
    });
    const problem = problemSchema.parse(JSON.parse(answer));
    expect(problem.status).toBe(response.status);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    const errors = problem.errors ?? [];
    expect(errors.length).toBeGreaterThan(0);
    return {
      status: response.status,
      paths: errors.map((error) => error.path),
      text: errors.map((error) => error.message).join('; '),
    };
  }

  describe('the API document', () => {
    it('has every door, documented with its path, its query, its body, its answer and its refusal', () => {
      expect(operations.length).toBeGreaterThanOrEqual(30);
      const undocumented = operations.flatMap((operation) => {
        const { method, path, parameters, requestBody, responses, tags } = operation;
        const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
        const problems = [
          ...inPath.filter((name) => !parameters.some((one) => one.in === 'path' && one.name === name)),
          ...parameters.filter((one) => one.schema === undefined).map(({ name }) => `schema of ${name}`),
          ...(tags === undefined ? ['tag'] : []),
          ...(Object.entries(responses).some(([status, answer]) => status < '300' && contentTypes(answer).length > 0)
            ? []
            : ['answer']),
          ...(jsonSchema(responses['default'], 'application/problem+json') === undefined ? ['refusal'] : []),
          ...(method === 'GET' ||
          method === 'DELETE' ||
          /\/(plans|renewal)$/.test(path) ||
          jsonSchema(requestBody) !== undefined
            ? []
            : ['body']),
        ];
        return problems.map((problem) => `${method} ${path}: ${problem}`);
      });
      expect(undocumented).toEqual([]);
    });

    it('tells the truth: every GET answers 200 with what its schema says', async () => {
      let checked = 0;
      for (const operation of operations.filter((one) => one.method === 'GET' && !isOfPass(one))) {
        const schema = jsonSchema(operation.responses['200']);
        for (const url of await validUrls(operation)) {
          const response = await fetchAs(url);
          expect({ url, status: response.status }).toEqual({ url, status: 200 });
          checked++;
          if (schema === undefined) {
            const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
            expect({ url, types: contentTypes(operation.responses['200']) }).toEqual({
              url,
              types: expect.arrayContaining([type]),
            });
            expect((await response.text()).length).toBeGreaterThan(0);
            continue;
          }
          const document = z.fromJSONSchema({ ...schema }, { defaultTarget: 'openapi-3.0' });
          const result = document.safeParse(await response.json());
          expect({ url, error: result.error?.issues.slice(0, 3) }).toEqual({ url, error: undefined });
        }
      }
      expect(checked).toBeGreaterThan(40);
    });

    it('every route with a query refuses a parameter that it does not have, by name', async () => {
      const withQuery = operations.filter((operation) => queryNames(operation).length > 0);
      expect(withQuery.length).toBeGreaterThanOrEqual(12);
      for (const operation of withQuery) {
        const [url = ''] = await validUrls(operation);
        const answer = await refused('GET', `${url}${url.includes('?') ? '&' : '?'}wobble=1`);
        expect({ url, ...answer }).toMatchObject({ status: 400, paths: ['wobble'] });
      }
    });

    it('every query parameter refuses a value that it cannot have, by name and with what was found', async () => {
      let checked = 0;
      for (const operation of operations) {
        for (const name of queryNames(operation)) {
          const [valid = ''] = await validUrls(operation);
          const url = new URL(valid, ground.url);
          url.searchParams.set(name, '☂');
          const answer = await refused('GET', `${url.pathname}${url.search}`);
          expect({ url: url.href, ...answer }).toMatchObject({ status: 400, paths: [name] });
          expect(answer.text).toContain('☂');
          checked++;
        }
      }
      expect(checked).toBeGreaterThan(40);
    });

    it('every start and end refuse an end that is not after the start, by time and not by text', async () => {
      const spans = operations.filter((operation) => queryNames(operation).includes('end'));
      expect(spans.length).toBeGreaterThanOrEqual(7);
      for (const operation of spans) {
        const [url = ''] = await validUrls(operation);
        for (const [start, end] of [
          ['2026-04-24T10:00:00Z', '2026-04-24T09:00:00Z'],
          ['2026-04-24T09:00:00Z', '2026-04-24T09:00:00Z'],
          ['2026-04-24T09:00:00.5Z', '2026-04-24T09:00:00Z'],
        ]) {
          const answer = await refused('GET', `${url}${url.includes('?') ? '&' : '?'}start=${start}&end=${end}`);
          expect({ url, start, end, ...answer }).toMatchObject({ status: 400, paths: ['end'] });
        }
        const fraction = 'start=2026-04-24T09:00:00Z&end=2026-04-24T09:00:00.5Z';
        expect((await fetchAs(`${url}${url.includes('?') ? '&' : '?'}${fraction}`)).status).toBe(200);
      }
    });

    it('every path refuses what it does not know, by kind, in each of its places', async () => {
      const withPath = operations.filter((operation) => pathNames(operation).length > 0);
      expect(withPath.length).toBeGreaterThanOrEqual(18);
      for (const operation of withPath) {
        const [valid = ''] = await validUrls(operation);
        const [right = '', search] = valid.split('?');
        const steps = operation.path.split('/');
        for (const place of steps.flatMap((step, i) => (step.startsWith('{') ? [i] : []))) {
          for (const wrong of ['NOPE', 'gf-1', "'; drop table contact; --", '☂', '..%2f..']) {
            const written = wrong.includes('%') ? wrong : encodeURIComponent(wrong);
            const path = right
              .split('/')
              .map((step, i) => (i === place ? written : step))
              .join('/');
            const url = search === undefined ? path : `${path}?${search}`;
            const { method } = operation;
            const answer = await refused(method, url, method === 'GET' ? undefined : validBody(path));
            expect({ url, ...answer }).toMatchObject({ status: 404 });
          }
        }
      }
    });

    it('every body refuses what is no JSON, another content type, too much, unknown and missing fields', async () => {
      const withBody = operations.filter(({ requestBody }) => requestBody !== undefined);
      expect(withBody.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
        'PATCH /api/service-management/users/{user}',
        'POST /api/flight-dynamics/earth-orientation',
        'POST /api/flight-dynamics/element-sets',
        'POST /api/flight-dynamics/ephemerides',
        'POST /api/flight-dynamics/maneuvers',
        'POST /api/mission-planning/requests',
        'POST /api/service-management/users',
        'POST /api/session',
        'POST /api/session/password',
        'POST /api/stations/{site}/passes/{contact}/offsets',
        'POST /api/telemetry-command/spacecraft/{id}/commands',
        'POST /api/telemetry-command/spacecraft/{id}/commands/{commandId}/approval',
        'POST /api/telemetry-command/spacecraft/{id}/commands/{commandId}/cancellation',
        'POST /api/telemetry-command/spacecraft/{id}/console',
        'POST /api/telemetry-command/spacecraft/{id}/cop1',
      ]);
      for (const operation of withBody) {
        const { method, requestBody } = operation;
        const [path = ''] = await validUrls(operation);
        expect(await refused(method, path)).toMatchObject({ status: 400, paths: ['body'] });
        expect(await refused(method, path, '{"id": ')).toMatchObject({ status: 400, paths: ['body'] });
        expect(await refused(method, path, '[]')).toMatchObject({ status: 400, paths: ['body'] });
        const tooMuch = /(ephemerides|earth-orientation)$/.test(path) ? 13_000_000 : 1_100_000;
        expect(await refused(method, path, 'x'.repeat(tooMuch))).toMatchObject({ status: 413, paths: ['body'] });
        const media = await refused(method, path, '{}', 'text/plain');
        expect(media).toMatchObject({ status: 415, paths: ['Content-Type'] });
        expect(media.text).toContain('application/json');
        const missing = await refused(method, path, {});
        expect(missing).toMatchObject({ status: 400 });
        expect([...missing.paths].sort()).toEqual([...neededFields(jsonSchema(requestBody))].sort());
        expect((await refused(method, path, { ...(validBody(path) as object), wobble: 1 })).paths).toContain('wobble');
      }
    });

    it('every operation that is not open to everybody answers who is not signed in by 401, and the audit has each', async () => {
      const isOpen = ({ security }: Operation): boolean => security === undefined;
      expect(
        operations
          .filter(isOpen)
          .map(({ method, path }) => `${method} ${path}`)
          .sort(),
      ).toEqual(['GET /api/system', 'GET /health/live', 'GET /health/ready', 'POST /api/session']);
      const shut = operations.filter((operation) => !isOpen(operation));
      expect(shut.length).toBeGreaterThanOrEqual(40);
      const doors: string[] = [];
      for (const [i, operation] of shut.entries()) {
        const { method } = operation;
        const [url = ''] = await validUrls(operation);
        const body = validBody(url.split('?')[0] ?? '');
        const response = await fetch(`${ground.url}${url}`, {
          method,
          ...(method === 'GET' || body === undefined ? {} : { body: JSON.stringify(body) }),
          // Each from an address of its own (RFC 5737): of one address only so many are answered in a minute.
          headers: { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${i + 1}` },
        });
        const problem = problemSchema.parse(await response.json());
        expect({ url, status: response.status, rule: problem.errors?.find(({ path }) => path === 'rule') }).toEqual({
          url,
          status: 401,
          rule: { path: 'rule', message: 'not-signed-in' },
        });
        expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
        expect(response.headers.get('www-authenticate')).toBe('Bearer');
        doors.push(`${method} ${url.split('?')[0]}`);
      }
      const api = await new ChainApi(ground.url).signIn(chief.user, chief.password);
      const audited = (await api.audit('rule=not-signed-in&limit=1000')).filter(({ subject }) =>
        subject?.startsWith('203.0.113.'),
      );
      expect(audited.map(({ door }) => door).reverse()).toEqual(doors);
    });
  });

  /** Fields that a body must have; of a choice, the one that it is chosen by. */
  function neededFields(schema: Record<string, unknown> | undefined): string[] {
    const required = z.array(z.string()).safeParse(schema?.['required']);
    if (required.success) return required.data;
    const choices = z
      .array(z.object({ required: z.array(z.string()) }))
      .safeParse(schema?.['oneOf'] ?? schema?.['anyOf']);
    // Nothing is needed but something: the body itself is named.
    if (!choices.success) return ['body'];
    return ['action', 'directive'].filter((name) => choices.data.every(({ required: all }) => all.includes(name)));
  }

  it.each([
    ['an unknown route', 'GET', '/api/wobble', 404],
    ['a method that a route does not have', 'DELETE', '/api/mission-planning/requests', 404],
    ['a path that cannot be decoded', 'GET', '/api/service-management/spacecraft/%E0%A4%A', 400],
  ])('refuses %s and says which', async (_, method, path, status) => {
    const answer = await refused(method, path);
    expect(answer).toMatchObject({ status, paths: ['url'] });
    expect(answer.text).toContain(path.split('/').at(-1));
  });

  it.each([
    ['contact windows of an unknown spacecraft', '/api/flight-dynamics/contact-windows?spacecraft=NOPE', 'spacecraft'],
    ['contact windows of an unknown site', '/api/flight-dynamics/contact-windows?site=NOPE', 'site'],
    ['contact windows of an unknown antenna', '/api/flight-dynamics/contact-windows?antenna=NOPE', 'antenna'],
    ['ephemerides of an unknown spacecraft', '/api/flight-dynamics/ephemerides?spacecraft=NOPE', 'spacecraft'],
    ['manoeuvres of an unknown spacecraft', '/api/flight-dynamics/maneuvers?spacecraft=NOPE', 'spacecraft'],
    ['element sets of an unknown spacecraft', '/api/flight-dynamics/element-sets?spacecraft=NOPE', 'spacecraft'],
    ['contacts of an unknown spacecraft', '/api/mission-planning/contacts?spacecraft=NOPE', 'spacecraft'],
    ['contacts of an unknown site', '/api/mission-planning/contacts?site=NOPE', 'site'],
    ['lost windows of an unknown spacecraft', '/api/mission-planning/lost-windows?spacecraft=NOPE', 'spacecraft'],
    ['lost windows of an unknown request', '/api/mission-planning/lost-windows?request=NOPE', 'request'],
  ])('refuses %s', async (_, path, field) => {
    const answer = await refused('GET', path);
    expect(answer).toMatchObject({ status: 404, paths: [field] });
    expect(answer.text).toContain('NOPE');
  });

  describe('element sets', () => {
    const [name = '', line1 = '', line2 = ''] = tle.split('\n');
    it.each<[string, string, number, RegExp]>([
      [
        'a TLE with a wrong checksum',
        [name, `${line1.slice(0, -1)}0`, line2].join('\n'),
        422,
        /line 2.*checksum.*expected 7, found "0"/,
      ],
      ['a TLE that is cut off', [name, line1].join('\n'), 422, /line 2.*expected a line that begins with "2 "/],
      [
        'a TLE with a letter among its digits',
        [name, line1, line2.replace('51.6416', '51.64x6')].join('\n'),
        422,
        /line 3/,
      ],
      [
        'an OMM without its mean motion',
        ommText({}, 'MEAN_MOTION'),
        422,
        /MEAN_MOTION of "GF-1": expected .*found nothing/,
      ],
      ['an OMM without its epoch', ommText({}, 'EPOCH'), 422, /EPOCH of "GF-1"/],
      [
        'an OMM with an eccentricity of 1.2',
        ommText({ ECCENTRICITY: 1.2 }),
        422,
        /ECCENTRICITY of "GF-1": .*found 1\.2/,
      ],
      ['an OMM in another time system', ommText({ TIME_SYSTEM: 'TAI' }), 422, /TIME_SYSTEM/],
      ['an unknown spacecraft', tle, 422, /25544/],
      ['an OMM of an unknown spacecraft', ommText({ NORAD_CAT_ID: 7, OBJECT_NAME: 'NOPE' }), 422, /catalogue number 7/],
      ['text that is no element set', 'wobble', 400, /expected/],
      ['JSON that is cut off', '[{"OBJECT_NAME":', 400, /JSON/],
      ['XML that is broken', '<ndm><omm>', 400, /./],
      [
        'a file in which only the second set is wrong: all or nothing',
        JSON.stringify([omm, { ...omm, MEAN_MOTION: -1 }].map((set) => ({ ...set, EPOCH: '2026-04-24T12:00:00' }))),
        422,
        /element set 2: MEAN_MOTION/,
      ],
    ])('refuses %s', async (_, text, status, message) => {
      const answer = await refused('POST', '/api/flight-dynamics/element-sets', { text, source: 'bad-input' });
      expect(answer.status).toBe(status);
      expect(`${answer.paths.join()}: ${answer.text}`).toMatch(message);
    });
  });

  describe('service requests', () => {
    it.each<[string, Record<string, unknown>, number, string]>([
      ['no contacts a day', { contactsPerDay: 0 }, 400, 'contactsPerDay'],
      ['minutes in words', { minMinutes: 'five' }, 400, 'minMinutes'],
      ['priority 10', { priority: 10 }, 400, 'priority'],
      ['no services', { services: [] }, 400, 'services'],
      ['a service that there is not', { services: ['telepathy'] }, 400, 'services.0'],
      ['an identifier in small letters', { id: 'new request' }, 400, 'id'],
      ["a foreign nation's spacecraft", { member: 'TR' }, 422, 'member'],
      ['a field too many', { colour: 'red' }, 400, 'colour'],
      ['an identifier that is taken', { id: 'GF-1-COMMAND' }, 409, 'id'],
    ])('refuses one with %s', async (_, change, status, field) => {
      const answer = await refused('POST', '/api/mission-planning/requests', { ...request, ...change });
      expect(answer).toMatchObject({ status, paths: [field] });
    });

    it('refuses one with a spacecraft that there is not: nobody has authority over it', async () => {
      const answer = await refused('POST', '/api/mission-planning/requests', { ...request, spacecraft: 'NOPE' });
      expect(answer).toMatchObject({ status: 404, paths: ['authority', 'rule'] });
      expect(answer.text).toMatch(/identifier of a spacecraft.*"NOPE".*unknown-resource/);
    });
  });

  describe('the live door', () => {
    interface Opened {
      readonly socket: WebSocket;
      /** What comes next, but for the time. */
      readonly answer: () => Promise<unknown>;
    }
    async function open(): Promise<Opened> {
      const socket = new WebSocket(`${ground.url.replace('http', 'ws')}/api/telemetry-command/live`);
      const messages: { event: string }[] = [];
      let tell = (): void => undefined;
      socket.on('message', (data: Buffer) => {
        messages.push(JSON.parse(data.toString()) as { event: string });
        tell();
      });
      await once(socket, 'open');
      const answer = async (): Promise<unknown> => {
        for (;;) {
          const next = messages.shift();
          if (next !== undefined && next.event !== 'clock') return next;
          if (next === undefined) await new Promise<void>((resolve) => (tell = resolve));
        }
      };
      return { socket, answer };
    }
    async function openSignedIn(): Promise<Opened> {
      const opened = await open();
      opened.socket.send(JSON.stringify({ event: 'authenticate', data: { token } }));
      expect(await opened.answer()).toMatchObject({
        event: 'authenticated',
        data: { principal: { user: chief.user } },
      });
      return opened;
    }

    it.each<[string, string]>([
      ['a subscription before a token', '{"event":"subscribe","data":{"spacecraft":"GF-1"}}'],
      ['a token that is none', '{"event":"authenticate","data":{"token":"wobble"}}'],
      ['text that is no JSON', 'wobble'],
    ])('answers %s with an error, and ends', async (_, message) => {
      const { socket, answer } = await open();
      socket.send(message);
      expect(await answer()).toMatchObject({ event: 'error' });
      await once(socket, 'close');
    });

    it.each<[string, string | Buffer, string]>([
      ['text that is no JSON', 'wobble', 'message'],
      ['octets that are no text', Buffer.from([0xff, 0, 0x80]), 'message'],
      ['JSON that is no object', '[1]', 'message'],
      ['an event that there is not', '{"event":"wobble"}', 'event'],
      ['a subscription without a spacecraft', '{"event":"subscribe","data":{}}', 'data.spacecraft'],
      ['an unknown spacecraft', '{"event":"subscribe","data":{"spacecraft":"NOPE"}}', 'data.spacecraft'],
      [
        'an unknown parameter',
        '{"event":"subscribe","data":{"spacecraft":"GF-1","parameters":["NOPE"]}}',
        'data.parameters.0',
      ],
      ['a field too many', '{"event":"subscribe","data":{"spacecraft":"GF-1","wobble":1}}', 'data.wobble'],
    ])('answers %s with an error that names the field, and goes on', async (_, message, field) => {
      const { socket, answer } = await openSignedIn();
      socket.send(message);
      expect(await answer()).toMatchObject({ event: 'error', data: { errors: [{ path: field }] } });
      socket.send('{"event":"subscribe","data":{"spacecraft":"GF-1"}}');
      expect(await answer()).toMatchObject({ event: 'subscribed' });
      socket.close();
      await once(socket, 'close');
    });

    it('closes on a message of more than 64 KiB, with the code for it (RFC 6455, 7.4.1)', async () => {
      const { socket } = await openSignedIn();
      socket.on('error', () => undefined);
      socket.send('x'.repeat(100_000));
      const [code] = (await once(socket, 'close')) as [number];
      expect(code).toBe(1009);
    });

    it('opens nowhere else', async () => {
      const socket = new WebSocket(`${ground.url.replace('http', 'ws')}/api/wobble`);
      const [error] = (await once(socket, 'error')) as [Error];
      expect(error.message).not.toBe('');
    });
  });

  describe('the message bus', () => {
    it('refuses a request that is none, and names the field', async () => {
      const ask = (role: BusRole, subject: string, payload: Record<string, string | number>) =>
        ground.busOf(role).request(subject, payload, { timeoutMs: 10_000 });
      await expect(ask('mission-planning', subjects.contactWindows, { limit: -1 })).rejects.toThrow(/limit/);
      await expect(ask('mission-planning', subjects.elementSet, { spacecraft: 'NOPE' })).rejects.toThrow(/NOPE/);
      await expect(ask('station', subjects.contactsForSite('nope' as SiteId), {})).rejects.toThrow(/capital letters/);
    });

    it('refuses a request of who may not ask it', async () => {
      const asking = ground.bus.request(subjects.contactWindows, {}, { timeoutMs: 10_000 });
      await expect(asking).rejects.toThrow(/observer/);
    });
  });
});

describe('bad files', () => {
  it('a stations file with a latitude of 91 degrees: the CLI names file, place, field and value, and computes nothing', async () => {
    const files: Record<string, string> = {
      'elements.tle': tle,
      'stations.json': JSON.stringify([{ id: 'NORTH', latitudeDeg: 91, longitudeDeg: 0, heightM: 0 }]),
    };
    const options = {
      elements: ['elements.tle'],
      stations: 'stations.json',
      start: '2008-09-20T12:00:00Z',
      end: '2008-09-21T12:00:00Z',
    };
    const { code, out, err } = await runInMemory(files, (io) => runContacts(options, { ...nodeTools(), io }));
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: 'error: stations.json: [0].latitudeDeg (station "NORTH"): expected degrees from -90 to 90, found 91\n',
    });
  });

  it('a constellation with a latitude of 91 degrees', () => {
    const seed = JSON.parse(seeds('constellation.json')) as { antennas: { latitudeDeg: number }[] };
    const [antenna] = seed.antennas;
    if (antenna !== undefined) antenna.latitudeDeg = 91;
    expect(() => readConstellationSeed(seed, 'constellation.json')).toThrow(
      'constellation.json: antennas.0.latitudeDeg: latitude: expected -90 to 90 degrees',
    );
  });

  it('a mission database with an element that XTCE, or our part of it, does not have: element, line and path', () => {
    const text = seeds('mission-database/smms-reference.xml');
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.includes('<ParameterSet>'));
    const planted = [...lines.slice(0, at + 1), '      <Wobble/>', ...lines.slice(at + 1)].join('\n');
    expect(() => loadMissionDatabase(text, { sourceName: 'reference.xml' })).not.toThrow();
    let caught: unknown;
    try {
      loadMissionDatabase(planted, { sourceName: 'planted.xml' });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(XtceError);
    expect(caught).toMatchObject({
      what: 'unknown element Wobble',
      found: 'Wobble',
      line: at + 2,
      column: 7,
      path: 'SpaceSystem/TelemetryMetaData/ParameterSet/Wobble',
      sourceName: 'planted.xml',
    });
    expect(String((caught as Error).message)).toContain(`planted.xml:${at + 2}:7: unknown element Wobble`);
  });
});
