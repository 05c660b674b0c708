import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamicModule, type INestApplication, Module, type Provider } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { Test } from '@nestjs/testing';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import {
  createLocalMessageBus,
  createLogger,
  type FrameLogs,
  LocalFrameLogs,
  ManualMissionClock,
  Metrics,
  nestLogger,
  PlatformModule,
  ProblemFilter,
  RegistryModule,
  SystemWallClock,
} from '@app/platform';
import { parseUtc } from '@app/time';
import { TestDoors } from './test-doors.js';

/** The test database, for all modules of a test. */
@Module({})
class TestDatabaseModule {
  static of(dataSource: DataSource): DynamicModule {
    const providers: Provider[] = [{ provide: getDataSourceToken(), useValue: dataSource }];
    return { module: TestDatabaseModule, global: true, providers, exports: [getDataSourceToken()] };
  }
}

/** A ground process in a test: platform, registry and the apps given, over HTTP and WebSocket on a free port of this machine. */
export class Ground {
  private constructor(
    readonly app: INestApplication,
    readonly frameLogs: FrameLogs,
    readonly url: string,
  ) {}

  /** `folder` holds the frame logs: the same one again is a restart. `doors`: who may do what; everybody everything by default. */
  static async start(
    dataSource: DataSource,
    folder: string,
    apps: DynamicModule[],
    { level = 'silent', doors = [TestDoors.open()] }: { level?: string; doors?: DynamicModule[] } = {},
  ): Promise<Ground> {
    const logger = createLogger(level);
    const metrics = new Metrics();
    const frameLogs = await LocalFrameLogs.openRoot(folder, { onEvent: () => undefined });
    const wallClock = new SystemWallClock();
    const missionClock = new ManualMissionClock(parseUtc('2026-04-24T08:10:00Z'));
    const bus = createLocalMessageBus(logger, metrics);
    const module = await Test.createTestingModule({
      imports: [
        TestDatabaseModule.of(dataSource),
        PlatformModule.forRoot({ logger, mode: 'simulation', wallClock, missionClock, bus, frameLogs, metrics }),
        RegistryModule,
        ...doors,
        ...apps,
      ],
    }).compile();
    const app = module.createNestApplication({ logger: nestLogger(logger) });
    app.useWebSocketAdapter(new WsAdapter(app));
    app.useGlobalFilters(new ProblemFilter(logger));
    try {
      await app.listen(0, '127.0.0.1');
    } catch (error) {
      // What has started beside the part that failed.
      await app.close();
      throw error;
    }
    return new Ground(app, frameLogs, await app.getUrl());
  }

  async get(path: string, token?: string): Promise<{ status: number; body: never }> {
    const response = await fetch(`${this.url}${path}`, { headers: bearer(token) });
    return { status: response.status, body: (await response.json()) as never };
  }

  async post(path: string, body: unknown, token?: string): Promise<{ status: number; body: never }> {
    const headers = { 'Content-Type': 'application/json', ...bearer(token) };
    const response = await fetch(`${this.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as never };
  }

  async stop(): Promise<void> {
    await this.app.close();
  }
}

export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'smms-ground-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Asks until the answer is as wanted; gives the last answer after ten seconds all the same. */
export async function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  const until = performance.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (wanted(answer) || performance.now() > until) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { Authorization: `Bearer ${token}` };
}
