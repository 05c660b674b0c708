import { Inject, Injectable } from '@nestjs/common';
import type { Principal, Role, UserId } from '@app/contracts';
import { Authority, Refusal } from '@app/platform';
import type { UserAccountEntity } from './account.entities.js';
import type { ChangeUserCommand, CreateUserCommand, UserView } from './account.messages.js';
import { hashPassword, type PasswordCost } from './password.js';
import { PASSWORD_COST_TOKEN } from './password-cost.token.js';
import { UserStore, viewOf } from './user-store.js';

/** Administrators look after the users of their own member. */
@Injectable()
export class ManageUsers {
  constructor(
    private readonly users: UserStore,
    private readonly authority: Authority,
    @Inject(PASSWORD_COST_TOKEN) private readonly cost: PasswordCost,
  ) {}

  async list(who: Principal): Promise<UserView[]> {
    return (await this.users.ofMember(who.member)).map(viewOf);
  }

  /** Throws a Refusal: 403, or 409 where the name is taken. */
  async create(command: CreateUserCommand, who: Principal, door: string): Promise<UserView> {
    const { user, name, member, roles, password } = command;
    const subject = `${user}: new account, roles ${listed(roles)}`;
    await this.authority.require(who, { operation: 'administer-users', door, member, subject });
    const hash = await hashPassword(password, this.cost);
    return viewOf(await this.users.add({ id: user, name, member, roles, password: hash, demonstration: false }));
  }

  /** Throws a Refusal: 403 (also for one's own roles), 404, or 409 where administrators would shut themselves out or another was faster. */
  async change(user: UserId, command: ChangeUserCommand, who: Principal, door: string): Promise<UserView> {
    const account = await this.users.require(user);
    await this.authority.require(who, {
      operation: 'administer-users',
      door,
      member: account.member,
      subject: `${user}: ${differences(account, command)}`,
      ...(changesRoles(account, command) ? { rolesOf: user } : {}),
    });
    if (user === who.user && command.enabled === false)
      throw new Refusal(409, 'not oneself', [
        { path: 'user', message: `expected another administrator to take this from ${user}, found ${user}` },
      ]);
    const { name, roles, enabled, password } = command;
    const changed = await this.users.change(account, {
      ...(name === undefined ? {} : { name }),
      ...(roles === undefined ? {} : { roles }),
      ...(enabled === undefined ? {} : { enabled }),
      ...(password === undefined ? {} : { password: await hashPassword(password, this.cost) }),
    });
    if (changed === undefined)
      throw new Refusal(409, 'changed meanwhile', [
        { path: 'user', message: `expected ${user} as it was read, found it changed meanwhile: look at it again` },
      ]);
    return viewOf(changed);
  }
}

const listed = (roles: readonly Role[]): string => (roles.length === 0 ? 'none' : [...roles].sort().join(' + '));

function changesRoles({ roles }: UserAccountEntity, command: ChangeUserCommand): boolean {
  return command.roles !== undefined && listed(command.roles) !== listed(roles);
}

/** What becomes of an account, for the audit. Of the password only that there is a new one. */
function differences(account: UserAccountEntity, { roles, enabled, password, name }: ChangeUserCommand): string {
  return [
    ...(roles === undefined ? [] : [`roles ${listed(account.roles)} -> ${listed(roles)}`]),
    ...(enabled === undefined ? [] : [`enabled ${account.enabled} -> ${enabled}`]),
    ...(password === undefined ? [] : ['new password']),
    ...(name === undefined ? [] : ['new name']),
  ].join(', ');
}
