import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown, Optional } from '@nestjs/common';
import { getDataSourceToken, getEntityManagerToken } from '@nestjs/typeorm';
import { type DataSource } from 'typeorm';
import { Readiness } from '../health/readiness.js';
import { databaseHealth } from './database-health.js';
import { type Database, openDatabase, type OpenDatabaseOptions } from './database.js';
import { runMigrations } from './migrations.js';

/** Token of the process's `Database`. */
export const DATABASE = Symbol('Database');

export interface DatabaseModuleOptions extends OpenDatabaseOptions {
  /** Default true. False where a role without rights to create starts on a database that is migrated elsewhere. */
  readonly migrate?: boolean | undefined;
  /** Default: `db/migrations` of the project. */
  readonly migrationsFolder?: string | undefined;
}

/**
 * The one data source of a process, open and migrated before any provider can get it. Made once, by the composition root, which
 * passes the entities of all apps in it. `TypeOrmModule.forFeature([...])`, `@InjectRepository`, `@InjectDataSource` and the classes
 * `DataSource` and `EntityManager` work everywhere. Where the process has a `Readiness`, it is a part of it. It closes in `onApplicationShutdown`: whoever must still write at the end does so in
 * `onModuleDestroy` or `beforeApplicationShutdown`.
 */
@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Optional() @Inject(Readiness) readiness: Readiness | undefined,
  ) {
    readiness?.add('database', async () => {
      const { up, ...detail } = await databaseHealth(database.dataSource);
      return { up, detail };
    });
  }

  static forRoot(options: DatabaseModuleOptions): DynamicModule {
    const providers = [
      { provide: DATABASE, useFactory: () => openMigrated(options) },
      {
        provide: getDataSourceToken(),
        inject: [DATABASE],
        useFactory: (database: Database): DataSource => database.dataSource,
      },
      {
        provide: getEntityManagerToken(),
        inject: [DATABASE],
        useFactory: (database: Database) => database.dataSource.manager,
      },
    ];
    return { module: DatabaseModule, providers, exports: providers.map(({ provide }) => provide) };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}

async function openMigrated(options: DatabaseModuleOptions): Promise<Database> {
  const database = await openDatabase(options);
  try {
    options.log?.info(database.describe());
    if (options.migrate !== false)
      await runMigrations(database.dataSource, { folder: options.migrationsFolder, log: options.log });
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
