import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Agreement, Antenna, LinkProfile, Member, OperationsMode, Site, Spacecraft } from '@app/contracts';

const schema = 'service_management';

/** The one row that says which mode this database belongs to. */
@Entity({ schema, name: 'installation' })
export class InstallationEntity {
  @PrimaryColumn('boolean', { default: true }) onlyOne!: boolean;
  @Column('text') mode!: OperationsMode;
}

@Entity({ schema, name: 'member' })
export class MemberEntity {
  @PrimaryColumn('text') id!: string;
  @Column('jsonb') document!: Member;
}

@Entity({ schema, name: 'link_profile' })
export class LinkProfileEntity {
  @PrimaryColumn('text') id!: string;
  @Column('integer') version!: number;
  @Column('jsonb') document!: LinkProfile;
}

@Entity({ schema, name: 'spacecraft' })
export class SpacecraftEntity {
  @PrimaryColumn('text') id!: string;
  @ForeignKey(() => MemberEntity)
  @Column('text')
  owner!: string;
  @ForeignKey(() => MemberEntity)
  @Column('text')
  operator!: string;
  @ForeignKey(() => LinkProfileEntity)
  @Column('text')
  linkProfile!: string;
  @Column('integer', { nullable: true, unique: true }) catalogNumber!: number | null;
  @Column('jsonb') document!: Spacecraft;
}

@Entity({ schema, name: 'site' })
export class SiteEntity {
  @PrimaryColumn('text') id!: string;
  @ForeignKey(() => MemberEntity)
  @Column('text')
  member!: string;
  @Column('jsonb') document!: Site;
}

@Entity({ schema, name: 'antenna' })
export class AntennaEntity {
  @PrimaryColumn('text') id!: string;
  @ForeignKey(() => SiteEntity)
  @Column('text')
  site!: string;
  @Column('jsonb') document!: Antenna;
}

@Entity({ schema, name: 'agreement' })
export class AgreementEntity {
  @PrimaryColumn('text') id!: string;
  @ForeignKey(() => MemberEntity)
  @Column('text')
  provider!: string;
  @ForeignKey(() => MemberEntity)
  @Column('text')
  user!: string;
  @Column('jsonb') document!: Agreement;
}

export const registryEntities = [
  InstallationEntity,
  MemberEntity,
  LinkProfileEntity,
  SpacecraftEntity,
  SiteEntity,
  AntennaEntity,
  AgreementEntity,
];
