import { Injectable } from '@nestjs/common';
import type { Session } from '@app/contracts';
import { AuditLog, JwtAccessTokens, type OpenSession, refused } from '@app/platform';
import { UserStore } from '../accounts/user-store.js';
import { CHANGED, changedMeanwhile, isSameAccount } from './same-account.js';
import { sessionEntry } from './session-entry.js';
import { sessionOf } from './sign-in.use-case.js';

/** A fresh token for a valid one, of the same version of the account: a newer password or other roles need another sign-in. */
@Injectable()
export class RenewSession {
  constructor(
    private readonly users: UserStore,
    private readonly tokens: JwtAccessTokens,
    private readonly audit: AuditLog,
  ) {}

  /** Throws a Refusal (401) of rule `invalid-token` or `expired-token`. */
  async execute(session: OpenSession, door: string): Promise<Session> {
    const { user } = session.principal;
    const account = await this.users.find(user);
    if (isSameAccount(session, account)) return sessionOf(this.tokens, account, session.signedInAt);
    const explanation = changedMeanwhile(user);
    await this.audit.append(sessionEntry(session, door, 'renewal', CHANGED, explanation));
    throw refused(CHANGED, explanation);
  }
}
