import { afterAll, describe, expect, it } from '@jest/globals';
import { Global, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Column, DataSource, Entity, EntityManager, PrimaryColumn, Repository } from 'typeorm';
import { Readiness } from '../health/readiness.js';
import { DATABASE, DatabaseModule } from './database.module.js';
import { type Database } from './database.js';
import { PgliteStartError } from './database-errors.js';

@Entity({ schema: 'trial' })
class Note {
  @PrimaryColumn('text') id!: string;
  @Column('text') text!: string;
}

@Injectable()
class Notes {
  constructor(
    @InjectRepository(Note) readonly repository: Repository<Note>,
    readonly dataSource: DataSource,
    readonly manager: EntityManager,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.repository.save({ id: 'first', text: 'the table is there before any provider' });
  }
}

@Global()
@Module({ providers: [Readiness], exports: [Readiness] })
class ReadinessModule {}

@Module({ imports: [TypeOrmModule.forFeature([Note])], providers: [Notes] })
class NotesModule {}

describe('the database in a Nest application', () => {
  const migrations = mkdtempSync(join(tmpdir(), 'smms-module-'));
  writeFileSync(
    join(migrations, '0001-trial-note.sql'),
    'CREATE SCHEMA trial; CREATE TABLE trial.note (id text PRIMARY KEY, text text NOT NULL);',
  );
  afterAll(() => rmSync(migrations, { recursive: true }));

  it('is one data source, migrated before anyone uses it, described once, closed at shutdown', async () => {
    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    const testing = await Test.createTestingModule({
      imports: [
        NotesModule,
        ReadinessModule,
        DatabaseModule.forRoot({
          entities: [Note],
          migrationsFolder: migrations,
          log: { info: say, warn: say, error: say },
        }),
      ],
    }).compile();
    const app = await testing.init();
    const notes = app.get(Notes, { strict: false });
    const database = app.get<Database>(DATABASE, { strict: false });
    expect(await notes.repository.count()).toBe(1);
    expect(notes.dataSource).toBe(database.dataSource);
    expect(notes.manager).toBe(database.dataSource.manager);
    expect(lines[0]).toMatch(/^database: PGlite .* in memory.*not safe against power loss.*DATABASE_URL/);
    expect(lines.slice(1)).toEqual(['database: applied 0001-trial-note.sql']);
    const readiness = app.get(Readiness, { strict: false });
    const partUp = async () => (await readiness.check()).get('database')?.up;
    expect(await partUp()).toBe(true);
    await app.close();
    expect(await partUp()).toBe(false);
    expect(database.dataSource.isInitialized).toBe(false);
  });

  it('does not start the application when the database cannot be opened', async () => {
    const file = join(migrations, 'a-file');
    writeFileSync(file, '');
    const compiling = Test.createTestingModule({
      imports: [DatabaseModule.forRoot({ dataDir: file, migrationsFolder: migrations })],
    }).compile();
    await expect(compiling).rejects.toThrow(PgliteStartError);
  });
});
