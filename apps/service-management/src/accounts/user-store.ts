import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type MemberId, type UserId, utcSchema } from '@app/contracts';
import { MissionClock, notFound, Refusal, WallClock } from '@app/platform';
import { formatUtc } from '@app/time';
import { UserAccountEntity } from './account.entities.js';
import type { UserView } from './account.messages.js';
import { AccountDirectory } from './account-directory.js';

/** What a new account is made of; the store adds the rest. */
export type NewAccount = Pick<UserAccountEntity, 'id' | 'name' | 'member' | 'roles' | 'password' | 'demonstration'>;
export type AccountChange = Partial<Pick<UserAccountEntity, 'name' | 'roles' | 'enabled' | 'password'>>;

/** An account's version starts below this, and so has room to grow in 31 bits. */
const FIRST_VERSIONS_END = 2 ** 31 - 2 ** 20;

/** Accounts in the database. Every change but that of the name makes the account's tokens worthless. */
@Injectable()
export class UserStore {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly directory: AccountDirectory,
    private readonly wallClock: WallClock,
    private readonly missionClock: MissionClock,
  ) {}

  find(user: UserId): Promise<UserAccountEntity | null> {
    return this.dataSource.manager.findOneBy(UserAccountEntity, { id: user });
  }

  /** Throws a Refusal (404). */
  async require(user: UserId): Promise<UserAccountEntity> {
    const found = await this.find(user);
    if (found === null) throw notFound('user', user);
    return found;
  }

  ofMember(member: MemberId): Promise<UserAccountEntity[]> {
    return this.dataSource.manager.find(UserAccountEntity, { where: { member }, order: { id: 'ASC' } });
  }

  /** Throws a Refusal (409) where the name is taken. */
  async add(account: NewAccount): Promise<UserAccountEntity> {
    const inserted = await this.dataSource.manager
      .createQueryBuilder()
      .insert()
      .into(UserAccountEntity)
      .values({
        ...account,
        enabled: true,
        // Not where one that had the name before started: its tokens open nothing here.
        version: randomInt(1, FIRST_VERSIONS_END),
        createdWall: formatUtc(this.wallClock.now()),
        createdMission: formatUtc(this.missionClock.now()),
      })
      .orIgnore()
      .returning('id')
      .execute();
    if (!Array.isArray(inserted.raw) || inserted.raw.length === 0)
      throw new Refusal(409, 'user exists', [
        { path: 'user', message: `expected a name that is free, found "${account.id}", which somebody has` },
      ]);
    this.directory.forget(account.id);
    return this.require(account.id);
  }

  /** Changes an account that is still as it was read. Undefined: password, roles or standing were changed meanwhile, or it is gone. */
  async change(read: UserAccountEntity, change: AccountChange): Promise<UserAccountEntity | undefined> {
    const revokes = Object.keys(change).some((field) => field !== 'name');
    const changed = { ...read, ...change, version: revokes ? read.version + 1 : read.version };
    const { affected } = await this.dataSource.manager.update(
      UserAccountEntity,
      { id: read.id, version: read.version },
      { ...change, version: changed.version },
    );
    this.directory.forget(read.id);
    return (affected ?? 0) > 0 ? changed : undefined;
  }

  /** Answers whose were removed. */
  demonstrationAccounts(): Promise<UserAccountEntity[]> {
    return this.dataSource.manager.findBy(UserAccountEntity, { demonstration: true });
  }

  async remove(accounts: readonly UserId[]): Promise<void> {
    for (const id of accounts) {
      await this.dataSource.manager.delete(UserAccountEntity, { id });
      this.directory.forget(id);
    }
  }
}

export function viewOf(account: UserAccountEntity): UserView {
  const { id, name, member, roles, enabled, demonstration, createdWall } = account;
  return { user: id, name, member, roles, enabled, demonstration, created: utcSchema.parse(createdWall) };
}
