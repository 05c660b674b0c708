import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConsoleHolding, consoleHoldingSchema, subjects } from '@app/contracts';
import {
  createLocalMessageBus,
  createLogger,
  type LocalMessageBus,
  ManualMissionClock,
  Metrics,
  openTestDatabase,
  Refusal,
  RegistryReader,
  SystemWallClock,
  type TestDatabase,
  testDatabaseKinds,
} from '@app/platform';
import { parseUtc } from '@app/time';
import { ReleaseOffers } from '../commands/release-offers.js';
import { telemetryCommandEntities } from '../index.js';
import { seedRegistry } from '../testing/seed-registry.js';
import { MemoryAudit, person, RecordingAuthority, TestAccounts } from '../testing/test-doors.js';
import { Commanders } from './commanders.js';
import { ConsoleStore } from './console-store.js';
import { HoldConsole } from './hold-console.use-case.js';

const people = Array.from({ length: 6 }, (_, i) => person(`controller-${i}`, 'CN', 'controller'));
const [first, second] = people as [(typeof people)[0], (typeof people)[0]];
const mode = 'simulation' as const;
const door = 'POST /console';

describe.each(testDatabaseKinds())('holding the console on %s', (kind) => {
  const logger = createLogger('silent');
  let database: TestDatabase;
  let metrics: Metrics;
  let bus: LocalMessageBus;
  let authority: RecordingAuthority;
  let consoles: HoldConsole;
  let accounts: TestAccounts;
  let audit: MemoryAudit;
  let told: ConsoleHolding[];
  let offered: string[];

  beforeAll(async () => {
    database = await openTestDatabase({ entities: telemetryCommandEntities, migrations: true, kind });
    await seedRegistry(database.dataSource);
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await database.dataSource.query('truncate telemetry_command.console_holding');
    metrics = new Metrics();
    bus = createLocalMessageBus(logger, metrics);
    authority = new RecordingAuthority();
    told = [];
    offered = [];
    await bus.subscribe(subjects.anyConsole, ({ payload }) => void told.push(consoleHoldingSchema.parse(payload)));
    const clock = new ManualMissionClock(parseUtc('2026-04-24T08:10:00Z'));
    const offers = new ReleaseOffers(clock, logger);
    offers.listen((spacecraft) => offered.push(spacecraft));
    accounts = new TestAccounts(people);
    audit = new MemoryAudit();
    const store = new ConsoleStore(database.dataSource);
    const registry = new RegistryReader(database.dataSource);
    consoles = new HoldConsole(
      store,
      new Commanders(store, accounts, registry, clock, mode),
      registry,
      authority,
      audit,
      accounts,
      offers,
      bus,
      new SystemWallClock(),
      mode,
      logger,
    );
  });
  afterEach(async () => {
    await bus.close();
    metrics.close();
  });

  const heard = async (): Promise<ConsoleHolding[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return told;
  };

  it('is nobody’s at first', async () => {
    expect(await consoles.read('GF-1')).toEqual({
      mode,
      spacecraft: 'GF-1',
      holder: null,
      since: null,
      offeredTo: null,
    });
    await expect(consoles.read('XX-9')).rejects.toMatchObject({ status: 404 });
  });

  it('asks authority first, and is handed over by offer and acceptance', async () => {
    const taken = await consoles.execute('GF-1', { mode, action: 'take' }, first, door);
    expect(consoleHoldingSchema.parse(taken)).toMatchObject({ holder: first.user, offeredTo: null });
    expect(authority.asked[0]).toEqual({
      who: first,
      question: { operation: 'hold-console', door, mode, spacecraft: 'GF-1', subject: 'take' },
    });
    await consoles.execute('GF-1', { mode, action: 'offer', to: second.user }, first, door);
    const accepted = await consoles.execute('GF-1', { mode, action: 'accept' }, second, door);
    expect(accepted).toMatchObject({ holder: second.user, offeredTo: null });
    expect((await heard()).map(({ holder, offeredTo }) => [holder, offeredTo])).toEqual([
      [first.user, null],
      [first.user, second.user],
      [second.user, null],
    ]);
    expect(offered).toEqual(['GF-1', 'GF-1', 'GF-1']);
    expect(await consoles.read('GF-1')).toEqual(accepted);
    expect(await consoles.read('HJ-1A')).toMatchObject({ holder: null });
  });

  it('does nothing that authority refuses', async () => {
    authority.answer = { allowed: false, rule: 'other-member', explanation: 'expected CN, found TR', agreement: null };
    await expect(consoles.execute('GF-1', { mode, action: 'take' }, first, door)).rejects.toMatchObject({
      status: 403,
    });
    expect(await consoles.read('GF-1')).toMatchObject({ holder: null });
    expect(await heard()).toEqual([]);
  });

  it('refuses what does not fit, and an offer to nobody', async () => {
    await consoles.execute('GF-1', { mode, action: 'take' }, first, door);
    await expect(consoles.execute('GF-1', { mode, action: 'take' }, second, door)).rejects.toMatchObject({
      status: 409,
      errors: [{ path: 'action', message: expect.stringContaining('controller-0 holds') }],
    });
    await expect(
      consoles.execute('GF-1', { mode, action: 'offer', to: 'no.one' as never }, first, door),
    ).rejects.toMatchObject({ status: 422, errors: [{ path: 'to' }] });
    const again = await consoles.execute('GF-1', { mode, action: 'take' }, first, door);
    expect(again.holder).toBe(first.user);
    expect(await heard()).toHaveLength(1);
  });

  const take = (who: (typeof people)[0]) => consoles.execute('GF-1', { mode, action: 'take' }, who, door);
  const withoutRole = { ...first, roles: [] };

  it.each([
    ['is disabled', 'account-disabled', () => accounts.set(first, false)],
    ['is no more', 'account-missing', () => accounts.remove(first.user)],
    [
      'is no controller any more, even where the version has not moved',
      'no-role',
      () => {
        accounts.remove(first.user);
        accounts.set(withoutRole);
      },
    ],
    ['is somebody else of the same name', 'account-changed', () => accounts.set(first)],
  ] as const)('may be taken from a holder who %s, which is audited', async (_, rule, change) => {
    await take(first);
    await expect(take(second)).rejects.toMatchObject({ status: 409 });
    change();
    const taken = await take(second);
    expect(taken).toMatchObject({ holder: second.user, offeredTo: null });
    expect(authority.asked.map(({ question }) => question.subject)).toEqual([
      'take',
      'take',
      `take from controller-0: ${rule}`,
    ]);
    expect(offered).toEqual(['GF-1', 'GF-1']);
  });

  it('is not taken from an absent holder by whom authority refuses', async () => {
    await take(first);
    accounts.set(first, false);
    authority.answer = { allowed: false, rule: 'no-role', explanation: 'a test', agreement: null };
    await expect(take(second)).rejects.toMatchObject({ status: 403 });
    expect((await consoles.read('GF-1')).holder).toBeNull();
  });

  it('is not offered to whom authority would refuse it', async () => {
    await take(first);
    const stranger = person('emre.yilmaz', 'TR', 'controller');
    accounts.set(stranger);
    const offer = consoles.execute('GF-1', { mode: 'simulation', action: 'offer', to: stranger.user }, first, 'a test');
    await expect(offer).rejects.toMatchObject({ status: 422 });
    expect((await consoles.read('GF-1')).offeredTo).toBeNull();
  });

  it('is left by its holder whatever he may do otherwise, and by nobody else; audited', async () => {
    await take(first);
    authority.answer = { allowed: false, rule: 'no-role', explanation: 'a test', agreement: null };
    const leave = (who: (typeof people)[0], as: 'simulation' | 'operational' = mode) =>
      consoles.execute('GF-1', { mode: as, action: 'leave' }, who, door);
    await expect(leave(second)).rejects.toMatchObject({ status: 403 });
    await expect(leave(withoutRole, 'operational')).rejects.toMatchObject({ status: 403 });
    expect(audit.records).toEqual([]);
    expect(await leave(withoutRole)).toMatchObject({ holder: null });
    expect(audit.records).toEqual([
      expect.objectContaining({ user: first.user, operation: 'hold-console', subject: 'leave', spacecraft: 'GF-1' }),
    ]);
  });

  it('lets one of many have it who take it at the same time', async () => {
    const outcomes = await Promise.allSettled(
      people.map((who) => consoles.execute('GF-1', { mode, action: 'take' }, who, door)),
    );
    const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.holder] : []));
    expect(winners).toHaveLength(1);
    expect((await consoles.read('GF-1')).holder).toBe(winners[0]);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect([outcome.reason instanceof Refusal, outcome.reason]).toMatchObject([true, { status: 409 }]);
  });

  it('lets either the withdrawal or the acceptance win', async () => {
    await consoles.execute('GF-1', { mode, action: 'take' }, first, door);
    await consoles.execute('GF-1', { mode, action: 'offer', to: second.user }, first, door);
    const outcomes = await Promise.allSettled([
      consoles.execute('GF-1', { mode, action: 'withdraw' }, first, door),
      consoles.execute('GF-1', { mode, action: 'accept' }, second, door),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = outcomes[0].status === 'fulfilled' ? first : second;
    expect(await consoles.read('GF-1')).toMatchObject({ holder: winner.user, offeredTo: null });
  });
});
