import { Inject, Injectable } from '@nestjs/common';
import type { AuthorityRule, Decision, OperationsMode, SpacecraftId, UserId } from '@app/contracts';
import { type Account, Accounts, decide, MissionClock, OPERATIONS_MODE, RegistryReader } from '@app/platform';
import { ConsoleHolders } from './console-holders.port.js';
import { ConsoleStore, type KeptHolding } from './console-store.js';

/** Why somebody does not count as holder. */
export type AbsenceRule = AuthorityRule | 'account-missing' | 'account-changed';

/** Who commands. `absent`: the record names somebody who may not hold this console now. */
export type Commander =
  | { readonly state: 'nobody' }
  | { readonly state: 'present'; readonly account: Account }
  | { readonly state: 'absent'; readonly user: UserId; readonly rule: AbsenceRule; readonly explanation: string };

/** Who commands which spacecraft: whom the console's record names, as long as his account is the one that the console came to. */
@Injectable()
export class Commanders extends ConsoleHolders {
  constructor(
    private readonly consoles: ConsoleStore,
    private readonly accounts: Accounts,
    private readonly registry: RegistryReader,
    private readonly clock: MissionClock,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
  ) {
    super();
  }

  override async holderOf(spacecraft: SpacecraftId): Promise<UserId | null> {
    return this.presentIn(await this.consoles.read(spacecraft));
  }

  /** The holder of this record; null where there is none, or his account is not what it was. */
  async presentIn(kept: KeptHolding): Promise<UserId | null> {
    const commander = await this.of(kept);
    return commander.state === 'present' ? commander.account.principal.user : null;
  }

  /**
   * By the account alone: it is there, enabled, and unchanged since the console came to it. Like a token, a holding of an earlier version
   * of the account is worth nothing: so nobody comes into it by a role taken away and given again, or by another's name.
   */
  async of({ holding }: KeptHolding): Promise<Commander> {
    if (holding.state === 'free') return { state: 'nobody' };
    const { holder: user } = holding;
    const absent = (rule: AbsenceRule, why: string): Commander => ({
      state: 'absent',
      user,
      rule,
      explanation: `${user}, who holds the console, ${why}`,
    });
    const account = await this.accounts.find(user);
    if (account === undefined) return absent('account-missing', 'has no account any more');
    if (!account.enabled) return absent('account-disabled', 'has an account that is disabled');
    if (account.version !== holding.account)
      return absent(
        'account-changed',
        'has another account now, or one that was changed: the console is to be taken anew',
      );
    return { state: 'present', account };
  }

  /** Whether somebody of this name could take this console. Not audited: it is asked about him, not by him. */
  async mayHold(spacecraft: SpacecraftId, user: UserId): Promise<boolean> {
    const account = await this.accounts.find(user);
    return account?.enabled === true && (await this.decisionOn(spacecraft, account)).allowed;
  }

  /** As `of`, and by what is asked of who takes the console: he must still be allowed to hold it. Not audited: nobody has asked for it. */
  async fitToHold(spacecraft: SpacecraftId, kept: KeptHolding): Promise<Commander> {
    const commander = await this.of(kept);
    if (commander.state !== 'present') return commander;
    const { rule, explanation, allowed } = await this.decisionOn(spacecraft, commander.account);
    if (allowed) return commander;
    return { state: 'absent', user: commander.account.principal.user, rule, explanation };
  }

  private async decisionOn(spacecraft: SpacecraftId, { principal }: Account): Promise<Decision> {
    const facts = { mode: this.mode, at: this.clock.now(), registry: await this.registry.registry() };
    return decide(principal, { operation: 'hold-console', door: '', spacecraft }, facts);
  }
}
