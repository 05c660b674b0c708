import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type Command, type CommandDefinitionView, commandIdSchema } from '@app/contracts';
import { notFound, RegistryReader } from '@app/platform';
import { CommandCatalogues } from './command-catalogues.js';
import { commandOf, selectCommands, selectHistory } from './command-store.js';
import type { CommandsQuery } from './command.messages.js';

/** A spacecraft's commands: those that can be sent, and those that were written. */
@Injectable()
export class ReadCommands {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly registry: RegistryReader,
    private readonly catalogues: CommandCatalogues,
  ) {}

  async definitions(spacecraft: string): Promise<CommandDefinitionView[]> {
    return (await this.catalogues.of(spacecraft)).catalogue.views();
  }

  async list(spacecraft: string, query: CommandsQuery): Promise<Command[]> {
    const { id } = await this.registry.requireSpacecraft(spacecraft);
    return (await selectHistory(this.dataSource.manager, id, query)).map(commandOf);
  }

  /** Throws a Refusal (404) for what is no command of this spacecraft. */
  async one(spacecraft: string, command: string): Promise<Command> {
    const craft = await this.registry.requireSpacecraft(spacecraft);
    const id = commandIdSchema.safeParse(command);
    const [found] = id.success
      ? await selectCommands(this.dataSource.manager, 'where id = $1 and spacecraft = $2', [id.data, craft.id])
      : [];
    if (found === undefined) throw notFound('command', command);
    return commandOf(found);
  }
}
