import { Inject, Injectable } from '@nestjs/common';
import type { Principal, UserId } from '@app/contracts';
import { Authority, Refusal } from '@app/platform';
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
    await this.authority.require(who, { operation: 'administer-users', door, member, subject: `${user}: new account` });
    const hash = await hashPassword(password, this.cost);
    return viewOf(await this.users.add({ id: user, name, member, roles, password: hash, demonstration: false }));
  }

  /** Throws a Refusal: 403, 404, or 409 where administrators would shut themselves out. */
  async change(user: UserId, command: ChangeUserCommand, who: Principal, door: string): Promise<UserView> {
    const { member } = await this.users.require(user);
    const subject = `${user}: ${Object.keys(command).sort().join(', ')}`;
    await this.authority.require(who, { operation: 'administer-users', door, member, subject });
    const shutsOut = command.enabled === false || command.roles?.includes('administrator') === false;
    if (user === who.user && shutsOut)
      throw new Refusal(409, 'not oneself', [
        { path: 'user', message: `expected another administrator to take this from ${user}, found ${user}` },
      ]);
    const { name, roles, enabled, password } = command;
    const changed = await this.users.change(user, {
      ...(name === undefined ? {} : { name }),
      ...(roles === undefined ? {} : { roles }),
      ...(enabled === undefined ? {} : { enabled }),
      ...(password === undefined ? {} : { password: await hashPassword(password, this.cost) }),
    });
    return viewOf(changed);
  }
}
