import { Injectable } from '@nestjs/common';
import type { AgreementId, Decision, UserId } from '@app/contracts';
import { CommandArgumentError, EncodeError, isHazardous } from '@app/mission-database';
import { Accounts, Authority, type AuthorityQuestion } from '@app/platform';
import { Commanders } from '../console/commanders.js';
import { holderOf } from '../console/console-store.js';
import { CommandCatalogues } from './command-catalogues.js';
import type { UplinkContact } from './command-ledger.port.js';
import type { KeptCommand } from './command.machine.js';
import { type Circumstances, ReleaseCircumstances } from './release-circumstances.js';

/** Whether a command may leave now, decided under one revision of the console. */
export type ReleasePermit = {
  readonly consoleRevision: string;
  /** In other ones it is worth asking again. */
  readonly circumstances: string;
} & (
  | {
      readonly granted: true;
      readonly holder: UserId;
      readonly agreement: AgreementId;
      readonly apid: number;
      /** The finished packet with a sequence count. */
      readonly encode: (sequenceCount: number) => Uint8Array;
    }
  | {
      readonly granted: false;
      readonly reason: string;
      /** The circumstances are about to be other ones: authority may have decided by an older reading of the registry. */
      readonly again: boolean;
    }
);

type Encoding = Pick<Extract<ReleasePermit, { granted: true }>, 'apid' | 'encode'>;

/** Decides anew, when a command is to leave, what was decided when it was written (design rule 11): consoles, people and agreements change. */
@Injectable()
export class ReleasePermits {
  constructor(
    private readonly commanders: Commanders,
    private readonly accounts: Accounts,
    private readonly authority: Authority,
    private readonly catalogues: CommandCatalogues,
    private readonly surroundings: ReleaseCircumstances,
  ) {}

  /**
   * `writtenUnder`: the number of the holding of the console under which the command was written. Must not be asked inside a transaction:
   * each decision is audited by another connection.
   */
  async ask(command: KeptCommand, writtenUnder: number | undefined, uplink: UplinkContact): Promise<ReleasePermit> {
    // First of all: what is decided by something newer is only asked once too often.
    const around = await this.circumstances(command.spacecraft, uplink);
    const { kept } = around;
    const base = { consoleRevision: kept.revision, circumstances: await around.of(command) };
    const refused = (reason: string): ReleasePermit => ({ ...base, granted: false, reason, again: !around.settled });
    const question = questionOf(command, uplink, holderOf(kept));
    const commander = await this.commanders.of(kept);
    if (commander.state !== 'present') {
      await this.authority.decide(null, question);
      return commander.state === 'nobody'
        ? refused(`console-not-held: nobody holds the console of ${command.spacecraft}`)
        : refused(`${commander.rule}: ${commander.explanation}`);
    }
    const { principal } = commander.account;
    // Who takes the console answers for what he writes, not for what he found in the queue; a hand-over goes on with it.
    if (writtenUnder !== kept.holding.number)
      return refused(
        `earlier-holding: ${command.author} wrote it before ${principal.user} took the console: expected the commander to cancel it, and to write it anew where it is wanted`,
      );
    const encoding = await this.encoding(command);
    if (typeof encoding === 'string') return refused(encoding);
    const unfit = await this.unfitPerson(command, principal.user, question);
    if (unfit !== undefined) return refused(unfit);
    const decision = await this.authority.decide(principal, question);
    if (!decision.allowed) return refused(`${decision.rule}: ${decision.explanation}`);
    if (decision.agreement === null) return refused(`no-agreement: none named for antenna ${uplink.antenna}`);
    return { ...base, granted: true, holder: principal.user, agreement: decision.agreement, ...encoding };
  }

  circumstances: ReleaseCircumstances['circumstances'] = (spacecraft, uplink): Promise<Circumstances> =>
    this.surroundings.circumstances(spacecraft, uplink);

  /** Why one of those who answer for the command beside the commander may not do so any more; undefined where they all may. */
  private async unfitPerson(
    { author, approver }: KeptCommand,
    commander: UserId,
    { door, mode, spacecraft, subject, hazardous }: ReleaseQuestion,
  ): Promise<string | undefined> {
    const common = { door, mode, spacecraft, subject, author, hazardous };
    // He had the console when he wrote it; that it has been handed over since changes nothing.
    const asAuthor: AuthorityQuestion = { ...common, operation: 'author-command', holder: author };
    const refusedAuthor = author === commander ? undefined : await this.refusal(author, 'who wrote it', asAuthor);
    if (refusedAuthor !== undefined || approver === null) return refusedAuthor;
    return this.refusal(approver, 'who approved it', { ...common, operation: 'approve-command' });
  }

  private async refusal(user: UserId, what: string, question: AuthorityQuestion): Promise<string | undefined> {
    const account = await this.accounts.find(user);
    const { allowed, rule, explanation }: Decision = await this.authority.decide(
      account?.enabled === true ? account.principal : null,
      question,
    );
    if (account === undefined) return `account-missing: ${user}, ${what}, has no account any more`;
    if (!account.enabled) return `account-disabled: ${user}, ${what}, has an account that is disabled`;
    return allowed ? undefined : `${rule}: ${user}, ${what}: ${explanation}`;
  }

  /** Or why it cannot be encoded, or needs an approval that it has not: the mission database may have changed since it was written. */
  private async encoding({
    spacecraft,
    name,
    arguments: values,
    hazardous,
    approver,
  }: KeptCommand): Promise<Encoding | string> {
    const { catalogue } = await this.catalogues.of(spacecraft);
    const found = catalogue.find(name);
    if (found === undefined) return `the mission database has no command ${name} any more`;
    try {
      const encoder = catalogue.encoder(found.definition);
      const encode = (sequenceCount: number): Uint8Array => encoder.encode(values, { sequenceCount });
      const packet = encode(0);
      if (approver !== null) return { apid: apidOf(packet), encode };
      const received = catalogue.received(packet);
      if (typeof received === 'string') return `not-approved: its packet cannot be told for routine: ${received}`;
      if (!hazardous && !isHazardous(received.significance)) return { apid: apidOf(packet), encode };
      const { level } = received.significance;
      return `not-approved: expected a second person's approval of ${received.name}, which is of significance ${level} now, found none`;
    } catch (error) {
      if (error instanceof CommandArgumentError || error instanceof EncodeError) return error.message;
      throw error;
    }
  }
}

type ReleaseQuestion = ReturnType<typeof questionOf>;

function questionOf(
  { id, mode, spacecraft, author, hazardous }: KeptCommand,
  uplink: UplinkContact,
  holder: UserId | null,
) {
  return {
    operation: 'release-command',
    door: `release into ${uplink.contact}`,
    mode,
    spacecraft,
    antenna: uplink.antenna,
    subject: id,
    holder,
    author,
    hazardous,
  } as const satisfies AuthorityQuestion;
}

/** CCSDS 133.0-B, 4.1.3: the eleven bits after version, type and secondary header flag. */
function apidOf(packet: Uint8Array): number {
  return (((packet[0] ?? 0) & 0x07) << 8) | (packet[1] ?? 0);
}
