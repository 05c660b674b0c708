import { Controller, Get, Param, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AntennaId, type Principal, type SpacecraftId } from '@app/contracts';
import {
  Authorised,
  AuthorisedInside,
  Authority,
  BusGuard,
  Door,
  notFound,
  openTestDatabase,
  type TestDatabase,
  testDatabaseKinds,
  Who,
} from '@app/platform';
import { parseUtc } from '@app/time';
import { serviceManagementEntities } from '../service-management.entities.js';
import { AuthorityBench } from '../testing/authority-bench.js';

/** Doors such as other apps have. */
@Controller('probe')
class Probe {
  constructor(private readonly authority: Authority) {}

  @Get('silent')
  silent(): string[] {
    return ['let in'];
  }

  @Get('telemetry/:id')
  @Authorised('observe-spacecraft', { spacecraft: 'id' })
  telemetry(@Who() who: Principal): string[] {
    return [who.user];
  }

  @Get('statistics')
  @Authorised('observe-spacecraft', { spacecraft: { contactInQuery: 'contact' } })
  statistics(): string[] {
    return [];
  }

  @Post('requests')
  @Authorised('plan-contacts', { spacecraft: { body: 'spacecraft' }, mode: { body: 'mode' } })
  requests(): string[] {
    return [];
  }

  @Post('consoles/:id/:antenna')
  @AuthorisedInside('hold-console')
  async console(
    @Param('id') id: string,
    @Param('antenna') antenna: string,
    @Who() who: Principal,
    @Door() door: string,
  ): Promise<unknown> {
    return this.authority.require(who, {
      operation: 'hold-console',
      door,
      spacecraft: id as SpacecraftId,
      antenna: antenna as AntennaId,
    });
  }

  @Post('orders/:id/:order')
  @AuthorisedInside('cancel-command')
  order(@Param('order') order: string): never {
    throw notFound('order', order);
  }

  @Post('stations/:site')
  @Authorised('operate-station', { site: 'site' })
  station(): string[] {
    return [];
  }
}

describe.each(testDatabaseKinds())('doors and their audit on %s', (kind) => {
  let database: TestDatabase;
  let bench: AuthorityBench;
  const tokens = new Map<string, string>();
  const as = async (user: string): Promise<string> => {
    const token = tokens.get(user) ?? (await bench.signIn(user));
    tokens.set(user, token);
    return token;
  };
  const entries = async () => bench.audit(await as('chen.admin'), '?limit=1000');

  beforeAll(async () => {
    database = await openTestDatabase({ kind, entities: serviceManagementEntities, migrations: true });
    bench = await AuthorityBench.start(database.dataSource, { controllers: [Probe] });
    for (const user of ['chen.admin', 'wang.lei', 'emre.yilmaz', 'ayse.demir', 'zhao.min']) await as(user);
  });
  afterAll(async () => {
    await bench.stop();
    await database.close();
  });

  it.each([
    ['GET', 'silent', 'wang.lei', undefined, 403, 'no-policy'],
    ['GET', 'telemetry/GF-1', undefined, undefined, 401, 'not-signed-in'],
    ['GET', 'telemetry/GF-1', 'emre.yilmaz', undefined, 403, 'other-member'],
    ['GET', 'telemetry/NOPE', 'wang.lei', undefined, 404, 'unknown-resource'],
    ['GET', "telemetry/'; drop table audit_entry; --", 'wang.lei', undefined, 404, 'unknown-resource'],
    ['GET', 'statistics?contact=SMMS-RC-5_TR-ANK-1_77', 'wang.lei', undefined, 403, 'other-member'],
    ['POST', 'requests', 'wang.lei', {}, 403, 'no-role'],
    ['POST', 'requests', 'zhao.min', { spacecraft: 'SMMS-RC-5' }, 403, 'other-member'],
    ['POST', 'requests', 'zhao.min', { spacecraft: 'GF-1', mode: 'operational' }, 403, 'other-mode'],
    ['POST', 'consoles/GF-1/CN-MYN-1', 'emre.yilmaz', {}, 403, 'other-member'],
    ['POST', 'consoles/GF-1/BD-GZP-1', 'wang.lei', {}, 403, 'no-agreement'],
    ['POST', 'stations/CN-MYN', 'ayse.demir', {}, 403, 'other-member'],
  ])('%s %s by %s is refused', async (method, path, user, body, status, rule) => {
    const token = user === undefined ? undefined : await as(user);
    const answer = await bench.ask(method, `/probe/${path}`, token, body);
    expect([answer.status, answer.rule]).toEqual([status, rule]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    // Each refusal is there, with its reason and both clocks, whoever may read it.
    const [last] = await database.dataSource.query<Record<string, unknown>[]>(
      `select rule, allowed, explanation, "user", wall_time, mission_time from service_management.audit_entry
       order by id desc limit 1`,
    );
    expect(last).toMatchObject({ rule, allowed: false, user: rule === 'no-policy' ? null : (user ?? null) });
    expect(JSON.stringify(answer.body)).toContain(JSON.stringify(last?.['explanation']).slice(1, -1));
  });

  // Whether there is such an order is nobody's business who may not touch the spacecraft.
  it.each([
    ['GF-1', 'emre.yilmaz', 403, 'other-member'],
    ['GF-1', 'ayse.demir', 403, 'no-role'],
    ['GF-1', 'wang.lei', 404, undefined],
    ['NOPE', 'wang.lei', 404, undefined],
  ])('decides whose spacecraft it is before it looks for an order of %s for %s', async (id, user, status, rule) => {
    const before = (await entries()).length;
    const path = `/probe/orders/${id}/7f6d`;
    const answer = await bench.ask('POST', path, await as(user), {});
    expect([answer.status, answer.rule]).toEqual([status, rule]);
    // The reading of the audit is in it, twice.
    const written = (await entries()).slice(1, -before);
    expect(
      written.map(({ door, user: by, spacecraft, subject, decision }) => [
        door,
        by,
        spacecraft,
        subject,
        decision.rule,
      ]),
    ).toEqual(rule === undefined ? [] : [[`POST ${path}`, user, id, '7f6d', rule]]);
  });

  it('writes down what no table would take', async () => {
    expect((await bench.ask('GET', '/probe/telemetry/%00', await as('wang.lei'))).status).toBe(404);
    expect((await entries())[1]).toMatchObject({ spacecraft: null, subject: '\ufffd' });
  });

  it('needs the contact of a query to decide, and says so', async () => {
    const answer = await bench.ask('GET', '/probe/statistics', await as('wang.lei'));
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'contact' }] } });
  });

  it('audits who, what, on which spacecraft, by which agreement, when by both clocks', async () => {
    expect((await bench.ask('POST', '/probe/consoles/GF-1/TR-ANK-1', await as('wang.lei'))).status).toBe(201);
    expect((await entries())[1]).toEqual({
      id: expect.any(Number),
      mode: 'simulation',
      wallTime: '2026-07-01T10:00:00.000000Z',
      missionTime: '2026-04-24T08:00:00.000000Z',
      user: 'wang.lei',
      member: 'CN',
      actor: 'wang.lei',
      operation: 'hold-console',
      door: 'POST /probe/consoles/GF-1/TR-ANK-1',
      spacecraft: 'GF-1',
      antenna: 'TR-ANK-1',
      subject: null,
      decision: {
        allowed: true,
        rule: 'allowed',
        explanation: 'wang.lei is controller of CN, by agreement TR-FOR-CN',
        agreement: 'TR-FOR-CN',
      },
    });
  });

  it('counts who looks, and writes down only who is refused', async () => {
    const before = (await entries()).length;
    expect((await bench.ask('GET', '/probe/telemetry/GF-1', await as('wang.lei'))).body).toEqual(['wang.lei']);
    // The reading of the audit is in it.
    expect((await entries()).length).toBe(before + 1);
  });

  it('shows a member its own users and spacecraft, and strangers to administrators', async () => {
    const seenBy = async (user: string) => bench.audit(await as(user), '?limit=1000');
    const turkish = await seenBy('emre.yilmaz');
    expect(turkish.filter(({ member, spacecraft }) => member !== 'TR' && spacecraft !== 'SMMS-RC-5')).toEqual([]);
    // Chinese users tried at the Turkish spacecraft, and the other way round: either side may know.
    expect(turkish.some(({ member }) => member === 'CN')).toBe(true);
    expect((await seenBy('wang.lei')).some(({ member, user }) => member === 'TR' && user === 'emre.yilmaz')).toBe(true);
    expect((await seenBy('wang.lei')).some(({ actor }) => actor === 'anonymous')).toBe(false);
    expect((await seenBy('chen.admin')).some(({ actor }) => actor === 'anonymous')).toBe(true);
    const refused = await bench.audit(await as('wang.lei'), '?spacecraft=GF-1&allowed=false&rule=other-member');
    expect(new Set(refused.map(({ user }) => user))).toEqual(new Set(['emre.yilmaz']));
    expect((await bench.ask('GET', '/api/service-management/audit', await as('zhao.min'))).rule).toBe('no-role');
  });

  it('pages backwards, and takes a span of wall time', async () => {
    const all = await entries();
    const page = await bench.audit(await as('chen.admin'), `?limit=2&before=${all[1]!.id}`);
    expect(page.map(({ id }) => id)).toEqual([all[2]!.id, all[3]!.id]);
    expect(await bench.audit(await as('chen.admin'), '?start=2026-07-01T10:00:01Z')).toEqual([]);
  });

  it.each(['update service_management.audit_entry set allowed = true', 'delete from service_management.audit_entry'])(
    'is only added to: %s',
    async (statement) => {
      await expect(database.dataSource.query(statement)).rejects.toThrow(/the audit is only added to/);
    },
  );

  it('audits what a role says that it may not say, and what comes from another mode', async () => {
    const guard = bench.app.get(BusGuard);
    await expect(guard.busOf('station').publish('telecommand.GF-1.command', {})).rejects.toMatchObject({
      rule: 'unknown-sender',
      sender: 'station',
    });
    const station = guard.busOf('station');
    await station.respond('station.CN-MYN.cltu', () => 'radiated');
    const forged = { 'smms-from': 'interconnect', 'smms-mode': 'operational' };
    await expect(
      bench.bus.request('station.CN-MYN.cltu', {}, { timeoutMs: 1000, headers: forged }),
    ).rejects.toMatchObject({ errorName: 'BusRefusalError', details: { rule: 'other-mode' } });
    const written = (await entries()).slice(1, 3);
    expect(written.map(({ actor, operation, door, decision }) => [actor, operation, door, decision.rule])).toEqual([
      ['interconnect', 'bus-message', 'station.CN-MYN.cltu', 'other-mode'],
      ['station', 'bus-message', 'telecommand.GF-1.command', 'unknown-sender'],
    ]);
  });

  it('goes by the agreements that are in force at mission time', async () => {
    bench.missionClock.advanceTo(parseUtc('2027-01-01T00:00:00Z'));
    bench.wallClock.advance(5);
    const answer = await bench.ask('POST', '/probe/consoles/GF-1/TR-ANK-1', await as('wang.lei'));
    expect(answer.rule).toBe('no-agreement');
  });

  // The last: it uses up what this address may.
  it('cannot be flooded by who is not signed in, and lets those in who are', async () => {
    const count = async (): Promise<number> => {
      const [row] = await database.dataSource.query<[{ n: number }]>(
        'select count(*)::int as n from service_management.audit_entry',
      );
      return row.n;
    };
    bench.wallClock.advance(60);
    const before = await count();
    const statuses: number[] = [];
    for (let i = 0; i < 50; i++) statuses.push((await bench.ask('GET', '/probe/telemetry/GF-1')).status);
    // Beyond the budget it is said as before who is not let in: only the audit has no more of it.
    expect(statuses).toEqual(Array<number>(50).fill(401));
    expect(await count()).toBe(before + 30);
    const late = await bench.ask('GET', '/probe/telemetry/GF-1', 'rubbish');
    expect([late.status, late.rule, late.headers.get('retry-after')]).toEqual([401, 'invalid-token', '60']);
    expect((await bench.ask('GET', '/probe/telemetry/GF-1', await as('wang.lei'))).status).toBe(200);
    bench.wallClock.advance(60);
    expect((await bench.ask('GET', '/probe/telemetry/GF-1')).headers.get('retry-after')).toBeNull();
    expect(await count()).toBe(before + 31);
  });
});
