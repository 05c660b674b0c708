import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import {
  type Agreement,
  agreementSchema,
  type Antenna,
  antennaSchema,
  type LinkProfile,
  linkProfileSchema,
  type Member,
  memberSchema,
  type Site,
  siteSchema,
  type Spacecraft,
  spacecraftSchema,
} from '@app/contracts';

/** The registry as one consistent reading. */
export interface Registry {
  readonly members: readonly Member[];
  readonly spacecraft: readonly Spacecraft[];
  readonly sites: readonly Site[];
  readonly antennas: readonly Antenna[];
  readonly linkProfiles: readonly LinkProfile[];
  readonly agreements: readonly Agreement[];
}

const tables = {
  members: ['member', memberSchema],
  spacecraft: ['spacecraft', spacecraftSchema],
  sites: ['site', siteSchema],
  antennas: ['antenna', antennaSchema],
  linkProfiles: ['link_profile', linkProfileSchema],
  agreements: ['agreement', agreementSchema],
} as const;

/**
 * Reads the registry, which service-management owns: the one schema that every app may read (design rule 3). Each row holds its
 * whole document, so that one statement gives what the contract says.
 */
@Injectable()
export class RegistryReader {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  members = (): Promise<Member[]> => this.read('members');
  spacecraft = (): Promise<Spacecraft[]> => this.read('spacecraft');
  sites = (): Promise<Site[]> => this.read('sites');
  antennas = (): Promise<Antenna[]> => this.read('antennas');
  linkProfiles = (): Promise<LinkProfile[]> => this.read('linkProfiles');
  agreements = (): Promise<Agreement[]> => this.read('agreements');

  /** All of it, read in one statement and so at one moment. */
  async registry(): Promise<Registry> {
    const parts = Object.entries(tables).map(
      ([key, [table]]) =>
        `'${key}', (select coalesce(jsonb_agg(document order by id), '[]') from service_management.${table})`,
    );
    const rows: { registry: unknown }[] = await this.dataSource.query(
      `select jsonb_build_object(${parts.join(', ')}) as registry`,
    );
    const shape = z.object(
      Object.fromEntries(Object.entries(tables).map(([key, [, schema]]) => [key, z.array(schema as z.ZodType)])),
    );
    return shape.parse(rows[0]?.registry) as unknown as Registry;
  }

  private async read<Key extends keyof typeof tables>(key: Key): Promise<z.infer<(typeof tables)[Key][1]>[]> {
    const [table, schema] = tables[key];
    const rows: { document: unknown }[] = await this.dataSource.query(
      `select document from service_management.${table} order by id`,
    );
    return rows.map((row) => schema.parse(row.document)) as z.infer<(typeof tables)[Key][1]>[];
  }
}
