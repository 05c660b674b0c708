import { Inject, Injectable } from '@nestjs/common';
import {
  type ConsoleAction,
  type ConsoleHolding,
  type OperationsMode,
  type Principal,
  type Spacecraft,
  type SpacecraftId,
  subjects,
  type UserId,
  type Utc,
} from '@app/contracts';
import {
  Accounts,
  AuditLog,
  Authority,
  LOGGER,
  type Logger,
  MessageBus,
  OPERATIONS_MODE,
  Refusal,
  refused,
  RegistryReader,
  WallClock,
} from '@app/platform';
import { formatUtc } from '@app/time';
import { ReleaseOffers } from '../commands/release-offers.js';
import { Commanders } from './commanders.js';
import { stepConsole } from './console.machine.js';
import { columnsOf, ConsoleStore, holderOf, type KeptHolding } from './console-store.js';

/** Takes, hands over and leaves the console of a spacecraft. */
@Injectable()
export class HoldConsole {
  private telling: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: ConsoleStore,
    private readonly commanders: Commanders,
    private readonly registry: RegistryReader,
    private readonly authority: Authority,
    private readonly audit: AuditLog,
    private readonly accounts: Accounts,
    private readonly offers: ReleaseOffers,
    private readonly bus: MessageBus,
    private readonly wallClock: WallClock,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Throws a Refusal: 404 for an unknown spacecraft, 401 or 403 by authority, 409 where the console stands otherwise. */
  async execute(id: string, action: ConsoleAction, who: Principal, door: string): Promise<ConsoleHolding> {
    const craft = await this.registry.requireSpacecraft(id);
    const before = await this.store.read(craft.id);
    const commander = action.action === 'take' ? await this.commanders.fitToHold(craft.id, before) : undefined;
    const displaced = commander?.state === 'absent' ? commander : undefined;
    const subject = action.action === 'offer' ? `offer to ${action.to}` : action.action;
    await this.decide(craft, action, who, {
      door,
      subject: displaced === undefined ? subject : `${subject} from ${displaced.user}: ${displaced.rule}`,
      holder: holderOf(before),
    });
    const account = await this.accounts.find(who.user);
    if (account === undefined)
      throw refused('invalid-token', `expected a user who has an account, found none of ${who.user}`);
    if (action.action === 'offer' && !(await this.commanders.mayHold(craft.id, action.to)))
      throw new Refusal(422, 'no such user', [
        {
          path: 'to',
          message: `found "${action.to}", expected an enabled user who may hold the console of ${craft.id}`,
        },
      ]);
    const at = formatUtc(this.wallClock.now()) as Utc;
    const changed = await this.store.change(craft.id, ({ holding, revision }) => {
      const outcome = stepConsole(holding, {
        action,
        by: who.user,
        account: account.version,
        at,
        // What was found of one holding says nothing of the next.
        holderAbsent: displaced !== undefined && revision === before.revision,
      });
      if ('problem' in outcome) throw new Refusal(409, 'the console stands otherwise', [outcome.problem]);
      return outcome;
    });
    if (changed === undefined) return this.read(id);
    await this.tell(craft.id);
    this.offers.offer(craft.id);
    return await this.view(craft.id, changed);
  }

  private async decide(
    craft: Spacecraft,
    { action, mode }: ConsoleAction,
    who: Principal,
    asked: { readonly door: string; readonly subject: string; readonly holder: UserId | null },
  ): Promise<void> {
    const { door, subject, holder } = asked;
    // What a holder was given he may always give up: also where he could not take it any more.
    if (action === 'leave' && holder === who.user && mode === this.mode)
      return this.audit.append({
        user: who.user,
        member: who.member,
        actor: who.user,
        operation: 'hold-console',
        door,
        spacecraft: craft.id,
        antenna: null,
        subject,
        decision: { allowed: true, rule: 'allowed', explanation: `${who.user} holds the console`, agreement: null },
      });
    await this.authority.require(who, { operation: 'hold-console', door, mode, spacecraft: craft.id, subject });
  }

  async read(id: string): Promise<ConsoleHolding> {
    const craft = await this.registry.requireSpacecraft(id);
    return this.view(craft.id, await this.store.read(craft.id));
  }

  /** As it stands now, one after the other, so that what is told last is the latest. It is durable: a deaf bus takes nothing back. */
  private tell(spacecraft: SpacecraftId): Promise<void> {
    this.telling = this.telling
      .then(async () => {
        const kept = await this.store.read(spacecraft);
        await this.bus.publish(subjects.console(spacecraft), { ...(await this.view(spacecraft, kept)) });
      })
      .catch((error: unknown) => this.logger.error({ error, spacecraft }, 'a change of console could not be told'));
    return this.telling;
  }

  /** A holder whose account is not what it was holds nothing: nobody is shown. */
  private async view(spacecraft: SpacecraftId, kept: KeptHolding): Promise<ConsoleHolding> {
    const present = (await this.commanders.presentIn(kept)) !== null;
    const nobody = { holder: null, since: null, offeredTo: null };
    const { holder, since, offeredTo } = present ? columnsOf(kept.holding) : nobody;
    return { mode: this.mode, spacecraft, holder, since, offeredTo };
  }
}
