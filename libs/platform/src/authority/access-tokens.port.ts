import type { Principal } from '@app/contracts';
import type { Tai } from '@app/time';

/** What a valid token opens. Instants are wall time. */
export interface OpenSession {
  readonly principal: Principal;
  /** Of the account when the token was issued: a session goes on only while it is the same. Without it, it is not renewed. */
  readonly accountVersion?: number;
  readonly signedInAt: Tai;
  readonly expiresAt: Tai;
}

/** Tells from an access token who asks. Type and token in one. */
export abstract class AccessTokens {
  /**
   * Throws a Refusal (401) of rule `expired-token`, `invalid-token` (forged, malformed, of another installation, or revoked: the account's
   * password, roles or member changed since) or `account-disabled`.
   */
  abstract open(token: string): Promise<OpenSession>;

  /** Who asks. Throws as `open`. */
  async verify(token: string): Promise<Principal> {
    return (await this.open(token)).principal;
  }
}
