import { Injectable } from '@nestjs/common';
import type { ApproveCommand, Command, Principal, Utc } from '@app/contracts';
import { Authority, MissionClock } from '@app/platform';
import { formatUtc } from '@app/time';
import { Commanders } from '../console/commanders.js';
import { inState } from './command-check.js';
import { DatabaseCommandLedger } from './database-command-ledger.js';
import { ReadCommands } from './read-commands.use-case.js';

/** The second person's word on a hazardous command. */
@Injectable()
export class ApproveCommandUseCase {
  constructor(
    private readonly commands: ReadCommands,
    private readonly commanders: Commanders,
    private readonly authority: Authority,
    private readonly ledger: DatabaseCommandLedger,
    private readonly clock: MissionClock,
  ) {}

  /** Throws a Refusal: 404 for an unknown command, 401 or 403 by authority, 409 for a command that does not await approval. */
  async execute(
    spacecraft: string,
    id: string,
    { mode, verdict, reason }: ApproveCommand,
    who: Principal,
    door: string,
  ): Promise<Command> {
    const command = await this.commands.one(spacecraft, id);
    await this.authority.require(who, {
      operation: 'approve-command',
      door,
      mode,
      spacecraft: command.spacecraft,
      subject: `${command.id}: ${verdict}${reason === null ? '' : `, ${reason}`}`,
      holder: await this.commanders.holderOf(command.spacecraft),
      author: command.author,
      hazardous: command.hazardous,
    });
    const at = formatUtc(this.clock.now()) as Utc;
    return this.ledger.recordIf(
      command.id,
      verdict === 'approve' ? { type: 'approved', at, by: who.user } : { type: 'rejected', at, by: who.user, reason },
      inState('awaiting-approval'),
    );
  }
}
