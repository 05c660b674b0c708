import { type DynamicModule, Module, type ValueProvider } from '@nestjs/common';
import {
  type AgreementId,
  type Decision,
  type Operation,
  type Principal,
  principalSchema,
  type UserId,
} from '@app/contracts';
import {
  AccessTokens,
  type Account,
  Accounts,
  AuditLog,
  type AuditRecord,
  Authority,
  AuthorityModule,
  type AuthorityQuestion,
  type OpenSession,
  refusalOf,
  refused,
  StrangerAudit,
  WallClock,
} from '@app/platform';
import { parseUtc, plusSeconds, type Tai } from '@app/time';

export function person(user: string, member: string, ...roles: string[]): Principal {
  return principalSchema.parse({ user, name: user, member, roles });
}

/** Users that a test knows and changes. */
export class TestAccounts extends Accounts {
  private readonly accounts = new Map<UserId, Account>();

  constructor(people: readonly Principal[] = []) {
    super();
    for (const principal of people) this.set(principal);
  }

  set(principal: Principal, enabled = true): Account {
    const version = (this.accounts.get(principal.user)?.version ?? 0) + 1;
    const account = { principal, enabled, version };
    this.accounts.set(principal.user, account);
    return account;
  }

  remove(user: UserId): void {
    this.accounts.delete(user);
  }

  override async find(user: UserId): Promise<Account | undefined> {
    return this.accounts.get(user);
  }
}

/** Says yes unless told otherwise, and keeps what it was asked. */
export class RecordingAuthority extends Authority {
  readonly asked: { readonly who: Principal | null; readonly question: AuthorityQuestion }[] = [];
  answer: Decision = { allowed: true, rule: 'allowed', explanation: 'a test', agreement: 'CN-FOR-CN' as AgreementId };
  /** What is said to one operation; to the others, `answer`. */
  readonly answers = new Map<Operation, Decision>();
  /** Runs before each answer. */
  meanwhile: () => Promise<void> = async () => undefined;

  override async decide(who: Principal | null, question: AuthorityQuestion): Promise<Decision> {
    this.asked.push({ who, question });
    await this.meanwhile();
    return this.answers.get(question.operation) ?? this.answer;
  }

  override async require(who: Principal | null, question: AuthorityQuestion): Promise<Decision> {
    const decision = await this.decide(who, question);
    if (!decision.allowed) throw refusalOf(decision);
    return decision;
  }
}

/** The token of a user is his name; `expired` ends all of them. */
export class NamedTokens extends AccessTokens {
  expired = false;

  constructor(private readonly accounts: Accounts) {
    super();
  }

  override async open(token: string): Promise<OpenSession> {
    if (this.expired) throw refused('expired-token', `expected a token that is valid now, found one of ${token}`);
    const account = await this.accounts.find(token as UserId);
    if (account?.enabled !== true) throw refused('invalid-token', `expected the name of a user, found ${token}`);
    const signedInAt = parseUtc('2026-11-22T10:00:00Z');
    return { principal: account.principal, signedInAt, expiresAt: parseUtc('2026-11-22T22:00:00Z') };
  }
}

/** Wall time as a test sets it. */
export class HandWallClock extends WallClock {
  constructor(private time: Tai) {
    super();
  }

  override now(): Tai {
    return this.time;
  }

  pass(seconds: number): void {
    this.time = plusSeconds(this.time, seconds);
  }
}

/** What was audited. */
export class MemoryAudit extends AuditLog {
  readonly records: AuditRecord[] = [];
  override async append(record: AuditRecord): Promise<void> {
    this.records.push(record);
  }
}

/** Authority's ports for all modules of a test. */
@Module({})
export class TestDoors {
  static of(...providers: readonly ValueProvider[]): DynamicModule {
    const exported = providers.map(({ provide }) => provide);
    return { module: TestDoors, global: true, providers: [...providers], exports: exported };
  }

  /** Everybody may do everything, and no HTTP door asks for a token. */
  static open(
    accounts = new TestAccounts([person('wang.lei', 'CN', 'controller')]),
    authority: Authority = new RecordingAuthority(),
    tokens: AccessTokens = new NamedTokens(accounts),
  ): DynamicModule {
    return TestDoors.of(
      { provide: Accounts, useValue: accounts },
      { provide: Authority, useValue: authority },
      { provide: AuditLog, useValue: new MemoryAudit() },
      { provide: AccessTokens, useValue: tokens },
      { provide: StrangerAudit, useValue: { record: async () => 0 } satisfies Pick<StrangerAudit, 'record'> },
    );
  }

  /** The real policy at every door, for these users. */
  static guarded(accounts: TestAccounts, audit: AuditLog = new MemoryAudit()): DynamicModule[] {
    const ports = TestDoors.of({ provide: Accounts, useValue: accounts }, { provide: AuditLog, useValue: audit });
    return [ports, AuthorityModule.forRoot({ tokenKey: new Uint8Array(32).fill(7) })];
  }
}
