import { buildSpacePacket, bytesToHex, hexToBytes } from '@app/ccsds';
import {
  type AgreementId,
  type Command,
  type CommandId,
  commandIdSchema,
  type ContactId,
  type SpacecraftId,
  type TelecommandService,
  type UserId,
  type Utc,
} from '@app/contracts';
import type { CommandEvent } from '../../commands/command-events.js';
import {
  CommandLedger,
  type ReleasedCommand,
  type RequestReport,
  type UplinkContact,
} from '../../commands/command-ledger.port.js';
import { type KeptCommand, stepCommand } from '../../commands/command.machine.js';

export const APID = 100;

/** The ledger without a database, authority or bus: the same state machine over a list. */
export class MemoryLedger extends CommandLedger {
  readonly commands: KeptCommand[] = [];
  readonly events: { readonly id: CommandId; readonly event: CommandEvent }[] = [];
  private readonly listeners = new Set<(spacecraft: SpacecraftId) => void>();
  private sequenceCount = 0;

  constructor(private readonly spacecraft: SpacecraftId) {
    super();
  }

  /** A new command in the queue. */
  queue(service: TelecommandService = 'AD'): CommandId {
    const id = commandIdSchema.parse(`00000000-0000-4000-8000-${String(this.commands.length).padStart(12, '0')}`);
    this.commands.push({
      id,
      mode: 'simulation',
      spacecraft: this.spacecraft,
      name: 'PING',
      arguments: {},
      significance: 'none',
      hazardous: false,
      service,
      author: 'li.wei' as UserId,
      member: 'CN' as Command['member'],
      approver: null,
      note: null,
      state: 'queued',
      contact: null,
      askedContact: null,
      antenna: null,
      agreement: null,
      apid: null,
      sequenceCount: null,
      packetHex: null,
      stages: [],
    });
    this.offer();
    return id;
  }

  command(id: CommandId): KeptCommand {
    return this.commands.find((one) => one.id === id)!;
  }

  /** How many there are in each state. */
  states(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { state } of this.commands) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  }

  override async releasable(_spacecraft: SpacecraftId, contact: ContactId): Promise<readonly Command[]> {
    return this.commands.filter(
      ({ state, askedContact }) => state === 'queued' && (askedContact === null || askedContact === contact),
    );
  }

  override async release(id: CommandId, uplink: UplinkContact, at: Utc): Promise<ReleasedCommand | undefined> {
    const sequenceCount = this.sequenceCount++;
    const packet = buildSpacePacket({ type: 'telecommand', apid: APID, sequenceCount, data: new Uint8Array(12) });
    const { contact, antenna } = uplink;
    const command = await this.record(id, {
      type: 'released',
      at,
      by: 'li.wei' as UserId,
      contact,
      antenna,
      agreement: 'CN-FOR-CN' as AgreementId,
      apid: APID,
      sequenceCount,
      packetHex: bytesToHex(packet),
    });
    return { command, packet: hexToBytes(command.packetHex!) };
  }

  override async record(id: CommandId, event: CommandEvent): Promise<Command> {
    this.events.push({ id, event });
    const at = this.commands.findIndex((one) => one.id === id);
    const [command, actions] = stepCommand(this.commands[at]!, event);
    this.commands[at] = command;
    if (actions.includes('offer')) this.offer();
    return command;
  }

  override async underWay(): Promise<readonly Command[]> {
    return this.commands.filter(({ state }) => state === 'released' || state === 'radiated');
  }

  override async recordReports(
    _manager: unknown,
    _spacecraft: SpacecraftId,
    reports: readonly RequestReport[],
  ): Promise<{ changed: readonly Command[]; unknown: readonly RequestReport[] }> {
    const changed: Command[] = [];
    const unknown: RequestReport[] = [];
    for (const report of reports) {
      const found = this.commands.find(
        ({ apid, sequenceCount }) => apid === report.apid && sequenceCount === report.sequenceCount,
      );
      if (found === undefined) unknown.push(report);
      else changed.push(await this.record(found.id, report.event));
    }
    return { changed, unknown };
  }

  override async tell(): Promise<void> {}

  override onReleasable(listener: (spacecraft: SpacecraftId) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private offer(): void {
    for (const listener of this.listeners) listener(this.spacecraft);
  }
}
