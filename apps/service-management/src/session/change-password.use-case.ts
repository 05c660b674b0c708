import { Inject, Injectable } from '@nestjs/common';
import type { AuthorityRule, Session } from '@app/contracts';
import { AuditLog, JwtAccessTokens, type OpenSession, refused } from '@app/platform';
import type { ChangePasswordCommand } from '../accounts/account.messages.js';
import { hashPassword, isPassword, type PasswordCost } from '../accounts/password.js';
import { PASSWORD_COST_TOKEN } from '../accounts/password-cost.token.js';
import { UserStore } from '../accounts/user-store.js';
import { sessionOf } from './sign-in.use-case.js';

/** Gives oneself a new password. Every other session of the account ends; this one goes on with a new token. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly users: UserStore,
    private readonly tokens: JwtAccessTokens,
    private readonly audit: AuditLog,
    @Inject(PASSWORD_COST_TOKEN) private readonly cost: PasswordCost,
  ) {}

  /** Throws a Refusal (401) of rule `wrong-password`. */
  async execute(command: ChangePasswordCommand, session: OpenSession, door: string): Promise<Session> {
    const { user } = session.principal;
    const account = await this.users.require(user);
    if (!(await isPassword(command.current, account.password))) {
      const explanation = `expected the current password of ${user}, found another`;
      await this.record(session, door, 'wrong-password', explanation);
      throw refused('wrong-password', explanation);
    }
    await this.record(session, door, 'allowed', `${user} knows the current password`);
    const changed = await this.users.change(user, { password: await hashPassword(command.new, this.cost) });
    return sessionOf(this.tokens, changed, session.signedInAt);
  }

  private record({ principal }: OpenSession, door: string, rule: AuthorityRule, explanation: string): Promise<void> {
    return this.audit.append({
      user: principal.user,
      member: principal.member,
      actor: principal.user,
      operation: 'sign-in',
      door,
      spacecraft: null,
      antenna: null,
      subject: 'new password',
      decision: { allowed: rule === 'allowed', rule, explanation, agreement: null },
    });
  }
}
