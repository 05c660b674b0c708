import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { MemberId, OperationsMode, UserId } from '@app/contracts';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import { WallClock } from '../clock/index.js';
import { type Account, Accounts } from './accounts.port.js';
import { ruleOf } from './authority-refusal.js';
import { JwtAccessTokens } from './jwt-access-tokens.js';
import { RefusalBudget } from './refusal-budget.js';
import { readOrMakeTokenKey, TokenKeyError } from './token-key.js';

class FixedClock extends WallClock {
  constructor(public time: Tai) {
    super();
  }
  override now(): Tai {
    return this.time;
  }
}

class OneAccount extends Accounts {
  constructor(public account: Account | undefined) {
    super();
  }
  override find(): Promise<Account | undefined> {
    return Promise.resolve(this.account);
  }
}

const key = new Uint8Array(32).fill(1);
const account: Account = {
  principal: { user: 'li.na' as UserId, name: 'Li Na', member: 'CN' as MemberId, roles: ['controller'] },
  enabled: true,
  version: 3,
};

function bench(mode: OperationsMode = 'simulation', withKey = key) {
  const clock = new FixedClock(parseUtc('2026-07-01T10:00:00Z'));
  const accounts = new OneAccount(account);
  return { clock, accounts, tokens: new JwtAccessTokens(withKey, mode, clock, accounts) };
}

const ruleFor = async (opening: Promise<unknown>): Promise<string | undefined> => {
  try {
    await opening;
    return undefined;
  } catch (error) {
    return ruleOf(error as never);
  }
};

describe('access tokens', () => {
  it('are JWT of HMAC SHA-256 (RFC 7515), as anybody with the key can check', () => {
    const { tokens, clock } = bench();
    const { token } = tokens.issue(account, clock.now());
    const [head, claims, signature] = token.split('.') as [string, string, string];
    expect(createHmac('sha256', key).update(`${head}.${claims}`).digest('base64url')).toBe(signature);
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({ alg: 'HS256' });
    // 2026-07-01T10:00:00Z is 1782900000 (date -u -d).
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      sub: 'li.na',
      aud: 'simulation',
      iat: 1782900000,
      exp: 1782900900,
      signedIn: 1782900000,
      accountVersion: 3,
    });
  });

  it('open a session for whom they were issued', async () => {
    const { tokens, clock } = bench();
    const { token, expiresAt } = tokens.issue(account, clock.now());
    expect(await tokens.open(token)).toEqual({
      principal: account.principal,
      accountVersion: 3,
      signedInAt: clock.now(),
      expiresAt,
    });
    expect(await tokens.verify(token)).toEqual(account.principal);
  });

  it.each<[string, string, (made: ReturnType<typeof bench>) => void]>([
    ['expired', 'expired-token', ({ clock }) => (clock.time = plusSeconds(clock.time, 900))],
    [
      'of an account that is disabled',
      'account-disabled',
      ({ accounts }) => (accounts.account = { ...account, enabled: false }),
    ],
    [
      'of an account that was changed',
      'invalid-token',
      ({ accounts }) => (accounts.account = { ...account, version: 4 }),
    ],
    ['of an account that is gone', 'invalid-token', ({ accounts }) => (accounts.account = undefined)],
  ])('open nothing when %s', async (_what, rule, happen) => {
    const made = bench();
    const { token } = made.tokens.issue(account, made.clock.now());
    happen(made);
    expect(await ruleFor(made.tokens.open(token))).toBe(rule);
  });

  it('of another mode or another key open nothing', async () => {
    const { tokens, clock } = bench();
    const operational = bench('operational').tokens.issue(account, clock.now()).token;
    const foreign = bench('simulation', new Uint8Array(32).fill(2)).tokens.issue(account, clock.now()).token;
    expect([await ruleFor(tokens.open(operational)), await ruleFor(tokens.open(foreign))]).toEqual([
      'invalid-token',
      'invalid-token',
    ]);
  });

  it('of another algorithm open nothing, though the key signed them', async () => {
    const { tokens, clock } = bench();
    const claims = tokens.issue(account, clock.now()).token.split('.')[1] ?? '';
    const head = Buffer.from('{"alg":"HS512","typ":"JWT"}').toString('base64url');
    const signature = createHmac('sha512', key).update(`${head}.${claims}`).digest('base64url');
    expect(await ruleFor(tokens.open(`${head}.${claims}.${signature}`))).toBe('invalid-token');
  });
});

describe('the key', () => {
  it('is made once, for its owner alone', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'smms-key-')), 'secrets');
    const made = readOrMakeTokenKey(folder);
    const file = join(folder, 'access-token.key');
    expect([made.length, statSync(file).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([32, 0o600, 0o700]);
    expect(Buffer.from(readOrMakeTokenKey(folder))).toEqual(readFileSync(file));
    expect(readOrMakeTokenKey(mkdtempSync(join(tmpdir(), 'smms-key-')))).not.toEqual(made);
  });

  it.each([
    ['others may read', 0o644, 32, /0600.*found 0644/],
    ['is too short', 0o600, 16, /32 octets or more, found 16/],
  ])('is refused where it %s', (_what, mode, length, message) => {
    const folder = mkdtempSync(join(tmpdir(), 'smms-key-'));
    writeFileSync(join(folder, 'access-token.key'), new Uint8Array(length), { mode });
    expect(() => readOrMakeTokenKey(folder)).toThrow(TokenKeyError);
    expect(() => readOrMakeTokenKey(folder)).toThrow(message);
  });
});

describe('the budget of refusals', () => {
  it('is counted by origin and altogether, and comes back with the next span of time', () => {
    const clock = new FixedClock(parseUtc('2026-07-01T10:00:00Z'));
    const budget = new RefusalBudget(clock, { perOrigin: 2, total: 3, windowS: 60 });
    expect(['a', 'a', 'a', 'b', 'b', 'c'].map((origin) => budget.spend(origin))).toEqual([0, 0, 60, 0, 60, 60]);
    clock.time = plusSeconds(clock.time, 59.5);
    expect(budget.spend('a')).toBe(1);
    clock.time = plusSeconds(clock.time, 0.5);
    expect(budget.spend('a')).toBe(0);
  });

  // One subscriber has a /64 at least (RFC 6177): another address of it costs nothing.
  it('takes the addresses of one IPv6 network of 64 bits for one origin, those of IPv4 each by itself', () => {
    const clock = new FixedClock(parseUtc('2026-07-01T10:00:00Z'));
    const spend = (...origins: string[]) => {
      const budget = new RefusalBudget(clock, { perOrigin: 1, total: 100, windowS: 60 });
      return origins.map((origin) => budget.spend(origin));
    };
    expect(spend('2001:db8::1', '2001:db8:0:0:ffff::2', '2001:db8:0:1::1')).toEqual([0, 60, 0]);
    expect(spend('192.0.2.1', '192.0.2.2', '::ffff:192.0.2.3', '::ffff:192.0.2.4')).toEqual([0, 0, 0, 0]);
    expect(spend('192.0.2.1', '::ffff:192.0.2.1')).toEqual([0, 60]);
    expect(spend('fe80::1%lo', 'fe80::2%lo')).toEqual([0, 60]);
  });
});
