// Issue: "Refused, with a reason, at the API and audited: no authority, another nation's spacecraft, no agreement, expired token, the same
// person twice, a commander who does not hold the console, a command to an operational spacecraft from a simulation and the reverse."
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AuditEntry,
  type AuthorityRule,
  type Command,
  type OperationsMode,
  principalSchema,
  problemSchema,
  type SpacecraftId,
} from '@app/contracts';
import { JwtAccessTokens, SystemWallClock } from '@app/platform';
import { parseUtc, plusSeconds } from '@app/time';
import { DEMONSTRATION_PASSWORD } from '../../apps/service-management/src/index.js';
import { addUser } from '../../apps/smms/src/commands/users-add.js';
import { dataFolder } from '../../apps/smms/src/ground/data-folder.js';
import { type RunningGroundSegment } from '../../apps/smms/src/ground/ground-segment.js';
import { ChainApi } from './chain-api.js';
import { startTrial, trialConfiguration, trialDatabases, type TrialPlace, trialPlace } from './ground-trial.js';

const CRAFT = 'GF-1' as SpacecraftId;
const CLOCK = '2026-04-24T08:00:00Z';
const api = `/api/telemetry-command/spacecraft/${CRAFT}`;
const routine = { mode: 'simulation' as const, name: 'CONNECTION_TEST' };
const hazardous = { mode: 'simulation' as const, name: 'ATTITUDE_MODE_SET', arguments: { MODE: 'NADIR_POINTING' } };

/** What was refused, as the asker and as the auditor see it. */
interface Refused {
  readonly status: number;
  readonly rule: string | undefined;
  readonly explanation: string | undefined;
  readonly entry: AuditEntry | undefined;
}

/** A ground segment with people who may and may not do things, and one who reads the audit. */
class Doors {
  constructor(
    readonly ground: RunningGroundSegment,
    readonly auditor: ChainApi,
  ) {}

  async tokenOf(user: string, password = DEMONSTRATION_PASSWORD): Promise<string> {
    const { token } = (await (await this.send('POST', '/api/session', { user, password })).json()) as { token: string };
    return token;
  }

  send(method: string, path: string, body: unknown, token?: string): Promise<Response> {
    return fetch(`${this.ground.url}${path}`, {
      method,
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
    });
  }

  /** Posts what must be refused; gives the problem document's rule, and the one audit entry that it left. */
  async refused(path: string, body: unknown, token?: string): Promise<Refused> {
    const [last] = await this.auditor.audit('allowed=false&limit=1');
    const response = await this.send('POST', path, body, token);
    const text = await response.text();
    expect({ text, type: response.headers.get('content-type') }).toMatchObject({
      type: 'application/problem+json; charset=utf-8',
    });
    const { status, errors = [] } = problemSchema.parse(JSON.parse(text));
    expect(status).toBe(response.status);
    const said = (name: string): string | undefined => errors.find((error) => error.path === name)?.message;
    const entries = (await this.auditor.audit('allowed=false&limit=10')).filter(({ id }) => id > (last?.id ?? 0));
    expect(entries).toHaveLength(1);
    return { status, rule: said('rule'), explanation: said('authority'), entry: entries[0] };
  }
}

/** Everything about an audit entry that must hold of each. */
function expectAudited(
  { rule, explanation, entry }: Refused,
  expected: { rule: AuthorityRule; mode: OperationsMode; user: string | null; door: string; found: RegExp },
): void {
  expect(rule).toBe(expected.rule);
  expect(explanation).toMatch(/expected .*found /);
  expect(explanation).toMatch(expected.found);
  expect(entry).toMatchObject({
    mode: expected.mode,
    user: expected.user,
    actor: expected.user ?? 'anonymous',
    door: expected.door,
    decision: { allowed: false, rule: expected.rule, explanation, agreement: null },
  });
}

describe.each(trialDatabases)(
  'what the uplink refuses, over HTTP against the whole ground segment, on %s',
  (database) => {
    let place: TrialPlace;
    let doors: Doors;
    let foreign: ChainApi;
    const tokens: Record<string, string> = {};
    let heldBy: Record<'nobody' | 'wang.lei' | 'li.na', () => Promise<void>>;
    let hers: Command;

    beforeAll(async () => {
      place = await trialPlace(database);
      const ground = await startTrial(place, { clock: `${CLOCK}x0.01`, demonstrationAccounts: true });
      const signedIn = (user: string): Promise<ChainApi> =>
        new ChainApi(ground.url).signIn(user, DEMONSTRATION_PASSWORD);
      doors = new Doors(ground, await signedIn('chen.admin'));
      foreign = await signedIn('emre.yilmaz');
      for (const user of ['wang.lei', 'li.na', 'zhao.min', 'emre.yilmaz', 'somchai.t'])
        tokens[user] = await doors.tokenOf(user);
      const people = { 'wang.lei': await signedIn('wang.lei'), 'li.na': await signedIn('li.na') };
      const leave = async (): Promise<void> => {
        const { holder } = await people['wang.lei'].console(CRAFT);
        if (holder !== null)
          await people[holder as keyof typeof people].actOnConsole(CRAFT, { mode: 'simulation', action: 'leave' });
      };
      const hold = async (user: keyof typeof people): Promise<void> => {
        await leave();
        await people[user].takeConsole(CRAFT);
      };
      heldBy = { nobody: leave, 'wang.lei': () => hold('wang.lei'), 'li.na': () => hold('li.na') };
      await hold('li.na');
      hers = await people['li.na'].command(CRAFT, hazardous);
      expect(hers).toMatchObject({ author: 'li.na', state: 'awaiting-approval', hazardous: true });
    });
    afterAll(async () => {
      await doors.ground.stop();
      await place.remove();
    });

    // After every refusal the commands and the console must stand as before it.
    let before: { commands: Command[]; holder: string | null };
    const standing = async (): Promise<typeof before> => ({
      commands: await doors.auditor.commands(CRAFT),
      holder: (await doors.auditor.console(CRAFT)).holder,
    });

    interface Case {
      readonly what: string;
      readonly holder?: 'nobody' | 'wang.lei' | 'li.na';
      readonly by: string;
      readonly path: string;
      readonly body: unknown;
      readonly rule: AuthorityRule;
      readonly operation: AuditEntry['operation'];
      readonly found: RegExp;
    }
    const write = { path: `${api}/commands`, body: routine, operation: 'author-command' } as const;
    const approve = { mode: 'simulation', verdict: 'approve' };
    const cases: readonly Case[] = [
      {
        ...write,
        what: 'a planner who writes a command',
        by: 'zhao.min',
        rule: 'no-role',
        found: /planner.*zhao\.min/,
      },
      {
        ...write,
        what: "another nation's controller who writes one",
        by: 'emre.yilmaz',
        rule: 'other-member',
        found: /CN .*emre\.yilmaz of TR/,
      },
      {
        ...write,
        what: "another nation's trainee who writes one",
        by: 'somchai.t',
        rule: 'other-member',
        found: /somchai\.t of TH/,
      },
      {
        what: "another nation's controller who takes the console",
        holder: 'nobody',
        by: 'emre.yilmaz',
        path: `${api}/console`,
        body: { mode: 'simulation', action: 'take' },
        rule: 'other-member',
        operation: 'hold-console',
        found: /emre\.yilmaz of TR/,
      },
      {
        what: "another nation's controller who directs COP-1",
        by: 'emre.yilmaz',
        path: `${api}/cop1`,
        body: { mode: 'simulation', directive: 'initiate-ad-with-unlock' },
        rule: 'other-member',
        operation: 'direct-cop1',
        found: /emre\.yilmaz of TR/,
      },
      {
        ...write,
        what: 'a command through an antenna whose nation has no agreement on telecommand',
        by: 'li.na',
        body: { ...routine, contact: 'GF-1_EG-ASW-1_70029' },
        rule: 'no-agreement',
        found: /EG serves CN with telecommand of GF-1 through EG-ASW-1.*found none/,
      },
      {
        ...write,
        what: 'a commander who does not hold the console, which nobody holds',
        holder: 'nobody',
        by: 'wang.lei',
        rule: 'console-not-held',
        found: /nobody holding it/,
      },
      {
        ...write,
        what: 'a commander who does not hold the console, which another holds',
        holder: 'li.na',
        by: 'wang.lei',
        rule: 'console-held-by-another',
        found: /li\.na holding it/,
      },
      {
        what: 'a directive by one who does not hold the console',
        holder: 'li.na',
        by: 'wang.lei',
        path: `${api}/cop1`,
        body: { mode: 'simulation', directive: 'terminate-ad' },
        rule: 'console-held-by-another',
        operation: 'direct-cop1',
        found: /li\.na holding it/,
      },
      {
        ...write,
        what: 'a command for an operational spacecraft, sent to a simulation',
        by: 'li.na',
        body: { ...routine, mode: 'operational' },
        rule: 'other-mode',
        found: /simulation.*found operational/,
      },
      {
        ...write,
        what: 'a command for a test spacecraft, sent to a simulation',
        by: 'li.na',
        body: { ...routine, mode: 'test' },
        rule: 'other-mode',
        found: /simulation.*found test/,
      },
      {
        what: 'a directive for an operational spacecraft, sent to a simulation',
        by: 'li.na',
        path: `${api}/cop1`,
        body: { mode: 'operational', directive: 'terminate-ad' },
        rule: 'other-mode',
        operation: 'direct-cop1',
        found: /found operational/,
      },
    ];

    it.each(cases)('refuses $what', async ({ holder = 'li.na', by, path, body, rule, operation, found }) => {
      await heldBy[holder]();
      before = await standing();
      const sentAt = new SystemWallClock().now();
      const refused = await doors.refused(path, body, tokens[by]);
      expect(refused.status).toBe(403);
      expectAudited(refused, { rule, mode: 'simulation', user: by, door: `POST ${path}`, found });
      expect(refused.entry).toMatchObject({ operation, spacecraft: CRAFT });
      expectBothClocks(refused.entry, sentAt);
      expect(await standing()).toEqual(before);
    });

    /** Wall time between the request and now; mission time that of the simulation, which all but stands. */
    function expectBothClocks(entry: AuditEntry | undefined, sentAt: bigint): void {
      const [wall, mission] = [parseUtc(entry?.wallTime ?? CLOCK), parseUtc(entry?.missionTime ?? CLOCK)];
      expect([wall >= sentAt - 1000n, wall <= new SystemWallClock().now()]).toEqual([true, true]);
      expect([mission >= parseUtc(CLOCK), mission <= doors.ground.missionClock.now()]).toEqual([true, true]);
    }

    it.each<[string, string, unknown, string, AuthorityRule, RegExp]>([
      [
        'the same person twice: who wrote it approves it',
        'approval',
        approve,
        'li.na',
        'same-person',
        /found li\.na twice/,
      ],
      ['an approval by who may not approve', 'approval', approve, 'wang.lei', 'no-role', /hazardous-command-approver/],
      [
        'a rejection by another nation',
        'approval',
        { ...approve, verdict: 'reject' },
        'emre.yilmaz',
        'no-role',
        /emre/,
      ],
      [
        'an approval from another mode',
        'approval',
        { ...approve, mode: 'operational' },
        'li.na',
        'other-mode',
        /found/,
      ],
      [
        'a cancellation by another nation',
        'cancellation',
        { mode: 'simulation' },
        'emre.yilmaz',
        'other-member',
        /emre\.yilmaz of TR/,
      ],
      [
        'a cancellation by who does not hold the console',
        'cancellation',
        { mode: 'simulation' },
        'wang.lei',
        'console-held-by-another',
        /li\.na/,
      ],
    ])('refuses %s', async (_, door, body, by, rule, found) => {
      await heldBy['li.na']();
      before = await standing();
      const path = `${api}/commands/${hers.id}/${door}`;
      const sentAt = new SystemWallClock().now();
      const refused = await doors.refused(path, body, tokens[by]);
      expect(refused.status).toBe(403);
      expectAudited(refused, { rule, mode: 'simulation', user: by, door: `POST ${path}`, found });
      expect(refused.entry).toMatchObject({ spacecraft: CRAFT, subject: expect.stringContaining(hers.id) });
      expectBothClocks(refused.entry, sentAt);
      expect(await standing()).toEqual(before);
    });

    it('refuses a second approval of a routine command: there is none to give', async () => {
      await heldBy['wang.lei']();
      const written = await doors.send('POST', `${api}/commands`, routine, tokens['wang.lei']);
      const { id } = (await written.json()) as Command;
      before = await standing();
      const path = `${api}/commands/${id}/approval`;
      const refused = await doors.refused(path, approve, tokens['li.na']);
      expect(refused.status).toBe(403);
      const found = /found one that needs no second person/;
      expectAudited(refused, { rule: 'not-hazardous', mode: 'simulation', user: 'li.na', door: `POST ${path}`, found });
      expect(await standing()).toEqual(before);
    });

    describe('whom it does not know', () => {
      /** A token of this installation's own key, as it would have been issued at another wall time, with claims of its own. */
      function signed(issuedS: number, key?: Uint8Array): string {
        const issuedAt = plusSeconds(new SystemWallClock().now(), issuedS);
        const [, claims = ''] = (tokens['li.na'] ?? '').split('.');
        const { accountVersion: version } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
          accountVersion: number;
        };
        const principal = principalSchema.parse({ user: 'li.na', name: 'Li Na', member: 'CN', roles: ['controller'] });
        const account = { principal, version, enabled: true };
        const own = readFileSync(join(dataFolder(place.folder).root, 'secrets', 'access-token.key'));
        const clock = { now: () => issuedAt } as SystemWallClock;
        const accounts = { find: () => Promise.resolve(undefined) };
        return new JwtAccessTokens(key ?? own, 'simulation', clock, accounts).issue(account, issuedAt).token;
      }

      it.each<[string, () => string | undefined, AuthorityRule, RegExp]>([
        ['nobody', () => undefined, 'not-signed-in', /found none/],
        ['a token that has expired', () => signed(-16 * 60), 'expired-token', /li\.na that expired at /],
        ['a token of another key', () => signed(0, new Uint8Array(32).fill(7)), 'invalid-token', /forged or damaged/],
        ['a damaged token', () => `${tokens['li.na']}x`, 'invalid-token', /forged or damaged/],
        ['what is no token', () => 'wobble', 'invalid-token', /forged or damaged/],
      ])('refuses %s', async (_, token, rule, found) => {
        await heldBy['li.na']();
        before = await standing();
        const sentAt = new SystemWallClock().now();
        const refused = await doors.refused(write.path, routine, token());
        expect(refused.status).toBe(401);
        expectAudited(refused, { rule, mode: 'simulation', user: null, door: `POST ${write.path}`, found });
        expect(refused.entry).toMatchObject({ operation: 'author-command', member: null });
        expectBothClocks(refused.entry, sentAt);
        expect(await standing()).toEqual(before);
      });

      it('and lets in a token of the same making that has not expired', async () => {
        const response = await doors.send(
          'POST',
          `${api}/console`,
          { mode: 'simulation', action: 'take' },
          signed(-60),
        );
        expect(response.status).toBe(200);
      });
    });

    it('shows a nation what its people tried, and nothing of what others did elsewhere', async () => {
      const seen = await foreign.audit('limit=1000');
      expect(seen.filter(({ decision }) => decision.rule === 'other-member').length).toBeGreaterThanOrEqual(4);
      expect(new Set(seen.map(({ member }) => member))).toEqual(new Set(['TR']));
    });
  },
);

describe('a ground segment that flies in earnest', () => {
  const password = 'a sentence is a good password';
  let place: TrialPlace;
  let doors: Doors;
  let commander: string;
  let trainee: string;

  beforeAll(async () => {
    place = await trialPlace('PGlite');
    const configuration = trialConfiguration(place, { mode: 'operational' });
    const add = (user: string, member: string, ...roles: string[]) =>
      addUser(configuration, dataFolder(place.folder), { user, name: user, member, roles, password });
    await add('first.admin', 'CN', 'administrator');
    await add('first.commander', 'CN', 'controller');
    await add('first.trainee', 'CN', 'trainee');
    const ground = await startTrial(place, { mode: 'operational' });
    doors = new Doors(ground, await new ChainApi(ground.url).signIn('first.admin', password));
    commander = await doors.tokenOf('first.commander', password);
    trainee = await doors.tokenOf('first.trainee', password);
  });
  afterAll(async () => {
    await doors.ground.stop();
    await place.remove();
  });
  beforeEach(async () => {
    expect(await doors.auditor.commands(CRAFT)).toEqual([]);
  });

  it.each<[string, string, unknown]>([
    ['a console', `${api}/console`, { mode: 'simulation', action: 'take' }],
    ['a command', `${api}/commands`, routine],
    ['a directive', `${api}/cop1`, { mode: 'simulation', directive: 'terminate-ad' }],
  ])('refuses %s of a simulation', async (_, path, body) => {
    const refused = await doors.refused(path, body, commander);
    expect(refused.status).toBe(403);
    const found = /expected mode operational.*found simulation/;
    const door = `POST ${path}`;
    expectAudited(refused, { rule: 'other-mode', mode: 'operational', user: 'first.commander', door, found });
    expect(refused.entry).toMatchObject({ spacecraft: CRAFT });
    expect(await doors.auditor.commands(CRAFT)).toEqual([]);
    expect((await doors.auditor.console(CRAFT)).holder).toBeNull();
  });

  it('refuses a trainee, who is one in simulation only', async () => {
    const refused = await doors.refused(`${api}/console`, { mode: 'operational', action: 'take' }, trainee);
    expect(refused.status).toBe(403);
    const door = `POST ${api}/console`;
    const found = /first\.trainee, found operational/;
    expectAudited(refused, { rule: 'other-mode', mode: 'operational', user: 'first.trainee', door, found });
  });

  it('knows nobody of the demonstration', async () => {
    const body = { user: 'wang.lei', password: DEMONSTRATION_PASSWORD };
    expect(await doors.refused('/api/session', body)).toMatchObject({ status: 401, rule: 'wrong-password' });
  });

  it('takes from the same commander what is meant for it', async () => {
    const take = { mode: 'operational', action: 'take' };
    expect((await doors.send('POST', `${api}/console`, take, commander)).status).toBe(200);
    const written = await doors.send('POST', `${api}/commands`, { ...routine, mode: 'operational' }, commander);
    expect(written.status).toBe(201);
    expect(await doors.auditor.commands(CRAFT)).toMatchObject([{ mode: 'operational', author: 'first.commander' }]);
  });
});
