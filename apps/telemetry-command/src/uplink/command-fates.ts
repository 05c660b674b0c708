import type { Command, CommandId, FrameReference, Utc } from '@app/contracts';
import type { Logger, MissionClock } from '@app/platform';
import { formatUtc } from '@app/time';
import type { CommandEvent } from '../commands/command-events.js';
import type { CommandLedger } from '../commands/command-ledger.port.js';
import type { CommandsInFlight } from './commands-in-flight.js';

export interface FateParts {
  readonly ledger: CommandLedger;
  readonly clock: MissionClock;
  readonly logger: Logger;
}

/** What becomes of the commands that COP-1 has, told to the ledger. */
export class CommandFates {
  constructor(
    private readonly inFlight: CommandsInFlight,
    private readonly parts: FateParts,
    /** A command is in the queue again. */
    private readonly putBack: () => void,
  ) {}

  /** What cannot be recorded is said; the commands' own state is then found out of sight at the next start. */
  async record(id: CommandId, event: CommandEvent): Promise<Command | undefined> {
    try {
      return await this.parts.ledger.record(id, event);
    } catch (error) {
      this.parts.logger.error({ error, command: id, event: event.type }, 'what happened to a command is not recorded');
      return undefined;
    }
  }

  async acknowledge(tag: string, frame: FrameReference): Promise<void> {
    const command = this.inFlight.settle(tag);
    if (command !== undefined) await this.record(command.id, { type: 'acknowledged', at: this.now(), frame });
  }

  /** A command of which no CLTU can have left was not sent; of every other one nobody knows. */
  async lose(tag: string, reason: string): Promise<void> {
    const command = this.inFlight.settle(tag);
    if (command === undefined) return;
    const at = this.now();
    if (command.left > 0) await this.record(command.id, { type: 'lost-sight', at, reason });
    else await this.notSent(command.id, reason);
  }

  async notSent(id: CommandId, reason: string): Promise<void> {
    const at = this.now();
    const { state } = (await this.record(id, { type: 'not-sent', at, reason })) ?? {};
    if (state === 'queued') this.putBack();
    // The ledger does not put back what a station has had: nobody follows it any more.
    if (state === 'released' || state === 'radiated') await this.record(id, { type: 'lost-sight', at, reason });
  }

  /** What was on its way when the process before this one ended. Stations may still tell of its CLTUs. Throws what the ledger throws. */
  async recall(underWay: readonly Command[]): Promise<void> {
    const reason = 'restart of the ground segment';
    for (const { id, service, stages } of underWay) {
      const told = new Set(stages.filter(({ stage }) => stage === 'radiated').map(({ cltu }) => cltu));
      for (const { cltu, frameSequenceNumber } of stages)
        if (cltu !== null && !told.has(cltu))
          this.inFlight.remember({ id: cltu, command: id, kind: service, frameSequenceNumber, generation: -1 });
      await this.record(id, { type: 'lost-sight', at: this.now(), reason });
    }
  }

  now(): Utc {
    return formatUtc(this.parts.clock.now()) as Utc;
  }
}
