import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { inTransaction } from '@app/platform';
import {
  AgreementEntity,
  AntennaEntity,
  LinkProfileEntity,
  MemberEntity,
  SiteEntity,
  SpacecraftEntity,
} from './registry.entities.js';
import type { ConstellationSeed } from './seed-file.js';

/** Puts a constellation into an empty registry; one that holds anything is left as it is. */
@Injectable()
export class LoadConstellation {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Answers whether it was loaded. */
  async execute(seed: ConstellationSeed): Promise<boolean> {
    return inTransaction(this.dataSource, async (manager) => {
      if ((await manager.count(MemberEntity)) > 0) return false;
      await manager.insert(
        MemberEntity,
        seed.members.map((document) => ({ id: document.id, document })),
      );
      await manager.insert(
        LinkProfileEntity,
        seed.linkProfiles.map((document) => ({ id: document.id, version: document.version, document })),
      );
      await manager.insert(
        SpacecraftEntity,
        seed.spacecraft.map((document) => ({
          id: document.id,
          owner: document.owner,
          operator: document.operator,
          linkProfile: document.linkProfile,
          catalogNumber: document.catalogNumber,
          document,
        })),
      );
      await manager.insert(
        SiteEntity,
        seed.sites.map((document) => ({ id: document.id, member: document.member, document })),
      );
      await manager.insert(
        AntennaEntity,
        seed.antennas.map((document) => ({ id: document.id, site: document.site, document })),
      );
      await manager.insert(
        AgreementEntity,
        seed.agreements.map((document) => ({
          id: document.id,
          provider: document.provider,
          user: document.user,
          document,
        })),
      );
      return true;
    });
  }
}
