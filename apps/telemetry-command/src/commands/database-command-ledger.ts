import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { bytesToHex } from '@app/ccsds';
import {
  type Command,
  type CommandId,
  type ContactId,
  type OperationsMode,
  type SpacecraftId,
  subjects,
  type Utc,
} from '@app/contracts';
import { inTransaction, LOGGER, type Logger, MessageBus, notFound, OPERATIONS_MODE, Refusal } from '@app/platform';
import { ConsoleStore } from '../console/console-store.js';
import type { CommandEvent } from './command-events.js';
import { CommandLedger, type ReleasedCommand, type RequestReport, type UplinkContact } from './command-ledger.port.js';
import { type CommandAction, type KeptCommand, type ReleaseRefused, stepCommand } from './command.machine.js';
import {
  commandOf,
  holdingOf,
  insertCommand,
  lockCommand,
  lockRequested,
  saveCommand,
  selectCommands,
  selectQueued,
  takeSequenceCount,
} from './command-store.js';
import { ReleaseOffers } from './release-offers.js';
import { type ReleasePermit, ReleasePermits } from './release-permit.js';
import { isSameCommand } from './same-command.js';

/** The console may change hands while a release is decided; then it is decided anew, this often. */
const RELEASE_ATTEMPTS = 3;
/** A little more than the age that authority's reading of the registry may have. */
const REGISTRY_READ_AGAIN_S = 2.5;

interface Change {
  readonly command: KeptCommand;
  readonly actions: readonly CommandAction[];
}

/** Throws what refuses the change, as the command stands when it is locked. */
export type CommandCheck = (command: Command) => void;

/** The ledger in the database: one transaction a change, told on the bus when it is durable. */
@Injectable()
export class DatabaseCommandLedger extends CommandLedger {
  private telling: Promise<void> = Promise.resolve();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly consoles: ConsoleStore,
    private readonly permits: ReleasePermits,
    private readonly offers: ReleaseOffers,
    private readonly bus: MessageBus,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  /**
   * A new command, which its author was allowed to write while the console was at this revision; or the one that he wrote before with
   * this identifier, where it is the same. Throws a Refusal (409) where the console has changed hands since, or the identifier is another
   * command's.
   */
  async add(command: KeptCommand, authoredAt: Utc, consoleRevision: string): Promise<Command> {
    const queued = command.state === 'queued';
    const first = await inTransaction(this.dataSource, async (manager) => {
      const { revision, holding } = await this.consoles.hold(manager, command.spacecraft);
      if (revision !== consoleRevision)
        throw new Refusal(409, 'the console changed hands', [
          { path: 'spacecraft', message: `expected the console of ${command.spacecraft} unchanged, found a change` },
        ]);
      const stamps = { holding: holding.number, authoredAt, queuedAt: queued ? authoredAt : null };
      if (await insertCommand(manager, command, stamps)) return undefined;
      const kept = await this.locked(manager, command.id);
      if (isSameCommand(kept, command)) return kept;
      throw new Refusal(409, 'identifier of another command', [
        { path: 'id', message: `expected an identifier that is free, found ${command.id}, which another command has` },
      ]);
    });
    if (first !== undefined) return commandOf(first);
    await this.carryOut({ command, actions: queued ? ['tell', 'offer'] : ['tell'] });
    return commandOf(command);
  }

  override async releasable(spacecraft: SpacecraftId, contact: ContactId): Promise<readonly Command[]> {
    const queued = await selectQueued(this.dataSource.manager, this.mode, spacecraft, contact);
    if (queued.every(({ refusedIn }) => refusedIn === null)) return queued.map(({ command }) => commandOf(command));
    // What was refused is not tried again until something is different.
    const { of } = await this.permits.circumstances(spacecraft, { contact });
    const changed: Command[] = [];
    for (const { command, refusedIn } of queued)
      if (refusedIn === null || refusedIn !== (await of(command))) changed.push(commandOf(command));
    return changed;
  }

  override async release(id: CommandId, uplink: UplinkContact, at: Utc): Promise<ReleasedCommand | undefined> {
    for (let attempt = 0; attempt < RELEASE_ATTEMPTS; attempt++) {
      const command = await this.read(id);
      if (!this.mayGo(command, uplink)) return undefined;
      const permit = await this.permits.ask(command, await holdingOf(this.dataSource.manager, id), uplink);
      const outcome = await inTransaction(this.dataSource, (manager) =>
        this.releaseUnder(manager, permit, id, uplink, at),
      );
      if (outcome === 'console-changed') continue;
      await this.carryOut(outcome);
      if (!permit.granted && permit.again) this.offers.offerAfter(command.spacecraft, REGISTRY_READ_AGAIN_S);
      const { packetHex, state } = outcome.command;
      if (!permit.granted || packetHex === null || state !== 'released' || outcome.packet === undefined)
        return undefined;
      return { command: commandOf(outcome.command), packet: outcome.packet };
    }
    return undefined;
  }

  private mayGo({ state, askedContact, mode, spacecraft }: KeptCommand, { contact }: UplinkContact): boolean {
    if (state !== 'queued' || mode !== this.mode || !contact.startsWith(`${spacecraft}_`)) return false;
    return askedContact === null || askedContact === contact;
  }

  private async releaseUnder(
    manager: EntityManager,
    permit: ReleasePermit,
    id: CommandId,
    uplink: UplinkContact,
    at: Utc,
  ): Promise<(Change & { readonly packet?: Uint8Array }) | 'console-changed'> {
    const command = await this.locked(manager, id);
    if (!this.mayGo(command, uplink)) return { command, actions: [] };
    const { revision } = await this.consoles.hold(manager, command.spacecraft);
    if (revision !== permit.consoleRevision) return 'console-changed';
    if (!permit.granted)
      return this.step(manager, command, { type: 'refused', at, reason: permit.reason }, permit.circumstances);
    const sequenceCount = await takeSequenceCount(manager, command.spacecraft, permit.apid);
    const packet = permit.encode(sequenceCount);
    const { holder: by, agreement, apid } = permit;
    const change = await this.step(manager, command, {
      type: 'released',
      at,
      by,
      ...uplink,
      agreement,
      apid,
      sequenceCount,
      packetHex: bytesToHex(packet),
    });
    return { ...change, packet };
  }

  override async record(id: CommandId, event: CommandEvent): Promise<Command> {
    return this.recordIf(id, event, () => undefined);
  }

  /** As `record`, unless `check` throws: it sees the command as it is when nobody else can change it. */
  async recordIf(id: CommandId, event: CommandEvent, check: CommandCheck): Promise<Command> {
    const change = await inTransaction(this.dataSource, async (manager) => {
      const command = await this.locked(manager, id);
      check(commandOf(command));
      return this.step(manager, command, event);
    });
    await this.carryOut(change);
    return commandOf(change.command);
  }

  override async underWay(spacecraft: SpacecraftId): Promise<readonly Command[]> {
    const commands = await selectCommands(
      this.dataSource.manager,
      `where mode = $1 and spacecraft = $2 and state in ('released', 'radiated') order by queued_at, number`,
      [this.mode, spacecraft],
    );
    return commands.map(commandOf);
  }

  override async recordReports(
    manager: EntityManager,
    spacecraft: SpacecraftId,
    reports: readonly RequestReport[],
  ): Promise<{ readonly changed: readonly Command[]; readonly unknown: readonly RequestReport[] }> {
    if (reports.length === 0) return { changed: [], unknown: [] };
    const requests = reports.map(({ apid, sequenceCount, event }) => ({ apid, sequenceCount, at: event.at }));
    const ids = await lockRequested(manager, spacecraft, requests);
    const changed = new Map<CommandId, Command>();
    const unknown: RequestReport[] = [];
    for (const [i, report] of reports.entries()) {
      const id = ids[i];
      if (id === undefined) {
        unknown.push(report);
        continue;
      }
      const change = await this.step(manager, await this.locked(manager, id), report.event);
      if (change.actions.length > 0) changed.set(id, commandOf(change.command));
    }
    return { changed: [...changed.values()], unknown };
  }

  /**
   * Tells each command as it stands in the database now, one after the other: so nothing older is ever told after something newer,
   * whoever changed it. What could not be told is durable all the same, and is logged.
   */
  override tell(commands: readonly Command[]): Promise<void> {
    const ids = [...new Set(commands.map(({ id }) => id))];
    if (ids.length === 0) return Promise.resolve();
    this.telling = this.telling
      .then(async () => {
        const current = await selectCommands(this.dataSource.manager, 'where id = any($1::uuid[]) order by number', [
          ids,
        ]);
        for (const command of current)
          await this.bus.publish(subjects.command(command.spacecraft), { ...commandOf(command) });
      })
      .catch((error: unknown) => this.logger.error({ error, commands: ids }, 'changes of commands could not be told'));
    return this.telling;
  }

  override onReleasable(listener: (spacecraft: SpacecraftId) => void): () => void {
    return this.offers.listen(listener);
  }

  private async read(id: CommandId): Promise<KeptCommand> {
    const [command] = await selectCommands(this.dataSource.manager, 'where id = $1', [id]);
    return required(id, command);
  }

  private async locked(manager: EntityManager, id: CommandId): Promise<KeptCommand> {
    return required(id, await lockCommand(manager, id));
  }

  private async step(
    manager: EntityManager,
    before: KeptCommand,
    event: CommandEvent | ReleaseRefused,
    refusedIn: string | null = null,
  ): Promise<Change> {
    const [command, actions] = stepCommand(before, event);
    // A refusal that says the same again changes its circumstances all the same.
    if (actions.length > 0 || refusedIn !== null)
      await saveCommand(manager, before, command, { queuedAt: event.type === 'approved' ? event.at : null, refusedIn });
    return { command, actions };
  }

  private async carryOut({ command, actions }: Change): Promise<void> {
    if (actions.includes('tell')) await this.tell([command]);
    if (actions.includes('offer')) this.offers.offer(command.spacecraft);
  }
}

function required(id: CommandId, command: KeptCommand | undefined): KeptCommand {
  if (command === undefined) throw notFound('command', id);
  return command;
}
