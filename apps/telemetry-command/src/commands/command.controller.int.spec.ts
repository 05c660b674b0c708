import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Command, commandDefinitionSchema, commandSchema, type ConsoleHolding } from '@app/contracts';
import { JwtAccessTokens, openTestDatabase, SystemWallClock, type TestDatabase } from '@app/platform';
import { telemetryCommandEntities, TelemetryCommandModule } from '../index.js';
import { Ground, temporaryFolder } from '../testing/ground.js';
import { seedRegistry } from '../testing/seed-registry.js';
import { MemoryAudit, person, TestAccounts, TestDoors } from '../testing/test-doors.js';

const gf1 = '/api/telemetry-command/spacecraft/GF-1';
const mode = 'simulation';
const people = {
  'wang.lei': person('wang.lei', 'CN', 'controller', 'hazardous-command-approver'),
  'li.na': person('li.na', 'CN', 'controller', 'hazardous-command-approver'),
  'chen.jie': person('chen.jie', 'CN', 'planner'),
  'emre.yilmaz': person('emre.yilmaz', 'TR', 'controller', 'hazardous-command-approver'),
};
type Name = keyof typeof people;
type Problem = { status: number; errors: { path: string; message: string }[] };

// The doors with the real policy, guard and tokens.
describe('commands over HTTP', () => {
  let database: TestDatabase;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let ground: Ground;
  let audit: MemoryAudit;
  let accounts: TestAccounts;
  const tokens = new Map<Name, string>();

  beforeAll(async () => {
    database = await openTestDatabase({ entities: telemetryCommandEntities, migrations: true });
    await seedRegistry(database.dataSource);
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    const tables = ['command_stage', 'command', 'sequence_count', 'console_holding'];
    await database.dataSource.query(`truncate ${tables.map((table) => `telemetry_command.${table}`).join(', ')}`);
    folder = await temporaryFolder();
    audit = new MemoryAudit();
    accounts = new TestAccounts(Object.values(people));
    ground = await Ground.start(database.dataSource, folder.path, [TelemetryCommandModule.forRoot()], {
      doors: TestDoors.guarded(accounts, audit),
    });
    for (const name of Object.keys(people)) await signIn(name as Name);
  });
  const signIn = async (name: Name): Promise<void> => {
    const account = (await accounts.find(people[name].user))!;
    tokens.set(name, ground.app.get(JwtAccessTokens).issue(account, new SystemWallClock().now()).token);
  };
  afterEach(async () => {
    await ground.stop();
    await folder.remove();
  });

  const post = (who: Name, path: string, body: object) =>
    ground.post(`${gf1}${path}`, { mode, ...body }, tokens.get(who));
  const get = (who: Name, path: string) => ground.get(`${gf1}${path}`, tokens.get(who));
  const take = (who: Name) => post(who, '/console', { action: 'take' });
  const write = async (who: Name, body: object): Promise<Command> => {
    const { status, body: command } = await post(who, '/commands', body);
    expect([status, command]).toEqual([201, expect.anything()]);
    return commandSchema.parse(command);
  };
  const ruleOf = ({ body }: { body: unknown }): string | undefined =>
    (body as Problem).errors.find(({ path }) => path === 'rule')?.message;
  const lastAudit = () => audit.records.at(-1)!;

  it('shows the commands there are, to who may observe the spacecraft', async () => {
    const { status, body } = await get('chen.jie', '/command-definitions');
    expect(status).toBe(200);
    const definitions = (body as unknown[]).map((one) => commandDefinitionSchema.parse(one));
    expect(definitions.map(({ name }) => name)).toContain('TRANSMITTER_OFF');
    expect((await get('emre.yilmaz', '/command-definitions')).status).toBe(403);
    expect((await ground.get(`${gf1}/command-definitions`)).status).toBe(401);
  });

  it('takes a routine command of the commander, checked and with defaults, into the queue', async () => {
    await take('wang.lei');
    const command = await write('wang.lei', {
      name: 'IMAGING_SESSION_START',
      arguments: { DURATION_S: 60 },
      note: 'orbit 7',
    });
    expect(command).toMatchObject({
      mode,
      spacecraft: 'GF-1',
      name: 'IMAGING_SESSION_START',
      arguments: { DURATION_S: 60, COMPRESSION_RATIO: 4, BAND: 'ALL' },
      hazardous: false,
      service: 'AD',
      author: 'wang.lei',
      member: 'CN',
      state: 'queued',
      note: 'orbit 7',
      contact: null,
      sequenceCount: null,
      stages: [{ stage: 'queued', outcome: 'done', by: 'wang.lei', at: '2026-04-24T08:10:00.000000Z' }],
    });
    expect((await get('chen.jie', `/commands/${command.id}`)).body).toEqual(command);
    expect(lastAudit()).toMatchObject({
      user: 'wang.lei',
      operation: 'author-command',
      door: `POST ${gf1}/commands`,
      spacecraft: 'GF-1',
      subject: command.id,
      decision: { allowed: true },
    });
  });

  it('refuses a command of who does not hold the console, of another member and of another mode, and keeps nothing', async () => {
    const command = { name: 'CONNECTION_TEST' };
    const free = await post('wang.lei', '/commands', command);
    expect([free.status, ruleOf(free)]).toEqual([403, 'console-not-held']);
    await take('li.na');
    const others = await post('wang.lei', '/commands', command);
    expect([others.status, ruleOf(others)]).toEqual([403, 'console-held-by-another']);
    expect(lastAudit()).toMatchObject({
      user: 'wang.lei',
      decision: { allowed: false, rule: 'console-held-by-another' },
    });
    const nation = await post('emre.yilmaz', '/commands', command);
    expect([nation.status, ruleOf(nation)]).toEqual([403, 'other-member']);
    const planner = await post('chen.jie', '/commands', command);
    expect([planner.status, ruleOf(planner)]).toEqual([403, 'no-role']);
    const real = await post('li.na', '/commands', { ...command, mode: 'operational' });
    expect([real.status, ruleOf(real)]).toEqual([403, 'other-mode']);
    const nobody = await ground.post(`${gf1}/commands`, { mode, ...command });
    expect(nobody.status).toBe(401);
    expect((await get('li.na', '/commands')).body).toEqual([]);
  });

  it('writes a command of its author’s identifier once, and no other under it', async () => {
    await take('wang.lei');
    const id = '0B2C3D4E-5F60-4718-8293-A4B5C6D7E8F9';
    const asked = { id, name: 'IMAGING_SESSION_START', arguments: { DURATION_S: 60 }, note: 'orbit 7' };
    const first = await write('wang.lei', asked);
    expect(first.id).toBe(id.toLowerCase());
    // With the default written out it is the same.
    const again = await write('wang.lei', { ...asked, arguments: { BAND: 'ALL', DURATION_S: 60 } });
    expect(again).toEqual(first);
    const other = await post('wang.lei', '/commands', { ...asked, arguments: { DURATION_S: 61 } });
    expect([other.status, (other.body as Problem).errors[0]!.path]).toEqual([409, 'id']);
    const shape = await post('wang.lei', '/commands', { ...asked, id: 'one' });
    expect([shape.status, (shape.body as Problem).errors[0]!.path]).toEqual([400, 'id']);
    await post('wang.lei', '/console', { action: 'offer', to: 'li.na' });
    await post('li.na', '/console', { action: 'accept' });
    expect((await post('li.na', '/commands', asked)).status).toBe(409);
    expect((await get('li.na', '/commands')).body).toEqual([first]);
  });

  it('gives no command to a new account of the holder’s name, and the console to whom takes it', async () => {
    await take('wang.lei');
    accounts.set(people['wang.lei']);
    await signIn('wang.lei');
    const heir = await post('wang.lei', '/commands', { name: 'CONNECTION_TEST' });
    expect([heir.status, ruleOf(heir)]).toEqual([403, 'console-not-held']);
    expect((await take('wang.lei')).status).toBe(200);
    expect(lastAudit().subject).toBe('take from wang.lei: account-changed');
    await write('wang.lei', { name: 'CONNECTION_TEST' });
    // Without his role he may still leave it, and somebody else may take it from him.
    accounts.set({ ...people['wang.lei'], roles: [] });
    expect((await take('li.na')).status).toBe(200);
    expect(lastAudit()).toMatchObject({ user: 'li.na', subject: 'take from wang.lei: account-changed' });
    accounts.set({ ...people['li.na'], roles: [] });
    await signIn('li.na');
    expect(ruleOf(await take('li.na'))).toBe('no-role');
    const left = await post('li.na', '/console', { action: 'leave' });
    expect([left.status, (left.body as ConsoleHolding).holder]).toEqual([200, null]);
    expect(lastAudit()).toMatchObject({ user: 'li.na', subject: 'leave', decision: { allowed: true } });
  });

  it('names every field of a command that is wrong', async () => {
    await take('wang.lei');
    const { status, body } = await post('wang.lei', '/commands', {
      name: 'IMAGING_SESSION_START',
      arguments: { DURATION_S: 5, BAND: 'INFRARED', COLOUR: 'red' },
      contact: 'HJ-1A_CN-MYN-1_7',
    });
    expect(status).toBe(422);
    expect((body as Problem).errors.map(({ path }) => path)).toEqual([
      'contact',
      'arguments.DURATION_S',
      'arguments.BAND',
      'arguments.COLOUR',
    ]);
    expect((body as Problem).errors[1]!.message).toMatch(/expected .*10.*600.*found 5/);
    const unknown = await post('wang.lei', '/commands', { name: 'NOPE' });
    expect([unknown.status, (unknown.body as Problem).errors[0]!.path]).toEqual([422, 'name']);
    const shape = await post('wang.lei', '/commands', { arguments: { A: null } });
    expect([shape.status, (shape.body as Problem).errors.map(({ path }) => path)]).toEqual([
      400,
      ['name', 'arguments.A'],
    ]);
  });

  it('takes a command for a contact only through an antenna that sends, by an agreement', async () => {
    await take('wang.lei');
    const forContact = (contact: string) => post('wang.lei', '/commands', { name: 'CONNECTION_TEST', contact });
    const receiveOnly = await forContact('GF-1_CN-MYN-2_7');
    expect([receiveOnly.status, (receiveOnly.body as Problem).errors[0]!.path]).toEqual([422, 'contact']);
    const noAgreement = await forContact('GF-1_EG-ASW-1_7');
    expect([noAgreement.status, ruleOf(noAgreement)]).toEqual([403, 'no-agreement']);
    const nowhere = await forContact('GF-1_XX-XXX-1_7');
    expect(nowhere.status).toBe(404);
    const good = await forContact('GF-1_CN-MYN-1_7');
    expect([good.status, good.body]).toEqual([201, expect.objectContaining({ contact: 'GF-1_CN-MYN-1_7' })]);
    expect(lastAudit()).toMatchObject({ antenna: 'CN-MYN-1', decision: { agreement: 'CN-FOR-CN' } });
  });

  it('lets a hazardous command pass only by a second person, who may reject it', async () => {
    await take('wang.lei');
    const hazardous = { name: 'TRANSMITTER_OFF', arguments: { OFF_DURATION_S: 60 } };
    const command = await write('wang.lei', hazardous);
    expect(command).toMatchObject({ state: 'awaiting-approval', hazardous: true, significance: 'severe' });
    const approval = `/commands/${command.id}/approval`;
    const same = await post('wang.lei', approval, { verdict: 'approve' });
    expect([same.status, ruleOf(same)]).toEqual([403, 'same-person']);
    const nation = await post('emre.yilmaz', approval, { verdict: 'approve' });
    expect([nation.status, ruleOf(nation)]).toEqual([403, 'other-member']);
    const planner = await post('chen.jie', approval, { verdict: 'approve' });
    expect([planner.status, ruleOf(planner)]).toEqual([403, 'no-role']);
    const real = await post('li.na', approval, { verdict: 'approve', mode: 'operational' });
    expect([real.status, ruleOf(real)]).toEqual([403, 'other-mode']);
    const approved = await post('li.na', approval, { verdict: 'approve' });
    expect(lastAudit().subject).toBe(`${command.id}: approve`);
    expect([approved.status, approved.body]).toEqual([
      200,
      expect.objectContaining({ state: 'queued', approver: 'li.na' }),
    ]);
    const twice = await post('li.na', approval, { verdict: 'reject' });
    expect([twice.status, (twice.body as Problem).errors]).toEqual([
      409,
      [{ path: 'state', message: 'expected awaiting-approval, found queued' }],
    ]);
    const other = await write('wang.lei', hazardous);
    const rejected = await post('li.na', `/commands/${other.id}/approval`, { verdict: 'reject', reason: 'eclipse' });
    expect(lastAudit().subject).toBe(`${other.id}: reject, eclipse`);
    expect(commandSchema.parse(rejected.body)).toMatchObject({
      state: 'rejected',
      approver: null,
      stages: [{}, { stage: 'approved', outcome: 'failed', by: 'li.na', detail: 'eclipse' }],
    });
    const routine = await write('wang.lei', { name: 'CONNECTION_TEST' });
    const needless = await post('li.na', `/commands/${routine.id}/approval`, { verdict: 'approve' });
    expect([needless.status, ruleOf(needless)]).toEqual([403, 'not-hazardous']);
  });

  it('lets the commander take back what has not left, once', async () => {
    await take('wang.lei');
    const command = await write('wang.lei', { name: 'CONNECTION_TEST' });
    const path = `/commands/${command.id}/cancellation`;
    const other = await post('li.na', path, {});
    expect([other.status, ruleOf(other)]).toEqual([403, 'console-held-by-another']);
    const cancelled = await post('wang.lei', path, { reason: 'mistyped' });
    expect([cancelled.status, cancelled.body]).toEqual([200, expect.objectContaining({ state: 'cancelled' })]);
    expect((await post('wang.lei', path, {})).status).toBe(409);
  });

  it('lists commands, the latest first, by state and time', async () => {
    await take('wang.lei');
    const written: string[] = [];
    for (const arguments_ of [1, 2, 3])
      written.unshift(
        (await write('wang.lei', { name: 'TIME_REPORT_RATE_SET', arguments: { RATE_EXPONENT: arguments_ } })).id,
      );
    await post('wang.lei', `/commands/${written[1]}/cancellation`, {});
    const ids = async (query: string): Promise<string[]> =>
      ((await get('chen.jie', `/commands${query}`)).body as Command[]).map(({ id }) => id);
    expect(await ids('')).toEqual(written);
    expect(await ids('?limit=2')).toEqual(written.slice(0, 2));
    expect(await ids('?state=cancelled')).toEqual([written[1]]);
    expect(await ids('?start=2026-04-24T08:10:00Z&end=2026-04-24T08:10:01Z')).toEqual(written);
    expect(await ids('?end=2026-04-24T08:10:00Z')).toEqual([]);
    expect((await get('chen.jie', '/commands?state=lost')).status).toBe(400);
  });

  it.each([
    ['/commands/00000000-0000-4000-8000-00000000dead', 'command'],
    ['/commands/no-uuid', 'command'],
  ])('does not know %s', async (path, field) => {
    const { status, body } = await get('chen.jie', path);
    expect([status, (body as Problem).errors[0]!.path]).toEqual([404, field]);
  });

  it('does not give out a command under the name of another spacecraft', async () => {
    await take('wang.lei');
    const { id } = await write('wang.lei', { name: 'CONNECTION_TEST' });
    const path = `/api/telemetry-command/spacecraft/HJ-1A/commands/${id}`;
    expect((await ground.get(path, tokens.get('wang.lei'))).status).toBe(404);
    expect((await ground.post(`${path}/cancellation`, { mode }, tokens.get('wang.lei'))).status).toBe(404);
  });

  it('hands the console over between controllers of the operator, and to nobody else', async () => {
    expect(((await get('chen.jie', '/console')).body as ConsoleHolding).holder).toBeNull();
    expect(ruleOf(await take('emre.yilmaz'))).toBe('other-member');
    expect(ruleOf(await take('chen.jie'))).toBe('no-role');
    await take('wang.lei');
    expect((await take('li.na')).status).toBe(409);
    await post('wang.lei', '/console', { action: 'offer', to: 'emre.yilmaz' });
    const foreign = await post('emre.yilmaz', '/console', { action: 'accept' });
    expect([foreign.status, ruleOf(foreign)]).toEqual([403, 'other-member']);
    await post('wang.lei', '/console', { action: 'offer', to: 'li.na' });
    const accepted = await post('li.na', '/console', { action: 'accept' });
    expect([accepted.status, accepted.body]).toEqual([
      200,
      expect.objectContaining({ holder: 'li.na', offeredTo: null }),
    ]);
    expect(ruleOf(await post('wang.lei', '/commands', { name: 'CONNECTION_TEST' }))).toBe('console-held-by-another');
    expect((await post('li.na', '/commands', { name: 'CONNECTION_TEST' })).status).toBe(201);
    const unfit = await post('li.na', '/console', { action: 'steal' });
    expect([unfit.status, (unfit.body as Problem).errors[0]!.path]).toEqual([400, 'action']);
  });
});
