import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeClcw } from '@app/ccsds';
import {
  type CltuNotification,
  cltuTransferSchema,
  type Command,
  commandSchema,
  cop1StatusSchema,
  frameLogNames,
  type PassAlarm,
  passStatusSchema,
  spacecraftIdSchema,
  subjects,
} from '@app/contracts';
import {
  JwtAccessTokens,
  ManualMissionClock,
  MessageBus,
  MissionClock,
  openTestDatabase,
  SystemWallClock,
  type TestDatabase,
} from '@app/platform';
import { formatUtc, plusSeconds, secondsBetween } from '@app/time';
import { telemetryCommandEntities, TelemetryCommandModule } from '../index.js';
import { eventually, Ground, temporaryFolder } from '../testing/ground.js';
import { seedRegistry } from '../testing/seed-registry.js';
import { person, TestAccounts, TestDoors } from '../testing/test-doors.js';
import { TelemetryMaker } from '../testing/telemetry-maker.js';
import { FakeSpacecraft } from './testing/fake-spacecraft.js';

// The whole of the app on the real ledger and the real policy, with a station and a spacecraft at the other end of bus and frame log.

const gf1 = '/api/telemetry-command/spacecraft/GF-1';
const contact = 'GF-1_CN-MYN-1_70001';
const mode = 'simulation';
/** More than GF-1's T1, longest CLTU, way there and back and ground allowance: what an earlier process sent has left by then. */
const QUIET_AFTER_START_S = 11;
/** More than its acknowledgement delay: each frame tells of what was sent before the last. */
const FRAME_PERIOD_S = 2;
const [commander, other] = [person('wang.lei', 'CN', 'controller'), person('zhao.min', 'CN', 'controller')];

describe('from the queue to the spacecraft and back', () => {
  const accounts = new TestAccounts([commander, other]);
  const maker = new TelemetryMaker();
  const craft = new FakeSpacecraft(maker.profile);
  let database: TestDatabase;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let ground: Ground;
  let packets = 0;
  let frames = 0;
  let received = true;

  beforeAll(async () => {
    database = await openTestDatabase({ entities: telemetryCommandEntities, migrations: true });
    await seedRegistry(database.dataSource);
    folder = await temporaryFolder();
    await start();
  });
  afterAll(async () => {
    await ground.stop();
    await folder.remove();
    await database.close();
  });

  const start = async (): Promise<void> => {
    const doors = TestDoors.guarded(accounts);
    ground = await Ground.start(database.dataSource, folder.path, [TelemetryCommandModule.forRoot()], { doors });
    const clock = ground.app.get<MissionClock, ManualMissionClock>(MissionClock);
    clock.advanceTo(plusSeconds(clock.now(), QUIET_AFTER_START_S));
    const bus = ground.app.get(MessageBus);
    await bus.respond(subjects.transferAnyCltu, async ({ payload }) => {
      const { id, octets, spacecraft, contact: through } = cltuTransferSchema.parse(payload);
      if (received) craft.receive(Buffer.from(octets, 'base64'));
      const notification: CltuNotification = {
        ...{ mode, id, spacecraft, contact: through },
        ...({ site: 'CN-MYN', antenna: 'CN-MYN-1' } as Pick<CltuNotification, 'site' | 'antenna'>),
        outcome: 'radiated',
        radiationStart: at(),
        radiationEnd: at(),
        reason: null,
      };
      await bus.publish(subjects.missionCltuNotification(spacecraft), notification);
      return { accepted: true, antenna: 'CN-MYN-1', agreement: 'CN-FOR-CN' };
    });
  };
  const at = () => formatUtc(ground.app.get(MissionClock).now()) as Command['stages'][number]['at'];
  const call = async (who: typeof commander, method: 'GET' | 'POST', path: string, body?: object) => {
    const account = (await accounts.find(who.user))!;
    const { token } = ground.app.get(JwtAccessTokens).issue(account, new SystemWallClock().now());
    const response = await fetch(`${ground.url}${gf1}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as never };
  };
  const pass = (state: string, alarms: PassAlarm[] = [], phase = 'locked', of = contact) =>
    ground.app.get(MessageBus).publish(
      subjects.passStatus('CN-MYN' as never),
      passStatusSchema.parse({
        ...{
          mode,
          contact: of,
          spacecraft: 'GF-1',
          site: 'CN-MYN',
          antenna: 'CN-MYN-1',
          at: at(),
          phase,
          reason: null,
        },
        ...{ commandedAzimuthDeg: null, commandedElevationDeg: null, actualAzimuthDeg: null, actualElevationDeg: null },
        ...{ elevationDeg: 30, rangeKm: 1000, esN0Db: null, lastFrameAt: null, alarms },
        frames: { good: 0, corrected: 0, uncorrectable: 0, notRouted: 0, correctedSymbols: 0 },
        uplink: { state, carrierUp: true, noRfAvailable: false, noBitLock: false, cltusRadiated: 0, cltusFailed: 0 },
      }),
    );
  /** One packet in a frame with the CLCW as it is, received a moment after `at`. */
  const downlink = async (container: string, raw = {}, vcid = 0, of = contact): Promise<void> => {
    maker.ocf = encodeClcw(craft.clcw());
    const since = secondsBetween(maker.epoch, ground.app.get(MissionClock).now());
    const octets = maker.packet(container, ++packets, since, raw);
    const log = await ground.frameLogs.open(frameLogNames.mission(spacecraftIdSchema.parse('GF-1')));
    await log.append(
      maker.frames([{ vcid, octets }]).map(({ bytes }) => ({
        header: maker.annotation(++frames, since + frames * FRAME_PERIOD_S, { contact: of }),
        payload: bytes,
      })),
    );
  };
  const author = async (service: 'AD' | 'BD' = 'AD'): Promise<Command> => {
    const answer = await call(commander, 'POST', '/commands', { mode, name: 'CONNECTION_TEST', service });
    return commandSchema.parse(answer.body);
  };
  const until = (id: Command['id'], state: Command['state']) =>
    eventually(
      async () => commandSchema.parse((await call(commander, 'GET', `/commands/${id}`)).body),
      (command) => command.state === state,
    );
  const cop1 = async () => cop1StatusSchema.parse((await call(commander, 'GET', '/cop1')).body);

  it('goes up as soon as a CLCW lets COP-1 start, and is verified by CLCW and PUS-1 reports', async () => {
    expect((await call(commander, 'POST', '/console', { mode, action: 'take' })).status).toBe(200);
    const { id } = await author();
    craft.hasRf = craft.hasBitLock = true;
    await pass('ready');
    await eventually(cop1, (status) => status.contact === contact);
    await downlink('HK_POWER');
    await eventually(cop1, ({ state }) => state === 'S4');
    await downlink('HK_POWER');
    const radiated = await until(id, 'radiated');
    expect(craft.executed).toEqual([{ service: 'AD', sequenceCount: radiated.sequenceCount }]);
    await downlink('HK_POWER');
    const acknowledged = await until(id, 'acknowledged');
    expect(acknowledged.stages.at(-1)!.frame).toMatchObject({
      stationLog: 'station.CN-MYN@log',
      stationSequence: frames,
    });
    const request = { REQUEST_APID: radiated.apid, REQUEST_SEQUENCE_COUNT: radiated.sequenceCount };
    await downlink('TC_ACCEPTED', request);
    await downlink('TC_COMPLETED', request);
    const completed = await until(id, 'completed');
    // The answer of the station and its notification are told on two ways: which comes first is open.
    expect(completed.stages.map(({ stage, outcome }) => `${stage} ${outcome}`).toSorted()).toEqual(
      [
        'queued done',
        'released done',
        'released done',
        'radiated done',
        'acknowledged done',
        'accepted done',
        'completed done',
      ].toSorted(),
    );
  });

  it('takes directives of the commander alone, and says what FOP-1 refuses', async () => {
    const directive = { mode, directive: 'initiate-ad-with-clcw-check' };
    expect((await call(other, 'POST', '/cop1', directive)).status).toBe(403);
    expect(await call(commander, 'POST', '/cop1', directive)).toMatchObject({
      status: 409,
      body: { errors: [{ path: 'directive', message: expect.stringMatching(/S1/) }] },
    });
    expect(await call(commander, 'POST', '/cop1', { mode, directive: 'terminate-ad' })).toMatchObject({
      status: 200,
      body: { state: 'S6' },
    });
    expect((await call(commander, 'POST', '/cop1', { ...directive, mode: 'operational' })).status).toBe(403);
    expect((await call(commander, 'POST', '/cop1', { mode, directive: 'set-vs', value: 1 })).status).toBe(400);
    expect((await call(commander, 'POST', '/cop1', directive)).status).toBe(200);
    await downlink('HK_POWER');
    expect((await eventually(cop1, ({ state }) => state === 'S1')).state).toBe('S1');
  });

  it('is out of sight after a restart in mid-flight, is not sent again, and is verified from playback', async () => {
    received = false;
    const { id } = await author();
    await until(id, 'radiated');
    await ground.stop();
    await start();
    const unknown = await until(id, 'unknown');
    expect(unknown.stages.at(-1)).toMatchObject({ stage: 'acknowledged', outcome: 'unknown' });
    received = true;
    const executed = craft.executed.length;
    const next = 'GF-1_CN-MYN-1_70002';
    await pass('ready', [], 'locked', next);
    await eventually(cop1, (status) => status.contact === next);
    await downlink('HK_POWER', {}, 0, next);
    await downlink('HK_POWER', {}, 0, next);
    await eventually(cop1, ({ state }) => state === 'S1');
    const expedited = await author('BD');
    await until(expedited.id, 'radiated');
    expect(craft.executed.slice(executed).map(({ service }) => service)).toEqual(['BD']);
    const { apid, sequenceCount } = unknown;
    await downlink('TC_COMPLETED', { REQUEST_APID: apid, REQUEST_SEQUENCE_COUNT: sequenceCount }, 1, next);
    expect((await until(id, 'completed')).state).toBe('completed');
  });

  it('keeps and tells the alarms of a pass from beginning to end', async () => {
    const told: unknown[] = [];
    const bus = ground.app.get(MessageBus);
    const subscription = await bus.subscribe(
      subjects.groundAlarm(spacecraftIdSchema.parse('GF-1')),
      ({ payload }) => void told.push(payload),
    );
    const of = 'GF-1_CN-MYN-1_70003';
    await pass('waiting', ['no-telemetry', 'rotator-down'], 'acquiring', of);
    await pass('waiting', ['no-telemetry', 'rotator-down'], 'acquiring', of);
    await pass('waiting', ['no-telemetry'], 'acquiring', of);
    await pass('off', ['no-telemetry'], 'completed', of);
    type View = { kind: string; clearedAt: string | null }[];
    const list = async () => (await call(commander, 'GET', `/ground-alarms?contact=${of}`)).body as View;
    const alarms = await eventually(
      list,
      (all) => all.length === 2 && all.every(({ clearedAt }) => clearedAt !== null),
    );
    expect(alarms.map(({ kind }) => kind).sort()).toEqual(['no-telemetry', 'rotator-down']);
    expect(told).toMatchObject([
      { kind: 'no-telemetry', raised: true, contact: of },
      { kind: 'rotator-down', raised: true },
      { kind: 'rotator-down', raised: false },
      { kind: 'no-telemetry', raised: false, explanation: expect.stringMatching(/over: completed/) },
    ]);
    expect((await call(commander, 'GET', '/ground-alarms?open=true')).body).toEqual([]);
    await subscription.unsubscribe();
  });
});
