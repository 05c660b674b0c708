import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type CltuAnswer,
  cltuAnswerSchema,
  type CltuNotification,
  type CltuTransfer,
  siteIdSchema,
  spacecraftIdSchema,
  subjects,
} from '@app/contracts';
import {
  BusClosedError,
  createLogger,
  expectEntitiesToMatchMigrations,
  type JsonValue,
  LocalMessageBus,
  ManualMissionClock,
  Metrics,
  NoResponderError,
  openTestDatabase,
  RegistryReader,
  RemoteHandlerError,
  RequestTimeoutError,
  type TestDatabase,
  testDatabaseKinds,
} from '@app/platform';
import { parseUtc } from '@app/time';
import { cltuAccountSchema } from '../accounting/accounting.messages.js';
import { ReadAccounts } from '../accounting/read-accounts.use-case.js';
import { interconnectEntities } from '../interconnect.entities.js';
import { RecentRegistry } from '../registry/recent-registry.js';
import { sampleTransfer } from '../testing/sample-cltu.js';
import { seedRegistry } from '../testing/sample-frames.js';
import { StationUnansweredError } from './station-unanswered.error.js';
import { ForwardNotification } from './forward-notification.use-case.js';
import { TransferCltu } from './transfer-cltu.use-case.js';
import { UplinkService } from './uplink.service.js';

const site = siteIdSchema.parse('CN-MYN');
const spacecraft = spacecraftIdSchema.parse('GF-1');
const yes: CltuAnswer = cltuAnswerSchema.parse({ accepted: true, antenna: 'CN-MYN-1', agreement: 'CN-FOR-CN' });

class SeedRegistry extends RegistryReader {
  override registry = async () => seedRegistry;
}

describe.each(testDatabaseKinds())('uplink through the interconnection on %s', (kind) => {
  let database: TestDatabase;
  let bus: LocalMessageBus;
  let service: UplinkService;
  let accounts: ReadAccounts;
  let heard: JsonValue[];
  let asked: CltuTransfer[];
  const metrics = new Metrics();

  beforeAll(async () => {
    database = await openTestDatabase({ kind, entities: interconnectEntities, migrations: true });
  });
  afterAll(async () => {
    metrics.close();
    await database.close();
  });
  beforeEach(async () => {
    const { dataSource } = database;
    await dataSource.query('truncate interconnect.cltu');
    [heard, asked] = [[], []];
    bus = new LocalMessageBus({ onFault: () => undefined });
    const clock = new ManualMissionClock(parseUtc('2026-04-24T08:00:00Z'));
    const recent = new RecentRegistry(new SeedRegistry(dataSource));
    const logger = createLogger('silent');
    service = new UplinkService(
      bus,
      new TransferCltu(bus, clock, recent, metrics, dataSource, logger, 'simulation'),
      new ForwardNotification(bus, recent, metrics, dataSource, logger, 'simulation'),
    );
    accounts = new ReadAccounts(dataSource);
    await bus.subscribe(subjects.anyMissionCltuNotification, ({ payload }) => void heard.push(payload));
    await service.onApplicationBootstrap();
  });
  afterEach(async () => {
    await service.beforeApplicationShutdown();
    await bus.close();
  });

  const station = (answer: (transfer: CltuTransfer) => JsonValue | Promise<JsonValue>) =>
    bus.respond(subjects.radiateCltu(site), ({ payload }) => {
      asked.push(payload as unknown as CltuTransfer);
      return answer(payload as unknown as CltuTransfer);
    });
  const transfer = async (one: CltuTransfer, of = one.spacecraft): Promise<CltuAnswer> =>
    cltuAnswerSchema.parse(await bus.request(subjects.transferCltu(of), one, { timeoutMs: 30_000 }));
  const endOf = ({ id, contact }: CltuTransfer, changes: object = {}): CltuNotification =>
    ({
      ...{ mode: 'simulation', id, spacecraft, contact, site, antenna: 'CN-MYN-1', outcome: 'radiated', reason: null },
      ...{ radiationStart: '2026-04-24T08:00:01.000000Z', radiationEnd: '2026-04-24T08:00:02.000000Z' },
      ...changes,
    }) as CltuNotification;
  /** The bus says when a handler was called, not when it is through. */
  const notify = async (notification: CltuNotification, from = site): Promise<void> => {
    await bus.publish(subjects.cltuNotification(from), notification);
    await drained();
  };
  /** A notification that is let through comes after all before it. */
  const drained = async (): Promise<void> => {
    const last = sampleTransfer({ contact: 'GF-1_CN-MYN-1_1' });
    await database.dataSource.query(
      `insert into interconnect.cltu (id, mode, spacecraft, contact, octets, asked_at)
       values ($1, 'simulation', 'GF-1', $2, 1, now())`,
      [last.id, last.contact],
    );
    const through = new Promise<void>((resolve) => {
      void bus.subscribe(subjects.missionCltuNotification(spacecraft), ({ payload }) => {
        if ((payload as unknown as CltuNotification).id === last.id) resolve();
      });
    });
    await bus.publish(subjects.cltuNotification(site), endOf(last));
    await through;
    await database.dataSource.query('delete from interconnect.cltu where id = $1', [last.id]);
    heard = heard.filter((one) => (one as unknown as CltuNotification).id !== last.id);
  };
  const account = async () => (await accounts.cltus({ limit: 100 })).map((one) => cltuAccountSchema.parse(one));

  it('has tables as the entities say', async () => {
    await expectEntitiesToMatchMigrations(database.dataSource);
  });

  it('asks the station, gives its answer, hands on what becomes of each CLTU, and accounts for all of it', async () => {
    await station((one) =>
      one.octets === ''
        ? { accepted: false, rule: 'uplink-not-ready', explanation: 'expected ready, found lost' }
        : yes,
    );
    const [radiated, failed, open] = [sampleTransfer(), sampleTransfer(), sampleTransfer()];
    for (const one of [radiated, failed, open]) expect(await transfer(one)).toEqual(yes);
    expect(asked).toEqual([radiated, failed, open]);
    expect(await transfer(sampleTransfer({ octets: '' }))).toMatchObject({ rule: 'uplink-not-ready' });
    await notify(endOf(radiated));
    const notRadiated = { outcome: 'not-radiated', radiationStart: null, radiationEnd: null, reason: 'carrier off' };
    await notify(endOf(failed, notRadiated));
    expect(heard).toEqual([endOf(radiated), endOf(failed, notRadiated)]);
    expect(await account()).toEqual([
      {
        ...{ site: 'CN-MYN', spacecraft: 'GF-1', agreement: 'CN-FOR-CN' },
        ...{ accepted: 3, refused: { 'uplink-not-ready': 1 }, unanswered: 0 },
        ...{ radiated: 1, octetsRadiated: 8, notRadiated: 1, open: 1 },
        ...{ firstAskedAt: '2026-04-24T08:00:00.000000Z', lastAskedAt: '2026-04-24T08:00:00.000000Z' },
      },
    ]);
  });

  it('asks no station for what no rule permits, and accounts for it by rule', async () => {
    await station(() => yes);
    const rule = async (changes: object): Promise<unknown> => {
      const answer = await transfer(sampleTransfer(changes));
      return answer.accepted ? answer : answer.rule;
    };
    expect(await rule({ mode: 'test' })).toBe('other-mode');
    expect(await rule({ contact: 'GF-1_CN-MYN-9_1' })).toBe('unknown-contact');
    expect(await rule({ contact: 'GF-1_CN-MYN-9_2' })).toBe('unknown-contact');
    expect(await transfer(sampleTransfer(), spacecraftIdSchema.parse('HJ-1A'))).toMatchObject({ rule: 'invalid' });
    const nothing = (await bus.request(subjects.transferCltu(spacecraft), { id: 1 }, { timeoutMs: 30_000 })) as object;
    expect(nothing).toMatchObject({ accepted: false, rule: 'invalid' });
    expect(asked).toEqual([]);
    expect(await account()).toMatchObject([
      { site: 'CN-MYN', agreement: null, accepted: 0, refused: { 'other-mode': 1 } },
      { site: null, agreement: null, accepted: 0, refused: { 'unknown-contact': 2 } },
    ]);
  });

  it('refuses for a station that is not there: no CLTU can have reached it', async () => {
    expect(await transfer(sampleTransfer())).toMatchObject({ accepted: false, rule: 'station-unreachable' });
    expect(await account()).toMatchObject([
      { agreement: 'CN-FOR-CN', refused: { 'station-unreachable': 1 }, unanswered: 0 },
    ]);
  });

  describe('gives no answer where the station may have taken it, and accounts for it as unanswered', () => {
    const unanswered = async (one = sampleTransfer()): Promise<void> => {
      await expect(transfer(one)).rejects.toMatchObject({
        name: RemoteHandlerError.name,
        errorName: StationUnansweredError.name,
        details: { site, cltu: one.id },
      });
      expect(await account()).toMatchObject([{ accepted: 0, refused: {}, unanswered: 1 }]);
    };
    /** What each attempt at the station comes to, one after the other. */
    const attempts = (...ends: (Error | JsonValue)[]): (() => number) => {
      const request = bus.request.bind(bus);
      const subject = subjects.radiateCltu(site);
      let count = 0;
      bus.request = (to, payload, options) => {
        if (to !== subject) return request(to, payload, options);
        const end = ends[count++];
        return end instanceof Error ? Promise.reject(end) : Promise.resolve(end as JsonValue);
      };
      return () => count;
    };
    const late = new RequestTimeoutError('station', 3000);
    const nobody = new NoResponderError('station');

    it.each<[string, number, (Error | JsonValue)[]]>([
      ['no answer in time, twice', 2, [late, late]],
      ['no answer in time, and then nobody there', 2, [late, nobody]],
      ['no answer in time, and then a failure', 2, [late, new BusClosedError('request', 'station')]],
      ['a bus that was closed meanwhile', 1, [new BusClosedError('request', 'station')]],
      ['a station that failed', 1, [new RemoteHandlerError('station', 'TypeError', 'planted', {})]],
      ['an answer that makes no sense', 1, [{ accepted: 'perhaps' }]],
    ])('%s', async (_, asks, ends) => {
      const count = attempts(...ends);
      await unanswered();
      expect(count()).toBe(asks);
    });

    it('also one that was refused when it was asked for before', async () => {
      const one = sampleTransfer();
      expect(await transfer(one)).toMatchObject({ rule: 'station-unreachable' });
      attempts(late, late);
      await unanswered(one);
    });

    it('and then believes what the station says of it', async () => {
      attempts(late, late, late, { accepted: false, rule: 'too-late', explanation: 'expected less' });
      const one = sampleTransfer();
      await unanswered(one);
      await notify(endOf(one));
      expect(await account()).toMatchObject([{ unanswered: 1, radiated: 1 }]);
      expect(await transfer(sampleTransfer())).toMatchObject({ accepted: false, rule: 'too-late' });
      expect(await account()).toMatchObject([{ unanswered: 1, refused: { 'too-late': 1 } }]);
    });
  });

  it('accounts once for a CLTU that is asked for twice, and holds by an acceptance', async () => {
    const one = sampleTransfer();
    expect(await transfer(one)).toMatchObject({ rule: 'station-unreachable' });
    await station(() => yes);
    await Promise.all([transfer(one), transfer(one)]);
    expect(await account()).toMatchObject([{ accepted: 1, refused: {}, open: 1 }]);
    await notify(endOf(one));
    await notify(endOf(one, { outcome: 'not-radiated', radiationStart: null, radiationEnd: null }));
    expect(await account()).toMatchObject([{ accepted: 1, radiated: 1, notRadiated: 0, open: 0 }]);
  });

  it('keeps the CLTUs of one spacecraft in order, and lets no other wait for them', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await station(async ({ spacecraft: of }) => {
      if (of === 'GF-1') await held;
      return yes;
    });
    const mine = [1, 2, 3].map(() => sampleTransfer());
    const answers = Promise.all(mine.map((one) => transfer(one)));
    const other = sampleTransfer({ spacecraft: 'HJ-1A', contact: 'HJ-1A_CN-MYN-1_7' });
    expect(await transfer(other)).toEqual(yes);
    expect(asked.filter((one) => one.spacecraft === 'GF-1').length).toBeLessThanOrEqual(1);
    release();
    expect(await answers).toEqual([yes, yes, yes]);
    expect(asked.filter((one) => one.spacecraft === 'GF-1')).toEqual(mine);
  });

  it('hands on nothing that contradicts itself, or that nobody asked for', async () => {
    await station(() => yes);
    const one = sampleTransfer();
    await transfer(one);
    await notify(endOf(one), siteIdSchema.parse('CN-KSI'));
    await notify(endOf(one, { antenna: 'CN-KSI-1' }));
    await notify(endOf(one, { contact: 'GF-1_CN-MYN-1_70002' }));
    await notify(endOf(sampleTransfer()));
    await notify({ id: 1 } as never);
    expect(heard).toEqual([]);
    expect(await account()).toMatchObject([{ accepted: 1, radiated: 0, open: 1 }]);
  });
});
