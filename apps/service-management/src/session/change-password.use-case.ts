import { Inject, Injectable } from '@nestjs/common';
import type { AuthorityRule, Session } from '@app/contracts';
import { AuditLog, JwtAccessTokens, type OpenSession, refused } from '@app/platform';
import type { ChangePasswordCommand } from '../accounts/account.messages.js';
import { hashPassword, isPassword, type PasswordCost } from '../accounts/password.js';
import { PASSWORD_COST_TOKEN } from '../accounts/password-cost.token.js';
import { UserStore } from '../accounts/user-store.js';
import { CHANGED, changedMeanwhile, isSameAccount } from './same-account.js';
import { sessionEntry } from './session-entry.js';
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

  /** Throws a Refusal (401) of rule `wrong-password`, or `invalid-token` where the account was changed since the token was issued. */
  async execute(command: ChangePasswordCommand, session: OpenSession, door: string): Promise<Session> {
    const { user } = session.principal;
    const account = await this.users.find(user);
    if (!isSameAccount(session, account)) throw await this.refuse(session, door, CHANGED, changedMeanwhile(user));
    if (!(await isPassword(command.current, account.password))) {
      const explanation = `expected the current password of ${user}, found another`;
      throw await this.refuse(session, door, 'wrong-password', explanation);
    }
    await this.record(session, door, 'allowed', `${user} knows the current password`);
    const password = await hashPassword(command.new, this.cost);
    // While scrypt worked, an administrator may have given another.
    const changed = await this.users.change(account, { password });
    if (changed === undefined) throw await this.refuse(session, door, CHANGED, changedMeanwhile(user));
    return sessionOf(this.tokens, changed, session.signedInAt);
  }

  private async refuse(session: OpenSession, door: string, rule: AuthorityRule, explanation: string): Promise<Error> {
    await this.record(session, door, rule, explanation);
    return refused(rule, explanation);
  }

  private record(session: OpenSession, door: string, rule: AuthorityRule, explanation: string): Promise<void> {
    return this.audit.append(sessionEntry(session, door, 'new password', rule, explanation));
  }
}
