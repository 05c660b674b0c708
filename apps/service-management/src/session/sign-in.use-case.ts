import { Inject, Injectable } from '@nestjs/common';
import { type AuthorityRule, type Session, sessionSchema, type SignIn as SignInCommand } from '@app/contracts';
import { AuditLog, JwtAccessTokens, refused, WallClock } from '@app/platform';
import { formatUtc, type Tai } from '@app/time';
import type { UserAccountEntity } from '../accounts/account.entities.js';
import { accountOf } from '../accounts/account-directory.js';
import { isPassword, nobodysHash, type PasswordCost } from '../accounts/password.js';
import { PASSWORD_COST_TOKEN } from '../accounts/password-cost.token.js';
import { UserStore } from '../accounts/user-store.js';

/** Opens a session for who knows the password. Every attempt is audited. */
@Injectable()
export class SignIn {
  constructor(
    private readonly users: UserStore,
    private readonly tokens: JwtAccessTokens,
    private readonly audit: AuditLog,
    private readonly clock: WallClock,
    @Inject(PASSWORD_COST_TOKEN) private readonly cost: PasswordCost,
  ) {}

  /**
   * Throws a Refusal (401): `wrong-password`, the same words after the same work whether there is such a user or not; `account-disabled`
   * to who knows the password.
   */
  async execute({ user, password }: SignInCommand, door: string): Promise<Session> {
    const account = await this.users.find(user);
    const right = await isPassword(password, account?.password ?? nobodysHash(this.cost));
    if (account === null || !right)
      throw await this.refuse(
        account,
        user,
        door,
        'wrong-password',
        'expected a user and its password, found no such pair',
      );
    if (!account.enabled)
      throw await this.refuse(
        account,
        user,
        door,
        'account-disabled',
        `expected an account that is enabled, found that of ${user} disabled`,
      );
    await this.record(account, user, door, 'allowed', `${user} of ${account.member} signed in`);
    return sessionOf(this.tokens, account, this.clock.now());
  }

  private async refuse(
    account: UserAccountEntity | null,
    user: string,
    door: string,
    rule: AuthorityRule,
    explanation: string,
  ): Promise<Error> {
    await this.record(account, user, door, rule, explanation);
    return refused(rule, explanation);
  }

  private record(
    account: UserAccountEntity | null,
    subject: string,
    door: string,
    rule: AuthorityRule,
    explanation: string,
  ): Promise<void> {
    const allowed = rule === 'allowed';
    return this.audit.append({
      user: account?.id ?? null,
      member: account?.member ?? null,
      actor: allowed && account !== null ? account.id : 'anonymous',
      operation: 'sign-in',
      door,
      spacecraft: null,
      antenna: null,
      subject,
      decision: { allowed, rule, explanation, agreement: null },
    });
  }
}

/** A token for the account as it is now, in the session that began at `signedInAt`. Throws as `JwtAccessTokens.issue`. */
export function sessionOf(tokens: JwtAccessTokens, entity: UserAccountEntity, signedInAt: Tai): Session {
  const account = accountOf(entity);
  const { token, expiresAt } = tokens.issue(account, signedInAt);
  return sessionSchema.parse({ token, expiresAt: formatUtc(expiresAt), principal: account.principal });
}
