import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  type ApproveCommand,
  approveCommandSchema,
  type AuthorCommand,
  authorCommandSchema,
  type CancelCommand,
  cancelCommandSchema,
  type Command,
  commandDefinitionSchema,
  type CommandDefinitionView,
  commandSchema,
  type Principal,
} from '@app/contracts';
import {
  Authorised,
  AuthorisedInside,
  DocumentedAnswer,
  DocumentedBody,
  DocumentedQuery,
  Door,
  Who,
  ZodBody,
  ZodQuery,
} from '@app/platform';
import { ApproveCommandUseCase } from './approve-command.use-case.js';
import { AuthorCommandUseCase } from './author-command.use-case.js';
import { CancelCommandUseCase } from './cancel-command.use-case.js';
import { type CommandsQuery, commandsQuerySchema } from './command.messages.js';
import { ReadCommands } from './read-commands.use-case.js';

/** Commands of one spacecraft: what can be sent, what was written, and what became of it. */
@ApiTags('commands')
@Controller('api/telemetry-command/spacecraft/:id')
export class CommandController {
  constructor(
    private readonly commands: ReadCommands,
    private readonly author: AuthorCommandUseCase,
    private readonly approve: ApproveCommandUseCase,
    private readonly cancel: CancelCommandUseCase,
  ) {}

  @Get('command-definitions')
  @Authorised('observe-spacecraft', { spacecraft: 'id' })
  @DocumentedAnswer(z.array(commandDefinitionSchema))
  definitions(@Param('id') id: string): Promise<CommandDefinitionView[]> {
    return this.commands.definitions(id);
  }

  @Get('commands')
  @Authorised('observe-spacecraft', { spacecraft: 'id' })
  @DocumentedQuery(commandsQuerySchema)
  @DocumentedAnswer(z.array(commandSchema))
  list(@Param('id') id: string, @ZodQuery(commandsQuerySchema) query: CommandsQuery): Promise<Command[]> {
    return this.commands.list(id, query);
  }

  @Get('commands/:commandId')
  @Authorised('observe-spacecraft', { spacecraft: 'id' })
  @DocumentedAnswer(commandSchema)
  one(@Param('id') id: string, @Param('commandId') commandId: string): Promise<Command> {
    return this.commands.one(id, commandId);
  }

  @Post('commands')
  @AuthorisedInside('author-command')
  @DocumentedBody(authorCommandSchema)
  @DocumentedAnswer(commandSchema, 201)
  write(
    @Param('id') id: string,
    @ZodBody(authorCommandSchema) asked: AuthorCommand,
    @Who() who: Principal,
    @Door() door: string,
  ): Promise<Command> {
    return this.author.execute(id, asked, who, door);
  }

  @Post('commands/:commandId/approval')
  @HttpCode(200)
  @AuthorisedInside('approve-command')
  @DocumentedBody(approveCommandSchema)
  @DocumentedAnswer(commandSchema)
  judge(
    @Param('id') id: string,
    @Param('commandId') commandId: string,
    @ZodBody(approveCommandSchema) verdict: ApproveCommand,
    @Who() who: Principal,
    @Door() door: string,
  ): Promise<Command> {
    return this.approve.execute(id, commandId, verdict, who, door);
  }

  @Post('commands/:commandId/cancellation')
  @HttpCode(200)
  @AuthorisedInside('cancel-command')
  @DocumentedBody(cancelCommandSchema)
  @DocumentedAnswer(commandSchema)
  takeBack(
    @Param('id') id: string,
    @Param('commandId') commandId: string,
    @ZodBody(cancelCommandSchema) cancellation: CancelCommand,
    @Who() who: Principal,
    @Door() door: string,
  ): Promise<Command> {
    return this.cancel.execute(id, commandId, cancellation, who, door);
  }
}
