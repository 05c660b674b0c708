import type { Principal, UserId } from '@app/contracts';

/** A user as authority sees one. */
export interface Account {
  readonly principal: Principal;
  readonly enabled: boolean;
  /** Grows with each change of password, roles or member: tokens of an earlier version open nothing. */
  readonly version: number;
}

/** The users of this ground segment, for reading. Service management implements it. Type and token in one. */
export abstract class Accounts {
  /** May be two seconds old. */
  abstract find(user: UserId): Promise<Account | undefined>;
}
