import { Injectable } from '@nestjs/common';
import type { Spacecraft } from '@app/contracts';
import type { MissionDatabase } from '@app/mission-database';
import { FindMission } from '../http/find-mission.js';
import { CommandCatalogue } from './command-catalogue.js';

/** The commands of each spacecraft, by its mission database; each is made once. */
@Injectable()
export class CommandCatalogues {
  private readonly made = new WeakMap<MissionDatabase, CommandCatalogue>();

  constructor(private readonly find: FindMission) {}

  /** Throws a Refusal (404) for a spacecraft that is not registered. */
  async of(spacecraft: string): Promise<{ readonly craft: Spacecraft; readonly catalogue: CommandCatalogue }> {
    const { craft, mission } = await this.find.mission(spacecraft);
    let catalogue = this.made.get(mission.database);
    if (catalogue === undefined) this.made.set(mission.database, (catalogue = new CommandCatalogue(mission.database)));
    return { craft, catalogue };
  }
}
