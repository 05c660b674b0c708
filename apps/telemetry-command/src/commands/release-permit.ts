import { Injectable } from '@nestjs/common';
import type { AgreementId, SpacecraftId, UserId } from '@app/contracts';
import { CommandArgumentError, EncodeError } from '@app/mission-database';
import { Accounts, Authority, MissionClock, RegistryReader } from '@app/platform';
import { parseUtc } from '@app/time';
import { ConsoleStore, holderOf } from '../console/console-store.js';
import { CommandCatalogues } from './command-catalogues.js';
import type { UplinkContact } from './command-ledger.port.js';
import type { KeptCommand } from './command.machine.js';

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
  | { readonly granted: false; readonly reason: string }
);

type Encoding = Pick<Extract<ReleasePermit, { granted: true }>, 'apid' | 'encode'>;

/** Decides anew, when a command is to leave, what was decided when it was written (design rule 11): consoles and agreements change. */
@Injectable()
export class ReleasePermits {
  constructor(
    private readonly consoles: ConsoleStore,
    private readonly accounts: Accounts,
    private readonly authority: Authority,
    private readonly registry: RegistryReader,
    private readonly catalogues: CommandCatalogues,
    private readonly clock: MissionClock,
  ) {}

  /** Must not be asked inside a transaction: each decision is audited by another connection. */
  async ask(command: KeptCommand, uplink: UplinkContact): Promise<ReleasePermit> {
    const kept = await this.consoles.read(command.spacecraft);
    const circumstances = await this.circumstances(command.spacecraft, uplink);
    const base = { consoleRevision: kept.revision, circumstances };
    const refused = (reason: string): ReleasePermit => ({ ...base, granted: false, reason });
    const holder = holderOf(kept);
    const account = holder === null ? undefined : await this.accounts.find(holder);
    const decision = await this.authority.decide(account?.enabled === true ? account.principal : null, {
      operation: 'release-command',
      door: `release into ${uplink.contact}`,
      mode: command.mode,
      spacecraft: command.spacecraft,
      antenna: uplink.antenna,
      subject: command.id,
      holder,
      author: command.author,
      hazardous: command.hazardous,
    });
    if (holder === null) return refused(`console-not-held: nobody holds the console of ${command.spacecraft}`);
    if (account?.enabled !== true) return refused(`account-disabled: ${holder}, who holds the console`);
    if (!decision.allowed) return refused(`${decision.rule}: ${decision.explanation}`);
    if (decision.agreement === null) return refused(`no-agreement: none named for antenna ${uplink.antenna}`);
    const encoding = await this.encoding(command);
    if (typeof encoding === 'string') return refused(encoding);
    return { ...base, granted: true, holder, agreement: decision.agreement, ...encoding };
  }

  /** What the answer hangs on: the contact, who holds the console with which account, and the agreements in force. */
  async circumstances(spacecraft: SpacecraftId, { contact }: Pick<UplinkContact, 'contact'>): Promise<string> {
    const kept = await this.consoles.read(spacecraft);
    const holder = holderOf(kept);
    const account = holder === null ? undefined : await this.accounts.find(holder);
    const now = this.clock.now();
    const inForce = (await this.registry.agreements())
      .filter(({ validFrom, validTo }) => parseUtc(validFrom) <= now && now < parseUtc(validTo))
      .map(({ id }) => id);
    const person = account === undefined ? 'nobody' : `${account.version}${account.enabled ? '' : ' disabled'}`;
    return [contact, kept.revision, person, ...inForce].join(' ');
  }

  /** Or why it cannot be encoded: the mission database may have changed since the command was written. */
  private async encoding({ spacecraft, name, arguments: values }: KeptCommand): Promise<Encoding | string> {
    const { catalogue } = await this.catalogues.of(spacecraft);
    const found = catalogue.find(name);
    if (found === undefined) return `the mission database has no command ${name} any more`;
    try {
      const encoder = catalogue.encoder(found.definition);
      const encode = (sequenceCount: number): Uint8Array => encoder.encode(values, { sequenceCount });
      return { apid: apidOf(encode(0)), encode };
    } catch (error) {
      if (error instanceof CommandArgumentError || error instanceof EncodeError) return error.message;
      throw error;
    }
  }
}

/** CCSDS 133.0-B, 4.1.3: the eleven bits after version, type and secondary header flag. */
function apidOf(packet: Uint8Array): number {
  return (((packet[0] ?? 0) & 0x07) << 8) | (packet[1] ?? 0);
}
