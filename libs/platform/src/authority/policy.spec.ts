import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import {
  type Agreement,
  type AntennaId,
  type AuthorityRule,
  type MemberId,
  operationSchema,
  type OperationsMode,
  type Principal,
  type Role,
  roleSchema,
  type SiteId,
  type SpacecraftId,
  type UserId,
} from '@app/contracts';
import { parseUtc } from '@app/time';
import type { AuthorityQuestion } from './authority.port.js';
import { type AuthorityFacts, decide, decideAtDoor } from './policy.js';

const agreement = (id: string, provider: string, more: Partial<Agreement> = {}): Agreement =>
  ({
    id,
    provider,
    user: 'CN',
    spacecraft: [],
    services: ['telemetry', 'telecommand'],
    priority: 5,
    minutesPerDay: null,
    validFrom: '2026-01-01T00:00:00Z',
    validTo: '2027-01-01T00:00:00Z',
    ...more,
  }) as Agreement;

const facts = (more: { mode?: OperationsMode; at?: string; agreements?: readonly Agreement[] } = {}): AuthorityFacts =>
  ({
    mode: more.mode ?? 'simulation',
    at: parseUtc(more.at ?? '2026-04-24T12:00:00Z'),
    registry: {
      spacecraft: [
        { id: 'GF-1', owner: 'CN', operator: 'CN' },
        // Owned by one nation, flown by another.
        { id: 'SHARED', owner: 'TH', operator: 'CN' },
        { id: 'TR-SAT', owner: 'TR', operator: 'TR' },
      ],
      sites: [
        { id: 'CN-MYN', member: 'CN' },
        { id: 'TR-ANK', member: 'TR' },
        { id: 'BD-GZP', member: 'BD' },
      ],
      antennas: [
        { id: 'CN-MYN-1', site: 'CN-MYN' },
        { id: 'TR-ANK-1', site: 'TR-ANK' },
        { id: 'BD-GZP-1', site: 'BD-GZP' },
      ],
      agreements: more.agreements ?? [
        agreement('CN-FOR-CN', 'CN'),
        agreement('TR-FOR-CN', 'TR'),
        agreement('BD-FOR-CN', 'BD', { services: ['telemetry'] }),
      ],
    },
  }) as unknown as AuthorityFacts;

const person = (user: string, member: string, ...roles: Role[]): Principal => ({
  user: user as UserId,
  name: user,
  member: member as MemberId,
  roles,
});
const controller = person('wang.lei', 'CN', 'controller');
const me = 'wang.lei' as UserId;

const ask = (operation: AuthorityQuestion['operation'], more: Partial<AuthorityQuestion> = {}): AuthorityQuestion => ({
  operation,
  door: 'test',
  spacecraft: 'GF-1' as SpacecraftId,
  ...more,
});

/** A question to which nothing but the role can be the answer, for a user of CN that is called wang.lei. */
const complete: Readonly<Record<AuthorityQuestion['operation'], AuthorityQuestion>> = {
  'observe-network': ask('observe-network'),
  'observe-spacecraft': ask('observe-spacecraft'),
  'hold-console': ask('hold-console'),
  'author-command': ask('author-command', { holder: me }),
  'approve-command': ask('approve-command', { author: 'li.na' as UserId, hazardous: true }),
  'cancel-command': ask('cancel-command', { holder: me }),
  'release-command': ask('release-command', { holder: me, antenna: 'CN-MYN-1' as AntennaId }),
  'direct-cop1': ask('direct-cop1', { holder: me }),
  'plan-contacts': ask('plan-contacts'),
  'load-elements': ask('load-elements'),
  'operate-station': ask('operate-station', { site: 'CN-MYN' as SiteId }),
  'administer-users': ask('administer-users', { member: 'CN' as MemberId }),
  'read-audit': ask('read-audit'),
};

// Written down by itself, from the words, so that the table of the policy is held against something.
const allowedRoles = {
  controller:
    'observe-network observe-spacecraft hold-console author-command cancel-command release-command direct-cop1 read-audit',
  'hazardous-command-approver': 'observe-network observe-spacecraft approve-command',
  planner: 'observe-network observe-spacecraft plan-contacts',
  'flight-dynamics': 'observe-network observe-spacecraft load-elements',
  'station-operator': 'observe-network observe-spacecraft operate-station',
  trainee:
    'observe-network observe-spacecraft hold-console author-command cancel-command release-command direct-cop1 read-audit',
  administrator: 'observe-network observe-spacecraft administer-users read-audit',
} as const satisfies Record<Role, string>;

const cells = roleSchema.options.flatMap((role) =>
  operationSchema.options.map((operation) => ({
    role,
    operation,
    allowed: allowedRoles[role].split(' ').includes(operation),
  })),
);

describe('who may do what', () => {
  it.each(cells)('$role, $operation: allowed $allowed', ({ role, operation, allowed }) => {
    const decision = decide(person('wang.lei', 'CN', role), complete[operation], facts());
    expect([decision.allowed, decision.rule]).toEqual(allowed ? [true, 'allowed'] : [false, 'no-role']);
  });

  const refusals: [string, Principal | null, AuthorityQuestion, AuthorityFacts, AuthorityRule, RegExp][] = [
    ['nobody', null, ask('observe-network'), facts(), 'not-signed-in', /found nobody/],
    [
      'a command to an operational spacecraft from a simulation',
      controller,
      ask('author-command', { holder: me, mode: 'operational' }),
      facts(),
      'other-mode',
      /expected mode simulation.*found operational/,
    ],
    [
      'a simulated command to an operational ground segment',
      controller,
      ask('author-command', { holder: me, mode: 'simulation' }),
      facts({ mode: 'operational' }),
      'other-mode',
      /expected mode operational.*found simulation/,
    ],
    [
      'a trainee outside simulation',
      person('somchai.t', 'CN', 'trainee'),
      ask('observe-network'),
      facts({ mode: 'operational' }),
      'other-mode',
      /expected mode simulation for the trainee somchai.t/,
    ],
    [
      "another nation's telemetry",
      person('emre.yilmaz', 'TR', 'controller'),
      ask('observe-spacecraft'),
      facts(),
      'other-member',
      /expected a user of CN .*found emre.yilmaz of TR/,
    ],
    [
      "another nation's console",
      person('emre.yilmaz', 'TR', 'controller'),
      ask('hold-console'),
      facts(),
      'other-member',
      /operator of GF-1/,
    ],
    [
      'the owner, who looks but does not fly',
      person('somchai.t', 'TH', 'controller'),
      ask('hold-console', { spacecraft: 'SHARED' as SpacecraftId }),
      facts(),
      'other-member',
      /expected a user of CN/,
    ],
    [
      'a spacecraft that there is not',
      controller,
      ask('hold-console', { spacecraft: 'NOPE' as SpacecraftId }),
      facts(),
      'unknown-resource',
      /found "NOPE"/,
    ],
    [
      'a question about no spacecraft',
      controller,
      { operation: 'hold-console', door: 'test' },
      facts(),
      'unknown-resource',
      /found none/,
    ],
    [
      'a console that nobody holds',
      controller,
      ask('author-command', { holder: null }),
      facts(),
      'console-not-held',
      /found nobody holding it/,
    ],
    [
      'a question that does not say who holds it',
      controller,
      ask('direct-cop1'),
      facts(),
      'console-not-held',
      /console of GF-1/,
    ],
    [
      'a console that another holds',
      controller,
      ask('cancel-command', { holder: 'li.na' as UserId }),
      facts(),
      'console-held-by-another',
      /found li.na holding it/,
    ],
    [
      'an antenna whose agreement is for telemetry only',
      controller,
      ask('release-command', { holder: me, antenna: 'BD-GZP-1' as AntennaId }),
      facts(),
      'no-agreement',
      /BD serves CN with telecommand of GF-1 through BD-GZP-1/,
    ],
    [
      'an antenna of its own without an agreement',
      controller,
      ask('release-command', { holder: me, antenna: 'CN-MYN-1' as AntennaId }),
      facts({ agreements: [] }),
      'no-agreement',
      /CN serves CN/,
    ],
    [
      'an agreement for other spacecraft',
      controller,
      ask('release-command', { holder: me, antenna: 'TR-ANK-1' as AntennaId }),
      facts({ agreements: [agreement('A', 'TR', { spacecraft: ['SHARED' as SpacecraftId] })] }),
      'no-agreement',
      /found none/,
    ],
    [
      'an antenna that there is not',
      controller,
      ask('release-command', { holder: me, antenna: 'NOPE-1' as AntennaId }),
      facts(),
      'unknown-resource',
      /antenna.*"NOPE-1"/,
    ],
    [
      'the same person twice',
      person('li.na', 'CN', 'controller', 'hazardous-command-approver'),
      ask('approve-command', { author: 'li.na' as UserId, hazardous: true }),
      facts(),
      'same-person',
      /found li.na twice/,
    ],
    [
      'a command that needs no approval',
      person('li.na', 'CN', 'hazardous-command-approver'),
      ask('approve-command', { author: me, hazardous: false }),
      facts(),
      'not-hazardous',
      /expected a hazardous command/,
    ],
    [
      'a command whose author is not said',
      person('li.na', 'CN', 'hazardous-command-approver'),
      ask('approve-command', { hazardous: true }),
      facts(),
      'unknown-resource',
      /author/,
    ],
    [
      "another nation's approver",
      person('x.y', 'TR', 'hazardous-command-approver'),
      ask('approve-command', { author: me, hazardous: true }),
      facts(),
      'other-member',
      /operator of GF-1/,
    ],
    [
      "another nation's station",
      person('ayse.demir', 'TR', 'station-operator'),
      ask('operate-station', { site: 'CN-MYN' as SiteId }),
      facts(),
      'other-member',
      /operator of CN-MYN/,
    ],
    [
      "an antenna of another nation's station under the name of one's own",
      person('ayse.demir', 'TR', 'station-operator'),
      ask('operate-station', { site: 'TR-ANK' as SiteId, antenna: 'CN-MYN-1' as AntennaId }),
      facts(),
      'unknown-resource',
      /TR-ANK/,
    ],
    [
      "another nation's users",
      person('chen.admin', 'CN', 'administrator'),
      ask('administer-users', { member: 'TR' as MemberId }),
      facts(),
      'other-member',
      /expected a user of TR/,
    ],
    [
      'the own roles',
      person('chen.admin', 'CN', 'administrator'),
      ask('administer-users', { member: 'CN' as MemberId, rolesOf: 'chen.admin' as UserId }),
      facts(),
      'same-person',
      /expected another administrator to change the roles of chen.admin/,
    ],
    [
      'elements of a spacecraft that is not said',
      person('zhao.min', 'CN', 'flight-dynamics'),
      { operation: 'load-elements', door: 'test' },
      facts(),
      'unknown-resource',
      /found none/,
    ],
    [
      "another nation's elements",
      person('zhao.min', 'CN', 'flight-dynamics'),
      ask('load-elements', { spacecraft: 'TR-SAT' as SpacecraftId }),
      facts(),
      'other-member',
      /operator of TR-SAT/,
    ],
    [
      "another nation's requests",
      person('zhao.min', 'CN', 'planner'),
      ask('plan-contacts', { spacecraft: 'TR-SAT' as SpacecraftId }),
      facts(),
      'other-member',
      /operator of TR-SAT/,
    ],
  ];
  it.each(refusals)('refuses %s', (_what, who, question, situation, rule, words) => {
    expect(decide(who, question, situation)).toEqual({
      allowed: false,
      rule,
      explanation: expect.stringMatching(words),
      agreement: null,
    });
  });

  it('names the agreement by which it allows, of several the one that is served first', () => {
    const through = (antenna: string, situation = facts()): unknown =>
      decide(controller, ask('release-command', { holder: me, antenna: antenna as AntennaId }), situation).agreement;
    expect(through('TR-ANK-1')).toBe('TR-FOR-CN');
    expect(
      through('TR-ANK-1', facts({ agreements: [agreement('LATER', 'TR'), agreement('FIRST', 'TR', { priority: 1 })] })),
    ).toBe('FIRST');
  });

  it.each([
    ['2025-12-31T23:59:59.999999Z', false],
    ['2026-01-01T00:00:00Z', true],
    ['2026-12-31T23:59:59.999999Z', true],
    ['2027-01-01T00:00:00Z', false],
  ])('goes by the mission time: at %s an agreement of 2026 is in force: %s', (at, allowed) => {
    const question = ask('hold-console', { antenna: 'TR-ANK-1' as AntennaId });
    expect(decide(controller, question, facts({ at })).allowed).toBe(allowed);
  });

  it('shows the owner the telemetry of what another member flies', () => {
    const question = ask('observe-spacecraft', { spacecraft: 'SHARED' as SpacecraftId });
    expect(decide(person('a.b', 'TH', 'planner'), question, facts()).allowed).toBe(true);
    expect(decide(person('a.b', 'TR', 'planner'), question, facts()).allowed).toBe(false);
  });

  const questions = fc.record(
    {
      operation: fc.constantFrom(...operationSchema.options),
      door: fc.constant('test'),
      mode: fc.constantFrom<OperationsMode>('simulation', 'operational', 'test'),
      spacecraft: fc.constantFrom('GF-1', 'SHARED', 'TR-SAT', 'NOPE'),
      antenna: fc.constantFrom('CN-MYN-1', 'TR-ANK-1', 'BD-GZP-1', 'NOPE'),
      site: fc.constantFrom('CN-MYN', 'TR-ANK', 'NOPE'),
      member: fc.constantFrom('CN', 'TR'),
      holder: fc.constantFrom('wang.lei', 'li.na', null),
      author: fc.constantFrom('wang.lei', 'li.na'),
      rolesOf: fc.constantFrom('wang.lei', 'li.na'),
      hazardous: fc.boolean(),
    },
    { requiredKeys: ['operation', 'door'] },
  ) as fc.Arbitrary<AuthorityQuestion>;
  const situations = fc
    .constantFrom<OperationsMode>('simulation', 'operational', 'test')
    .map((mode) => facts({ mode }));

  it('allows nothing to whom no role is given, whatever is asked', () => {
    fc.assert(
      fc.property(questions, situations, fc.constantFrom('CN', 'TR', 'TH'), (question, situation, member) => {
        expect(decide(person('wang.lei', member), question, situation).allowed).toBe(false);
        expect(decide(null, question, situation).rule).toBe('not-signed-in');
      }),
    );
  });

  it('never lets one member touch what another flies, whatever the roles', () => {
    const touching = ['hold-console', 'author-command', 'cancel-command', 'release-command', 'direct-cop1'];
    fc.assert(
      fc.property(questions, situations, fc.subarray([...roleSchema.options]), (question, situation, roles) => {
        fc.pre([...touching, 'approve-command'].includes(question.operation) && question.spacecraft !== 'TR-SAT');
        expect(decide(person('wang.lei', 'TR', ...roles), question, situation).allowed).toBe(false);
      }),
    );
  });

  it('refuses at the door nothing that the whole decision would allow, and for no other reason', () => {
    fc.assert(
      fc.property(
        questions,
        situations,
        fc.subarray([...roleSchema.options]),
        fc.constantFrom('CN', 'TR', 'TH'),
        (question, situation, roles, member) => {
          const who = person('wang.lei', member, ...roles);
          const atTheDoor = decideAtDoor(who, question, situation);
          fc.pre(!atTheDoor.allowed);
          const whole = decide(who, question, situation);
          expect(whole.allowed).toBe(false);
          if (question.mode === undefined) expect(atTheDoor).toEqual(whole);
        },
      ),
    );
  });

  it('never allows more by taking a role away', () => {
    fc.assert(
      fc.property(questions, situations, fc.subarray([...roleSchema.options]), (question, situation, roles) => {
        const fewer = decide(person('wang.lei', 'CN', ...roles), question, situation).allowed;
        const all = decide(person('wang.lei', 'CN', ...roleSchema.options), question, situation).allowed;
        expect(all || !fewer).toBe(true);
      }),
    );
  });
});
