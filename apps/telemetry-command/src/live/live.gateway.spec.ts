import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebSocket } from 'ws';
import { subjects, type SpacecraftId } from '@app/contracts';
import {
  createLocalMessageBus,
  createLogger,
  type JsonValue,
  type LocalMessageBus,
  ManualMissionClock,
  Metrics,
  notFound,
  type Refusal,
  ruleOf,
  type StrangerAudit,
  type StrangersKnock,
  WallClock,
} from '@app/platform';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import type { FindMission } from '../http/find-mission.js';
import { sampleCommand } from '../testing/sample-command.js';
import { NamedTokens, person, RecordingAuthority, TestAccounts } from '../testing/test-doors.js';
import { LiveGateway } from './live.gateway.js';

class FakeSocket extends EventEmitter {
  readyState = 1;
  bufferedAmount = 0;
  readonly heard: { event: string; data: Record<string, unknown> }[] = [];
  closed: [number, string] | undefined;
  send(text: string): void {
    this.heard.push(JSON.parse(text) as (typeof this.heard)[number]);
  }
  close(code: number, reason: string): void {
    this.closed ??= [code, reason];
  }
  terminate(): void {
    this.readyState = 3;
  }
}

class HandClock extends WallClock {
  time: Tai = parseUtc('2026-11-22T10:00:00Z');
  override now(): Tai {
    return this.time;
  }
}

const gf1 = 'GF-1' as SpacecraftId;
const mode = 'simulation';
const at = '2026-04-24T08:00:00.000000Z';
const { askedContact: _, ...command } = sampleCommand();
const pass = {
  mode,
  contact: 'GF-1_CN-MYN-1_7',
  spacecraft: 'GF-1',
  site: 'CN-MYN',
  antenna: 'CN-MYN-1',
  at,
  phase: 'locked',
  reason: null,
  commandedAzimuthDeg: 1,
  commandedElevationDeg: 2,
  actualAzimuthDeg: 1,
  actualElevationDeg: 2,
  elevationDeg: 2,
  rangeKm: 2000,
  esN0Db: 9.5,
  frames: { good: 1, corrected: 0, uncorrectable: 0, notRouted: 0, correctedSymbols: 0 },
  uplink: {
    state: 'ready',
    carrierUp: true,
    noRfAvailable: false,
    noBitLock: false,
    cltusRadiated: 0,
    cltusFailed: 0,
  },
  alarms: [],
  lastFrameAt: at,
};
const cop1 = {
  mode,
  spacecraft: 'GF-1',
  vcid: 0,
  at,
  state: 'S1',
  transmitterFrameSequenceNumber: 3,
  expectedAcknowledgement: 3,
  sentQueue: 0,
  waiting: false,
  suspended: false,
  alert: null,
  contact: 'GF-1_CN-MYN-1_7',
  clcw: null,
};
const holding = { mode, spacecraft: 'GF-1', holder: 'wang.lei', since: at, offeredTo: null };
const alarm = {
  mode,
  spacecraft: 'GF-1',
  contact: null,
  site: null,
  antenna: null,
  kind: 'farm-lockout',
  raised: true,
  at,
  explanation: 'lockout in the CLCW',
};

describe('LiveGateway', () => {
  const logger = createLogger('silent');
  let metrics: Metrics;
  let bus: LocalMessageBus;
  let accounts: TestAccounts;
  let tokens: NamedTokens;
  let authority: RecordingAuthority;
  let wallClock: HandClock;
  let gateway: LiveGateway;
  /** Refusals of whom nobody knows, as they were handed on to be audited. */
  let audited: { rule: string | undefined; origin: string }[];

  beforeEach(() => {
    metrics = new Metrics();
    bus = createLocalMessageBus(logger, metrics);
    accounts = new TestAccounts([person('wang.lei', 'CN', 'controller'), person('li.na', 'CN', 'planner')]);
    tokens = new NamedTokens(accounts);
    authority = new RecordingAuthority();
    wallClock = new HandClock();
    const find = {
      mission: async (id: string) => {
        if (id !== 'GF-1') throw notFound('spacecraft', id);
        return { mission: { parameters: new Map([['PLF_MODE', {}]]) } };
      },
    } as unknown as FindMission;
    const missionClock = new ManualMissionClock(parseUtc(at));
    audited = [];
    const strangers = {
      record: async (refusal: Refusal, knock: StrangersKnock) => {
        audited.push({ rule: ruleOf(refusal), origin: knock.origin });
        return 0;
      },
    } as unknown as StrangerAudit;
    gateway = new LiveGateway(bus, find, tokens, authority, strangers, missionClock, wallClock, metrics, mode, logger);
  });
  afterEach(async () => {
    await gateway.beforeApplicationShutdown();
    await bus.close();
    metrics.close();
  });

  const settled = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  };
  const connect = (): FakeSocket => {
    const socket = new FakeSocket();
    gateway.handleConnection(
      socket as unknown as WebSocket,
      { socket: { remoteAddress: '192.0.2.7' } } as IncomingMessage,
    );
    return socket;
  };
  const say = async (socket: FakeSocket, event: string, data: unknown): Promise<void> => {
    socket.emit('message', Buffer.from(JSON.stringify({ event, data })));
    await settled();
  };
  const signedIn = async (token = 'wang.lei'): Promise<FakeSocket> => {
    const socket = connect();
    await say(socket, 'authenticate', { token });
    return socket;
  };
  const events = ({ heard }: FakeSocket): string[] => heard.map(({ event }) => event);
  const publish = async (subject: string, payload: object): Promise<void> => {
    await bus.publish(subject, payload as JsonValue);
    await settled();
  };

  it('answers a valid token by who it is and until when, then by the time', async () => {
    const socket = await signedIn();
    expect(socket.heard).toEqual([
      {
        event: 'authenticated',
        data: { principal: person('wang.lei', 'CN', 'controller'), expiresAt: '2026-11-22T22:00:00.000000Z' },
      },
      {
        event: 'clock',
        data: { mode, missionTime: at, rate: 1, wallTime: '2026-11-22T10:00:00.000000Z' },
      },
    ]);
  });

  it.each([
    ['a token that opens nothing', { event: 'authenticate', data: { token: 'nobody' } }, 'invalid-token'],
    ['a subscription before it', { event: 'subscribe', data: { spacecraft: 'GF-1' } }, 'not-signed-in'],
    ['something unknown', { event: 'shout', data: {} }, undefined],
  ])('turns away at %s, and listens to it no more', async (_, message, rule) => {
    const socket = connect();
    await say(socket, message.event, message.data);
    expect(events(socket)).toEqual(['error']);
    expect(socket.closed![0]).toBe(4401);
    const errors = socket.heard[0]!.data['errors'] as { path: string; message: string }[];
    if (rule !== undefined) expect(errors).toContainEqual({ path: 'rule', message: rule });
    await say(socket, 'authenticate', { token: 'wang.lei' });
    await say(socket, 'subscribe', { spacecraft: 'GF-1' });
    await gateway.tick();
    expect(socket.heard).toHaveLength(1);
    expect(authority.asked).toEqual([]);
    expect(audited).toEqual(rule === undefined ? [] : [{ rule, origin: '192.0.2.7' }]);
  });

  it('turns away who says nothing for five seconds of wall time', async () => {
    const socket = connect();
    const other = await signedIn();
    wallClock.time = plusSeconds(wallClock.time, 4.9);
    await gateway.tick();
    expect(socket.closed).toBeUndefined();
    wallClock.time = plusSeconds(wallClock.time, 0.2);
    await gateway.tick();
    expect(socket.closed).toEqual([4401, 'not signed in']);
    expect(other.closed).toBeUndefined();
  });

  it('tells the time at every tick to all who are signed in', async () => {
    const socket = await signedIn();
    const silent = connect();
    wallClock.time = plusSeconds(wallClock.time, 1);
    await gateway.tick();
    expect(socket.heard.at(-1)).toMatchObject({ event: 'clock', data: { wallTime: '2026-11-22T10:00:01.000000Z' } });
    expect(silent.heard).toEqual([]);
  });

  it('ends a connection whose token has expired, unless a newer one came', async () => {
    const socket = await signedIn();
    await say(socket, 'subscribe', { spacecraft: 'GF-1' });
    await say(socket, 'authenticate', { token: 'wang.lei' });
    expect(events(socket)).toEqual(['authenticated', 'clock', 'subscribed', 'authenticated', 'clock']);
    tokens.expired = true;
    await gateway.tick();
    expect(socket.heard.at(-1)).toMatchObject({ event: 'error', data: { title: 'not signed in' } });
    expect(socket.closed).toEqual([4401, 'not signed in']);
    const heard = socket.heard.length;
    await publish(subjects.command(gf1), command);
    expect(socket.heard).toHaveLength(heard);
  });

  it('ends a connection whose account was shut', async () => {
    const socket = await signedIn();
    accounts.set(person('wang.lei', 'CN', 'controller'), false);
    await gateway.tick();
    expect(socket.closed![0]).toBe(4401);
  });

  it('asks authority at each subscription, and tells nothing to whom it refuses', async () => {
    const socket = await signedIn();
    authority.answer = { allowed: false, rule: 'other-member', explanation: 'expected TR', agreement: null };
    await say(socket, 'subscribe', { spacecraft: 'GF-1' });
    expect(authority.asked).toEqual([
      {
        who: person('wang.lei', 'CN', 'controller'),
        question: { operation: 'observe-spacecraft', door: 'WS /api/telemetry-command/live', spacecraft: 'GF-1' },
      },
    ]);
    expect(socket.heard.at(-1)).toEqual({
      event: 'error',
      data: {
        title: 'not permitted',
        errors: [
          { path: 'authority', message: 'expected TR' },
          { path: 'rule', message: 'other-member' },
        ],
      },
    });
    expect(socket.closed).toBeUndefined();
    const heard = socket.heard.length;
    await publish(subjects.command(gf1), command);
    expect(socket.heard).toHaveLength(heard);
  });

  it('tells what happens to the spacecraft that is watched, and to no other', async () => {
    const socket = await signedIn();
    await say(socket, 'subscribe', { spacecraft: 'GF-1' });
    const before = socket.heard.length;
    const news = [
      [subjects.command(gf1), 'command', command],
      [subjects.cop1(gf1), 'cop1', cop1],
      [subjects.console(gf1), 'console', holding],
      [subjects.groundAlarm(gf1), 'ground-alarm', alarm],
      [subjects.passStatus('CN-MYN' as never), 'pass', pass],
    ] as const;
    for (const [subject, , data] of news) {
      await publish(subject, data);
      await publish(subject, { ...data, spacecraft: 'HJ-1A' });
      await publish(subject, { ...data, mode: 'operational' });
    }
    expect(socket.heard.slice(before)).toEqual(news.map(([, event, data]) => ({ event, data })));
    await say(socket, 'unsubscribe', { spacecraft: 'GF-1' });
    await publish(subjects.command(gf1), command);
    expect(events(socket).at(-1)).toBe('unsubscribed');
  });

  it('forgets the subscriptions of one person when another signs in', async () => {
    const socket = await signedIn();
    await say(socket, 'subscribe', { spacecraft: 'GF-1' });
    await say(socket, 'authenticate', { token: 'li.na' });
    const heard = socket.heard.length;
    await publish(subjects.command(gf1), command);
    expect(socket.heard).toHaveLength(heard);
  });
});
