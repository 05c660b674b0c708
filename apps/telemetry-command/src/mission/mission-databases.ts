import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { loadMissionDatabase } from '@app/mission-database';
import { inTransaction, projectRoot } from '@app/platform';
import { compileMission, type MissionDefinition, MissionDatabaseError } from './mission-definition.js';

/** Token of the folder with the mission databases, where it is not that of the project. */
export const MISSION_DATABASE_FOLDER = Symbol('MissionDatabaseFolder');

/** A mission definition and the archive's rows for the layout of its samples. */
export interface LoadedMission {
  readonly mission: MissionDefinition;
  /** By qualified name of the container. */
  readonly layoutIds: ReadonlyMap<string, number>;
}

/** Mission databases by name, each read and compiled once: `db/seeds/mission-database/NAME.xml`. */
@Injectable()
export class MissionDatabases {
  private readonly loaded = new Map<string, Promise<LoadedMission>>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Optional() @Inject(MISSION_DATABASE_FOLDER) private readonly folder?: string,
  ) {}

  /** Throws MissionDatabaseError for a file that is not there, XtceError for one that is not understood in full. */
  async load(name: string): Promise<LoadedMission> {
    let loading = this.loaded.get(name);
    if (loading === undefined) {
      this.loaded.set(name, (loading = this.read(name)));
      loading.catch(() => this.loaded.delete(name));
    }
    return loading;
  }

  private async read(name: string): Promise<LoadedMission> {
    const file = join(this.folder ?? join(projectRoot(), 'db', 'seeds', 'mission-database'), `${name}.xml`);
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name))
      throw new MissionDatabaseError('name', 'spacecraft.missionDatabase', 'letters, digits, dots, hyphens', name);
    let xml: string;
    try {
      xml = await readFile(file, 'utf8');
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error);
      throw new MissionDatabaseError('the file cannot be read', `mission database ${name}`, file, found);
    }
    const mission = compileMission(loadMissionDatabase(xml, { sourceName: `${name}.xml` }), `${name}.xml`);
    return { mission, layoutIds: await this.keepLayouts(name, mission) };
  }

  private async keepLayouts(name: string, { database, layouts }: MissionDefinition): Promise<Map<string, number>> {
    return inTransaction(this.dataSource, async (manager) => {
      for (const { container, parameters } of layouts.values())
        await manager.query(
          `insert into telemetry_command.sample_layout (mission_database, version, fingerprint, container, parameters)
           values ($1, $2, $3, $4, $5) on conflict do nothing`,
          [name, database.version, database.fingerprint, container, parameters.map((one) => one.qualifiedName)],
        );
      const rows = await manager.query<{ id: number; container: string }[]>(
        `select id, container from telemetry_command.sample_layout where mission_database = $1 and fingerprint = $2`,
        [name, database.fingerprint],
      );
      return new Map(rows.map(({ id, container }) => [container, id]));
    });
  }
}
