import { Injectable } from '@nestjs/common';
import type { CancelCommand, Command, Principal, Utc } from '@app/contracts';
import { Authority, MissionClock } from '@app/platform';
import { formatUtc } from '@app/time';
import { Commanders } from '../console/commanders.js';
import { inState } from './command-check.js';
import { DatabaseCommandLedger } from './database-command-ledger.js';
import { ReadCommands } from './read-commands.use-case.js';

/** Takes back a command that has not left. */
@Injectable()
export class CancelCommandUseCase {
  constructor(
    private readonly commands: ReadCommands,
    private readonly commanders: Commanders,
    private readonly authority: Authority,
    private readonly ledger: DatabaseCommandLedger,
    private readonly clock: MissionClock,
  ) {}

  /** Throws a Refusal: 404 for an unknown command, 401 or 403 by authority, 409 for a command that has left or is over. */
  async execute(
    spacecraft: string,
    id: string,
    { mode, reason }: CancelCommand,
    who: Principal,
    door: string,
  ): Promise<Command> {
    const command = await this.commands.one(spacecraft, id);
    await this.authority.require(who, {
      operation: 'cancel-command',
      door,
      mode,
      spacecraft: command.spacecraft,
      subject: command.id,
      holder: await this.commanders.holderOf(command.spacecraft),
      author: command.author,
      hazardous: command.hazardous,
    });
    const at = formatUtc(this.clock.now()) as Utc;
    return this.ledger.recordIf(
      command.id,
      { type: 'cancelled', at, by: who.user, reason },
      inState('awaiting-approval', 'queued'),
    );
  }
}
