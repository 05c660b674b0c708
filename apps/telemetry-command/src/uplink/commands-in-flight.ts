import type { Command, CommandId, CltuId, TelecommandService } from '@app/contracts';
import type { ReleasedCommand } from '../commands/command-ledger.port.js';

/** A command that COP-1 has, until its end is known here. */
export interface CommandInFlight {
  readonly id: CommandId;
  readonly service: TelecommandService;
  readonly packet: Uint8Array;
  /** CLTUs with it that may have left: no station refused them, and none said that they were not radiated. */
  left: number;
}

/** A CLTU that was handed over. */
export interface CltuInFlight {
  readonly id: CltuId;
  /** Null for a control command. */
  readonly command: CommandId | null;
  readonly kind: 'AD' | 'BC' | 'BD';
  readonly frameSequenceNumber: number | null;
  /** Of the AD service, or for BD the uplink, that it was sent for: an answer concerns no other one. */
  readonly generation: number;
}

/** Stragglers are told of within one contact; this is many contacts. */
const CLTUS_REMEMBERED = 2_000;

/** Commands and CLTUs whose end is not known yet. CLTUs are remembered longer: a station tells of them when it can. */
export class CommandsInFlight {
  private readonly commands = new Map<string, CommandInFlight>();
  private readonly cltus = new Map<CltuId, CltuInFlight>();

  add({ command, packet }: ReleasedCommand): CommandInFlight {
    const inFlight: CommandInFlight = { id: command.id, service: command.service, packet, left: 0 };
    this.commands.set(command.id, inFlight);
    return inFlight;
  }

  /** By the tag that FOP-1 has of it: its identifier. */
  command(tag: string): CommandInFlight | undefined {
    return this.commands.get(tag);
  }

  /** It is not in flight any more. */
  settle(tag: string): CommandInFlight | undefined {
    const command = this.commands.get(tag);
    this.commands.delete(tag);
    return command;
  }

  /** Expedited commands that the spacecraft has answered are over for COP-1. */
  reported(commands: readonly Command[]): void {
    for (const { id, service } of commands) if (service === 'BD') this.commands.delete(id);
  }

  open(): readonly CommandInFlight[] {
    return [...this.commands.values()];
  }

  sent(cltu: CltuInFlight): void {
    this.remember(cltu);
    this.count(cltu, 1);
  }

  /** A CLTU of which a station may still tell. */
  remember(cltu: CltuInFlight): void {
    this.cltus.set(cltu.id, cltu);
    for (const oldest of this.cltus.keys()) {
      if (this.cltus.size <= CLTUS_REMEMBERED) break;
      this.cltus.delete(oldest);
    }
  }

  /** It was refused, or was not radiated. */
  dropped(cltu: CltuInFlight): void {
    if (this.cltus.delete(cltu.id)) this.count(cltu, -1);
  }

  cltu(id: CltuId): CltuInFlight | undefined {
    return this.cltus.get(id);
  }

  radiated(id: CltuId): void {
    this.cltus.delete(id);
  }

  private count({ command }: CltuInFlight, by: number): void {
    const inFlight = command === null ? undefined : this.commands.get(command);
    if (inFlight !== undefined) inFlight.left += by;
  }
}
