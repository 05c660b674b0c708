import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { UserId } from '@app/contracts';
import { type Account, Accounts, WallClock } from '@app/platform';
import type { Tai } from '@app/time';
import { UserAccountEntity } from './account.entities.js';

/** An account may be so old when a token is checked against it, in nanoseconds. */
const FRESH_NS = 2_000_000_000n;
/** More users than this never sign in within two seconds. */
const MAX_CACHED = 1_000;

/** Accounts as authority reads them at every request: kept for two seconds, forgotten at once where this process changes one. */
@Injectable()
export class AccountDirectory extends Accounts {
  private readonly cache = new Map<UserId, { readonly readAt: Tai; readonly account: Promise<Account | undefined> }>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: WallClock,
  ) {
    super();
  }

  override find(user: UserId): Promise<Account | undefined> {
    const now = this.clock.now();
    const cached = this.cache.get(user);
    if (cached !== undefined && now - cached.readAt < FRESH_NS) return cached.account;
    if (this.cache.size >= MAX_CACHED) this.cache.clear();
    const account = this.read(user);
    this.cache.set(user, { readAt: now, account });
    account.catch(() => this.forget(user));
    return account;
  }

  forget(user: UserId): void {
    this.cache.delete(user);
  }

  private async read(user: UserId): Promise<Account | undefined> {
    const found = await this.dataSource.manager.findOneBy(UserAccountEntity, { id: user });
    return found === null ? undefined : accountOf(found);
  }
}

export function accountOf({ id, name, member, roles, enabled, version }: UserAccountEntity): Account {
  return { principal: { user: id, name, member, roles }, enabled, version };
}
