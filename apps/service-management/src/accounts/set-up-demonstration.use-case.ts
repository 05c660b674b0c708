import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { OperationsMode, UserId } from '@app/contracts';
import { LOGGER, type Logger, OPERATIONS_MODE, OtherModeError } from '@app/platform';
import type { UserAccountEntity } from './account.entities.js';
import { DEMONSTRATION_PASSWORD, demonstrationAccounts } from './demonstration-accounts.js';
import { hashPassword, isPassword, type PasswordCost } from './password.js';
import { PASSWORD_COST_TOKEN } from './password-cost.token.js';
import { UserStore } from './user-store.js';

/** Demonstration accounts exist while the demonstration runs, and in simulation only: every other start removes them. */
@Injectable()
export class SetUpDemonstration {
  constructor(
    private readonly users: UserStore,
    @Inject(PASSWORD_COST_TOKEN) private readonly cost: PasswordCost,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Throws OtherModeError. */
  async execute(demonstration: boolean): Promise<void> {
    if (demonstration && this.mode !== 'simulation')
      throw new OtherModeError('the demonstration', this.mode, 'simulation');
    const before = await this.users.demonstrationAccounts();
    const kept = demonstration ? await this.unchanged(before) : [];
    const removed = before.map(({ id }) => id).filter((id) => !kept.includes(id));
    await this.users.remove(removed);
    if (removed.length > 0) this.logger.info({ removed }, 'demonstration accounts removed');
    if (!demonstration) return;
    const wanted = demonstrationAccounts.filter(({ user }) => !kept.includes(user));
    if (wanted.length === 0) return;
    // The password is no secret: one hash serves all.
    const password = await hashPassword(DEMONSTRATION_PASSWORD, this.cost);
    for (const { user: id, name, member, roles } of wanted) {
      if ((await this.users.find(id)) === null)
        await this.users.add({ id, name, member, roles: [...roles], password, demonstration: true });
      else this.logger.warn({ user: id }, 'an account of that name exists: the demonstration leaves it as it is');
    }
  }

  /** Those of a demonstration that goes on as it was: who held a console holds it still, and who was signed in still is. */
  private async unchanged(accounts: readonly UserAccountEntity[]): Promise<UserId[]> {
    const unchanged: UserId[] = [];
    const good = new Map<string, boolean>();
    for (const { id, name, member, roles, enabled, password } of accounts) {
      const hash = JSON.stringify(password);
      if (!good.has(hash)) good.set(hash, await isPassword(DEMONSTRATION_PASSWORD, password));
      const wanted = demonstrationAccounts.find(({ user }) => user === id);
      const same = enabled && good.get(hash) === true && wanted?.name === name && wanted.member === member;
      if (same && isDeepStrictEqual([...roles], [...wanted.roles])) unchanged.push(id);
    }
    return unchanged;
  }
}
