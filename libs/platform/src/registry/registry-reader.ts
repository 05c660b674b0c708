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
import { notFound } from '../http/refusal.js';

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

  /** These two throw a Refusal (404) for what is not registered. */
  requireSpacecraft = async (id: string): Promise<Spacecraft> => required('spacecraft', id, await this.spacecraft());
  requireAntenna = async (id: string): Promise<Antenna> => required('antenna', id, await this.antennas());

  /** Throws a Refusal (404) where a query names what is not registered: a mistake of the asker, not an empty answer. */
  async requireKnown(query: {
    readonly spacecraft?: string | undefined;
    readonly site?: string | undefined;
  }): Promise<void> {
    if (query.spacecraft !== undefined) await this.requireSpacecraft(query.spacecraft);
    if (query.site !== undefined) required('site', query.site, await this.sites());
  }

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

function required<Entry extends { readonly id: string }>(kind: string, id: string, entries: readonly Entry[]): Entry {
  const entry = entries.find((one) => one.id === id);
  if (entry === undefined) throw notFound(kind, id);
  return entry;
}
