import { Inject, Injectable } from '@nestjs/common';
import type { OperationsMode } from '@app/contracts';
import { LOGGER, type Logger, OPERATIONS_MODE, OtherModeError } from '@app/platform';
import { DEMONSTRATION_PASSWORD, demonstrationAccounts } from './demonstration-accounts.js';
import { hashPassword, type PasswordCost } from './password.js';
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
    const removed = await this.users.removeDemonstrationAccounts();
    if (!demonstration) {
      if (removed.length > 0) this.logger.info({ removed }, 'demonstration accounts removed');
      return;
    }
    // The password is no secret: one hash serves all.
    const password = await hashPassword(DEMONSTRATION_PASSWORD, this.cost);
    for (const { user: id, name, member, roles } of demonstrationAccounts) {
      if ((await this.users.find(id)) === null)
        await this.users.add({ id, name, member, roles: [...roles], password, demonstration: true });
      else this.logger.warn({ user: id }, 'an account of that name exists: the demonstration leaves it as it is');
    }
  }
}
