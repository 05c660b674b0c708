import type { Principal, UserId } from '@app/contracts';

/** A user as authority sees one. */
export interface Account {
  readonly principal: Principal;
  readonly enabled: boolean;
  /** Another after each change of password, roles or standing, and of each account: tokens of another version open nothing. */
  readonly version: number;
}

/** The users of this ground segment, for reading. Service management implements it. Type and token in one. */
export abstract class Accounts {
  /** May be two seconds old. */
  abstract find(user: UserId): Promise<Account | undefined>;
}
