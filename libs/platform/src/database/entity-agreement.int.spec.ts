import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Column,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
} from 'typeorm';
import { InstantColumn, InstantRangeColumn } from './columns.js';
import { type InstantRange } from './instant-text.js';
import {
  EntityMismatchError,
  expectEntitiesToMatchMigrations,
  openTestDatabase,
  type TestDatabase,
  testDatabaseKinds,
} from './testing/index.js';

@Entity({ schema: 'trial' })
class GroundSite {
  @PrimaryColumn('text') id!: string;
  @OneToMany(() => GroundAntenna, (antenna) => antenna.site) antennas!: Relation<GroundAntenna>[];
}

@Entity({ schema: 'trial' })
@Unique(['siteId', 'aperture'])
class GroundAntenna {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') siteId!: string;
  @ManyToOne(() => GroundSite, (site) => site.antennas, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'site_id' })
  site!: Relation<GroundSite>;
  @Column('text') aperture!: string;
  @Column('text', { unique: true }) callSign!: string;
  @Column('double precision', { name: 'gain_over_t_db_k', nullable: true }) gainOverTemperatureDbK!: number | null;
  @Column('float8', { array: true, default: () => "'{}'" }) horizonMask!: number[];
  @Column('numeric', { precision: 12, scale: 3 }) fee!: string;
  @Column('varchar', { length: 20, default: 'idle' }) state!: string;
  @Column('int', { default: 0 }) priority!: number;
  @Column('boolean', { default: false }) draft!: boolean;
  @Column('jsonb', { default: () => "'{}'" }) document!: object;
  @Column('bytea', { nullable: true }) image!: Uint8Array | null;
  @InstantColumn({ default: () => 'now()' }) createdAt!: string;
  @InstantRangeColumn() during!: InstantRange;
}

@Entity({ schema: 'trial' })
class FrameCount {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @InstantColumn({ primary: true }) receivedAt!: string;
  @Column('smallint') virtualChannel!: number;
  @Column({ type: 'int', nullable: true, generatedType: 'STORED', asExpression: 'virtual_channel * 2' }) twice!: number;
}

@Entity({ schema: 'trial' })
class ArchivedParameterOfOneSpacecraftByGenerationTime {
  @PrimaryColumn('text') spacecraftIdentifierOfTheRegistry!: string;
  @InstantColumn({ primary: true }) generatedAt!: string;
  @Column('double precision', { unique: true }) engineeringValueAfterCalibrationInItsUnit!: number;
}

@Entity({ schema: 'trial' })
class PartitionedParameter {
  @PrimaryColumn('text') spacecraftId!: string;
  @InstantColumn({ primary: true }) generatedAt!: string;
  @Column('real', { array: true, nullable: true }) values!: number[] | null;
}

const tables = `
  CREATE SCHEMA trial;
  CREATE TABLE trial.ground_site (id text PRIMARY KEY);
  CREATE TABLE trial.ground_antenna (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    site_id text NOT NULL REFERENCES trial.ground_site ON DELETE CASCADE,
    aperture text NOT NULL CHECK (aperture <> ''),
    call_sign text NOT NULL UNIQUE,
    gain_over_t_db_k double precision,
    horizon_mask float8[] NOT NULL DEFAULT '{}',
    fee numeric(12,3) NOT NULL,
    state varchar(20) NOT NULL DEFAULT 'idle',
    priority int NOT NULL DEFAULT 0,
    draft boolean NOT NULL DEFAULT false,
    document jsonb NOT NULL DEFAULT '{}',
    image bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    during tstzrange NOT NULL,
    UNIQUE (site_id, aperture),
    EXCLUDE USING gist (aperture WITH =, during WITH &&) WHERE (NOT draft)
  );
  CREATE INDEX ON trial.ground_antenna (state) WHERE draft;
  CREATE INDEX ON trial.ground_antenna USING brin (created_at);
  CREATE TABLE trial.frame_count (
    id bigint GENERATED ALWAYS AS IDENTITY,
    received_at timestamptz,
    virtual_channel smallint NOT NULL,
    twice int GENERATED ALWAYS AS (virtual_channel * 2) STORED,
    PRIMARY KEY (id, received_at)
  );
  CREATE TABLE trial.archived_parameter_of_one_spacecraft_by_generation_time (
    spacecraft_identifier_of_the_registry text,
    generated_at timestamptz,
    engineering_value_after_calibration_in_its_unit double precision NOT NULL UNIQUE,
    PRIMARY KEY (spacecraft_identifier_of_the_registry, generated_at)
  );
  CREATE TABLE trial.partitioned_parameter (
    spacecraft_id text, generated_at timestamptz, values real[], PRIMARY KEY (spacecraft_id, generated_at)
  ) PARTITION BY RANGE (generated_at);
  CREATE TABLE trial.partitioned_parameter_2026 PARTITION OF trial.partitioned_parameter
    FOR VALUES FROM ('2026-01-01Z') TO ('2027-01-01Z');`;

describe.each(testDatabaseKinds())('entities and tables on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase({
      kind,
      migrations: true,
      entities: [
        GroundSite,
        GroundAntenna,
        FrameCount,
        PartitionedParameter,
        ArchivedParameterOfOneSpacecraftByGenerationTime,
      ],
    });
    await database.dataSource.query(tables);
  });
  afterAll(async () => await database.close());

  it("agree where the migration leaves every constraint's name to PostgreSQL", async () => {
    await expectEntitiesToMatchMigrations(database.dataSource);
    expect(await database.dataSource.query("SELECT to_regclass('typeorm_metadata') AS left")).toEqual([{ left: null }]);
  });

  it.each([
    ['a column is of another type', 'ALTER COLUMN fee TYPE int', 'ALTER COLUMN fee TYPE numeric(12,3)'],
    [
      'an instant has lost its zone',
      'ALTER COLUMN created_at TYPE timestamp',
      'ALTER COLUMN created_at TYPE timestamptz',
    ],
    [
      'an instant is kept to milliseconds',
      'ALTER COLUMN created_at TYPE timestamptz(3)',
      'ALTER COLUMN created_at TYPE timestamptz',
    ],
    ['a column may be null', 'ALTER COLUMN during DROP NOT NULL', 'ALTER COLUMN during SET NOT NULL'],
    ['a default is missing', 'ALTER COLUMN priority DROP DEFAULT', 'ALTER COLUMN priority SET DEFAULT 0'],
    ['the table has a column more', 'ADD COLUMN more text NOT NULL', 'DROP COLUMN more'],
    ['the table has a column less', 'DROP COLUMN image', 'ADD COLUMN image bytea'],
    ['a unique constraint is missing', 'DROP CONSTRAINT ground_antenna_call_sign_key', 'ADD UNIQUE (call_sign)'],
    [
      'a composite unique constraint is missing',
      'DROP CONSTRAINT ground_antenna_site_id_aperture_key',
      'ADD UNIQUE (site_id, aperture)',
    ],
    [
      'a foreign key is missing',
      'DROP CONSTRAINT ground_antenna_site_id_fkey',
      'ADD FOREIGN KEY (site_id) REFERENCES trial.ground_site ON DELETE CASCADE',
    ],
    ['a length differs', 'ALTER COLUMN state TYPE varchar(10)', 'ALTER COLUMN state TYPE varchar(20)'],
  ])('are told apart when %s', async (_, change, undo) => {
    await database.dataSource.query(`ALTER TABLE trial.ground_antenna ${change}`);
    await expect(expectEntitiesToMatchMigrations(database.dataSource)).rejects.toThrow(EntityMismatchError);
    await database.dataSource.query(`ALTER TABLE trial.ground_antenna ${undo}`);
    await expectEntitiesToMatchMigrations(database.dataSource);
  });
});
