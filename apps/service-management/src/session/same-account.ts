import type { AuthorityRule, UserId } from '@app/contracts';
import type { OpenSession } from '@app/platform';
import type { UserAccountEntity } from '../accounts/account.entities.js';

/** The rule by which a session of an account that was changed after the token was issued does not go on. */
export const CHANGED: AuthorityRule = 'invalid-token';

export function changedMeanwhile(user: UserId): string {
  return `expected the account of ${user} as it was when the token was issued, found it changed: sign in again`;
}

/**
 * Whether the account as it was just read is still the one that the session's token was issued for: between the guard and here somebody
 * may have changed it.
 */
export function isSameAccount(session: OpenSession, account: UserAccountEntity | null): account is UserAccountEntity {
  return account?.enabled === true && account.version === session.accountVersion;
}
