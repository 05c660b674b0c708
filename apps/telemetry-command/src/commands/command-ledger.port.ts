import type { EntityManager } from 'typeorm';
import type { AntennaId, Command, CommandId, ContactId, SpacecraftId, Utc } from '@app/contracts';
import type { CommandEvent } from './command-events.js';

/** A command that was released: its finished telecommand packet. */
export interface ReleasedCommand {
  readonly command: Command;
  readonly packet: Uint8Array;
}

/** The contact whose uplink is open. */
export interface UplinkContact {
  readonly contact: ContactId;
  readonly antenna: AntennaId;
}

/** A PUS service 1 report as it concerns commands: the request by its packet identification on board. */
export interface RequestReport {
  readonly apid: number;
  readonly sequenceCount: number;
  readonly event: Extract<CommandEvent, { type: 'report' }>;
}

/** All commands and what happened to them. Every change is durable before it is told, and is told on the bus. Type and token in one. */
export abstract class CommandLedger {
  /**
   * Commands of this spacecraft that may be released into this contact now, in the order of their release. One whose release was refused
   * is left out until something is different: the contact, the console, the accounts of its holder, author and approver, or what the
   * registry says of the spacecraft, the stations and the agreements in force.
   */
  abstract releasable(spacecraft: SpacecraftId, contact: ContactId): Promise<readonly Command[]>;

  /**
   * Decides authority anew, gives the command its sequence count and packet, and records it as released: the console must be held, in the
   * holding under which the command was written; author and approver must still be allowed; what the mission database calls hazardous now
   * must be approved; the agreement must be valid. Undefined where it may not be released now: it stays in the queue with the reason, and
   * what authority was asked is audited.
   */
  abstract release(id: CommandId, uplink: UplinkContact, at: Utc): Promise<ReleasedCommand | undefined>;

  /** Takes note of an event; gives the command as it stands then. An event that changes nothing is no error. */
  abstract record(id: CommandId, event: CommandEvent): Promise<Command>;

  /** Commands that have left and of which COP-1 does not know the end: after a restart they are out of sight. */
  abstract underWay(spacecraft: SpacecraftId): Promise<readonly Command[]>;

  /**
   * Within the caller's transaction, so that reports and the log's cursor move together. Reports of requests that are none of ours are
   * given back. What is to be told on the bus is told by `tell` after the commit.
   */
  abstract recordReports(
    manager: EntityManager,
    spacecraft: SpacecraftId,
    reports: readonly RequestReport[],
  ): Promise<{ readonly changed: readonly Command[]; readonly unknown: readonly RequestReport[] }>;

  abstract tell(commands: readonly Command[]): Promise<void>;

  /**
   * Called with a spacecraft whenever something became releasable there: a command was written or approved, the console changed. Not when
   * `not-sent` has put one back: who records that knows it.
   */
  abstract onReleasable(listener: (spacecraft: SpacecraftId) => void): () => void;
}
