import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AuditLog,
  expectEntitiesToMatchMigrations,
  JwtAccessTokens,
  openTestDatabase,
  type TestDatabase,
  testDatabaseKinds,
} from '@app/platform';
import { serviceManagementEntities } from '../service-management.entities.js';
import { AuthorityBench, type BenchOptions } from '../testing/authority-bench.js';

const users = '/api/service-management/users';

describe.each(testDatabaseKinds())('accounts on %s', (kind) => {
  let database: TestDatabase;
  let bench: AuthorityBench | undefined;
  beforeAll(async () => {
    database = await openTestDatabase({ kind, entities: serviceManagementEntities, migrations: true });
  });
  afterEach(async () => {
    await bench?.stop();
    bench = undefined;
  });
  afterAll(async () => database.close());

  const start = async (options: BenchOptions = {}): Promise<AuthorityBench> =>
    (bench = await AuthorityBench.start(database.dataSource, options));

  it('has entities that agree with the migrations', async () => {
    await expectEntitiesToMatchMigrations(database.dataSource);
  });

  it('opens a session of 15 minutes, and keeps neither password nor token', async () => {
    const { ask, signIn } = bound(await start());
    const token = await signIn('li.na');
    expect((await ask('GET', '/api/session', token)).body).toEqual({
      principal: { user: 'li.na', name: 'Li Na', member: 'CN', roles: ['controller', 'hazardous-command-approver'] },
      signedInAt: '2026-07-01T10:00:00.000000Z',
      expiresAt: '2026-07-01T10:15:00.000000Z',
    });
    const rows: { row: string }[] = await database.dataSource.query(
      `select t::text as row from service_management.user_account t
       union all select t::text from service_management.audit_entry t`,
    );
    const stored = rows.map(({ row }) => row).join('\n');
    expect(stored).toContain('li.na');
    expect(stored).not.toContain(token);
    expect(stored).not.toContain('"demonstration"');
  });

  it('answers a wrong password and an unknown user in the same words, and audits both', async () => {
    const { ask, signIn, audit } = bound(await start());
    const wrong = await ask('POST', '/api/session', undefined, { user: 'wang.lei', password: 'wrong' });
    const unknown = await ask('POST', '/api/session', undefined, { user: 'no.body', password: 'wrong' });
    expect([wrong.status, wrong.rule]).toEqual([401, 'wrong-password']);
    expect(unknown).toMatchObject({ status: 401, body: wrong.body });
    const entries = await audit(await signIn('chen.admin'), '?operation=sign-in&rule=wrong-password&limit=2');
    expect(entries.map(({ user, member, actor, subject }) => [user, member, actor, subject])).toEqual([
      [null, null, 'anonymous', 'no.body'],
      ['wang.lei', 'CN', 'anonymous', 'wang.lei'],
    ]);
  });

  it('lets a token expire by the wall clock, not by the mission clock', async () => {
    const { ask, signIn, wallClock, missionClock } = bound(await start());
    const token = await signIn('wang.lei');
    missionClock.advanceTo(missionClock.now() + 3_600_000_000_000n);
    wallClock.advance(15 * 60 - 1);
    expect((await ask('GET', '/api/session', token)).status).toBe(200);
    wallClock.advance(1);
    const late = await ask('GET', '/api/session', token);
    expect([late.status, late.rule, late.headers.get('www-authenticate')]).toEqual([401, 'expired-token', 'Bearer']);
    expect(JSON.stringify(late.body)).toContain('one of wang.lei that expired at 2026-07-01T10:15:00Z');
  });

  it('renews a session for twelve hours, no longer', async () => {
    const { ask, signIn, wallClock } = bound(await start());
    let token = await signIn('wang.lei');
    for (let minutes = 0; minutes < 12 * 60 - 10; minutes += 10) {
      wallClock.advance(600);
      const renewed = await ask('POST', '/api/session/renewal', token);
      expect(renewed.status).toBe(200);
      token = String(renewed.body['token']);
    }
    // Ten minutes are left: the last token lives no longer than the session.
    wallClock.advance(599);
    expect((await ask('GET', '/api/session', token)).status).toBe(200);
    wallClock.advance(1);
    expect((await ask('POST', '/api/session/renewal', token)).rule).toBe('expired-token');
  });

  it.each([
    ['none', undefined, 'not-signed-in'],
    ['one that is no JWT', 'rubbish', 'invalid-token'],
    [
      // {"alg":"none"}: a token that says it needs no signature.
      'an unsigned one',
      `eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.${Buffer.from('{"sub":"wang.lei","aud":"simulation","iat":1,"exp":99999999999,"signedIn":1,"accountVersion":1}').toString('base64url')}.`,
      'invalid-token',
    ],
  ])('refuses a token: %s', async (_what, token, rule) => {
    const { ask } = bound(await start());
    const answer = await ask('GET', '/api/service-management/members', token);
    expect([answer.status, answer.rule]).toEqual([401, rule]);
  });

  it('refuses a token whose claims were changed', async () => {
    const { ask, signIn } = bound(await start());
    const token = await signIn('wang.lei');
    const [head, , signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'chen.admin' })).toString('base64url');
    expect((await ask('GET', '/api/session', `${head}.${forged}.${signature}`)).rule).toBe('invalid-token');
  });

  it('ends open sessions when the account is disabled, its roles or its password change', async () => {
    const { ask, signIn } = bound(await start());
    const admin = await signIn('chen.admin');
    const change = (user: string, body: object) => ask('PATCH', `${users}/${user}`, admin, body);
    const ruleFor = async (token: string) => (await ask('GET', '/api/session', token)).rule;

    const planner = await signIn('zhao.min');
    expect((await change('zhao.min', { name: 'Zhao M.' })).body).toMatchObject({ name: 'Zhao M.' });
    expect(await ruleFor(planner)).toBeUndefined();
    expect((await change('zhao.min', { roles: ['planner'] })).body).toMatchObject({ roles: ['planner'] });
    expect(await ruleFor(planner)).toBe('invalid-token');

    const commander = await signIn('wang.lei');
    await change('wang.lei', { enabled: false });
    expect(await ruleFor(commander)).toBe('account-disabled');
    expect((await ask('POST', '/api/session', undefined, { user: 'wang.lei', password: 'demonstration' })).rule).toBe(
      'account-disabled',
    );
    await change('wang.lei', { enabled: true });
    expect(await ruleFor(commander)).toBe('invalid-token');

    const [here, there] = [await signIn('li.na'), await signIn('li.na')];
    const renew = (current: string) =>
      ask('POST', '/api/session/password', here, { current, new: 'correct horse battery staple' });
    expect((await renew('not it')).rule).toBe('wrong-password');
    const changed = await renew('demonstration');
    expect(changed.status).toBe(200);
    expect([await ruleFor(here), await ruleFor(there)]).toEqual(['invalid-token', 'invalid-token']);
    expect(await ruleFor(String(changed.body['token']))).toBeUndefined();
    expect(await signIn('li.na', 'correct horse battery staple')).not.toBe('');
  });

  it('renews no session whose account is changed after the token was accepted', async () => {
    const { ask, signIn } = bound(await start());
    const [admin, stolen] = [await signIn('chen.admin'), await signIn('zhao.min')];
    const tokens = bench!.app.get(JwtAccessTokens);
    const open = tokens.open.bind(tokens);
    tokens.open = async (token) => {
      const session = await open(token);
      tokens.open = open;
      await ask('PATCH', `${users}/zhao.min`, admin, { password: 'given by an administrator' });
      return session;
    };
    const renewed = await ask('POST', '/api/session/renewal', stolen);
    expect([renewed.status, renewed.rule]).toEqual([401, 'invalid-token']);
    const [entry] = await bench!.audit(admin, '?user=zhao.min&limit=1');
    expect(entry).toMatchObject({ operation: 'sign-in', subject: 'renewal', decision: { rule: 'invalid-token' } });
    expect(await signIn('zhao.min', 'given by an administrator')).not.toBe('');
  });

  it("does not undo an administrator's new password by one's own that was under way", async () => {
    const { ask, signIn } = bound(await start());
    const [admin, stolen] = [await signIn('chen.admin'), await signIn('zhao.min')];
    const audit = bench!.app.get(AuditLog);
    const append = audit.append.bind(audit);
    // After the current password was found right, before the new one is written.
    audit.append = async (record) => {
      audit.append = append;
      await append(record);
      await ask('PATCH', `${users}/zhao.min`, admin, { password: 'given by an administrator' });
    };
    const change = { current: 'demonstration', new: 'chosen by the thief' };
    const changed = await ask('POST', '/api/session/password', stolen, change);
    expect([changed.status, changed.rule]).toEqual([401, 'invalid-token']);
    const signInBy = (password: string) => ask('POST', '/api/session', undefined, { user: 'zhao.min', password });
    expect((await signInBy(change.new)).rule).toBe('wrong-password');
    expect((await signInBy('given by an administrator')).status).toBe(200);
  });

  it('opens no account by a token of one that had its name before', async () => {
    const old = await bound(await start()).signIn('wang.lei');
    await bench?.stop();
    await start({ demonstration: false });
    await bench?.stop();
    const { ask } = bound(await start());
    expect((await ask('GET', '/api/session', old)).rule).toBe('invalid-token');
  });

  it('keeps the accounts of a demonstration that goes on: who was signed in still is', async () => {
    const token = await bound(await start()).signIn('wang.lei');
    await bench?.stop();
    const { ask } = bound(await start());
    expect((await ask('GET', '/api/session', token)).status).toBe(200);
  });

  it('lets nobody change the own roles, and writes down what becomes of the others', async () => {
    const { ask, signIn, audit } = bound(await start());
    const admin = await signIn('chen.admin');
    const own = await ask('PATCH', `${users}/chen.admin`, admin, {
      roles: ['administrator', 'controller', 'hazardous-command-approver'],
    });
    expect([own.status, own.rule]).toEqual([403, 'same-person']);
    expect((await ask('PATCH', `${users}/chen.admin`, admin, { roles: [] })).rule).toBe('same-person');
    expect((await ask('GET', '/api/session', admin)).body).toMatchObject({ principal: { roles: ['administrator'] } });
    await ask('PATCH', `${users}/zhao.min`, admin, { roles: ['controller', 'planner'], name: 'Zhao M.' });
    await ask('PATCH', `${users}/zhao.min`, admin, { enabled: false, password: 'given by an administrator' });
    const entries = await audit(admin, '?operation=administer-users&limit=4');
    expect(entries.map(({ subject, decision }) => [subject, decision.rule])).toEqual([
      ['zhao.min: enabled true -> false, new password', 'allowed'],
      ['zhao.min: roles flight-dynamics + planner -> controller + planner, new name', 'allowed'],
      ['chen.admin: roles administrator -> none', 'same-person'],
      ['chen.admin: roles administrator -> administrator + controller + hazardous-command-approver', 'same-person'],
    ]);
  });

  it('changes no account that another administrator has changed since it was read', async () => {
    const { ask, signIn } = bound(await start());
    const admin = await signIn('chen.admin');
    const audit = bench!.app.get(AuditLog);
    const append = audit.append.bind(audit);
    audit.append = async (record) => {
      audit.append = append;
      await append(record);
      await ask('PATCH', `${users}/zhao.min`, admin, { roles: [] });
    };
    expect(await ask('PATCH', `${users}/zhao.min`, admin, { roles: ['controller'] })).toMatchObject({
      status: 409,
      body: { title: 'changed meanwhile' },
    });
    const listed = (await ask('GET', users, admin)).body as unknown as { user: string; roles: string[] }[];
    expect(listed.find(({ user }) => user === 'zhao.min')?.roles).toEqual([]);
  });

  it('lets an administrator look after the own users, and no others', async () => {
    const { ask, signIn } = bound(await start());
    const admin = await signIn('chen.admin');
    const user = { user: 'new.user', name: 'New User', roles: ['planner'], password: 'a long enough one' };
    expect(await ask('POST', users, admin, { ...user, member: 'TR' })).toMatchObject({
      status: 403,
      rule: 'other-member',
    });
    expect(await ask('POST', users, admin, { ...user, member: 'CN', password: 'short' })).toMatchObject({
      status: 400,
    });
    const created = await ask('POST', users, admin, { ...user, member: 'CN' });
    const [entry] = await bench!.audit(admin, '?operation=administer-users&limit=1');
    expect(entry).toMatchObject({ subject: 'new.user: new account, roles planner', decision: { allowed: true } });
    expect(created).toMatchObject({ status: 201, body: { user: 'new.user', member: 'CN', enabled: true } });
    expect(JSON.stringify(created.body)).not.toMatch(/salt|hash|password/);
    expect((await ask('POST', users, admin, { ...user, member: 'CN' })).status).toBe(409);
    expect(await ask('PATCH', `${users}/emre.yilmaz`, admin, { enabled: false })).toMatchObject({
      rule: 'other-member',
    });
    expect((await ask('PATCH', `${users}/no.body`, admin, { enabled: false })).status).toBe(404);
    expect((await ask('PATCH', `${users}/chen.admin`, admin, { enabled: false })).status).toBe(409);
    expect(await ask('GET', users, await signIn('wang.lei'))).toMatchObject({ status: 403, rule: 'no-role' });
    const listed = (await ask('GET', users, admin)).body as unknown as { member: string; user: string }[];
    expect(new Set(listed.map(({ member }) => member))).toEqual(new Set(['CN']));
    expect(listed.map((one) => one.user)).toContain('new.user');
    expect(await signIn('new.user', 'a long enough one')).not.toBe('');
  });

  it('stops guessing by address and by user, and says for how long', async () => {
    const { ask, signIn } = bound(await start({ limits: { perAddress: 4, perUser: 3, windowS: 300 } }));
    const guess = (user: string) => ask('POST', '/api/session', undefined, { user, password: 'guess' });
    for (let i = 0; i < 3; i++) expect((await guess('wang.lei')).status).toBe(401);
    // Who succeeds spends nothing.
    await signIn('chen.admin');
    const limited = await guess('wang.lei');
    expect(limited).toMatchObject({ status: 429, body: { title: 'too many requests' } });
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(limited.headers.get('content-type')).toContain('application/problem+json');
    // The fourth of this address was the one that its user's limit refused.
    expect((await guess('li.na')).status).toBe(429);
  });

  it('removes the accounts of the demonstration at any other start, and no others', async () => {
    await bound(await start()).signIn('wang.lei');
    await bench?.stop();
    const other = bound(await start({ demonstration: false }));
    const answer = await other.ask('POST', '/api/session', undefined, { user: 'wang.lei', password: 'demonstration' });
    expect(answer.rule).toBe('wrong-password');
    expect(await other.signIn('new.user', 'a long enough one')).not.toBe('');
  });

  it('refuses to be a demonstration in another mode', async () => {
    const real = await openTestDatabase({ kind, entities: serviceManagementEntities, migrations: true });
    await expect(AuthorityBench.start(real.dataSource, { mode: 'operational' })).rejects.toThrow(
      'the demonstration belongs to mode simulation',
    );
    await real.close();
  });
});

function bound(bench: AuthorityBench) {
  return {
    ask: bench.ask.bind(bench),
    signIn: bench.signIn.bind(bench),
    audit: bench.audit.bind(bench),
    wallClock: bench.wallClock,
    missionClock: bench.missionClock,
  };
}
