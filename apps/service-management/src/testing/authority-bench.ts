import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamicModule, type INestApplication, Module, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type AuditEntry, auditEntrySchema, type OperationsMode, sessionSchema } from '@app/contracts';
import {
  AuthorityModule,
  createLogger,
  LocalFrameLogs,
  LocalMessageBus,
  ManualMissionClock,
  Metrics,
  nestLogger,
  PlatformModule,
  ProblemFilter,
  RegistryModule,
  WallClock,
} from '@app/platform';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import type { PasswordCost } from '../accounts/password.js';
import { readConstellationSeed } from '../registry/seed-file.js';
import { ServiceManagementModule } from '../service-management.module.js';
import { SIGN_IN_LIMITS, type SignInLimits } from '../session/sign-in-limits.js';

/** A wall clock that a test moves by hand. */
export class ManualWallClock extends WallClock {
  constructor(private time: Tai) {
    super();
  }
  override now(): Tai {
    return this.time;
  }
  advance(seconds: number): void {
    this.time = plusSeconds(this.time, seconds);
  }
}

@Module({})
class TestDatabaseModule {
  static of(dataSource: DataSource): DynamicModule {
    const providers = [{ provide: getDataSourceToken(), useValue: dataSource }];
    return { module: TestDatabaseModule, global: true, providers, exports: [getDataSourceToken()] };
  }
}

/** Little enough for a test that signs in often. */
export const CHEAP: PasswordCost = { cost: 16, blockSize: 1, parallelization: 1 };

export interface BenchOptions {
  readonly demonstration?: boolean;
  readonly mode?: OperationsMode;
  readonly limits?: SignInLimits;
  /** Doors of the test's own. */
  readonly controllers?: Type[];
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  /** The rule of a refusal. */
  readonly rule: string | undefined;
}

const problemSchema = z.object({ errors: z.array(z.object({ path: z.string(), message: z.string() })) });

/** Registry, users and authority over HTTP, with both clocks in the test's hands. */
export class AuthorityBench {
  private constructor(
    readonly app: INestApplication,
    readonly wallClock: ManualWallClock,
    readonly missionClock: ManualMissionClock,
    readonly bus: LocalMessageBus,
    private readonly url: string,
    private readonly folder: string,
  ) {}

  static async start(dataSource: DataSource, options: BenchOptions = {}): Promise<AuthorityBench> {
    const { demonstration = true, mode = 'simulation', limits = SIGN_IN_LIMITS, controllers = [] } = options;
    const folder = await mkdtemp(join(tmpdir(), 'smms-authority-'));
    const logger = createLogger('silent');
    const wallClock = new ManualWallClock(parseUtc('2026-07-01T10:00:00Z'));
    const missionClock = new ManualMissionClock(parseUtc('2026-04-24T08:00:00Z'));
    const bus = new LocalMessageBus({ onFault: () => undefined });
    const frameLogs = await LocalFrameLogs.openRoot(folder, { onEvent: () => undefined });
    const seed = readConstellationSeed(JSON.parse(readFileSync('db/seeds/constellation.json', 'utf8')), 'seed');
    const module = await Test.createTestingModule({
      imports: [
        TestDatabaseModule.of(dataSource),
        PlatformModule.forRoot({ logger, mode, wallClock, missionClock, bus, frameLogs, metrics: new Metrics() }),
        RegistryModule,
        AuthorityModule.forRoot({ tokenKey: new Uint8Array(32).fill(7) }),
        ServiceManagementModule.forRoot({
          seed,
          demonstrationAccounts: demonstration,
          passwordCost: CHEAP,
          signInLimits: limits,
        }),
      ],
      controllers,
    }).compile();
    const app = module.createNestApplication({ logger: nestLogger(logger) });
    app.useGlobalFilters(new ProblemFilter(logger));
    await app.listen(0, '127.0.0.1');
    return new AuthorityBench(app, wallClock, missionClock, bus, await app.getUrl(), folder);
  }

  async ask(method: string, path: string, token?: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = (await response.json()) as Record<string, unknown>;
    const problem = problemSchema.safeParse(json);
    const rule = problem.data?.errors.find(({ path: at }) => at === 'rule')?.message;
    return { status: response.status, headers: response.headers, body: json, rule };
  }

  async signIn(user: string, password = 'demonstration'): Promise<string> {
    return sessionSchema.parse((await this.ask('POST', '/api/session', undefined, { user, password })).body).token;
  }

  async audit(token: string, query = ''): Promise<AuditEntry[]> {
    return z
      .array(auditEntrySchema)
      .parse((await this.ask('GET', `/api/service-management/audit${query}`, token)).body);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
